"""The files of one generation of an index, and what each holds.

Passage i is line i of the passages, row i of the rows and of the vectors, and document i of BM25. What a
passage has several of (sentences) lies flat, with an array that says where each passage's share ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.index import arrays, dense, sparse, vocabulary
from kqa.types import Passage, Sentence

PASSAGES, ENDS, ROWS, SECTIONS = "passages.jsonl", "passages.ends.npy", "rows.npy", "sections.json"
SENTENCES, SENTENCE_ENDS = "sentences.npy", "sentences.ends.npy"
TOKEN_SPANS, TOKEN_ENDS = "tokens.spans.npy", "tokens.ends.npy"
ABBREVIATIONS = "abbreviations.json"
FILES = (
    PASSAGES,
    ENDS,
    ROWS,
    SECTIONS,
    SENTENCES,
    SENTENCE_ENDS,
    TOKEN_SPANS,
    TOKEN_ENDS,
    ABBREVIATIONS,
    dense.VECTORS,
    *sparse.FILES,
    *vocabulary.FILES,
)
"""Every generation has these; a large one has `dense.QUANTISED` as well."""

KINDS = ("paragraph", "item", "row", "reference")
ROW = np.dtype([("start", "<i4"), ("section", "<i4"), ("kind", "u1")])
"""What filtering and finding a passage needs without decoding it."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Several values a passage, flat: passage i has `values[ends[i - 1]:ends[i]]`."""

    values: NDArray[Any]
    ends: NDArray[np.int64]

    def span(self, first: int, last: int) -> slice:
        """Where the values of passages `first` to `last - 1` lie."""
        return slice(int(self.ends[first - 1]) if first else 0, int(self.ends[last - 1]) if last else 0)

    def of(self, row: int) -> NDArray[Any]:
        """The values of one passage."""
        return self.values[self.span(row, row + 1)]

    def part(self, first: int, last: int) -> Ragged:
        """The values of passages `first` to `last - 1`."""
        span = self.span(first, last)
        return Ragged(self.values[span], self.ends[first:last] - span.start)


@dataclass(frozen=True, slots=True)
class Piece:
    """All that an index holds of one article."""

    lines: Sequence[bytes]
    """Its passages with their sentences, as the lines of the file."""
    rows: NDArray[Any]
    """`ROW`; sections are numbered within the piece."""
    sections: Sequence[Sequence[str]]
    vectors: NDArray[np.float32]
    sentences: Ragged
    """Vectors of its sentences, float16, each encoded alone."""
    tokens: Ragged
    """Spans of its tokens, whose vectors lie in a file of their own; none where the index is too large."""
    token_file: str
    """Name of that file; empty where there is none."""
    abbreviations: Sequence[tuple[Sequence[str], Sequence[str]]]
    """Short forms and what they stand for, as tokens, which need not be made again at every start."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The opened files of a generation; large ones are memory-mapped."""

    lines: arrays.Lines
    rows: NDArray[Any]
    sections: Sequence[Sequence[str]]
    vectors: NDArray[np.float32]
    sentences: Ragged
    tokens: Ragged
    abbreviations: dict[str, Sequence[tuple[Sequence[str], Sequence[str]]]]

    @classmethod
    def open(cls, folder: Path) -> Contents:
        """Open a generation that `write` wrote."""
        return cls(
            arrays.Lines.open(folder / PASSAGES, arrays.load(folder / ENDS)),
            arrays.load(folder / ROWS),
            json.loads((folder / SECTIONS).read_bytes()),
            arrays.load(folder / dense.VECTORS),
            Ragged(arrays.load(folder / SENTENCES), arrays.load(folder / SENTENCE_ENDS)),
            Ragged(arrays.load(folder / TOKEN_SPANS), arrays.load(folder / TOKEN_ENDS)),
            json.loads((folder / ABBREVIATIONS).read_bytes()),
        )

    @property
    def has_tokens(self) -> bool:
        """Whether token vectors were kept."""
        return len(self.tokens.values) > 0

    def piece(self, key: str, first: int, last: int, *, token_file: str) -> Piece:
        """What the passages `first` to `last - 1`, an article's, have; without a file, no tokens."""
        rows = self.rows[first:last].copy()
        numbers, rows["section"] = np.unique(rows["section"], return_inverse=True)
        return Piece(
            [self.lines.raw(row) for row in range(first, last)],
            rows,
            [self.sections[number] for number in numbers],
            self.vectors[first:last],
            self.sentences.part(first, last),
            self.tokens.part(first, last) if token_file else no_tokens(last - first),
            token_file,
            self.abbreviations.get(key, ()),
        )


def no_tokens(passages: int) -> Ragged:
    """What stands for the tokens of passages where they are not kept."""
    return Ragged(np.empty((0, 2), np.int32), np.zeros(passages, np.int64))


def write(folder: Path, pieces: Mapping[str, Piece], *, dimension: int) -> None:
    """Write the pieces of all articles, in row order, as the files of a generation; BM25 is not among them.

    Args:
        folder: where to; it exists and is empty.
        pieces: by article key.
        dimension: numbers in a vector.
    """
    lines = (line for piece in pieces.values() for line in piece.lines)
    arrays.save(folder / ENDS, arrays.write_lines(folder / PASSAGES, lines))
    sections, rows = _sections(list(pieces.values()))
    arrays.write(folder / SECTIONS, json.dumps(sections, ensure_ascii=False).encode("utf-8"))
    arrays.save(folder / ROWS, rows)
    none = np.empty((0, dimension), np.float32)
    arrays.save(folder / dense.VECTORS, none, *(piece.vectors for piece in pieces.values()))
    flat = (piece.sentences.values for piece in pieces.values())
    arrays.save(folder / SENTENCES, none.astype(np.float16), *flat)
    ends = _shifted([piece.sentences.ends for piece in pieces.values()])
    arrays.save(folder / SENTENCE_ENDS, np.empty(0, np.int64), *ends)
    arrays.save(folder / TOKEN_SPANS, np.empty((0, 2), np.int32), *(p.tokens.values for p in pieces.values()))
    ends = _shifted([piece.tokens.ends for piece in pieces.values()])
    arrays.save(folder / TOKEN_ENDS, np.empty(0, np.int64), *ends)
    known = {key: piece.abbreviations for key, piece in pieces.items()}
    arrays.write(folder / ABBREVIATIONS, json.dumps(known, ensure_ascii=False).encode("utf-8"))
    dense.save(folder, arrays.load(folder / dense.VECTORS))


def line(passage: Passage, sentences: Sequence[Sentence]) -> bytes:
    """A passage with its sentences as one line; the sentences' words are those of the passage."""
    return arrays.encode_line(
        [
            passage.article,
            passage.start,
            passage.end,
            passage.text,
            passage.kind,
            passage.section,
            passage.locator,
            passage.columns,
            passage.caption,
            passage.references,
            [[s.start, s.end, s.references] for s in sentences],
        ]
    )


def passage(value: Sequence[Any]) -> Passage:
    """The passage of a line."""
    article, start, end, text, kind, section, locator, columns, caption, references, _ = value
    return Passage(
        article, start, end, text, kind, tuple(section), locator, tuple(columns), caption, tuple(references)
    )


def sentences(value: Sequence[Any]) -> tuple[Sentence, ...]:
    """The sentences of a line."""
    start, text = value[1], value[3]
    return tuple(
        Sentence(first, last, text[first - start : last - start], tuple(references))
        for first, last, references in value[-1]
    )


def _sections(pieces: Sequence[Piece]) -> tuple[list[Sequence[str]], NDArray[Any]]:
    """Every piece's sections in one list, and the rows renumbered to it."""
    sections: list[Sequence[str]] = []
    rows = []
    for piece in pieces:
        moved = piece.rows.copy()
        moved["section"] += len(sections)
        sections.extend(piece.sections)
        rows.append(moved)
    return sections, np.concatenate(rows) if rows else np.empty(0, ROW)


def _shifted(ends: Sequence[NDArray[np.int64]]) -> Iterator[NDArray[np.int64]]:
    before = 0
    for part in ends:
        yield part + before
        before += int(part[-1]) if len(part) else 0
