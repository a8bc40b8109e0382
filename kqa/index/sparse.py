"""BM25 as a matrix: every score that rank-bm25 would compute for a word and a passage, computed once.

`BM25Okapi` of rank-bm25 is the definition: its idf (with its floor for words that are in more than half of
the passages), its k1 and b, its formula (Trotman, Puurula and Burgess 2014, doi:10.1145/2682862.2682863).
A query adds up the columns of its words. The arrays are memory-mapped, and a question touches only those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kqa.index import arrays, vocabulary
from kqa.index.selection import Selection
from kqa.index.vocabulary import Vocabulary

FILES = ("bm25.starts.npy", "bm25.rows.npy", "bm25.impacts.npy", "bm25.counts.npy", "bm25.lengths.npy")
GROUPS = 1024
"""Groups of rows whose maxima bound the best scores: 0.09 ms in place of 36 for a partition of 200,000."""
FREQUENT = 1 / 4
"""Share of the passages from which the column of a word is written out whole: adding it up then takes 0.1 ms
in place of 0.3 at 200,000 passages."""
LONG = 2_000
"""Passages from which a word's column is added on its own; shorter ones are put together first."""
RECENT, MOST_WHOLE = 4096, 16
"""Columns kept of words that were asked, since people ask with the same ones; and how many of them whole."""
SPARE = 2
"""Rows looked at for each one wanted, because a selection may leave some out."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each word stands in each passage, word by word.

    Attributes:
        words: in the order of `vocabulary.place`; word `t` owns entries `starts[t]` to `starts[t + 1]`.
        starts: int64, one more than there are words.
        rows: int32, the passages of a word, ascending.
        counts: uint16, occurrences in that passage.
        lengths: int32, tokens in each passage.
    """

    words: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]


def count(passages: Iterable[Sequence[str]]) -> Counts:
    """Count the tokens of passages, given in row order."""
    numbers: dict[str, int] = {}
    flat: list[NDArray[np.int64]] = []
    for tokens in passages:
        flat.append(np.fromiter((numbers.setdefault(t, len(numbers)) for t in tokens), np.int64, len(tokens)))
    lengths = np.array([len(tokens) for tokens in flat], dtype=np.int32)
    terms = _joined(flat)
    ones = np.ones(len(terms), dtype=np.int64)
    return _counts(list(numbers), terms, np.repeat(np.arange(len(lengths)), lengths), ones, lengths)


def merge(parts: Sequence[tuple[Counts, NDArray[np.int64]]], *, passages: int) -> Counts:
    """Counts of several sets of passages as those of one.

    Args:
        parts: counts, each with the new row of every passage that it counts; -1 leaves one out.
        passages: rows in all; each is the new row of one passage.
    """
    numbers: dict[str, int] = {}
    terms, rows, times = [], [], []
    lengths = np.zeros(passages, dtype=np.int32)
    for counts, places in parts:
        renumbered = np.array([numbers.setdefault(w, len(numbers)) for w in counts.words], dtype=np.int64)
        owners = np.repeat(renumbered, np.diff(counts.starts))
        moved = places[counts.rows]
        kept = moved >= 0
        terms.append(owners[kept])
        rows.append(moved[kept])
        times.append(counts.counts[kept].astype(np.int64))
        lengths[places[places >= 0]] = counts.lengths[places >= 0]
    return _counts(list(numbers), _joined(terms), _joined(rows), _joined(times), lengths)


def _joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([np.empty(0, np.int64), *parts])


def _counts(
    words: list[str],
    terms: NDArray[np.int64],
    rows: NDArray[np.int64],
    times: NDArray[np.int64],
    lengths: NDArray[np.int32],
) -> Counts:
    """Counts from (word, row, times) in any order, repeats added up; words that stand nowhere are dropped."""
    ordered = sorted(np.unique(terms).tolist(), key=lambda number: vocabulary.place(words[number]))
    moved = np.zeros(len(words), dtype=np.int64)
    moved[ordered] = np.arange(len(ordered))
    width = max(len(lengths), 1)
    keys = moved[terms] * width + rows
    best = np.argsort(keys, kind="stable")
    keys, firsts = np.unique(keys[best], return_index=True)
    added = np.add.reduceat(times[best], firsts) if len(firsts) else np.empty(0, np.int64)
    owners, where = np.divmod(keys, width)
    return Counts(
        tuple(words[number] for number in ordered),
        np.searchsorted(owners, np.arange(len(ordered) + 1)).astype(np.int64),
        where.astype(np.int32),
        np.minimum(added, np.iinfo(np.uint16).max).astype(np.uint16),
        lengths,
    )


def load_counts(folder: Path) -> Counts:
    """The counts that `save` wrote in a folder, to merge with others."""
    starts, rows, _, counts, lengths = (arrays.load(folder / name) for name in FILES)
    return Counts(tuple(Vocabulary.open(folder)), starts, rows, counts, lengths)


def impacts(counts: Counts) -> NDArray[np.float64]:
    """What each entry adds to the score of its passage for a query with its word, as `BM25Okapi` defines it.

    Returns:
        float64, one for each entry of `counts.rows`; negative only where the floor of the idf is.
    """
    from rank_bm25 import BM25Okapi

    class Statistics(BM25Okapi):  # type: ignore[misc]
        """rank-bm25's own constants and idf over words that are counted already."""

        def _initialize(self, counts: Counts) -> dict[str, int]:
            self.corpus_size = len(counts.lengths)
            self.avgdl = int(counts.lengths.sum()) / self.corpus_size
            return dict(zip(counts.words, np.diff(counts.starts).tolist(), strict=True))

    if not counts.words:
        return np.empty(0)
    model = Statistics(counts)
    idf = np.array([model.idf[word] for word in counts.words])
    norms = model.k1 * (1 - model.b + model.b * counts.lengths / model.avgdl)
    times = counts.counts.astype(np.float64)
    saturated: NDArray[np.float64] = times * (model.k1 + 1) / (times + norms[counts.rows])
    return np.repeat(idf, np.diff(counts.starts)) * saturated


class Column(NamedTuple):
    """The passages that have a word, and what it adds to their scores."""

    rows: NDArray[np.int32]
    impacts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The columns of all words, as they lie on disk."""

    words: Vocabulary
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    impacts: NDArray[np.float64]
    passages: int

    def column(self, word: str) -> Column | None:
        """The column of a word; None where no passage has it."""
        number = self.words.numbers([word])[0]
        if number is None:
            return None
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        return Column(self.rows[start:end], self.impacts[start:end])

    def whole(self, word: str) -> NDArray[np.float64]:
        """What a word adds to each of all passages, in order."""
        scores = np.zeros(self.passages)
        if column := self.column(word):
            scores[column.rows] = column.impacts
        return scores


class Sparse:
    """BM25 over the passages of an index."""

    def __init__(self, matrix: Matrix) -> None:
        self.words, self.passages = matrix.words, matrix.passages
        self._column = lru_cache(RECENT)(matrix.column)
        self._whole = lru_cache(MOST_WHOLE)(matrix.whole)

    @classmethod
    def open(cls, folder: Path, *, passages: int) -> Sparse:
        """The matrix that `save` wrote in a folder."""
        starts, rows, weights = (arrays.load(folder / name) for name in FILES[:3])
        return cls(Matrix(Vocabulary.open(folder), starts, rows, weights, passages))

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        """The score of every passage.

        Args:
            query: words with their weights; a word asked twice weighs 2.

        Returns:
            float64, one for each passage; 0 where no word stands in it.
        """
        scores = np.zeros(self.passages)
        short: list[Column] = []
        for word, weight in query.items():
            column = self._column(word)
            if column is None:
                continue
            if len(column.rows) >= FREQUENT * self.passages:
                whole = self._whole(word)
                scores += whole if weight == 1 else weight * whole
                continue
            weighted = column if weight == 1 else Column(column.rows, weight * column.impacts)
            if len(column.rows) < LONG:
                short.append(weighted)
            else:
                np.add.at(scores, weighted.rows.astype(np.int64), weighted.impacts)
        if short:
            rows = np.concatenate([column.rows for column in short], dtype=np.int64)
            np.add.at(scores, rows, np.concatenate([column.impacts for column in short]))
        return scores

    def search(
        self, query: Mapping[str, float], limit: int, *, allowed: Selection | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The best passages that have a word of the query.

        Args:
            query: words with their weights.
            limit: the most to return.
            allowed: which passages may be returned; all when omitted.

        Returns:
            Rows, best first, ties by row, and their scores.
        """
        return top(self.scores(query), limit, allowed=allowed)


def top(
    scores: NDArray[np.float64], limit: int, *, allowed: Selection | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The rows of the highest scores other than 0, best first, ties by row, and those scores.

    Args:
        scores: of all passages.
        limit: the most to return.
        allowed: which rows may be returned; all when omitted.
    """
    if limit < 1:
        return np.empty(0, np.int64), np.empty(0)
    rows = _promising(scores, limit if allowed is None else SPARE * limit)
    if allowed is not None:
        rows = allowed.of(rows)
        if len(rows) < limit:
            rows = _promising(np.where(allowed.mask, scores, 0.0), limit)
    found = scores[rows]
    best = (-found).argsort(kind="stable")[:limit]  # rows ascend, so ties stay in their order
    return rows[best], found[best]


def _promising(scores: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Rows, ascending, among which the `limit` highest scores other than 0 are, found without sorting all.

    The rows are dealt out to groups. At least `limit` scores reach the limit-th highest of the groups'
    maxima, so no lower score is among the `limit` highest.
    """
    share = len(scores) // GROUPS
    if limit <= GROUPS and share > 1:
        highest = scores[: share * GROUPS].reshape(share, GROUPS).max(axis=0)
        bound = np.partition(highest, GROUPS - limit)[GROUPS - limit]
        if bound > 0:
            return np.flatnonzero(scores >= bound)
    return scores.nonzero()[0]


def save(folder: Path, counts: Counts) -> None:
    """Freeze the scores of counted passages into the files of a folder."""
    vocabulary.save(folder, counts.words)
    values: tuple[NDArray[Any], ...] = (
        counts.starts,
        counts.rows,
        impacts(counts),
        counts.counts,
        counts.lengths,
    )
    for name, value in zip(FILES, values, strict=True):
        arrays.save(folder / name, value)
