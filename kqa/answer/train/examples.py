"""Questions with the sentences of the passage that answers, and of those that only look like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kqa.answer import expectation, figures, likeness, traits
from kqa.answer.likeness import Surroundings
from kqa.answer.train.negatives import Negatives
from kqa.answer.train.records import Record, Source
from kqa.answer.train.vectors import Vectors

CANDIDATES = 6
"""Passages beside the own one: a reader sees as many that share the question's words."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with the sentences to choose from; those of its own passage come first.

    Attributes:
        source: the set it comes from.
        asked: token vectors of the question, (words, dimension).
        around: likeness of each word with each sentence and what surrounds it.
        alone: cosine of each sentence encoded alone, (sentences,).
        met: of `expectation.PAIRS`, (sentences, pairs).
        figures: share of the question's figures that stand in or around each sentence.
        traits: of `traits.TRAITS`, (sentences, traits).
        right: which sentences answer; all of the own passage where only the passage is known to.
        own: which sentences are of the own passage.
        sentence_known: whether the set says which sentence answers.
    """

    source: Source
    asked: NDArray[np.float32]
    around: Surroundings
    alone: NDArray[np.float32]
    met: NDArray[np.float32]
    figures: NDArray[np.float32]
    traits: NDArray[np.float32]
    right: NDArray[np.bool_]
    own: NDArray[np.bool_]
    sentence_known: bool


def make(records: Sequence[Record], vectors: Vectors) -> list[Example]:
    """Examples of the records that can be learnt from: answered, with a choice of sentences.

    Args:
        records: of training, or of development; each set's passages are candidates for its other questions.
        vectors: of their texts.
    """
    families: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        families[_family(record)].append(record)
    near = {name: Negatives(found, same_group=name != "bioasq") for name, found in families.items()}
    made = [
        _example(record, near[_family(record)].of(record)[:CANDIDATES], vectors)
        for record in records
        if record.answerable
    ]
    return [
        example for example in made if len(example.asked) and example.right.any() and len(example.right) > 1
    ]


def _family(record: Record) -> str:
    """Sets that share their questions, so that a passage of one may answer a question of the other."""
    return "bioasq" if record.source == "bioasq-spans" else record.source


def _example(record: Record, near: Sequence[Record], vectors: Vectors) -> Example:
    shown = (record, *near)
    asked = vectors.questions[record.question].vectors
    texts = [[r.passage[start:end] for start, end in r.sentences] for r in shown]
    flat = [text for found in texts for text in found]
    around = [f"{r.title}\n{r.passage}" for r in shown for _ in r.sentences]
    right = np.zeros(len(flat), np.bool_)
    right[list(range(len(texts[0])) if record.answers is None else record.answers)] = True
    return Example(
        record.source,
        asked,
        _surroundings(asked, shown, vectors),
        np.stack([vectors.sentences[text] for text in flat]) @ vectors.whole_questions[record.question],
        expectation.fulfilled(record.question, flat),
        figures.met(record.question, around),
        traits.of(flat),
        right,
        np.arange(len(flat)) < len(texts[0]),
        record.answers is not None,
    )


def _surroundings(asked: NDArray[np.float32], shown: Sequence[Record], vectors: Vectors) -> Surroundings:
    """What the reader sees around each sentence; no set has reference entries or front pages."""
    tokens = [vectors.passage(record) for record in shown]
    parts = []
    for record, read, similar in zip(
        shown, tokens, likeness.by_text(asked, [t.vectors for t in tokens]), strict=True
    ):
        own, passage, heading = likeness.within(similar, read, record.sentences)
        before = np.zeros_like(own)
        before[1:] = own[:-1]
        nothing = np.zeros_like(own)
        shape = own.shape
        parts.append(
            Surroundings(
                own,
                before,
                np.broadcast_to(passage, shape),
                np.broadcast_to(heading, shape),
                nothing,
                nothing,
            )
        )
    return Surroundings.stacked(parts)
