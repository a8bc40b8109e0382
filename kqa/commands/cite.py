"""`kqa cite`: passages that support a claim, each with a ready citation."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kqa import terminal
from kqa.answer import names
from kqa.answer.library import Library
from kqa.answer.question import clean
from kqa.cite.citing import FORMS
from kqa.errors import UsageError
from kqa.workspace import find

if TYPE_CHECKING:
    from kqa.cite.evidence import Evidence
    from kqa.cite.verdict import Verdict


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa cite`."""
    add = parser.add_argument
    add("claim", metavar="CLAIM", help="a sentence of your draft")
    add("--top", metavar="N", type=int, default=3, help="passages to show (default: 3)")
    add("--form", choices=FORMS, default="pandoc", help="how citations are written (default: pandoc)")
    add("--article", metavar="KEY", action="append", default=[], help="search this article only; repeatable")
    add("--primary", action="store_true", help='also name the study: "Dakwar et al. 2019, as cited in …"')
    add("--json", action="store_true", help="print one JSON object")
    parser.epilog = 'Example: kqa cite "Ketamine reduced cocaine craving" --form latex'


def run(args: argparse.Namespace) -> int:
    """Print the sentences nearest to the claim with their citations; exit code 1 where none supports it."""
    from kqa.cite import verdict
    from kqa.cite.evidence import Reader

    if args.top < 1:
        raise UsageError(f"--top {args.top}: at least 1 passage is needed")
    library = Library(find(args.workspace))
    claim = clean(args.claim)
    with terminal.ProgressBar() as bar:
        library = Library(library.workspace, progress=bar if sys.stderr.isatty() else None)
        reader = Reader(library.index)
        judged = verdict.judge(reader, claim, articles=args.article)
        found = reader.gather(reader.claim(claim), articles=args.article)[: args.top]
    rows = [_row(library, item, args.form, number) for number, item in enumerate(_one_a_passage(found), 1)]
    if args.json:
        record = {
            "claim": claim,
            "verdict": judged.label,
            "confidence": round(judged.confidence, 4),
            "passages": rows,
        }
        print(json.dumps(record, ensure_ascii=not terminal.speaks_unicode(sys.stdout), indent=2))
    else:
        for line in _lines(judged, rows, primary=args.primary):
            print(line)
    return 0 if judged.label == "supported" else 1


def _one_a_passage(found: tuple[Evidence, ...]) -> list[Evidence]:
    """The best sentence of each passage."""
    return list({(item.passage.article, item.passage.start): item for item in reversed(found)}.values())[::-1]


def _row(library: Library, item: Evidence, form: str, number: int) -> dict[str, Any]:
    from kqa.cite import citing

    article = library.article(item.passage.article)
    entries = {str(entry["id"]): entry for entry in article.references}
    cited = [entries[i] for i in item.sentence.references if i in entries]
    return {
        "citation": citing.cite(article.key, citing.locator(item.passage), form, number=number),
        "article": article.key,
        "name": names.short(article.metadata),
        "locator": item.passage.locator,
        "start": item.sentence.start,
        "end": item.sentence.end,
        "text": item.sentence.text,
        "references": list(item.sentence.references),
        "primary": citing.as_cited_in(cited, article.metadata),
    }


def _lines(judged: Verdict, rows: list[dict[str, Any]], *, primary: bool) -> Iterator[str]:
    paint, width = terminal.painter(sys.stdout), terminal.width()
    said = {
        "supported": "The articles say so.",
        "conflict": "The articles seem to say otherwise.",
        "not_found": "The articles don't say so; nearest:",
    }
    yield paint(f"{said[judged.label]} ({judged.confidence:.0%})", "strong")
    for row in rows:
        yield ""
        yield paint(row["citation"], "number") + f"  {row['name']}, {row['locator']}"
        yield from textwrap.wrap(
            terminal.one_line(row["text"]), width, initial_indent="  ", subsequent_indent="  "
        )
        if primary and row["primary"]:
            yield from textwrap.wrap(row["primary"], width, initial_indent="  ", subsequent_indent="  ")
