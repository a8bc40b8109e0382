"""Stand-ins for the models: deterministic, the same on every machine, and good enough to tell words apart."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kqa.answer.reading import Reading, ScoredSentence
from kqa.index.late import Tokens
from kqa.index.store import Index
from kqa.types import Hit


class FakeEncoder:
    """Stands for the real encoder: a hashed bag of word stems.

    Texts that share words have a high cosine, which is all that tests need of meaning.
    """

    dimension = 384

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, float32, shape (len(texts), 384)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in stems(text):
                row[zlib.crc32(stem.encode()) % self.dimension] += 1.0
            row[0] += 1e-3  # a text without words has a direction too
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """A token for each word, whose vector is that of the word alone."""
        read = []
        for text in texts:
            found = list(re.finditer(r"[^\W_]+", text))
            spans = np.array([m.span() for m in found], np.int32).reshape(-1, 2)
            read.append(Tokens(self.encode([m[0] for m in found]).reshape(-1, self.dimension), spans))
        return read


ALIKE = 0.3
"""Stands for `choose.ALIKE`: bags of words are less alike than what they mean."""


def fake_read(index: Index, question: str, hits: Sequence[Hit]) -> Reading:
    """Stands for the trained reader: scores by the share of the question's long words in a sentence."""
    wanted = {stem for stem in stems(question) if len(stem) > 3}
    scored = [
        ScoredSentence(len(wanted & set(stems(s.text))) / max(1, len(wanted)), s, hit.passage)
        for hit in sorted(hits, key=lambda hit: index.row(hit.passage))
        for s in index.sentences(hit.passage)
    ]
    best = max((s.score for s in scored), default=0.0)
    ranked = tuple(sorted(scored, key=lambda s: -s.score))
    return Reading(ranked, tuple(hits), best, answerable=best >= 0.5)


def stems(text: str) -> list[str]:
    """The first six letters of every word."""
    return [word[:6] for word in re.findall(r"[^\W_]+", text.casefold())]
