"""The words of a question that say what is asked, and the least matched of them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer import telling
from kqa.answer.telling import Word
from kqa.index.late import Tokens
from kqa.index.store import Index


def spelt(question: str, width: int = 6) -> Tokens:
    """Tokens of a question; words longer than `width` are spelt in pieces."""
    spans = [
        (at, min(at + width, word.end()))
        for word in re.finditer(r"[^\W_]+|[^\w\s]", question)
        for at in range(word.start(), word.end(), width)
    ]
    return Tokens(np.zeros((len(spans), 4), np.float32), np.array(spans, np.int32).reshape(-1, 2))


def texts(index: Index, question: str) -> list[str]:
    asked = spelt(question)
    found = telling.words(index, question, asked)
    return [question[asked.spans[w.pieces[0], 0] : asked.spans[w.pieces[-1], 1]] for w in found]


def test_function_words_tell_nothing_and_compounds_are_one_word(tiny_index: Index) -> None:
    question = "What was the average age of the light-treated nurses?"
    assert texts(tiny_index, question) == ["average", "age", "light-treated", "nurses"]


def test_a_misspelt_word_is_known_as_such(tiny_index: Index) -> None:
    question = "Does melatonnin help nurses in Reykjavik?"
    misspelt = [w.misspelt for w in telling.words(tiny_index, question, spelt(question))]
    assert misspelt == [True, False, False, False]


def word(*pieces: int, misspelt: bool = False) -> Word:
    return Word(np.array(pieces, np.int64), misspelt)


def test_one_word_without_a_counterpart_makes_the_gap() -> None:
    words = [word(0), word(1), word(2), word(3)]
    found = np.array([0.9, 0.9, 0.9, 0.9], np.float32)
    missing = np.array([0.9, 0.9, 0.1, 0.9], np.float32)
    assert telling.gap(words, found) == pytest.approx(0.0)
    assert telling.gap(words, missing) == pytest.approx(0.9 - 0.1)


def test_words_of_the_worse_half_do_not_lessen_the_gap() -> None:
    words = [word(n) for n in range(5)]
    one, two, most = np.array(
        [[0.9, 0.9, 0.1, 0.9, 0.9], [0.9, 0.9, 0.1, 0.2, 0.9], [0.9, 0.3, 0.1, 0.2, 0.9]], np.float32
    )
    assert telling.gap(words, one) == pytest.approx(telling.gap(words, two)) == pytest.approx(0.9 - 0.1)
    assert telling.gap(words, most) == pytest.approx(0.7 - 0.1)


def test_a_question_that_is_unlike_all_over_has_no_gap() -> None:
    words = [word(0), word(1), word(2), word(3)]
    assert telling.gap(words, np.full(4, 0.2, np.float32)) == pytest.approx(0.0)


def test_misspelt_words_are_not_missed() -> None:
    credit = np.array([0.9, 0.8, 0.1, 0.9], np.float32)
    slip = [word(0), word(1), word(2, misspelt=True), word(3)]
    assert telling.gap(slip, credit) == pytest.approx(0.9 - 0.8)
    assert telling.gap([word(2, misspelt=True)], credit) == 0.0
    assert telling.gap([], credit) == 0.0


def test_of_a_word_in_pieces_the_first_bears_the_stem() -> None:
    words = [word(0), word(1, 2), word(3)]
    stem_missing, end_missing = np.array([[0.9, 0.1, 0.9, 0.9], [0.9, 0.9, 0.1, 0.9]], np.float32)
    assert telling.gap(words, stem_missing) > 0.5 > telling.gap(words, end_missing)


@given(st.lists(st.floats(0, 1, width=32), min_size=4, max_size=4), st.floats(-0.5, 0.5))
def test_credit_that_rises_everywhere_leaves_the_gap(credit: list[float], more: float) -> None:
    words = [word(0, 1), word(2), word(3)]
    values = np.array(credit, np.float32)
    assert telling.gap(words, values + np.float32(more)) == pytest.approx(
        telling.gap(words, values), abs=1e-5
    )


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=6))
def test_the_gap_is_never_negative_and_never_more_than_lies_between_two_words(credit: list[float]) -> None:
    found = telling.gap([word(n) for n in range(len(credit))], np.array(credit, np.float32))
    assert -1e-6 <= found <= max(credit) - min(credit) + 1e-6
