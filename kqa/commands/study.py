"""`kqa study`: one study's card, across the articles."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kqa import terminal
from kqa.answer import names
from kqa.answer.library import Library
from kqa.errors import UsageError
from kqa.workspace import find

if TYPE_CHECKING:
    from kqa.cite.card import Mention
    from kqa.cite.studies import Study


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa study`."""
    parser.add_argument("study", metavar="STUDY", help="author and year, title words, a DOI, or a key")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.epilog = 'Example: kqa study "Dakwar 2014"'


def run(args: argparse.Namespace) -> int:
    """Print the card of the best match, and name the others."""
    from kqa.cite import card, studies

    articles = Library(find(args.workspace)).articles
    found = studies.find(studies.link(articles), args.study)
    if not found:
        raise UsageError(
            f"no article cites a study {args.study!r:.80}; give an author and a year, words of the title or "
            "a DOI (`kqa export --primary --format text` lists all)"
        )
    mentioned = card.mentions(found[0], articles)
    if args.json:
        record = _record(found[0], mentioned, found[1:])
        print(json.dumps(record, ensure_ascii=not terminal.speaks_unicode(sys.stdout), indent=2))
        return 0
    for line in _lines(found[0], mentioned, found[1:]):
        print(line)
    return 0


def _record(study: Study, mentioned: Sequence[Mention], others: Sequence[Study]) -> dict[str, Any]:
    from kqa.cite import bibliography, card

    return {
        "key": study.key,
        "entry": bibliography.exportable(study.entry),
        "ids": list(study.ids),
        "mentions": [
            {
                "article": m.passage.article,
                "locator": m.passage.locator,
                "start": m.sentence.start,
                "end": m.sentence.end,
                "text": m.sentence.text,
                "cells": dict(card.cells(m)),
            }
            for m in mentioned
        ],
        "others": [other.key for other in others],
    }


def _lines(study: Study, mentioned: Sequence[Mention], others: Sequence[Study]) -> Iterator[str]:
    from kqa.cite import card

    paint, width = terminal.painter(sys.stdout), terminal.width()
    wrap = textwrap.TextWrapper(width, initial_indent="  ", subsequent_indent="  ")
    entry = study.entry
    yield paint(names.short(entry), "strong") + paint(f"  [{study.key}]", "quiet")
    details = [entry.get("title"), names.with_journal(entry), names.doi_link(entry)]
    yield from (line for detail in details if detail for line in wrap.wrap(str(detail)))
    yield paint("  " + ", ".join(study.ids), "quiet")
    for key in dict.fromkeys(m.passage.article for m in mentioned):
        yield ""
        yield paint(key, "strong")
        for mention in (m for m in mentioned if m.passage.article == key):
            yield paint(f"  {mention.passage.locator}", "quiet")
            rows = card.cells(mention)
            for column, cell in rows:
                yield from wrap.wrap(
                    f"{column}: {terminal.one_line(cell)}" if column else terminal.one_line(cell)
                )
            if not rows:
                yield from wrap.wrap(terminal.one_line(mention.sentence.text))
    if not mentioned:
        yield "  No sentence of the articles cites it."
    if others:
        yield ""
        yield from textwrap.wrap(
            "Also: " + "; ".join(f"{names.short(o.entry)} [{o.key}]" for o in others), width
        )
