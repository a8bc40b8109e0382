"""How like a question is to a sentence, word by word, in the sentence's own words and in what surrounds it.

A question names a study ("the 2019 cocaine trial") and asks one thing of it ("what dose?"). The sentence
that answers says the dose and seldom names the study: the sentence before, the passage, its heading, the
cited work or the article's own front page does. So every word of a question is credited with the best token
of the sentence, or with a share of the best token around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kqa.index.late import Tokens

Matrix = NDArray[np.float32]

RARE = 0.8
"""Share of a word's best likeness from which a sentence counts as having the word."""
LEAST_RARITY = 0.05
SOFT = 0.1
"""Difference of credit by which a word counts 2.7 times as much in the soft minimum; 0.05 and 0.15 are as
good."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Best cosine of each word of a question, float32, (sentences, words), by where its token stands."""

    own: Matrix
    before: Matrix
    """The sentence before it in the passage; zeros for the first."""
    passage: Matrix
    heading: Matrix
    cited: Matrix
    """The reference entries that the sentence cites; zeros where it cites none or many."""
    article: Matrix
    """The front page of its article: authors, places, journal."""

    @classmethod
    def stacked(cls, parts: Sequence[Surroundings]) -> Surroundings:
        """Those of several passages, one below the other."""
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in cls.__slots__))


def by_text(words: Matrix, texts: Sequence[Matrix]) -> list[Matrix]:
    """Cosines of each word with each token of each text, (words, tokens); one product for all of them.

    Args:
        words: token vectors of the question, unit rows, (words, dimension).
        texts: token vectors of the texts, unit rows, (tokens, dimension).
    """
    if not texts:
        return []
    similar = words @ np.concatenate(texts).T
    return np.split(similar, np.cumsum([len(text) for text in texts])[:-1], axis=1)


def best_of_each(words: Matrix, texts: Sequence[Matrix]) -> list[Matrix]:
    """The best cosine of each word with any token of each text, (words,); zeros for a text without tokens."""
    nothing = np.zeros(len(words), np.float32)
    return [similar.max(axis=1) if similar.shape[1] else nothing for similar in by_text(words, texts)]


def within(
    similar: Matrix, tokens: Tokens, spans: Sequence[tuple[int, int]]
) -> tuple[Matrix, Matrix, Matrix]:
    """Likeness of a question's words with a passage.

    Args:
        similar: cosines of the words with its tokens, as `by_text` gives them.
        tokens: of the passage with its headings.
        spans: of its sentences, in code points of the passage's text, in order.

    Returns:
        For each sentence (sentences, words); for the passage (words,); for its headings (words,).
    """
    words = len(similar)
    starts, ends = tokens.spans.T
    own = np.zeros((len(spans), words), np.float32)
    for row, (first, last) in enumerate(spans):
        inside = (starts >= first) & (ends <= last)
        if inside.any():
            own[row] = similar[:, inside].max(axis=1)
    above = similar[:, ~tokens.own]
    heading = above.max(axis=1) if above.shape[1] else np.zeros(words, np.float32)
    return own, own.max(axis=0, initial=0.0), heading


@dataclass(frozen=True, slots=True)
class Shares:
    """What a word is worth that stands not in the sentence but around it, where its own words are worth 1."""

    before: float
    passage: float
    heading: float
    cited: float
    article: float


def credits(around: Surroundings, shares: Shares) -> Matrix:
    """Credit of each word for each sentence, from it and all that surrounds it, (sentences, words)."""
    best: Matrix = np.maximum.reduce(
        [around.own, *(getattr(shares, name) * getattr(around, name) for name in Shares.__slots__)]
    )
    return best


def least(credit: Matrix) -> NDArray[np.float32]:
    """What the least credited words of a question have, for each sentence, (sentences,): a soft minimum.

    A sentence that has most words in full and one not at all answers another question. Of the right sentence
    every word has its counterpart, if a distant one.
    """
    found: NDArray[np.float32] = -SOFT * np.log(np.exp(credit / -SOFT).mean(axis=1))
    return found


def rarity(credit: Matrix) -> Matrix:
    """How few of the sentences have each word, as its weight (words,): an inverse frequency by meaning."""
    having = (credit > RARE * credit.max(axis=0)).sum(axis=0)
    weights: Matrix = np.log(len(credit) / (1.0 + having)) + 0.1
    return np.maximum(weights, LEAST_RARITY).astype(np.float32)
