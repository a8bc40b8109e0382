"""An answer on a terminal: quotations with their numbers, then where each stands and what it cites."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kqa.answer import names
from kqa.corpus.article import Article
from kqa.terminal import printable
from kqa.types import Answer, Citation, Extract, Hit, Passage

Paint = Callable[[str, str], str]
"""Called with (text, role); the roles are those of `terminal.STYLES`."""

INDENT = "  "
NEAREST = 3
"""Passages listed when kqa abstains: enough to see what the corpus does hold."""
PREVIEW = 220
"""Characters of each of them."""
MOST_PRIMARIES = 6
"""Primary references named under one source; the rest are counted (`--json` lists all)."""

_CELL = re.compile(r"(?<!\\)\|")


def render(
    answer: Answer, article: Callable[[str], Article], *, width: int, paint: Paint = lambda text, _: text
) -> str:
    """The whole answer as lines of text.

    Args:
        answer: what `ask` returned.
        article: gives an article by its key.
        width: columns to wrap to.
        paint: styles a piece of text; by default leaves it as it is.
    """
    if answer.abstained:
        return "\n".join(_abstention(answer, article, width, paint))
    passages = {c.number: c.passage for c in answer.citations}
    lines: list[str] = []
    for extract in answer.extracts:
        lines += [*_quotation(extract, passages[extract.number], width, paint), ""]
    lines.append(paint("Sources", "strong"))
    for citation in answer.citations:
        references = dict.fromkeys(
            r for e in answer.extracts if e.number == citation.number for r in e.references
        )
        lines += _source(citation, tuple(references), article(citation.passage.article), width, paint)
    first = answer.citations[0].passage
    lines += ["", *(paint(line, "quiet") for line in wrap(answer.sureness, width, ""))]
    lines.append(paint(f'See a place: kqa show {first.article} "{first.locator}"', "quiet"))
    return "\n".join(lines)


def cells(row: str) -> tuple[str, ...]:
    """The cells of a table row, in order, trimmed."""
    return tuple(cell.strip() for cell in _CELL.split(row))


def _quotation(extract: Extract, passage: Passage, width: int, paint: Paint) -> Iterator[str]:
    mark = f"[{extract.number}]"
    if passage.kind == "row":
        yield from _row(extract, passage, width, paint)
        return
    lines = wrap(f"“{printable(extract.text)}” {mark}", width, INDENT)
    lines[-1] = lines[-1].removesuffix(mark) + paint(mark, "number")
    yield from lines


def _row(extract: Extract, passage: Passage, width: int, paint: Paint) -> Iterator[str]:
    """A table row, a line a cell: its columns' names before, the number after the last."""
    mark = f"[{extract.number}]"
    if passage.caption:
        yield from (paint(line, "quiet") for line in wrap(printable(passage.caption), width, INDENT))
    lines = []
    values = cells(printable(extract.text))
    for position, value in enumerate(values):
        name = passage.columns[position] if position < len(passage.columns) else ""
        if value:
            lines += wrap(f"{printable(name)}: {value}" if name else value, width, INDENT * 2, hang=INDENT)
    lines[-1] += f" {paint(mark, 'number')}"
    yield from lines


def _source(
    citation: Citation, references: tuple[str, ...], article: Article, width: int, paint: Paint
) -> Iterator[str]:
    passage = citation.passage
    mark = f"[{citation.number}]"
    label = place(passage, article)
    lines = wrap(f"{mark} {label}", width, "", hang=" " * 4)
    yield paint(mark, "number") + lines[0].removeprefix(mark)
    yield from lines[1:]
    if passage.kind == "reference":
        return
    listed = {str(item.get("id")): item for item in article.references}
    known = [listed[r] for r in references if r in listed]
    for item in known[:MOST_PRIMARIES]:
        yield from (
            paint(line, "quiet") for line in wrap(_primary(item, article), width, " " * 4, hang=INDENT)
        )
    if len(known) > MOST_PRIMARIES:
        yield paint(f"    and {len(known) - MOST_PRIMARIES} more references", "quiet")


def place(passage: Passage, article: Article) -> str:
    """`Thomas & Chambers 2025, sec. 1.5, para. 2 (thomas2025)`."""
    return printable(f"{names.short(article.metadata)}, {passage.locator} ({passage.article})")


def _primary(item: Mapping[str, Any], article: Article) -> str:
    text = f"{names.with_journal(item)}, as cited in {names.short(article.metadata)}"
    link = names.doi_link(item)
    return printable(f"{text}, {link}" if link else text)


def _abstention(answer: Answer, article: Callable[[str], Article], width: int, paint: Paint) -> Iterator[str]:
    yield paint(f"The articles do not answer this (confidence {answer.confidence:.2f}).", "warning")
    if not answer.hits:
        yield "No passage comes near; `kqa articles` lists what there is to ask about."
        return
    yield ""
    yield paint("Nearest, not an answer:", "strong")
    for hit in answer.hits[:NEAREST]:
        yield from _near(hit, article(hit.passage.article), width, paint)


def _near(hit: Hit, article: Article, width: int, paint: Paint) -> Iterator[str]:
    yield from wrap(f"- {place(hit.passage, article)}", width, INDENT, hang=INDENT)
    text = printable(hit.passage.text)
    preview = text if len(text) <= PREVIEW else f"{text[:PREVIEW].rsplit(' ', 1)[0]} …"
    yield from (paint(line, "quiet") for line in wrap(f"“{preview}”", width, INDENT * 2))


def wrap(text: str, width: int, indent: str, *, hang: str = "") -> list[str]:
    """Lines of at most `width` columns, `indent` before each and `hang` more before all but the first."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
