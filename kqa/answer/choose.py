"""Which of the scored sentences are shown: the fewest that answer, both articles where both do."""

from __future__ import annotations

from collections.abc import Sequence

from kqa.answer.reading import ScoredSentence

MOST_EXTRACTS = 3
"""Sentences chosen at most unless asked otherwise: three quotations are taken in at a glance."""
NEAR = 0.92
"""A sentence joins the answer when it scores at least this share of the best one."""
NEAR_ELSEWHERE = 0.80
"""The same for the best sentence of another article, so that both are quoted where both answer."""


def choose(sentences: Sequence[ScoredSentence], *, limit: int) -> tuple[ScoredSentence, ...]:
    """The sentences to show, best first.

    Args:
        sentences: scored sentences, best first.
        limit: the most to show; at least 1.
    """
    if not sentences:
        return ()
    best = sentences[0]
    chosen = [best]
    quoted = {best.passage.article}
    for candidate in sentences[1:]:
        share = NEAR if candidate.passage.article in quoted else NEAR_ELSEWHERE
        if candidate.score >= share * best.score:
            chosen.append(candidate)
            quoted.add(candidate.passage.article)
    if len(chosen) <= limit:
        return tuple(chosen)
    return _with_every_article(chosen, limit)


def _with_every_article(chosen: Sequence[ScoredSentence], limit: int) -> tuple[ScoredSentence, ...]:
    """The first `limit`, the best of each article before the second of any, best first."""
    first_of: dict[str, int] = {}
    for position, candidate in enumerate(chosen):
        first_of.setdefault(candidate.passage.article, position)
    leaders = sorted(first_of.values())
    rest = [p for p in range(len(chosen)) if p not in set(leaders)]
    return tuple(chosen[p] for p in sorted([*leaders, *rest][:limit]))
