"""Whether the best sentences say what is asked, word against word.

A near miss has a counterpart for every word of the question but the one that matters: the trial is there,
the drug, the dose, and for "mean age" only "mean duration". Each word is laid beside the token that is most
like it (decomposable attention, Parikh et al. 2016, doi:10.18653/v1/D16-1244), with where else it is met, and
a small network, which has read pairs of questions that differ in one point (`train.answers`), judges them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kqa.answer import networks
from kqa.answer.likeness import Surroundings
from kqa.answer.telling import Word
from kqa.answer.weights import Weights
from kqa.index.late import Tokens

BEST = 4
"""Sentences laid beside the question."""
SIGNS = (*Surroundings.__slots__, "credit", "anywhere", "weight", "telling")
"""Of each word with each sentence: its likeness to what is around, what that is worth and the most that any
sentence read is worth, how much the word matters, and whether it says what is asked."""

Vectors = NDArray[np.float32]


def inputs(
    asked: Vectors,
    matched: Vectors,
    around: Surroundings,
    credit: Vectors,
    words: Vectors,
    telling: Sequence[Word],
    scored: Vectors,
    best: NDArray[np.int64],
) -> dict[str, Vectors]:
    """What the network is given.

    Args:
        asked: the question's vectors, (words, dimension).
        matched: of each of the best sentences the token most like each word, (best, words, dimension).
        around: likeness of all sentences.
        credit: of each word for all sentences, (sentences, words).
        words: weights of the words, adding up to 1.
        telling: the words that say what is asked.
        scored: scores of all sentences.
        best: numbers of the best of them.
    """
    tells = np.zeros(len(asked), np.float32)
    for word in telling:
        tells[word.pieces] = 1.0
    shape = (len(best), len(asked))
    signs = [getattr(around, name)[best] for name in Surroundings.__slots__]
    signs += [credit[best]]
    signs += [np.broadcast_to(row, shape) for row in (credit.max(axis=0), words * len(words), tells)]
    spread = float(scored.std()) or 1.0
    return {
        "asked": asked,
        "matched": matched,
        "signs": np.stack(signs, axis=-1).astype(np.float32),
        "standing": ((scored[best] - scored.mean()) / spread).astype(np.float32),
    }


def matches(asked: Vectors, tokens: Sequence[Tokens], spans: Sequence[tuple[int, int]]) -> Vectors:
    """Of each sentence the token most like each word; zeros for one without tokens.

    Args:
        asked: the question's vectors, (words, dimension).
        tokens: of the passage of each sentence.
        spans: of each sentence, in code points of its passage's text.
    """
    found = np.zeros((len(spans), *asked.shape), np.float32)
    for row, (read, (first, last)) in enumerate(zip(tokens, spans, strict=True)):
        starts, ends = read.spans.T
        inside = read.vectors[(starts >= first) & (ends <= last)]
        if len(inside):
            found[row] = inside[(asked @ inside.T).argmax(axis=1)]
    return found


def says(given: dict[str, Vectors], learnt: Weights) -> float:
    """Log-odds that one of the best sentences answers, as the network sees it."""
    return float(networks.run(learnt.folder / networks.ANSWERS, learnt.answers, given)[0])
