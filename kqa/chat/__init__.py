"""The Gradio chat, its API and its MCP tools."""
