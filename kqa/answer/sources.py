"""Reference entries as part of an answer, for questions that ask what publication a statement rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kqa.answer.extracts import Span
from kqa.corpus.article import Article
from kqa.index.passages import split
from kqa.types import Passage

MOST_ENTRIES = 3
"""Entries quoted at most: a sentence that cites a whole range names no single source."""


def entries_cited(quoted: Sequence[Span], article: Callable[[str], Article]) -> tuple[Span, ...]:
    """The reference entries that the best quoted sentence cites, as spans to show after it.

    Args:
        quoted: what is quoted already, best first.
        article: gives an article by its key.

    Returns:
        At most three spans, of the first quotation that cites anything; none where none does.
    """
    for span in quoted:
        entries = _entries(article(span.passage.article))
        cited = [entries[id] for id in span.references if id in entries]
        if cited:
            return tuple(Span(p, p.start, p.end, p.references) for p in cited[:MOST_ENTRIES])
    return ()


def _entries(article: Article) -> dict[str, Passage]:
    """The entries of an article's reference list as passages, by id."""
    return {passage.references[0]: passage for passage in split(article) if passage.kind == "reference"}
