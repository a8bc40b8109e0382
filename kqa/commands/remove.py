"""`kqa remove`: takes articles out of the workspace."""

from __future__ import annotations

import argparse
import sys

from kqa import terminal
from kqa.errors import KqaError
from kqa.workspace import find

PROBLEMS, NOTHING_DONE = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa remove`."""
    parser.add_argument(
        "keys", metavar="KEY", nargs="+", help="keys of the articles, as `kqa articles` lists them"
    )
    parser.add_argument(
        "--no-index", action="store_true", help="leave the index for the next command that needs it"
    )


def run(args: argparse.Namespace) -> int:
    """Remove the articles, then bring the index up to date."""
    from kqa.corpus import library

    workspace = find(args.workspace)
    failures = []
    keys = list(dict.fromkeys(args.keys))
    for key in keys:
        try:
            library.remove(workspace, key)
            print(f"{key}: removed")
        except KqaError as error:
            failures.append(str(error))
    for failure in failures:
        print(f"kqa: {terminal.one_line(failure)}", file=sys.stderr)
    if len(failures) == len(keys):
        return NOTHING_DONE
    if workspace.keys() and not args.no_index:
        from kqa.index import store

        with terminal.ProgressBar() as progress:
            store.build_or_update(workspace, progress=progress)
    return PROBLEMS if failures else 0
