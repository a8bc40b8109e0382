"""The words of a question that say what is asked, and how far the least matched of them falls behind.

A question that the corpus leaves open is often made of the corpus's own words but for one: the study, the
substance and the dose are found, the age of the patients is not. So it is not the likeness of the whole that
tells, but one telling word that has no counterpart where all the others have theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kqa.answer import strangers
from kqa.index.late import Tokens
from kqa.index.store import Index
from kqa.index.tokens import STOPWORDS

WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says something of what is asked.

    Attributes:
        pieces: its tokens, rows of the question's vectors.
        misspelt: whether the corpus spells it a little otherwise, so that its likeness says little.
    """

    pieces: NDArray[np.int64]
    misspelt: bool


def words(index: Index, question: str, asked: Tokens) -> tuple[Word, ...]:
    """The telling words of a question, in order.

    Args:
        index: whose spellings are known.
        question: the question.
        asked: its tokens.
    """
    starts, ends = asked.spans.T
    found = []
    for match in WORD.finditer(question):
        if match[0].casefold() not in STOPWORDS:
            pieces = np.flatnonzero((starts >= match.start()) & (ends <= match.end()))
            if len(pieces):
                found.append(Word(pieces, strangers.misspelt(index, match[0])))
    return tuple(found)


def gap(telling: Sequence[Word], credit: NDArray[np.float32]) -> float:
    """How far the least matched telling word falls behind the better matched half; 0 where there is none.

    Of the least matched one the first piece counts, which bears its stem.

    Args:
        telling: the words.
        credit: of each token of the question for one sentence, (tokens,).
    """
    firsts = [float(credit[word.pieces[0]]) for word in telling if not word.misspelt]
    if not firsts:
        return 0.0
    matched = np.sort([credit[word.pieces].mean() for word in telling])
    return float(matched[len(matched) // 2 :].mean()) - min(firsts)
