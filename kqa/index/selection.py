"""Which passages a search may return, prepared once for all searches that share it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Selection:
    """Some of the rows of an index.

    Attributes:
        mask: bool, one for each passage.
    """

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.mask = mask

    @cached_property
    def size(self) -> int:
        """How many rows are selected."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def bits(self) -> NDArray[np.uint8]:
        """The mask, eight rows a byte, the first in the lowest bit, as FAISS takes it."""
        return np.packbits(self.mask, bitorder="little")

    @property
    def is_all(self) -> bool:
        """Whether every row is selected."""
        return self.size == len(self.mask)

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the given rows that are selected, in their order."""
        return rows[self.mask[rows]]
