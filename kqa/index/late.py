"""Token vectors: what the reader needs to compare a question with a passage word by word.

Late interaction (Khattab and Zaharia 2020, doi:10.1145/3397271.3401075) with the index's own encoder: every
token of a passage has a vector that has read the whole passage. They are kept beside the passage vectors as
int8, which turns no ranking of the gold set, and read back only for the passages that a question leads to.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kqa.index import arrays
from kqa.types import Passage

KEPT_UP_TO = 100_000
"""Passages of an index up to which token vectors are kept: 0.02 to 0.05 MB each. Larger ones make them,
and so do smaller ones that were once larger, until they are rebuilt."""
RECENT = 64
"""Passages whose token vectors stay at hand after they were made: some 25 MB."""
USUAL = 0.5
"""Component up to which int8 holds: those of unit vectors of several hundred dimensions stay below. A row
with a larger one, which another encoder may make, is scaled to that."""
CONTEXT = -1
"""Start and end of a token that stands in the headings above the passage, not in its text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, or of a passage with its headings.

    Attributes:
        vectors: unit rows, float32, shape (tokens, dimension).
        spans: int32, shape (tokens, 2): the code points of the text that each stands for, or `CONTEXT` twice.
        whole: the unit vector of the text itself, float32, where its encoder gives it in the same run.
    """

    vectors: NDArray[np.float32]
    spans: NDArray[np.int32]
    whole: NDArray[np.float32] | None = None

    @property
    def own(self) -> NDArray[np.bool_]:
        """Which tokens stand in the text itself."""
        own: NDArray[np.bool_] = self.spans[:, 0] != CONTEXT
        return own


def heading(passage: Passage) -> str:
    """What a passage says nothing of and stands under: nearest heading, table caption, column names."""
    nearest = passage.section[-1] if passage.section else ""
    return " / ".join(part for part in (nearest, passage.caption, " | ".join(passage.columns)) if part)


def joined(text: Tokens, above: Tokens) -> Tokens:
    """The tokens of a passage followed by those of its headings."""
    return Tokens(
        np.concatenate([text.vectors, above.vectors]),
        np.concatenate([text.spans, np.full_like(above.spans, CONTEXT)]),
        text.whole,
    )


def pack(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit rows as int8."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=USUAL)
    packed: NDArray[np.int8] = np.rint(vectors * (127.0 / largest)).astype(np.int8)
    return packed


def unpack(packed: NDArray[np.int8]) -> NDArray[np.float32]:
    """Unit rows from int8, cosine to the original above 0.999."""
    vectors = packed.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def read(passages: Sequence[Passage], encode: Callable[[Sequence[str]], list[Tokens]]) -> list[Tokens]:
    """The tokens of passages with those of their headings; a heading is encoded once.

    Args:
        passages: what to read.
        encode: gives the tokens of texts.
    """
    above = [heading(passage) for passage in passages]
    headings = dict(zip(dict.fromkeys(above), encode(list(dict.fromkeys(above))), strict=True))
    texts = encode([passage.text for passage in passages])
    return [joined(text, headings[name]) for text, name in zip(texts, above, strict=True)]


def save(folder: Path, read: Sequence[Tokens]) -> str:
    """Write the vectors of the tokens of an article's passages, packed, one passage after the other.

    Returns:
        The name of the file, which is the SHA-256 of what it holds: no name ever stands for anything else.
    """
    packed = b"".join(pack(tokens.vectors).tobytes() for tokens in read)
    name = hashlib.sha256(packed).hexdigest()
    staged = folder / f".{name}.{os.getpid()}"
    arrays.write(staged, packed)
    staged.replace(folder / name)
    return name


def load(path: Path, tokens: slice, dimension: int) -> NDArray[np.float32] | None:
    """The vectors of some tokens of an article; None where the file is gone, or was cut off.

    Read and not memory-mapped: a question takes a few passages of each article.
    """
    count = (tokens.stop - tokens.start) * dimension
    try:
        with path.open("rb") as file:
            file.seek(tokens.start * dimension)
            packed = np.frombuffer(file.read(count), np.int8)
    except OSError:
        return None
    return unpack(packed.reshape(-1, dimension)) if len(packed) == count else None


class Made:
    """Token vectors of passages that keep none, made when they are read; those of the last ones stay at hand.

    May be used from several threads at once.
    """

    def __init__(self, encode: Callable[[Sequence[str]], list[Tokens]]) -> None:
        self._encode = encode
        self._lock = threading.Lock()
        self._recent: dict[Passage, Tokens] = {}

    def of(self, passages: Sequence[Passage]) -> list[Tokens]:
        """The tokens of passages, in order, with those of their headings."""
        with self._lock:
            known = {passage: self._recent[passage] for passage in passages if passage in self._recent}
        new = [passage for passage in dict.fromkeys(passages) if passage not in known]
        if new:
            known.update(zip(new, read(new, self._encode), strict=True))
        with self._lock:
            for passage in passages:  # the last ones asked for stand at the end
                self._recent.pop(passage, None)
                self._recent[passage] = known[passage]
            while len(self._recent) > RECENT:
                del self._recent[next(iter(self._recent))]
        return [known[passage] for passage in passages]
