"""`kqa cite`: passages that support a claim, each with a ready citation."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from kqa import terminal
from kqa.answer.library import Library
from kqa.answer.question import clean
from kqa.cite.citing import FORMS
from kqa.errors import UsageError
from kqa.workspace import find


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
    from kqa.cite.support import Support

    if args.top < 1:
        raise UsageError(f"--top {args.top}: at least 1 passage is needed")
    clean(args.claim)
    with terminal.ProgressBar() as bar:
        library = Library(find(args.workspace), progress=bar if sys.stderr.isatty() else None)
        record = Support(library).judge(args.claim, articles=args.article, form=args.form, limit=args.top)
    if args.json:
        print(json.dumps(record, ensure_ascii=not terminal.speaks_unicode(sys.stdout), indent=2))
    else:
        for line in _lines(record, primary=args.primary):
            print(line)
    return 0 if record["verdict"] == "supported" else 1


def _lines(record: dict[str, Any], *, primary: bool) -> Iterator[str]:
    paint, width = terminal.painter(sys.stdout), terminal.width()
    said = {
        "supported": "The articles say so.",
        "conflict": "The articles seem to say otherwise.",
        "not_found": "The articles don't say so; nearest:",
    }
    yield paint(f"{said[record['verdict']]} ({record['confidence']:.0%})", "strong")
    for row in record["passages"]:
        yield ""
        yield paint(row["citation"], "number") + f"  {row['name']}, {row['locator']}"
        yield from textwrap.wrap(
            terminal.one_line(row["text"]), width, initial_indent="  ", subsequent_indent="  "
        )
        if primary and row["primary"]:
            yield from textwrap.wrap(row["primary"], width, initial_indent="  ", subsequent_indent="  ")
