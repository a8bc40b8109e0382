"""The parts of a score weighed against each other: what tells right sentences from others counts."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_examples import ASKED, random_evidence

from kqa.answer import expectation, reader, traits, weights
from kqa.answer.reader import Evidence
from kqa.answer.train import asked, combine
from kqa.answer.train.asked import Read
from kqa.answer.weights import Weights
from kqa.errors import UsageError

SENTENCES, WORDS = 8, 4
RIGHT = np.arange(SENTENCES) == 5
ABOVE = RIGHT.astype(np.float32)
COMBINED = ("credit", "least", "alone", "retrieval", "figures", "expectation", "traits")
"""Fields of the weights that are fitted here."""


def raised(name: str) -> Callable[[Evidence], Evidence]:
    """One number of a sentence is higher where it is right."""
    return lambda read: replace(read, **{name: getattr(read, name) / 4 + ABOVE})


def credited(right: list[float], wrong: list[float]) -> Callable[[Evidence], Evidence]:
    """The words have other credit where a sentence is right."""
    rows = np.array([right if one else wrong for one in RIGHT], np.float32)
    return lambda read: replace(
        read, credit=rows + read.credit / 20, words=np.full(WORDS, 1 / WORDS, np.float32)
    )


def trait(name: str, right: float, wrong: float) -> Callable[[Evidence], Evidence]:
    found = np.zeros((SENTENCES, len(traits.TRAITS)), np.float32)
    found[:, traits.TRAITS.index(name)] = np.where(RIGHT, right, wrong)
    return lambda read: replace(read, traits=found)


def expected(read: Evidence) -> Evidence:
    """Only the right sentence holds what is asked for."""
    return replace(
        read, met=expectation.fulfilled(ASKED, np.where(RIGHT, "42 nurses slept for 7 h.", "They slept."))
    )


TELLING = {
    "credit": credited([0.9, 0.9, 0.9, 0.1], [0.5, 0.5, 0.5, 0.1]),
    "least": credited([0.5, 0.5, 0.5, 0.5], [0.9, 0.9, 0.2, 0.0]),
    "alone": raised("alone"),
    "retrieval": raised("retrieval"),
    "figures": raised("figures"),
    "expectation": expected,
    "length": trait("length", 0.0, -1.0),
    "scrap": trait("scrap", 0.0, 1.0),
}
"""For each part, evidence in which it tells right sentences from others; the rest is drawn."""


def questions(name: str, seeds: range) -> list[Read]:
    return [
        Read(
            ASKED,
            answerable=True,
            evidence=TELLING[name](random_evidence(seed, SENTENCES, WORDS)),
            right=RIGHT,
        )
        for seed in seeds
    ]


@given(st.integers(0, 99))
def test_the_parts_add_up_to_the_readers_score(seed: int) -> None:
    learnt = weights.load()
    (read,) = questions("alone", range(seed, seed + 1))
    of = [{"expectation": 1.0, **learnt.traits}.get(name) or getattr(learnt, name) for name in combine.PARTS]
    scores = reader.scores(read.evidence, learnt)
    np.testing.assert_allclose(combine.parts(read, learnt) @ np.array(of), scores, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("name", combine.PARTS)
def test_the_part_that_tells_puts_right_sentences_of_other_questions_first(name: str) -> None:
    made = combine.fit(questions(name, range(30)), weights.load())
    unseen = questions(name, range(30, 60))
    assert asked.ranked(unseen, made)[:, 0].all()
    without = replace(made, **lacking(made, name))
    assert asked.ranked(unseen, without)[:, 0].mean() < 0.7


def lacking(made: Weights, name: str) -> dict[str, object]:
    """What to replace in weights so that one part counts nothing."""
    if name in traits.TRAITS:
        return {"traits": made.traits | {name: 0.0}}
    return {name: (0.0,) * len(made.expectation) if name == "expectation" else 0.0}


def test_what_is_not_weighed_is_kept() -> None:
    learnt = weights.load()
    made = combine.fit(questions("figures", range(10)), learnt)
    for field in fields(Weights):
        kept = getattr(made, field.name) == getattr(learnt, field.name)
        assert kept is (field.name not in COMBINED), field.name


def test_what_is_expected_is_weighed_as_a_whole() -> None:
    learnt = weights.load()
    made = combine.fit(questions("expectation", range(10)), learnt)
    times = np.array(made.expectation) / np.array(learnt.expectation)
    np.testing.assert_allclose(times, times[0], rtol=0.01)


def test_questions_without_a_right_sentence_teach_nothing() -> None:
    learnt, taught = weights.load(), questions("alone", range(10))
    nothing = [replace(read, right=np.zeros_like(RIGHT)) for read in questions("retrieval", range(10, 20))]
    assert combine.fit([*nothing, *taught, *nothing], learnt) == combine.fit(taught, learnt)


def test_without_any_right_sentence_it_is_said_what_is_needed() -> None:
    with pytest.raises(UsageError, match="of none of 0 questions an answering sentence was read"):
        combine.fit([], weights.load())


def test_equal_questions_give_equal_weights_of_four_digits() -> None:
    one, again, other = (
        combine.fit(questions("retrieval", range(first, first + 10)), weights.load()) for first in (0, 0, 10)
    )
    assert one == again != other
    numbers = (one.credit, one.least, one.alone, one.retrieval, one.figures, *one.traits.values())
    assert all(round(number, 4) == number for number in (*numbers, *one.expectation))


def with_figures(reads: list[Read], change: Callable[[np.ndarray], np.ndarray]) -> list[Read]:
    return [
        replace(read, evidence=replace(read.evidence, figures=change(read.evidence.figures)))
        for read in reads
    ]


def test_a_part_that_is_the_same_everywhere_is_no_part() -> None:
    taught = with_figures(questions("alone", range(10)), lambda of: np.full_like(of, 0.3))
    assert combine.fit(taught, weights.load()).figures == 0.0


def test_a_part_counts_the_same_in_any_unit() -> None:
    taught, learnt = questions("figures", range(10)), weights.load()
    one, other = (combine.fit(with_figures(taught, lambda of, n=n: of * n), learnt) for n in (1, 8))
    assert one.figures == pytest.approx(other.figures * 8, rel=1e-3)
    assert one.alone == pytest.approx(other.alone, abs=1e-3)
