"""What sentences lean on: the entries they cite, their article's front page, and their passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from kqa.answer import likeness
from kqa.answer.places import ArticlePlaces
from kqa.index.store import Index
from kqa.types import Hit, Sentence

MOST_CITED = 4
"""A sentence that cites more speaks of none of them in particular."""

_places: WeakKeyDictionary[Index, dict[str, ArticlePlaces]] = WeakKeyDictionary()


class Leaning:
    """Likeness of one question with what sentences lean on; every text compared once, all in one product."""

    def __init__(
        self, index: Index, asked: NDArray[np.float32], found: Mapping[str, Sequence[Sentence]]
    ) -> None:
        """Compare the front page of every article, and every entry that one of its sentences cites.

        Args:
            index: that holds them.
            asked: token vectors of the question, unit rows.
            found: sentences read, by article.
        """
        texts: dict[str, NDArray[np.float32]] = {}
        for article, sentences in found.items():
            places = places_of(index, article)
            texts[article] = places.front
            texts |= {id: places.cited(id) for s in sentences for id in leans_on(s)}
        best = likeness.best_of_each(asked, list(texts.values()))
        self._known = dict(zip(texts, best, strict=True))

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        """Best cosine of each word with a reference entry, by id, or with a front page, by article."""
        return self._known[name]


def places_of(index: Index, article: str) -> ArticlePlaces:
    """Where an index keeps what the sentences of an article lean on; found once."""
    return _places.setdefault(index, {}).setdefault(article, ArticlePlaces(index, article))


def leans_on(sentence: Sentence) -> tuple[str, ...]:
    """The reference entries that a sentence speaks of; none where it cites many at once."""
    return sentence.references if len(sentence.references) <= MOST_CITED else ()


def texts_around(index: Index, hits: Sequence[Hit], sentences: Sequence[Sequence[Sentence]]) -> list[str]:
    """For each sentence its headings, its passage, of a row the columns, and the entries that it leans on."""
    texts = []
    for hit, found in zip(hits, sentences, strict=True):
        passage = hit.passage
        own = "\n".join((*passage.section, passage.caption, *passage.columns, passage.text))
        entries = places_of(index, passage.article).entries
        for sentence in found:
            cited = [entries[id].text for id in leans_on(sentence) if id in entries]
            texts.append("\n".join((own, *cited)))
    return texts
