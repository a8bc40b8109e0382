"""Questions to learn from, with all that the reader reads for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.answer import question, reader
from kqa.answer.answer import READ
from kqa.answer.reader import Evidence
from kqa.answer.train.records import covers
from kqa.answer.train.vectors import Report
from kqa.answer.weights import Weights
from kqa.errors import UsageError
from kqa.index.search import search
from kqa.index.store import Index
from kqa.types import Passage

MOST_TAKEN = 20
"""Passages that a question may lose, so that as many are read as otherwise."""
SOME = 30
"""Questions about something else taken from each file, evenly through it."""
MEASURES = ("right sentence first", "within three", "right passage first", "within five")


@dataclass(frozen=True, slots=True)
class Read:
    """A question that was read for.

    Attributes:
        question: as the search sees it.
        answerable: whether the corpus answers it.
        evidence: the sentences read, with what their scores are made of.
        right: which of them answer, (sentences,).
    """

    question: str
    answerable: bool
    evidence: Evidence
    right: NDArray[np.bool_]


def read(
    path: Path, index: Index, learnt: Weights, report: Report, *, most: int | None = None, taken: bool = False
) -> list[Read]:
    """Read for every question; one for which nothing is found is left out.

    Args:
        path: JSON lines of `question`, `answerable` and `evidence` with `article`, `start` and `end`.
        index: of the workspace that the questions are about.
        learnt: the weights to read with.
        report: called with a line now and then.
        most: questions to read for at most, from the first.
        taken: read only for those that are answerable, and as if the passages of their evidence were not
            there, so that they are answerable no more.

    Raises:
        UsageError: the file cannot be read or is not laid out so.
    """
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        asked = [
            (
                str(g["question"]),
                bool(g["answerable"]),
                [(e["article"], e["start"], e["end"]) for e in g["evidence"]],
            )
            for g in lines
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} cannot be read as gold questions ({error}): `kqa eval check {path}` says what is wrong"
        ) from error
    asked = [one for one in asked if one[1] or not taken][:most]
    found = []
    for number, (text, answerable, spans) in enumerate(asked, start=1):
        cleaned = question.clean(text)
        away = spans if taken else []
        hits = [
            hit
            for hit in search(index, cleaned, limit=READ + MOST_TAKEN * taken)
            if not any(_holds(hit.passage, span) for span in away)
        ]
        ordered = sorted(hits[:READ], key=lambda hit: index.row(hit.passage))
        evidence = reader.gather(index, cleaned, ordered, learnt)
        if evidence is not None:
            articles = [ordered[place].passage.article for place in evidence.passages]
            right = _right(evidence, articles, spans)
            found.append(Read(cleaned, answerable and not taken, evidence, right))
        if number % 50 == 0 or number == len(asked):
            what = "read for with their answers taken away" if taken else "read"
            report(f"{number} of {len(asked)} questions {what}")
    return found


def elsewhere(paths: Sequence[Path], index: Index, learnt: Weights, report: Report) -> list[Read]:
    """Read for questions that are about something else, `SOME` of each file.

    Args:
        paths: JSON lines with the question as `text`.
        index: of articles that say nothing of them.
        learnt: the weights to read with.
        report: called with a line now and then.

    Raises:
        UsageError: a file cannot be read or is not laid out so.
    """
    found = []
    for path in paths:
        try:
            lines = [str(json.loads(line)["text"]) for line in path.read_text("utf-8").splitlines()]
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"{path} cannot be read ({error}); expected JSON lines with `text`") from error
        for text in lines[:: max(1, len(lines) // SOME)][:SOME]:
            cleaned = question.clean(text)
            hits = search(index, cleaned, limit=READ)
            ordered = sorted(hits, key=lambda hit: index.row(hit.passage))
            evidence = reader.gather(index, cleaned, ordered, learnt)
            if evidence is not None:
                nothing = np.zeros(len(evidence.sentences), np.bool_)
                found.append(Read(cleaned, answerable=False, evidence=evidence, right=nothing))
        report(f"{len(found)} questions about something else read")
    return found


def _holds(passage: Passage, span: tuple[Any, ...]) -> bool:
    article, start, end = span
    return bool(passage.article == article and passage.start < end and passage.end > start)


def _right(
    evidence: Evidence, articles: Sequence[str], spans: Sequence[tuple[Any, ...]]
) -> NDArray[np.bool_]:
    return np.array(
        [
            any(article == key and covers((s.start, s.end), (start, end)) for key, start, end in spans)
            for s, article in zip(evidence.sentences, articles, strict=True)
        ],
        np.bool_,
    )


def ranked(questions: Sequence[Read], learnt: Weights) -> NDArray[np.bool_]:
    """Which of `MEASURES` each answerable question meets, (questions, measures)."""
    return np.array([_met(read, learnt) for read in questions if read.answerable], np.bool_)


def _met(read: Read, learnt: Weights) -> tuple[bool, ...]:
    found = reader.scores(read.evidence, learnt)
    sentences = read.right[np.argsort(-found, kind="stable")]
    scores = reader.passage_scores(read.evidence, found, int(read.evidence.passages.max()) + 1)
    right = set(read.evidence.passages[read.right].tolist())
    passages = [place in right for place in np.argsort(-scores, kind="stable").tolist()]
    return bool(sentences[0]), bool(sentences[:3].any()), passages[0], any(passages[:5])
