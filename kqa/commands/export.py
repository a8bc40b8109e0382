"""`kqa export`: bibliographies of the articles and of what they cite."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kqa.answer.library import Library
from kqa.errors import CorpusError, UsageError
from kqa.workspace import find

if TYPE_CHECKING:
    from kqa.corpus.entries import Entry

FORMATS = ("csl-json", "bibtex", "ris", "text")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa export`."""
    parser.add_argument(
        "keys", nargs="*", metavar="KEY", help="articles or studies to export; all articles when omitted"
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="csl-json", help="default: csl-json; text formats with --style"
    )
    parser.add_argument(
        "--primary", action="store_true", help="also the works that the articles cite, each once"
    )
    parser.add_argument(
        "--style", metavar="NAME", help="of --format text: apa (default), vancouver, ama, or a .csl file"
    )
    parser.add_argument("--output", "-o", metavar="FILE", type=Path, help="write a file instead of printing")
    parser.epilog = "Example: kqa export --primary --format bibtex -o references.bib"


def run(args: argparse.Namespace) -> int:
    """Print or write the bibliography."""
    if args.style and args.format != "text":
        raise UsageError(f"--style {args.style} formats references: give it with --format text")
    entries = _entries(Library(find(args.workspace)), args.keys, primary=args.primary)
    text = _written(entries, args.format, args.style or "apa")
    if args.output is None:
        print(text, end="")
    else:
        args.output.write_text(text, encoding="utf-8")
        print(f"{len(entries)} entries written to {args.output}")
    return 0


def _entries(library: Library, keys: Sequence[str], *, primary: bool) -> list[Entry]:
    """The entries asked for: articles first, then cited works by key; a work cited twice is one entry."""
    from kqa.cite import studies

    articles = {article.key: article for article in library.articles}
    linked = studies.link(list(articles.values()))
    by_key = {study.key: study for study in linked}
    unknown = [key for key in keys if key not in by_key]
    if unknown:
        raise CorpusError(
            f"no article or cited work has the key {', '.join(map(repr, unknown))}; "
            "`kqa articles` lists articles, `kqa export --primary` everything they cite"
        )
    chosen = [key for key in keys if key in articles] or ([] if keys else list(articles))
    entries: list[Entry] = [{**articles[key].metadata, "id": key} for key in chosen]
    cited = [by_key[key] for key in keys if key not in articles]
    if primary:
        named = set(chosen)
        cited += [s for s in linked if s.key not in articles and any(i.split(":")[0] in named for i in s.ids)]
    unique = {study.key: study.entry for study in cited}
    return entries + [unique[key] for key in sorted(unique)]


def _written(entries: Sequence[Entry], form: str, style: str) -> str:
    from kqa.cite import bibliography, bibtex, formatted, ris

    if form == "text":
        return formatted.references(entries, style)
    if form == "bibtex":
        return bibtex.write(entries)
    return ris.write(entries) if form == "ris" else bibliography.csl_json(entries)
