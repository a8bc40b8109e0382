"""`kqa ingest`: one source file becomes the article `corpus/<key>/`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kqa import terminal
from kqa.workspace import find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa ingest`."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the source file, kept as received beside the article"
    )
    parser.add_argument("--key", help="the article's citation key (default: made from author and year)")
    parser.add_argument("--replace", action="store_true", help="replace an article that has this key already")


def run(args: argparse.Namespace) -> int:
    """Ingest the file and say what was found in it."""
    from kqa.answer import names
    from kqa.corpus.ingest import ingest

    article = ingest(args.file, args.key, find(args.workspace), replace=args.replace)
    counts = ", ".join(
        f"{sum(block.kind == kind for block in article.blocks)} {plural}"
        for kind, plural in (("heading", "headings"), ("paragraph", "paragraphs"), ("row", "table rows"))
    )
    print(f"{article.key}: {names.short(article.metadata)}, {counts}, {len(article.references)} references")
    for warning in (article.metadata.get("custom") or {}).get("warnings", ()):
        print(f"kqa: {article.key}: {terminal.one_line(str(warning))}", file=sys.stderr)
    return 0
