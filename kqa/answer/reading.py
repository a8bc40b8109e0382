"""What a reader hands back: the seam between reading passages and composing an answer."""

from __future__ import annotations

from dataclasses import dataclass

from kqa.types import Hit, Passage, Sentence


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence as evidence for one question; `score` is higher-is-better."""

    score: float
    sentence: Sentence
    passage: Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader's judgement of one question over the passages that were found for it."""

    sentences: tuple[ScoredSentence, ...]
    """Sentences of the passages read, best first; ties stand in passage order."""
    hits: tuple[Hit, ...]
    """The passages in the reader's order, ranks from 1; none is lost and none added."""
    confidence: float
    """Probability, 0 to 1, that the corpus answers the question."""
    answerable: bool
    """Whether `confidence` reaches the threshold under which kqa abstains."""
