"""Headings that differ in one word, which say of what a review speaks in turn: one disorder after another.

    4.1 Alcohol use disorder    4.2 Opioid use disorder    4.3 Cannabis use disorder

A question that names one of them is not answered under another. Most telling words of a question may be
paraphrased in what answers it; these seldom are, since the review itself tells its matter apart by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kqa.index.synonyms import Rules
from kqa.index.tokens import tokenize

FEWEST = 3
"""Headings in a row, and words in each: `data analysis` and `image analysis` tell nothing apart."""
KEPT = 8192
"""Sentences whose words are kept: the same are read for one question after another."""
_NUMBER = re.compile(r"^[\d.]+\s*")

Series = frozenset[str]
"""The words, stemmed, in which the headings of a row differ."""


def of(headings: Iterable[str]) -> frozenset[Series]:
    """The rows among the headings of an article."""
    rows: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for heading in {tuple(tokenize(_NUMBER.sub("", heading))) for heading in headings}:
        if len(heading) >= FEWEST:
            for place, word in enumerate(heading):
                if any(letter.isdigit() for letter in word):
                    continue  # `Study 1`, `Study 2` say in what order, not of what
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
    words = tokenize(question)
    asked = {*words, *synonyms.expand(words, weight=1.0)}
    for row in series:
        wanted = row & asked
        names = _names(row, synonyms) if wanted else {}
        for place, text in enumerate(texts if wanted else ()):
            said = {member for word in _words(text) for member in names.get(word, ())}
            found[place] = max(found[place], bool(said) and not said & wanted)
    return found


@lru_cache(maxsize=KEPT)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokenize(text))


def _names(row: Series, synonyms: Rules) -> dict[str, frozenset[str]]:
    """The words that each name members of a row: their own and their synonyms."""
    names = {member: frozenset((member,)) for member in row}
    for phrase, others in synonyms.targets.items():
        meant = row.intersection(token for other in others for token in other)
        if len(phrase) == 1 and meant:
            names[phrase[0]] = names.get(phrase[0], frozenset()) | meant
    return names
