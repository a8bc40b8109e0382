"""How probable it is that the corpus answers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kqa.answer import confidence, expectation, traits, weights
from kqa.answer.reader import Evidence, scores
from kqa.answer.weights import Weights
from kqa.types import Sentence

ASKED = "How many nurses slept for 7 h?"
PLAIN = "What is the pineal gland?"


def evidence(seed: int, sentences: int, words: int, *, question: str = ASKED, strangers: int = 0) -> Evidence:
    """Evidence as if a few sentences had been read; their numbers are drawn."""
    random = np.random.default_rng(seed)
    texts = [
        random.choice(["42 nurses slept.", "They slept for 6 h [3].", "Sleep."]) for _ in range(sentences)
    ]

    def drawn(*shape: int) -> np.ndarray:
        return random.uniform(-1, 1, shape).astype(np.float32)

    share = np.abs(drawn(words)) + 0.01
    return Evidence(
        tuple(Sentence(i * 100, i * 100 + len(text), text) for i, text in enumerate(texts)),
        np.sort(random.integers(0, 3, sentences)),
        share / share.sum(),
        drawn(sentences, words),
        drawn(sentences, words),
        drawn(sentences),
        np.abs(drawn(sentences)),
        expectation.fulfilled(question, texts),
        np.zeros(sentences, np.float32),
        traits.of(texts),
        strangers,
    )


def probability(read: Evidence, learnt: Weights, question: str = ASKED) -> float:
    return confidence.probability(question, read, *scores(read, learnt), learnt)


def weighing(**of: float) -> Weights:
    """The shipped weights, with a confidence that looks at nothing but the signs named."""
    return replace(weights.load(), confidence=of, topic={"bias": 30.0}, matter={"bias": 30.0})


def test_every_sign_that_was_weighed_is_given() -> None:
    learnt = weights.load()
    read = evidence(1, 4, 5)
    assert set(learnt.topic) - {"bias"} == set(confidence.TOPIC)
    assert set(learnt.matter) - {"bias"} == set(confidence.MATTER)
    assert set(learnt.confidence) - {"bias"} == set(confidence.ANSWER)
    assert set(confidence.signs(ASKED, read, *scores(read, learnt))) >= {
        *confidence.TOPIC,
        *confidence.MATTER,
        *confidence.ANSWER,
    }


@settings(deadline=None)
@given(
    st.integers(0, 99),
    st.integers(1, 8),
    st.integers(1, 8),
    st.sampled_from([ASKED, PLAIN]),
    st.sampled_from([0.0, 1.0, -1.0, 1e6, -1e6]),
)
def test_it_is_a_probability_and_never_certain(
    seed: int, sentences: int, words: int, question: str, bias: float
) -> None:
    read = evidence(seed, sentences, words, question=question)
    shipped = weights.load()
    for learnt in (shipped, replace(shipped, confidence=shipped.confidence | {"bias": bias})):
        assert 0.0 < probability(read, learnt, question) < 1.0


@settings(deadline=None)
@given(st.integers(0, 99), st.floats(0.01, 0.5), st.floats(0.1, 5))
def test_more_of_a_sign_that_speaks_for_an_answer_makes_it_likelier(
    seed: int, more: float, weight: float
) -> None:
    read = evidence(seed, 5, 4)
    for name, field in {"retrieval": "retrieval", "alone": "alone", "likeness": "wide"}.items():
        better = replace(read, **{field: getattr(read, field) + np.float32(more)})
        for sign, least, most in ((weight, read, better), (-weight, better, read)):
            learnt = weighing(**{name: sign})
            assert probability(least, learnt) < probability(most, learnt)


@settings(deadline=None)
@given(st.integers(0, 99), st.dictionaries(st.sampled_from(["lead", "alone", "weakest"]), st.floats(-3, 3)))
def test_it_is_the_logistic_curve_of_the_weighed_signs(seed: int, of: dict[str, float]) -> None:
    read = evidence(seed, 5, 4)
    learnt = weighing(bias=0.25, **of)
    found = confidence.signs(ASKED, read, *scores(read, learnt))
    logit = 0.25 + sum(of[name] * found[name] for name in of)
    assert probability(read, learnt) == pytest.approx(1 / (1 + np.exp(-logit)))


def test_words_that_the_corpus_does_not_know_count_twice_at_most() -> None:
    none, one, two, three = (
        confidence.signs(ASKED, read, *scores(read, weights.load()))["strangers"]
        for read in (evidence(1, 4, 4, strangers=n) for n in range(4))
    )
    assert (none, one, two, three) == (0.0, 1.0, 2.0, 2.0)


def test_what_is_asked_for_and_not_there_is_counted() -> None:
    read = evidence(1, 3, 4)
    lacking = replace(read, met=expectation.fulfilled(ASKED, ["They slept well."] * 3))
    holding = replace(read, met=expectation.fulfilled(ASKED, ["All 42 slept for 7 h."] * 3))
    for name in ("unmet", "unmet nearby"):
        lacks, holds = (
            confidence.signs(ASKED, one, *scores(one, weights.load()))[name] for one in (lacking, holding)
        )
        assert lacks > holds == 0.0
        assert confidence.signs(PLAIN, lacking, *scores(lacking, weights.load()))[name] == 0.0
