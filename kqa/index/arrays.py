"""Arrays and records on disk: written flushed, read memory-mapped, never pickled."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

SMALL = 1 << 20
"""Bytes below which a file is read whole: cheaper than mapping it, and an empty array cannot be mapped."""


def save(path: Path, *parts: NDArray[Any]) -> None:
    """Write an array, or several one below the other, as `.npy` and flush it to the disk."""
    first = parts[0]
    header = {
        "descr": np.lib.format.dtype_to_descr(first.dtype),
        "fortran_order": False,
        "shape": (sum(len(part) for part in parts), *first.shape[1:]),
    }
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            file.write(np.ascontiguousarray(part, dtype=first.dtype).data)
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> NDArray[Any]:
    """An array that `save` wrote; a large one is memory-mapped, read only."""
    mapped = path.stat().st_size >= SMALL
    array: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    return array.view(np.ndarray)  # slices of a memmap are memmaps, which are slow to make


def load_bytes(path: Path) -> NDArray[np.uint8]:
    """The bytes of a file; a large one is memory-mapped, read only."""
    if path.stat().st_size < SMALL:
        return np.frombuffer(path.read_bytes(), dtype=np.uint8)
    return np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)


def write(path: Path, data: bytes) -> None:
    """Write bytes and flush them to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


class Lines(Sequence[list[Any]]):
    """JSON arrays, one a line, decoded as they are asked for."""

    def __init__(self, data: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._data, self._ends = data, ends

    @classmethod
    def open(cls, path: Path, ends: NDArray[np.int64]) -> Lines:
        """The lines of a file that `write_lines` wrote, with the array of ends that it returned."""
        return cls(load_bytes(path), ends)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> list[Any]: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[list[Any]]: ...
    def __getitem__(self, row: int | slice) -> list[Any] | Sequence[list[Any]]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        value: list[Any] = json.loads(self.raw(row))
        return value

    def __iter__(self) -> Iterator[list[Any]]:
        return (self[row] for row in range(len(self)))

    def raw(self, row: int) -> bytes:
        """The bytes of one line."""
        start = int(self._ends[row - 1]) if row else 0
        return self._data[start : int(self._ends[row])].tobytes()


def write_lines(path: Path, lines: Iterable[bytes]) -> NDArray[np.int64]:
    """Write lines, each with its own line feed; returns the offset of the end of each, int64."""
    ends = []
    with path.open("wb") as file:
        for line in lines:
            file.write(line)
            ends.append(file.tell())
        file.flush()
        os.fsync(file.fileno())
    return np.array(ends, dtype=np.int64)


def encode_line(value: object) -> bytes:
    """A JSON value as one line of UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
