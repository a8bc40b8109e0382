"""Questions laid out over passages, so that torch can compare their words with the passages' tokens anew.

The reader compares a question's words with what is around each sentence (`likeness.Surroundings`). While the
vectors of the words are learnt those cosines change at every step; which token stands where does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kqa.answer import question, reader
from kqa.answer.answer import READ
from kqa.answer.leaning import MOST_CITED, leans_on, places_of
from kqa.answer.reader import Evidence
from kqa.answer.train.records import covers
from kqa.answer.train.vectors import Report
from kqa.answer.train.written import Span, Written
from kqa.answer.weights import Weights
from kqa.index import late
from kqa.index.search import search
from kqa.index.store import Index
from kqa.types import Hit, Passage

PASSAGES = 12
"""Read for each question, those that answer among them."""
HEADING, BETWEEN = -1, -2
"""In place of a sentence's number: of tokens in the headings, and of those in no sentence."""


class Texts:
    """All token vectors of an index, and in which sentence of its passage each token stands."""

    def __init__(self, index: Index) -> None:
        """Read them all; 0.4 kB a token."""
        packed, numbers = [], []
        for passage in index.passages:
            read = index.tokens([passage])[0]
            starts, ends = read.spans.T
            number = np.full(len(read.spans), BETWEEN, np.int32)
            for place, sentence in enumerate(index.sentences(passage)):
                first, last = sentence.start - passage.start, sentence.end - passage.start
                number[read.own & (starts >= first) & (ends <= last)] = place
            number[~read.own] = HEADING
            packed.append(late.pack(read.vectors))
            numbers.append(number)
        self.index = index
        self.vectors: NDArray[np.int8] = np.concatenate(packed)
        self.numbers: NDArray[np.int32] = np.concatenate(numbers)
        self._ends = np.cumsum([len(number) for number in numbers])

    def of(self, passage: Passage) -> NDArray[np.int64]:
        """The places of a passage's tokens."""
        row = self.index.row(passage)
        return np.arange(self._ends[row - 1] if row else 0, self._ends[row])


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the passages in which to look.

    Attributes:
        asked: token vectors of the question as the encoder gives them, (words, dimension).
        evidence: of all sentences, as the reader gathers it.
        tokens: places in `Texts` of what is compared, (tokens,).
        texts: number of the text that each token stands in, (tokens,): sentences, then headings, then others.
        count: of the texts, those without tokens among them.
        around: of each sentence the texts before it, above it and at its article's front, and those cited;
            that of no text is their number; (sentences, 3 + MOST_CITED).
        right: which sentences answer.
    """

    asked: NDArray[np.float32]
    evidence: Evidence
    tokens: NDArray[np.int32]
    texts: NDArray[np.int32]
    count: int
    around: NDArray[np.int32]
    right: NDArray[np.bool_]


def make(written: Sequence[Written], texts: Texts, learnt: Weights, report: Report) -> list[Case]:
    """Read for every question among the passages that the search finds and those that answer.

    Args:
        written: the questions; one whose evidence is no sentence of the index is left out.
        texts: of the index.
        learnt: to gather with.
        report: called with a line now and then.
    """
    made = []
    for number, one in enumerate(written, start=1):
        case = _case(one, texts, learnt)
        if case is not None and case.right.any() and not case.right.all():
            made.append(case)
        if number % 500 == 0 or number == len(written):
            report(f"{number:,} of {len(written):,} questions read")
    return made


def _case(one: Written, texts: Texts, learnt: Weights) -> Case | None:
    index, cleaned, shown = texts.index, question.clean(one.question), one.evidence
    hits = search(index, cleaned, limit=READ, references=False)
    known = {hit.passage for hit in hits}
    answering = [
        passage
        for key in dict.fromkeys(key for key, _, _ in shown)
        for passage in (index.passages[row] for row in index.rows(key))
        if any(_meets(passage, span) for span in shown)
    ]
    kept = [hit for hit in hits if hit.passage in answering]
    lowest = min((hit.score for hit in hits), default=0.0)
    kept += [Hit(len(hits), lowest, passage) for passage in answering if passage not in known]
    others = [hit for hit in hits if hit.passage not in answering]
    kept = sorted(kept + others[: max(1, PASSAGES - len(kept))], key=lambda hit: index.row(hit.passage))
    evidence = reader.gather(index, cleaned, kept, learnt)
    if evidence is None:
        return None
    articles = [kept[place].passage.article for place in evidence.passages]
    tokens, numbers, count, around = _laid_out(kept, texts)
    return Case(
        index.encoder.tokens([cleaned])[0].vectors,
        evidence,
        tokens,
        numbers,
        count,
        around,
        np.array(
            [
                any(article == key and covers((s.start, s.end), (start, end)) for key, start, end in shown)
                for s, article in zip(evidence.sentences, articles, strict=True)
            ],
            np.bool_,
        ),
    )


def _laid_out(
    hits: Sequence[Hit], texts: Texts
) -> tuple[NDArray[np.int32], NDArray[np.int32], int, NDArray[np.int32]]:
    """`tokens`, `texts`, `count` and `around` of a case."""
    index = texts.index
    firsts = np.cumsum([0, *(len(index.sentences(hit.passage)) for hit in hits)])
    count = int(firsts[-1]) + len(hits)
    tokens, numbers = [], []
    for place, hit in enumerate(hits):
        held = texts.of(hit.passage)
        inside = texts.numbers[held]
        kept = inside != BETWEEN
        heading = firsts[-1] + place
        tokens.append(held[kept])
        numbers.append(np.where(inside == HEADING, heading, inside + firsts[place])[kept])
    others: dict[tuple[str, str], int] = {}

    def other(article: str, id: str, passages: Sequence[Passage]) -> int:
        if (article, id) not in others:
            others[article, id] = count + len(others)
            for passage in passages:
                held = texts.of(passage)
                held = held[texts.numbers[held] != HEADING]
                tokens.append(held)
                numbers.append(np.full(len(held), others[article, id]))
        return others[article, id]

    rows = []
    for place, hit in enumerate(hits):
        article, lean = hit.passage.article, hit.passage.kind != "reference"
        places = places_of(index, article)
        front = other(article, "", places.front_passages)
        for number, sentence in enumerate(index.sentences(hit.passage)):
            before = firsts[place] + number - 1 if number else -1
            cited = [
                other(article, id, [places.entries[id]])
                for id in (leans_on(sentence) if lean else ())
                if id in places.entries
            ]
            rows.append([before, firsts[-1] + place, front, *cited, *[-1] * (MOST_CITED - len(cited))])
    around = np.array(rows, np.int32)
    count += len(others)
    around[around < 0] = count
    return np.concatenate(tokens).astype(np.int32), np.concatenate(numbers).astype(np.int32), count, around


def _meets(passage: Passage, span: Span) -> bool:
    key, start, end = span
    return passage.article == key and passage.start < end and passage.end > start
