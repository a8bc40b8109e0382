"""`kqa index`: build the index, or bring it up to date with the articles."""

from __future__ import annotations

import argparse
import time

from kqa import terminal
from kqa.workspace import find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa index`."""
    parser.add_argument(
        "--rebuild", action="store_true", help="make everything anew, trusting nothing that is there"
    )
    parser.add_argument(
        "--model",
        metavar="NAME|PATH",
        help="sentence-transformers model to encode with; remembered (default: all-MiniLM-L6-v2)",
    )


def run(args: argparse.Namespace) -> int:
    """Build or update, and say what the index holds."""
    from kqa.index import store

    started = time.perf_counter()
    workspace = find(args.workspace)
    with terminal.ProgressBar() as progress:
        index = store.build_or_update(workspace, rebuild=args.rebuild, model=args.model, progress=progress)
    seconds = time.perf_counter() - started
    articles = len(workspace.keys())
    print(f"{workspace.index}: {len(index.passages):,} passages of {articles:,} articles in {seconds:.1f} s")
    return 0
