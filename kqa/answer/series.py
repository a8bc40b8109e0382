"""Headings that differ in one word, which say of what a review speaks in turn: one disorder after another.

    4.1 Alcohol use disorder    4.2 Opioid use disorder    4.3 Cannabis use disorder

A question that names one of them is not answered under another. Most telling words of a question may be
paraphrased in what answers it; these seldom are, since the review itself tells its matter apart by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kqa.index.synonyms import Rules
from kqa.index.tokens import tokenize

FEWEST = 3
"""Headings in a row, and words in each: `data analysis` and `image analysis` tell nothing apart."""
_NUMBER = re.compile(r"^[\d.]+\s*")

Series = frozenset[str]
"""The words, stemmed, in which the headings of a row differ."""


def of(headings: Iterable[str]) -> frozenset[Series]:
    """The rows among the headings of an article."""
    rows: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for heading in {tuple(tokenize(_NUMBER.sub("", heading))) for heading in headings}:
        if len(heading) >= FEWEST:
            for place, word in enumerate(heading):
                rows.setdefault((heading[:place], heading[place + 1 :]), set()).add(word)
    return frozenset(frozenset(row) for row in rows.values() if len(row) >= FEWEST)


def contrary(
    question: str, texts: Sequence[str], series: Iterable[Series], synonyms: Rules
) -> NDArray[np.float32]:
    """Whether a text speaks of other members of a row than the question: 1 or 0, float32, (texts,).

    Args:
        question: the question.
        texts: sentences with their headings.
        series: the rows.
        synonyms: other words for the members.
    """
    found = np.zeros(len(texts), np.float32)
    asked = [(row, members) for row in series if (members := _members(question, row, synonyms))]
    for place, text in enumerate(texts if asked else ()):
        said = [(_members(text, row, synonyms), members) for row, members in asked]
        found[place] = any(named and not named & members for named, members in said)
    return found


def _members(text: str, row: Series, synonyms: Rules) -> frozenset[str]:
    words = tokenize(text)
    return row & {*words, *synonyms.expand(words, weight=1.0)}
