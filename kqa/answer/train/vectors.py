"""What the encoder makes of the texts of the question sets, kept in a folder so that it is made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.answer.train.records import Record
from kqa.index import late
from kqa.index.encoder import TextEncoder, fingerprint
from kqa.index.late import Tokens

CHUNK = 256
"""Texts encoded and kept together: half a minute of work, all that is lost when a run is ended."""

Report = Callable[[str], None]
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of all texts, by text.

    Attributes:
        questions: tokens of each question.
        whole_questions: the vector of each question, (dimension,).
        passages: tokens of each passage as an index keeps them: int8 vectors, and spans.
        headings: tokens of each heading.
        sentences: the vector of each sentence encoded alone, (dimension,).
    """

    questions: Mapping[str, Tokens]
    whole_questions: Mapping[str, NDArray[np.float32]]
    passages: Mapping[str, tuple[NDArray[np.int8], NDArray[np.int32]]]
    headings: Mapping[str, Tokens]
    sentences: Mapping[str, NDArray[np.float32]]

    def passage(self, record: Record) -> Tokens:
        """The tokens of a record's passage and of the heading above it."""
        packed, spans = self.passages[record.passage]
        return late.joined(Tokens(late.unpack(packed), spans), self.headings[record.title])


def encode(records: Sequence[Record], encoder: TextEncoder, folder: Path, report: Report) -> Vectors:
    """Vectors of the questions, passages, headings and sentences of records.

    Args:
        records: whose texts to encode; each text is encoded once.
        encoder: of an index, as it is.
        folder: where vectors are kept, and taken from where they lie there already.
        report: called with a line now and then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = _Kept(encoder, folder, report)
    questions = _distinct(r.question for r in records)
    passages = _distinct(r.passage for r in records)
    headings = _distinct(r.title for r in records)
    sentences = _distinct(r.passage[start:end] for r in records for start, end in r.sentences)
    return Vectors(
        {text: Tokens(*tokens) for text, tokens in kept.tokens("questions", questions)},
        dict(kept.whole("questions as a whole", questions)),
        dict(kept.tokens("passages", passages, pack=True)),
        {text: Tokens(*tokens) for text, tokens in kept.tokens("headings", headings)},
        dict(kept.whole("sentences", sentences)),
    )


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class _Kept:
    """The folder of vectors: one `.npz` for so many texts, named by the encoder and the texts."""

    encoder: TextEncoder
    folder: Path
    report: Report

    def tokens(
        self, kind: str, texts: Sequence[str], *, pack: bool = False
    ) -> Iterator[tuple[str, tuple[NDArray[Any], NDArray[np.int32]]]]:
        """Texts with the vectors and spans of their tokens; vectors are int8 when packed."""

        def make(chunk: Sequence[str]) -> Arrays:
            read = self.encoder.tokens(chunk)
            vectors = np.concatenate([one.vectors for one in read])
            return {
                "vectors": late.pack(vectors) if pack else vectors,
                "spans": np.concatenate([one.spans for one in read]),
                "ends": np.cumsum([len(one.spans) for one in read]),
            }

        for chunk, made in self._chunks(kind, texts, make):
            cuts = made["ends"][:-1]
            yield from zip(
                chunk,
                zip(np.split(made["vectors"], cuts), np.split(made["spans"], cuts), strict=True),
                strict=True,
            )

    def whole(self, kind: str, texts: Sequence[str]) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Texts with one vector each."""
        for chunk, made in self._chunks(kind, texts, lambda chunk: {"vectors": self.encoder.encode(chunk)}):
            yield from zip(chunk, made["vectors"], strict=True)

    def _chunks(
        self, kind: str, texts: Sequence[str], make: Callable[[Sequence[str]], Arrays]
    ) -> Iterator[tuple[Sequence[str], Arrays]]:
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            path = self.folder / f"{kind.replace(' ', '-')}-{self._name(chunk)}.npz"
            if not path.exists():
                _save(path, make(chunk))
                self.report(f"{kind}: {start + len(chunk):,} of {len(texts):,} encoded")
            with np.load(path, allow_pickle=False) as made:
                yield chunk, {name: made[name] for name in made.files}

    def _name(self, chunk: Sequence[str]) -> str:
        named = "\0".join((fingerprint(self.encoder), *chunk))
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _save(path: Path, made: Arrays) -> None:
    """Write arrays at once or not at all."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        np.savez(file, **made)  # type: ignore[arg-type]
    beside.replace(path)
