"""When words shown count as words wanted: the one overlap criterion of the evaluation."""

from __future__ import annotations

from collections.abc import Iterable

from kqa.eval.records import Evidence

SHARE = 0.5
"""Two spans match when they share at least this part of the shorter one: a sentence inside a long quotation
matches, so does a passage around a short one; a neighbour that shares a few words does not."""


def overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two spans of one text share at least half of the shorter one."""
    shared = min(end, other_end) - max(start, other_start)
    return shared > 0 and shared >= SHARE * min(end - start, other_end - other_start)


def matches(article: str, start: int, end: int, item: Evidence) -> bool:
    """Whether a span of an article matches a piece of evidence."""
    return article == item.article and overlap(start, end, item.start, item.end)


def matched(article: str, start: int, end: int, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that a span of an article matches."""
    return tuple(item for item in evidence if matches(article, start, end, item))
