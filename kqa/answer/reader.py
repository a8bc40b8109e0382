"""Reads passages for sentences that answer: by likeness to the question and the passage's own rank.

This is the simple reader: a sentence scores by the cosine of its vector with the question's, and by the score
of its passage. Its confidence is a guess from the best of these and not calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from kqa.answer.reading import Reading, ScoredSentence
from kqa.index.store import Index
from kqa.types import Hit, Passage

PASSAGE_SHARE = 0.5
"""Weight of the passage's score, as a share of the best passage's, where the sentence's cosine weighs 1."""
THRESHOLD = 0.35
"""Confidence under which kqa abstains."""
MIDPOINT, STEEPNESS = 0.30, 12.0
"""Of the logistic curve from the best sentence's cosine to the confidence."""


def read(index: Index, question: str, hits: Sequence[Hit]) -> Reading:
    """Score the sentences of the passages found for a question.

    Args:
        index: the index that the hits came from.
        question: as `question.clean` gives it.
        hits: passages, best first.
    """
    vector = index.encoder.encode([question])[0].astype(np.float32)
    scored = sorted(_scored(index, vector, hits), key=lambda pair: (-pair[0].score, pair[1]))
    best_cosine = max((cosine for _, _, cosine in scored), default=-1.0)
    confidence = 1.0 / (1.0 + math.exp(-STEEPNESS * (best_cosine - MIDPOINT)))
    return Reading(
        sentences=tuple(sentence for sentence, _, _ in scored),
        hits=_by_best_sentence(hits, [sentence for sentence, _, _ in scored]),
        confidence=confidence,
        answerable=confidence >= THRESHOLD,
    )


def _scored(
    index: Index, vector: np.ndarray[tuple[int], np.dtype[np.float32]], hits: Sequence[Hit]
) -> Iterator[tuple[ScoredSentence, tuple[int, int], float]]:
    """(sentence with its score, place that breaks ties, cosine) for every sentence of the hits."""
    highest = max((hit.score for hit in hits), default=0.0)
    for hit in hits:
        share = hit.score / highest if highest > 0 else 0.0
        cosines = index.sentence_vectors(hit.passage).astype(np.float32) @ vector
        row = index.row(hit.passage)
        for sentence, cosine in zip(index.sentences(hit.passage), cosines.tolist(), strict=True):
            score = cosine + PASSAGE_SHARE * share
            yield ScoredSentence(score, sentence, hit.passage), (row, sentence.start), cosine


def _by_best_sentence(hits: Sequence[Hit], scored: Sequence[ScoredSentence]) -> tuple[Hit, ...]:
    """The hits in the order of their best sentences; `score` becomes that sentence's."""
    best: dict[Passage, float] = {}
    for sentence in scored:
        best.setdefault(sentence.passage, sentence.score)
    read_hits = [hit for hit in hits if hit.passage in best]
    order = sorted(read_hits, key=lambda hit: -best[hit.passage])
    ranked = [Hit(rank, best[hit.passage], hit.passage) for rank, hit in enumerate(order, start=1)]
    unread = [hit for hit in hits if hit.passage not in best]
    return (*ranked, *(Hit(len(ranked) + n, 0.0, hit.passage) for n, hit in enumerate(unread, start=1)))
