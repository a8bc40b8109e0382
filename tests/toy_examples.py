"""Random examples and evidence, and small learnable ones, for the tests of the reader and its training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from fakes import FakeEncoder
from toy_sets import trial, write_squad

from kqa.answer import expectation, traits
from kqa.answer.likeness import Surroundings
from kqa.answer.reader import Evidence
from kqa.answer.telling import Word
from kqa.answer.train import examples, vectors
from kqa.answer.train.examples import Example
from kqa.answer.train.records import Files, held_out, load
from kqa.types import Sentence

ASKED = "How many nurses slept for 7 h?"


def random_example(seed: int, sentences: int, words: int, *, dimension: int = 8) -> Example:
    """An example with random numbers all over; its first sentence is right, its first half is its own passage."""
    random = np.random.default_rng(seed)
    cosines = [random.uniform(-1, 1, (sentences, words)).astype(np.float32) for _ in Surroundings.__slots__]
    asked = random.normal(size=(words, dimension))
    return Example(
        source="squad",
        asked=(asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32),
        around=Surroundings(*cosines),
        alone=random.uniform(-1, 1, sentences).astype(np.float32),
        met=random.integers(-1, 2, (sentences, len(expectation.PAIRS))).astype(np.float32),
        figures=random.uniform(0, 1, sentences).astype(np.float32),
        traits=random.uniform(-1, 1, (sentences, len(traits.TRAITS))).astype(np.float32),
        right=np.arange(sentences) == 0,
        own=np.arange(sentences) <= sentences // 2,
        sentence_known=True,
    )


def random_evidence(
    seed: int, sentences: int, words: int, *, question: str = ASKED, strangers: int = 0
) -> Evidence:
    """Evidence as if a few sentences had been read; their numbers are drawn, and every word is telling."""
    random = np.random.default_rng(seed)
    texts = [
        random.choice(["42 nurses slept.", "They slept for 6 h [3].", "Sleep."]) for _ in range(sentences)
    ]

    def drawn(*shape: int) -> np.ndarray:
        return random.uniform(-1, 1, shape).astype(np.float32)

    share = np.abs(drawn(words)) + 0.01
    return Evidence(
        sentences=tuple(Sentence(i * 100, i * 100 + len(text), text) for i, text in enumerate(texts)),
        passages=np.sort(random.integers(0, 3, sentences)),
        asked=drawn(words, 8),
        around=Surroundings(*[drawn(sentences, words) for _ in Surroundings.__slots__]),
        words=share / share.sum(),
        credit=drawn(sentences, words),
        alone=drawn(sentences),
        retrieval=np.abs(drawn(sentences)),
        met=expectation.fulfilled(question, texts),
        figures=np.abs(drawn(sentences)),
        traits=traits.of(texts),
        missing=np.zeros(sentences, np.float32),
        contrary=np.zeros(sentences, np.float32),
        strangers=strangers,
        drugs=0,
        telling=tuple(Word(np.array([n]), misspelt=False) for n in range(words)),
    )


def trials(folder: Path, count: int) -> tuple[list[Example], list[Example]]:
    """Examples of made-up trials to learn from, and those kept aside."""
    folder.mkdir(parents=True, exist_ok=True)
    found = load(Files(squad=(write_squad(folder / "squad.json", *map(trial, range(count))),)))
    made = vectors.encode(found, FakeEncoder(), folder / "vectors", lambda line: None)
    return (
        examples.make([r for r in found if not held_out(r)], made),
        examples.make([r for r in found if held_out(r)], made),
    )
