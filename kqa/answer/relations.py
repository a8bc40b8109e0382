"""How two scored sentences of an index stand to each other: in meaning, and by the studies they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.answer.leaning import leans_on
from kqa.answer.reading import ScoredSentence
from kqa.corpus import same_work
from kqa.index.store import Index


class IndexRelations:
    """`choose.Relations` from the vectors and the reference lists of an index."""

    def __init__(self, index: Index) -> None:
        """Look nothing up yet.

        Args:
            index: that the sentences come from.
        """
        self._index = index
        self._denote_one = cache(self._compared)
        self._entries: dict[str, Mapping[str, Mapping[str, Any]]] = {}

    def alike(self, one: ScoredSentence, other: ScoredSentence) -> float:
        """Cosine of the two, each encoded alone."""
        return float(self._vector(one) @ self._vector(other))

    def same_study(self, one: ScoredSentence, other: ScoredSentence) -> bool:
        """Whether both cite one primary study, few others beside it."""
        return any(self._denote_one(a, b) for a in leans_on(one.sentence) for b in leans_on(other.sentence))

    def _compared(self, one: str, other: str) -> bool:
        return one == other or same_work.same(self._entry(one), self._entry(other))

    def _entry(self, id: str) -> Mapping[str, Any]:
        article = id.split(":")[0]
        if article not in self._entries:
            found = self._index.article(article).references
            self._entries[article] = {str(entry["id"]): entry for entry in found}
        return self._entries[article].get(id, {})

    def _vector(self, scored: ScoredSentence) -> NDArray[np.float32]:
        starts = [sentence.start for sentence in self._index.sentences(scored.passage)]
        vectors = self._index.sentence_vectors(scored.passage)
        found: NDArray[np.float32] = vectors[starts.index(scored.sentence.start)].astype(np.float32)
        return found
