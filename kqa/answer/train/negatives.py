"""Hard negatives: passages of the same set that share a question's words and do not answer it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kqa.answer.train.records import Record
from kqa.index import sparse, tokens

DEPTH = 16
"""Passages ranked by BM25 from which a negative is drawn."""


class Negatives:
    """The passages of one set, ranked for a question by the BM25 that kqa itself searches with."""

    def __init__(self, records: Sequence[Record], *, same_group: bool) -> None:
        """Index the passages of `records`.

        Args:
            records: the set.
            same_group: whether other passages of the question's own group may be negatives: right where a
                group is an article, wrong where it is a question with several answers.
        """
        self.same_group = same_group
        self.records: list[Record] = []
        self.groups: list[set[str]] = []
        rows: dict[str, int] = {}
        for record in records:
            row = rows.setdefault(record.passage, len(rows))
            if row == len(self.records):
                self.records.append(record)
                self.groups.append(set())
            self.groups[row].add(record.group)
        counts = sparse.count(tokens.tokenize(record.passage) for record in self.records)
        self.starts, self.rows, self.impacts = counts.starts, counts.rows, sparse.impacts(counts)
        self.words = {word: number for number, word in enumerate(counts.words)}

    def of(self, record: Record) -> list[Record]:
        """Records whose passages are near the question and are not its answer, nearest first."""
        scores = np.zeros(len(self.records))
        for word in tokens.tokenize(record.question):
            number = self.words.get(word)
            if number is not None:
                entries = slice(self.starts[number], self.starts[number + 1])
                scores[self.rows[entries]] += self.impacts[entries]
        near = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self.records[row] for row in near if self._is_negative(row, record)]

    def _is_negative(self, row: int, record: Record) -> bool:
        passage = self.records[row].passage
        if passage == record.passage or passage[:60] in record.passage or record.passage[:60] in passage:
            return False
        return self.same_group or record.group not in self.groups[row]
