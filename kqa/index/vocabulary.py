"""The words of an index, looked up on disk without loading them.

Half a million words as a Python dictionary take 0.3 s to read. Here they lie in the order of their hashes,
which are searched all at once: 1 microsecond a word, and nothing at the start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kqa.index import arrays

RECENT = 4096
"""Words whose numbers are kept: people ask with the same ones again and again."""
FILES = ("bm25.words.bin", "bm25.words.npy", "bm25.hashes.npy")


class Vocabulary:
    """Words in the order of `place`; the number of a word is its place among them."""

    def __init__(self, data: NDArray[np.uint8], ends: NDArray[np.int64], hashes: NDArray[np.uint64]) -> None:
        self._data, self._ends, self._hashes = data, ends, hashes
        self._recent: dict[str, int | None] = {}

    @classmethod
    def open(cls, folder: Path) -> Vocabulary:
        """The words that `save` wrote in a folder."""
        return cls(arrays.load_bytes(folder / FILES[0]), *(arrays.load(folder / name) for name in FILES[1:]))

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return (self._word(number).decode("utf-8") for number in range(len(self)))

    def numbers(self, words: Sequence[str]) -> list[int | None]:
        """The number of each word, or None where no passage has it."""
        known = self._recent
        new = [word for word in words if word not in known]
        found = dict(zip(new, self._looked_up(new), strict=True)) if new else {}
        numbers = [found[word] if word in found else known[word] for word in words]
        if len(known) + len(found) > RECENT:
            known = self._recent = {}
        known.update(found)
        return numbers

    def _looked_up(self, words: Sequence[str]) -> list[int | None]:
        places = [place(word) for word in words]
        firsts = np.searchsorted(self._hashes, np.array([hashed for hashed, _ in places], dtype=np.uint64))
        return [
            self._confirmed(*wanted, first) for wanted, first in zip(places, firsts.tolist(), strict=True)
        ]

    def _confirmed(self, hashed: int, encoded: bytes, number: int) -> int | None:
        """The number of a word that stands at `number` or after, among those with the same hash."""
        while number < len(self._hashes) and self._hashes[number] == hashed:
            if self._word(number) == encoded:
                return number
            number += 1
        return None

    def _word(self, number: int) -> bytes:
        start = int(self._ends[number - 1]) if number else 0
        return self._data[start : int(self._ends[number])].tobytes()


def place(word: str) -> tuple[int, bytes]:
    """What words are ordered by: a hash of 64 bits, then their bytes."""
    encoded = word.encode("utf-8")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little"), encoded


def save(folder: Path, words: Sequence[str]) -> None:
    """Write words, which are in the order of `place`, into a folder."""
    places = [place(word) for word in words]
    arrays.write(folder / FILES[0], b"".join(encoded for _, encoded in places))
    arrays.save(folder / FILES[1], np.cumsum([len(encoded) for _, encoded in places], dtype=np.int64))
    arrays.save(folder / FILES[2], np.array([hashed for hashed, _ in places], dtype=np.uint64))
