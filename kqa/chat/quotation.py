"""Quoted words as markup: the extract highlighted, the source's own markers set apart from kqa's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kqa.chat.markup import Html, join, tag
from kqa.corpus.article import Article
from kqa.corpus.structure import EMPHASISED

Span = tuple[int, int]


def quoted(article: Article, start: int, end: int, *, highlights: Iterable[Span] = ()) -> Html:
    """`article.text[start:end]`, word for word, as markup.

    Args:
        article: where the words stand.
        start: first code point.
        end: one past the last.
        highlights: spans to mark, in the article's offsets; what lies outside is cut off.

    Returns:
        Text, `<mark>` and `<span>` only; its text content is exactly the quoted words, of which the marks of
        Markdown's emphasis (`class="sign"`) are not seen.
    """
    markers = {(m.start, m.end): m.numbers for m in article.markers(start, end)}
    marked = [_clipped(span, start, end) for span in highlights]
    edges = sorted(
        {start, end, *(edge for span in (*marked, *markers) for edge in span if start <= edge <= end)}
    )
    pieces: list[Html] = []
    run: list[Html] = []
    for left, right in pairwise(edges):
        piece = _piece(article, left, right, markers)
        if any(s <= left and right <= e for s, e in marked):
            run.append(piece)
            continue
        pieces += [*_mark(run), piece]
        run = []
    return join(*pieces, *_mark(run))


def cells(article: Article, start: int, end: int, *, highlights: Sequence[Span] = ()) -> Html | None:
    """A table row as a list of its columns and cells; None where the span is no whole row."""
    block = next((b for b in article.blocks if b.kind == "row" and (b.start, b.end) == (start, end)), None)
    if block is None or not block.cells:
        return None
    entries: list[Html] = []
    for at, (left, right) in enumerate(block.cells):
        name = block.columns[at] if at < len(block.columns) else ""
        if left < right:
            entries += [
                tag("dt", name or f"Column {at + 1}"),
                tag("dd", quoted(article, left, right, highlights=highlights)),
            ]
    return tag("dl", *entries, class_="row")


def passage(article: Article, start: int, end: int, *, highlights: Sequence[Span] = ()) -> Html:
    """A passage: a row as its cells, anything else as running text."""
    return cells(article, start, end, highlights=highlights) or tag(
        "p", quoted(article, start, end, highlights=highlights)
    )


def _piece(article: Article, left: int, right: int, markers: dict[Span, tuple[int, ...]]) -> Html:
    words = article.text[left:right]
    numbers = next((n for (s, e), n in markers.items() if s <= left and right <= e), None)
    if numbers is None:
        return _unmarked(words)
    named = ", ".join(map(str, numbers))
    return tag("span", words, class_="own", title=f"the article's own reference {named}")


def _unmarked(words: str) -> Html:
    """Words with the asterisks of emphasis out of sight."""
    pieces: list[Html | str] = []
    place = 0
    for found in EMPHASISED.finditer(words):
        sign = tag("span", found[1], class_="sign")
        pieces += [words[place : found.start()], sign, found[2], sign]
        place = found.end()
    return join(*pieces, words[place:])


def _mark(run: Sequence[Html]) -> list[Html]:
    return [tag("mark", *run)] if run else []


def _clipped(span: Span, start: int, end: int) -> Span:
    return max(span[0], start), min(span[1], end)
