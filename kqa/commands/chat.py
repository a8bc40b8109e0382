"""`kqa chat`: the chat in the browser, its API, and its MCP tools."""

from __future__ import annotations

import argparse
import sys

from kqa import terminal
from kqa.answer.library import Library
from kqa.errors import UsageError
from kqa.workspace import find

EXAMPLES = """examples:
  kqa chat                                 open the chat in the browser
  kqa chat --no-browser --port 7900        serve it at http://127.0.0.1:7900 only
  kqa chat --mcp                           serve its functions as MCP tools as well
  kqa chat --host 0.0.0.0 --auth ann:pass  let others on the network in, with a password
"""
SHORTEST_PASSWORD = 8


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa chat`."""
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--port", type=_port, metavar="N", help="port to serve at (default: the first free one from 7860)"
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="NAME",
        help="address to bind to (default 127.0.0.1: this machine only)",
    )
    parser.add_argument(
        "--share",
        action="store_true",
        help="also make a public link through Gradio's servers; needs the network",
    )
    parser.add_argument("--auth", type=_login, metavar="USER:PASS", help="ask for this name and password")
    parser.add_argument("--mcp", action="store_true", help="also serve the functions as MCP tools")
    parser.add_argument("--no-browser", action="store_true", help="don't open the browser")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from kqa.chat import serve

    with terminal.ProgressBar() as progress:
        library = Library(find(args.workspace), progress=progress)
        library.ask("ketamine")  # opens the index and the models now, so that no visitor waits for them
    settings = serve.Settings(
        host=args.host,
        port=args.port,
        share=args.share,
        login=args.auth,
        mcp=args.mcp,
        browser=not args.no_browser,
    )
    for warning in serve.warnings(settings):
        print(f"kqa: {warning}", file=sys.stderr)
    with serve.running(library, settings) as url:
        print(f"kqa chat is at {url}  (stop it with Ctrl-C)", flush=True)
        serve.wait()
    return 0


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _login(text: str) -> tuple[str, str]:
    user, colon, password = text.partition(":")
    if not (user and colon) or len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"--auth takes USER:PASS with a password of at least {SHORTEST_PASSWORD} characters")
    return user, password
