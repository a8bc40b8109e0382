"""Which of the scored sentences are shown: the fewest that answer, both articles where both do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kqa.answer.reading import ScoredSentence

MOST_EXTRACTS = 4
"""Sentences chosen at most unless asked otherwise: three, and one of an article that would be left out."""
NEAR = 2.0
"""Score below the best at which a sentence of the same article still joins the answer. On the 130 answerable
gold and the 200 development questions 1.5 gives a right sentence among three in 0.82 and 0.86 of the answers,
2.0 in 0.88 and 0.87, 3.0 in 0.89 and 0.87; precision is 0.66 and 0.61, 0.64 and 0.56, 0.59 and 0.49.
"""
NEAR_ELSEWHERE = 4.0
"""The same for another article. On the gold and the development questions that both reviews answer both are
quoted in 0.61 and 0.42 at 1.6, in 0.70 and 0.47 at 3.5, and no more of gold at 5.0.
"""
NEAR_OF_SAME_STUDY = 6.0
"""The same for a sentence of another article that cites the study of the best one."""
ALIKE = 0.6
"""Cosine from which two sentences are taken to speak of the same thing: both articles are quoted in 0.74 and
0.53, at 0.65 in 0.70 and 0.51, and precision is the same to 0.01.
"""
SAME_MATTER = 2.0
"""Weight of that cosine when another article's sentence is sought: reviews tell of the same trials in words
that are nearer to each other than to the question."""


class Relations(Protocol):
    """How two sentences stand to each other."""

    def alike(self, one: ScoredSentence, other: ScoredSentence, /) -> float:
        """Their cosine, each encoded alone."""

    def same_study(self, one: ScoredSentence, other: ScoredSentence, /) -> bool:
        """Whether both rest on one primary study."""


def choose(
    sentences: Sequence[ScoredSentence], *, limit: int, relations: Relations
) -> tuple[ScoredSentence, ...]:
    """The sentences to show: the best, those near it, and what each other article says of the same.

    One place is for another article that would otherwise be left out: the last, or one more from
    `MOST_EXTRACTS` on.

    Args:
        sentences: scored sentences, best first.
        limit: the most to show; at least 1.
        relations: of any two of them.
    """
    if not sentences:
        return ()
    best = sentences[0]
    near = [s for s in sentences[1:] if _is_near(s, best)]
    others = _elsewhere(sentences, best, relations)
    places = limit - (2 if limit >= MOST_EXTRACTS else 1)
    rest = sorted((*near, *others), key=lambda s: -s.score)[:places]
    if limit > 1 and others and not set(others) & set(rest):
        rest = [*rest[: limit - 2], others[0]]
    return best, *rest


def _is_near(candidate: ScoredSentence, best: ScoredSentence) -> bool:
    return candidate.passage.article == best.passage.article and candidate.score >= best.score - NEAR


def _elsewhere(
    sentences: Sequence[ScoredSentence], best: ScoredSentence, relations: Relations
) -> list[ScoredSentence]:
    """For each other article, the sentence that answers like the best one, where there is one; best first."""
    found: dict[str, tuple[float, ScoredSentence]] = {}
    for candidate in sentences[1:]:
        article, behind = candidate.passage.article, best.score - candidate.score
        if article == best.passage.article or behind > NEAR_OF_SAME_STUDY:
            continue
        likeness = relations.alike(best, candidate)
        fits = (behind <= NEAR_ELSEWHERE and likeness >= ALIKE) or relations.same_study(best, candidate)
        worth = candidate.score + SAME_MATTER * likeness
        if fits and (article not in found or worth > found[article][0]):
            found[article] = worth, candidate
    return [candidate for _, candidate in sorted(found.values(), key=lambda pair: -pair[0])]
