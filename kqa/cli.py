"""The command line: finds the command, lets its module do the work, and turns errors into one clear line.

A command `name` lives in `kqa/commands/<name>.py` as `configure(parser)` and `run(args) -> int`. Only the
module of the command that was named is imported, so that `kqa --help` costs nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from kqa import terminal
from kqa.errors import KqaError

COMMANDS = {
    "ask": "answer questions in passages quoted word for word",
    "cite": "find passages that support a claim, each with a ready citation",
    "check": "check a manuscript's quotations, citations and claims against the articles",
    "study": "show everything the articles say about one study",
    "export": "write the bibliography as CSL-JSON, BibTeX or RIS",
    "show": "print a place of an article in its surroundings",
    "articles": "list the articles of the workspace",
    "add": "add papers: JATS, PDF, DOCX, HTML, Markdown or text",
    "remove": "remove an article",
    "ingest": "turn one source file into an article under a given key",
    "index": "build or update the index",
    "eval": "measure the answers on a set of questions",
    "chat": "open the chat in the browser",
    "doctor": "verify articles and index against their hashes",
    "init": "make a workspace that holds the two shipped reviews",
}
"""Every command and its one line of help, in the order of `kqa --help`."""

WITHOUT_WORKSPACE = frozenset({"init"})
BAD_INPUT = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
PIPE_CLOSED = 141  # 128 + SIGPIPE


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"kqa: {terminal.one_line(message)}; see `{self.prog} --help`\n")


def build_parser(named: str | None = None) -> argparse.ArgumentParser:
    """The parser, with the options of the command `named` and no other.

    Args:
        named: the command whose module is imported to configure its options; None imports none.
    """
    from kqa import __version__

    parser = _Parser(
        prog="kqa",
        description="Ask review articles; get answers quoted word for word, numbered and traceable.",
        epilog="`kqa COMMAND --help` explains a command. Exit codes: 0 done, 1 problems found, 2 bad input.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"kqa {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_line in COMMANDS.items():
        # "resolve" lets a command give --workspace a text of its own.
        command = commands.add_parser(
            name,
            help=help_line,
            description=f"{help_line[0].upper()}{help_line[1:]}.",
            allow_abbrev=False,
            conflict_handler="resolve",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == named:
            if name not in WITHOUT_WORKSPACE:
                command.add_argument(
                    "--workspace",
                    metavar="DIR",
                    help="folder with `corpus/`; else $KQA_WORKSPACE, else the nearest at or above here",
                )
            import_module(f"kqa.commands.{name}").configure(command)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments after the program's name; those of the process when omitted.

    Returns:
        The exit code: 0 when done, 1 when a check found problems, 2 for bad input, 130 after Ctrl-C.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(arguments)
    except KqaError as error:
        return _complain(str(error))
    except BrokenPipeError:
        _give_up_output()  # the reader of a pipe went away (`| head`): nothing to say
        return PIPE_CLOSED
    except OSError as error:
        _give_up_output()
        where = f" {error.filename}" if error.filename else ""
        return _complain(f"the system refused{where}: {error.strerror or error}")
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    terminal.prepare_streams()
    named = next((a for a in arguments if not a.startswith("-")), None)
    if named in COMMANDS:
        args = build_parser(named).parse_args(arguments)
        code: int = import_module(f"kqa.commands.{named}").run(args)
        sys.stdout.flush()
        return code
    build_parser().parse_args(arguments or ["--help"])
    return 0


def _give_up_output() -> None:
    """Drop what standard output cannot take, so that Python does not try again, and complain, at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> int:
    print(f"kqa: {terminal.one_line(message)}", file=sys.stderr)
    return BAD_INPUT
