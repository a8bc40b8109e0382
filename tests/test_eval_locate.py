"""Quotations are found whatever their setting, and never when a sign that carries meaning differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.eval import locate


@pytest.mark.parametrize(
    ("text", "quotation", "found"),
    [
        ("Doses of 5 mg\nper day were given.", "5 mg per day", "5 mg\nper day"),
        ("| Smith 2011 | 2 mg | 60 adults |", "Smith 2011 2 mg 60 adults", "Smith 2011 | 2 mg | 60 adults"),
        (
            "fell (p < 0.012) and 0.84 μM",
            r"fell ( $p < 0.012$ ) and 0.84 $\mu$ M",
            "fell (p < 0.012) and 0.84 μM",
        ),
        ("In *Science* **2010**, 329–31.", "In Science 2010, 329-31.", "In *Science* **2010**, 329–31."),
        ("Ketamine’s “high” dose", 'Ketamine\'s "high" dose', "Ketamine’s “high” dose"),
        (
            "See <https://example.org/a> now",
            "See https://example.org/a now",
            "See <https://example.org/a> now",
        ),
        ("Brain Res. 2016, 126, 68–73.", "Brain Res. 2016, 126, 68–73. [[CrossRef](#)] [[PubMed](#)]", None),
        ("x ≤ 3 mg", r"x $\leq$ 3 mg", "x ≤ 3 mg"),
        ("temperature of 5 µg", "5 μg", "5 µg"),
    ],
)
def test_a_quotation_is_found_in_another_setting(text: str, quotation: str, found: str | None) -> None:
    [(start, end)] = locate.spans(text, quotation)
    assert text[start:end] == (found or text)


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("fell (p < 0.05) overall", "fell (p > 0.05) overall"),
        ("in 69.8% of patients", "in 6.98% of patients"),
        ("was not significant", "was significant"),
        ("rose by 12 mg", "rose by 1.2 mg"),
        ("COWS> 36 was found", "COWS 36 was found"),
    ],
)
def test_an_altered_quotation_is_not_found(text: str, altered: str) -> None:
    assert locate.spans(text, altered) == ()


def test_every_place_of_a_repeated_quotation_is_given_in_order() -> None:
    assert locate.spans("no dose, no  dose; no dose", "no dose") == ((0, 7), (9, 17), (19, 26))


def test_a_quotation_of_mere_setting_is_nowhere() -> None:
    assert locate.spans("a | b", " | ") == ()


def test_the_longest_start_tells_where_a_quotation_departs() -> None:
    assert locate.longest_start("The dose was 5 mg per day.", "The dose was 7 mg per day") == "The dose was"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


PLAIN_WORDS = st.text(st.sampled_from("abé1.%<>=()|*’“–µ \n"), max_size=40)


@given(before=PLAIN_WORDS, quotation=PLAIN_WORDS, after=PLAIN_WORDS)
def test_what_stands_in_a_text_is_found_and_says_the_same(before: str, quotation: str, after: str) -> None:
    text = f"{before} {quotation} {after}"
    found = locate.spans(text, quotation)
    assert bool(found) == bool(locate.skeleton(quotation).letters)
    assert all(locate.same(text[start:end], quotation) for start, end in found)


@given(WORDS)
def test_a_skeleton_remembers_where_every_sign_came_from(text: str) -> None:
    held = locate.skeleton(text)
    assert len(held.letters) == len(held.starts) == len(held.ends)
    assert list(held.starts) == sorted(held.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(held.starts, held.ends, strict=True))
