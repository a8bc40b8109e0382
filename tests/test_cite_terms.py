"""Content words and how far another text covers them."""

from __future__ import annotations

import pytest

from kqa.cite.terms import Cover, coverage, terms


@pytest.mark.parametrize(
    ("word", "text", "least"),
    [
        ("abstinent", "abstinence rates", 0.9),
        ("Russian", "a trial in Russia", 0.9),
        ("detoxification", "detoxified patients", 0.9),
        ("patients", "the participants", 0.85),
        ("administered", "was given to them", 0.85),
    ],
)
def test_relatives_and_everyday_equivalents_cover(word: str, text: str, least: float) -> None:
    assert coverage(terms(word, {}), Cover.of(terms(text, {})))[0] >= least


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("midazolam", "lorazepam"),
        ("women", "men"),
        ("psychedelic", "non-psychedelic"),
        ("cystitis", "urinary"),
        ("alcohol", "cocaine"),
    ],
)
def test_siblings_do_not(word: str, text: str) -> None:
    assert coverage(terms(word, {}), Cover.of(terms(text, {})))[0] == 0.0


def test_abbreviations_cover_what_they_stand_for() -> None:
    known = {"MBRP": "mindfulness-based relapse prevention"}
    assert coverage(terms("mindfulness", known), Cover.of(terms("MBRP", known))).tolist() == [1.0]


def test_function_words_and_numbers_are_no_terms() -> None:
    assert terms("the of three and not 5", {}) == ()
