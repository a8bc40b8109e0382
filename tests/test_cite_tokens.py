"""What is folded when words are compared, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.cite.tokens import forms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("don’t", "don't"),
        ("2–6 days", "2-6 days"),
        ("eﬃcacy", "efficacy"),
        ("soft\u00adhyphen", "softhyphen"),
        ("0.5\u00a0mg", "0.5mg"),
        ("$p < 0.05$", "p < 0.05"),
        (r"$\mu$ M", "µ M"),
        ("1,000", "1000"),
        (">= 3", "≥ 3"),
        ("“stuck”", '"stuck"'),
        ("*et al.* [22]", "et al."),
        ("a | b", "a b"),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert forms(tokens(one)) == forms(tokens(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("p < 0.05", "p > 0.05"),
        ("−5", "5"),
        ("10²", "10"),
        ("1.5", "15"),
        ("m²", "m"),
        ("patients'", "patient's"),
        ("2 6", "26"),
        ("5 %", "5 ‰"),
        ("0.5", "0,5"),
        ("±3", "3"),
        ("maybe", "may be"),
    ],
)
def test_what_means_something_is_kept_apart(one: str, other: str) -> None:
    assert forms(tokens(one)) != forms(tokens(other))


@given(st.text(max_size=200))
def test_spans_are_in_order_and_hold_the_spelling(text: str) -> None:
    end = 0
    for token in tokens(text, start=7):
        assert token.start >= end
        assert token.end <= len(text) + 7
        end = token.end
        assert token.form


def test_given_spans_are_passed_over() -> None:
    assert forms(tokens("a (Smith 2011) b", skip=[(2, 14)])) == ("a", "b")
