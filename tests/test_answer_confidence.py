"""How probable it is that the corpus answers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_examples import ASKED
from toy_examples import random_evidence as evidence

from kqa.answer import confidence, expectation, telling, weights
from kqa.answer.reader import Evidence, scores
from kqa.answer.weights import Weights

PLAIN = "What is the pineal gland?"


def probability(read: Evidence, learnt: Weights, question: str = ASKED) -> float:
    return confidence.probability(question, read, scores(read, learnt), learnt)


def signs(read: Evidence, question: str = ASKED) -> dict[str, float]:
    return confidence.signs(question, read, scores(read, weights.load()))


def weighing(**of: float) -> Weights:
    """The shipped weights, with a confidence that looks at nothing but the signs named."""
    return replace(weights.load(), confidence=of, topic={"bias": 30.0}, matter={"bias": 30.0})


def test_every_sign_that_was_weighed_is_given() -> None:
    learnt = weights.load()
    assert set(learnt.topic) - {"bias"} == set(confidence.TOPIC)
    assert set(learnt.matter) - {"bias"} == set(confidence.MATTER)
    assert set(learnt.confidence) - {"bias"} == set(confidence.ANSWER)
    assert set(signs(evidence(1, 4, 5))) == {*confidence.TOPIC, *confidence.MATTER, *confidence.ANSWER}


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


@given(st.integers(0, 99), st.floats(0.01, 0.5), st.floats(0.1, 5))
def test_more_of_a_sign_that_speaks_for_an_answer_makes_it_likelier(
    seed: int, more: float, weight: float
) -> None:
    read = evidence(seed, 5, 4)
    for name, field in {"retrieval": "retrieval", "alone": "alone", "likeness": "credit"}.items():
        better = replace(read, **{field: getattr(read, field) + np.float32(more)})
        for sign, least, most in ((weight, read, better), (-weight, better, read)):
            learnt = weighing(**{name: sign})
            assert probability(least, learnt) < probability(most, learnt)


@given(st.integers(0, 99), st.dictionaries(st.sampled_from(["lead", "alone", "weakest"]), st.floats(-3, 3)))
def test_it_is_the_logistic_curve_of_the_weighed_signs(seed: int, of: dict[str, float]) -> None:
    read = evidence(seed, 5, 4)
    learnt = weighing(bias=0.25, **of)
    found = confidence.signs(ASKED, read, scores(read, learnt))
    logit = 0.25 + sum(of[name] * found[name] for name in of)
    whole = learnt.slope * logit + learnt.shift
    assert probability(read, learnt) == pytest.approx(1 / (1 + np.exp(-whole)))


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3))
def test_its_odds_are_those_of_all_three_curves_made_steeper_and_mostly_answered(
    topic: float, matter: float, answer: float
) -> None:
    curves = {"topic": topic, "matter": matter, "confidence": answer}
    learnt = replace(weights.load(), **{name: {"bias": bias} for name, bias in curves.items()})
    all_three = np.prod([1 / (1 + np.exp(-bias)) for bias in curves.values()])
    said = probability(evidence(1, 3, 3), learnt)
    odds = np.exp(learnt.shift) * (all_three / (1 - all_three)) ** learnt.slope
    assert said / (1 - said) == pytest.approx(odds)


def test_words_that_the_corpus_does_not_know_count_twice_at_most() -> None:
    none, one, two, three = (signs(evidence(1, 4, 4, strangers=n))["strangers"] for n in range(4))
    assert (none, one, two, three) == (0.0, 1.0, 2.0, 2.0)


def test_what_is_asked_for_and_not_there_is_counted() -> None:
    read = evidence(1, 3, 4)
    lacking = replace(read, met=expectation.fulfilled(ASKED, ["They slept well."] * 3))
    holding = replace(read, met=expectation.fulfilled(ASKED, ["All 42 slept for 7 h."] * 3))
    assert signs(lacking)["unmet nearby"] > signs(holding)["unmet nearby"] == 0.0
    assert signs(lacking, PLAIN)["unmet nearby"] == 0.0


def test_what_is_asked_for_may_stand_in_another_sentence_of_the_passage() -> None:
    met = expectation.fulfilled(ASKED, ["They slept well.", "All 42 slept for 7 h."])
    best = np.array([1.0, 0.0], np.float32)
    together, apart = (
        confidence.signs(ASKED, replace(evidence(1, 2, 4), met=met, passages=np.array(passages)), best)
        for passages in ([0, 0], [0, 1])
    )
    assert apart["unmet nearby"] > together["unmet nearby"] == 0.0


@given(st.integers(0, 99), st.integers(0, 4))
def test_the_gap_is_that_of_the_best_sentence(seed: int, best: int) -> None:
    read = evidence(seed, 5, 4)
    found = confidence.signs(ASKED, read, np.eye(5, dtype=np.float32)[best])
    assert found["gap"] == telling.gap(read.telling, read.credit[best])
