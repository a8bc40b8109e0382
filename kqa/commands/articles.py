"""`kqa articles`: what the workspace holds."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from kqa import terminal
from kqa.answer import names
from kqa.answer.library import Library
from kqa.corpus.article import Article
from kqa.workspace import find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa articles`."""
    parser.add_argument("--json", action="store_true", help="print one JSON array, metadata as CSL-JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line an article, or all of them as JSON."""
    articles = Library(find(args.workspace)).articles
    if args.json:
        rows = [_as_json(article) for article in articles]
        print(json.dumps(rows, ensure_ascii=not terminal.speaks_unicode(sys.stdout), indent=2))
        return 0
    widest = max((len(article.key) for article in articles), default=0)
    for article in articles:
        title = article.metadata.get("title", "")
        about = terminal.one_line(f"{names.short(article.metadata)}. {title}")
        print(f"{article.key:<{widest}}  {about}")
    if not articles:
        print("No articles yet; `kqa add FILE` adds one.")
    return 0


def _as_json(article: Article) -> dict[str, Any]:
    return {
        "key": article.key,
        "name": names.short(article.metadata),
        "title": article.metadata.get("title", ""),
        "characters": len(article.text),
        "references": len(article.references),
        "sha256": article.sha256,
        "metadata": dict(article.metadata),
    }
