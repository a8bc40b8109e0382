"""One module a format: each reads a source file into a draft of an article."""
