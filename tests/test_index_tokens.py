from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.index.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("a dose of 0.71 mg/kg", "0.71"),
        ("a dose of 0.71 mg/kg", "mg/kg"),
        ("a dose of 0.5mg/kg", "mg/kg"),
        ("13/27 (48.1%)", "13/27"),
        ("13/27 (48.1%)", "48.1%"),
        ("48.1 %", "48.1"),
        ("the 5-HT receptor", "5-ht"),
        ("the 5‑HT receptor", "5-ht"),  # non-breaking hyphen
        ("IL-6 rose", "il-6"),
        ("1,000 patients", "1000"),
        ("80 µg", "μg"),  # micro sign and Greek mu are one
        ("ﬁndings", "find"),  # ligature
        ("Studies", "studi"),
        ("naïve", "naïv"),
        ("кетамин", "кетамин"),
    ],
)
def test_figures_units_and_words_are_searchable(text: str, token: str) -> None:
    assert token in tokenize(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ketamine-assisted therapy", "therapy assisted ketamine"),
        ("percentage: 50%", "a percentage of 50"),
        ("Drinking", "drinks"),
        ("95 %", "95%"),
    ],
)
def test_ways_of_writing_meet(one: str, other: str) -> None:
    assert set(tokenize(one)) & set(tokenize(other)) >= set(tokenize(other))


def test_stop_words_are_not_counted() -> None:
    assert tokenize("What is the of and a?") == []


def test_repeats_and_order_are_kept() -> None:
    assert tokenize("dose placebo dose") == ["dose", "placebo", "dose"]


@given(st.text())
def test_any_text_has_tokens_without_white_space(text: str) -> None:
    tokens = tokenize(text)
    assert all(token and not any(c.isspace() for c in token) for token in tokens)
    assert tokens == tokenize(text)


def test_threads_do_not_share_a_stemmer() -> None:
    words = [f"running{i} studies relapses" for i in range(400)]
    alone = [tokenize(text) for text in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tokenize, words)) == alone
