"""Figures of a question, and whether they stand around a sentence.

Figures are much alike to an encoder ("the 2014 trial", "the 2016 trial"), yet the study that a question means
by its figures is another one where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ONES = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {
    **{word: str(value) for value, word in enumerate(_ONES.split(), 2)},
    **{word: str(10 * value) for value, word in enumerate(_TENS.split(), 2)},
    "twice": "2",
}
_FIGURE = re.compile(rf"\d+(?:\.\d+)?|\b(?:{'|'.join(_VALUES)})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def of(text: str) -> frozenset[str]:
    """The figures of a text, those in words too; 1 is none, since "one" is mostly an article."""
    found = (match[0].lower() for match in _FIGURE.finditer(_THOUSANDS.sub("", text)))
    return frozenset(_VALUES.get(figure, figure) for figure in found) - {"1"}


def met(question: str, around: Sequence[str]) -> NDArray[np.float32]:
    """Share of a question's figures that stand in each text, float32, (texts,); 0 where it has none.

    Args:
        question: the question.
        around: of each sentence, the text in which figures count as standing by it.
    """
    asked = of(question)
    if not asked:
        return np.zeros(len(around), np.float32)
    shares = {text: len(asked & of(text)) / len(asked) for text in set(around)}
    return np.array([shares[text] for text in around], np.float32)
