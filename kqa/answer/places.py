"""Where an index keeps what sentences lean on: the entries they cite and their article's front page."""

from __future__ import annotations

import re
from functools import cached_property
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from kqa.answer import series
from kqa.index.store import Index
from kqa.types import Passage

BODY = re.compile(r"(?:[\dIVX]+[.\s]+)*(?:introduction|background)\b", re.IGNORECASE)
"""Heading with which an article's body begins."""
SUMMARY = re.compile(r"abstract|summary|keywords|highlights", re.IGNORECASE)
MOST_FRONT = 40
"""Passages of a front page; where the body begins later than that, the article has none."""


class ArticlePlaces:
    """The passages of one article that others lean on, with their token vectors; found when asked for."""

    def __init__(self, index: Index, key: str) -> None:
        self._index: Index = proxy(index)  # who keeps places by index must not keep the index
        self._key = key

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        rows = self._index.rows(self._key)
        return tuple(self._index.passages[row] for row in rows)

    @cached_property
    def entries(self) -> dict[str, Passage]:
        """The reference entries by id."""
        return {p.references[0]: p for p in self._passages if p.kind == "reference" and p.references}

    @cached_property
    def series(self) -> frozenset[series.Series]:
        """Rows of headings that differ in one word."""
        return series.of({name for passage in self._passages for name in passage.section})

    @cached_property
    def front_passages(self) -> list[Passage]:
        """Authors, places and journal; none without a front page."""
        prose = [p for p in self._passages if p.kind != "reference"]
        body = next((n for n, p in enumerate(prose) if any(BODY.match(name) for name in p.section)), 0)
        front = [p for p in prose[:body] if not any(map(SUMMARY.search, p.section))]
        return front if body <= MOST_FRONT else []

    @cached_property
    def front(self) -> NDArray[np.float32]:
        """Token vectors of the front page, (tokens, dimension)."""
        return self._vectors(self.front_passages)

    def cited(self, id: str) -> NDArray[np.float32]:
        """Token vectors of a reference entry, (tokens, dimension); none where the list has no such entry."""
        if id not in self._cited:
            entry = self.entries.get(id)
            self._cited[id] = self._vectors([entry] if entry else [])
        return self._cited[id]

    @cached_property
    def _cited(self) -> dict[str, NDArray[np.float32]]:
        return {}

    def _vectors(self, passages: list[Passage]) -> NDArray[np.float32]:
        empty = np.empty((0, self._index.encoder.dimension), np.float32)
        tokens = self._index.tokens(passages) if passages else []
        return np.concatenate([empty, *(one.vectors[one.own] for one in tokens)])
