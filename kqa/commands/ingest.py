"""`kqa ingest`: one source file becomes the article `corpus/<key>/`."""

from __future__ import annotations

import argparse
from pathlib import Path

from kqa.workspace import find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa ingest`."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the source file, kept as received beside the article"
    )
    parser.add_argument("--key", help="the article's citation key (default: made from author and year)")


def run(args: argparse.Namespace) -> int:
    """Ingest the file and say what was found in it."""
    from kqa.answer import names
    from kqa.corpus.ingest import ingest

    article = ingest(args.file, args.key, find(args.workspace))
    counts = ", ".join(
        f"{sum(block.kind == kind for block in article.blocks)} {plural}"
        for kind, plural in (("heading", "headings"), ("paragraph", "paragraphs"), ("row", "table rows"))
    )
    print(f"{article.key}: {names.short(article.metadata)}, {counts}, {len(article.references)} references")
    return 0
