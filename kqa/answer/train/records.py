"""Training records from public question-answering sets, all brought to one shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from kqa.corpus import sentences
from kqa.errors import UsageError

Source = Literal["squad", "covid", "bioasq", "bioasq-spans"]

LONGEST_PASSAGE = 1500
"""Characters; longer texts are whole pages, which no passage of an index is."""
WINDOW = 500
"""Characters kept at either side of an answer in the long paragraphs of COVID-QA."""
MOST_SENTENCES = 24
SNIPPETS_PER_QUESTION = 6
SPANS_PER_QUESTION = 4
PAIRS_DRAWN = 1500
"""Of the pairs, which do not say which sentence answers; all 8,000 would drown the sets that do."""
DRAW = 5
"""Seed of that drawing: the same for all runs, so that what was encoded for one serves the next."""
HELD_OUT = 5
"""One article in so many is kept aside for development."""


@dataclass(frozen=True, slots=True)
class Record:
    """A question with a passage that answers it, or that looks as if it did.

    Attributes:
        source: the set it comes from.
        group: article or question id; records of a group are never split between training and development.
        question: as asked.
        passage: the text in which to look.
        title: heading of the passage, empty where there is none.
        sentences: spans of the passage's sentences.
        answers: positions in `sentences` that answer; None where only the passage is known to.
        answerable: whether the passage answers at all.
    """

    source: Source
    group: str
    question: str
    passage: str
    title: str
    sentences: tuple[tuple[int, int], ...]
    answers: tuple[int, ...] | None
    answerable: bool


@dataclass(frozen=True, slots=True)
class Files:
    """Where the question sets lie; each may be left out."""

    squad: tuple[Path, ...] = ()
    covid: Path | None = None
    bioasq_pairs: Path | None = None
    bioasq_spans: Path | None = None


def load(files: Files) -> tuple[Record, ...]:
    """The records of all sets, in the order of the files.

    Raises:
        UsageError: no file is named, or one cannot be read or is not laid out as its set is.
    """
    found = [record for path in files.squad for record in squad(path, "squad")]
    if files.covid:
        found += squad(files.covid, "covid")
    if files.bioasq_spans:
        found += squad(files.bioasq_spans, "bioasq-spans", per_group=SPANS_PER_QUESTION)
    if files.bioasq_pairs:
        pairs = list(bioasq(files.bioasq_pairs))
        drawn = np.random.default_rng(DRAW).permutation(len(pairs))[:PAIRS_DRAWN]
        found += [pairs[number] for number in drawn]
    if not found:
        raise UsageError(
            "there is nothing to learn from: name a set with questions by --squad, --covid or --bioasq-…"
        )
    return tuple(found)


def squad(path: Path, source: Source, *, per_group: int | None = None) -> Iterator[Record]:
    """Records of a file in SQuAD v2 layout; questions whose answer falls in no sentence are passed over.

    Args:
        path: the JSON file.
        source: the set it holds.
        per_group: questions taken of each article at most; all when omitted.

    Raises:
        UsageError: the file cannot be read or is not laid out so.
    """
    try:
        for article in json.loads(path.read_text("utf-8"))["data"]:
            asked = [(p["context"], qa) for p in article["paragraphs"] for qa in p["qas"]]
            for context, qa in asked[:per_group]:
                answers = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]]
                title = article["title"].replace("_", " ") if source == "squad" else ""
                record = _record(source, article["title"], qa["question"], *_window(context, answers), title)
                if record.answerable == (not qa.get("is_impossible", False)):
                    yield record
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} cannot be read as SQuAD v2 JSON ({_said(error)}): give the path of such a file"
        ) from error


def bioasq(path: Path) -> Iterator[Record]:
    """Question and snippet pairs: the snippet answers, which of its sentences is not said.

    Raises:
        UsageError: the file cannot be read or is not laid out so.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                for passage in row["positives"][:SNIPPETS_PER_QUESTION]:
                    if len(passage) <= LONGEST_PASSAGE:
                        yield _pair(row["_id"], row["question"], passage)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} cannot be read as JSON lines of `_id`, `question` and `positives` ({_said(error)}): "
            "give the path of such a file"
        ) from error


def held_out(record: Record) -> bool:
    """Whether the record is kept for development: a fifth of the articles, by the hash of their names."""
    if record.source not in ("squad", "covid"):
        return False
    digest = hashlib.sha1(record.group.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % HELD_OUT == 0


def covers(sentence: tuple[int, int], answer: tuple[int, int]) -> bool:
    """Whether two spans share at least half of the shorter one."""
    overlap = min(sentence[1], answer[1]) - max(sentence[0], answer[0])
    return overlap > 0 and overlap >= 0.5 * min(sentence[1] - sentence[0], answer[1] - answer[0])


def _record(
    source: Source, group: str, question: str, passage: str, answers: Sequence[tuple[int, int]], title: str
) -> Record:
    spans = sentences.split(passage, 0, len(passage))[:MOST_SENTENCES]
    right = tuple(i for i, span in enumerate(spans) if any(covers(span, answer) for answer in answers))
    return Record(source, group, question.strip(), passage, title, spans, right, bool(right))


def _pair(group: str, question: str, passage: str) -> Record:
    spans = sentences.split(passage, 0, len(passage))[:MOST_SENTENCES]
    right = (0,) if len(spans) == 1 else None
    return Record("bioasq", group, question.strip(), passage, "", spans, right, True)


def _window(context: str, answers: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The sentences within `WINDOW` of the first answer, where the context is longer than a passage is."""
    if not answers or len(context) <= LONGEST_PASSAGE:
        return context, list(answers)
    start, end = answers[0]
    spans = sentences.split(context, max(0, start - 2 * WINDOW), min(len(context), end + 2 * WINDOW))
    kept = [s for s in spans if s[1] > start - WINDOW and s[0] < end + WINDOW]
    if not kept:
        return context, list(answers)
    left, right = kept[0][0], kept[-1][1]
    return context[left:right], [(s - left, e - left) for s, e in answers if s >= left and e <= right]


def _said(error: Exception) -> str:
    """What an exception says, and for a missing key what it is."""
    return f"no {error} in it" if isinstance(error, KeyError) else str(error)
