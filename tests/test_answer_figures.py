"""Figures of a question and of what stands around a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 2016 trial of twenty adults", {"2016", "20"}),
        ("0.71 mg/kg, twice", {"0.71", "2"}),
        ("1,200 people, one of them ill", {"1200"}),
        ("weight and often", set()),
        ("20-person study; 13/27 (48%)", {"20", "13", "27", "48"}),
    ],
)
def test_figures_in_digits_and_in_words(text: str, expected: set[str]) -> None:
    assert figures.of(text) == expected


def test_the_share_of_the_figures_asked_with() -> None:
    around = ["In 2016 eight adults slept.", "In 2014 8 adults slept.", "Nothing."]
    assert figures.met("What did the eight adults of 2016 get?", around).tolist() == [1.0, 0.5, 0.0]


def test_a_question_without_figures_prefers_nothing() -> None:
    assert figures.met("What did one adult get?", ["In 2016.", "Nothing."]).tolist() == [0.0, 0.0]


@given(st.lists(st.integers(2, 5000), min_size=1, max_size=5), st.text(max_size=20))
def test_a_text_that_holds_the_question_meets_it_whole(asked: list[int], more: str) -> None:
    question = " and ".join(map(str, asked))
    assert figures.met(question, [f"{question} {more}"]).tolist() == [1.0]
