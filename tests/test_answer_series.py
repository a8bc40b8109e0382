"""Rows of headings that differ in one word, and sentences that speak of another member than the question."""

from __future__ import annotations

import pytest
import reviews

from kqa.answer import series
from kqa.answer.places import ArticlePlaces
from kqa.index import synonyms
from kqa.index.store import Index
from kqa.index.synonyms import Rules

HEADINGS = [
    "4.1 Alcohol Use Disorder",
    "4.2. Opioid use disorder",
    "4.3. Tobacco use disorder",
    "5. Discussion",
    "Data analysis",
    "Image analysis",
    "Text analysis",
]
ROWS = series.of(HEADINGS)
RULES = Rules({("smoke",): (("tobacco",),), ("cigarett",): (("tobacco",),)})


def contrary(question: str, text: str, rules: Rules = RULES) -> bool:
    return bool(series.contrary(question, [text], ROWS, rules)[0])


def test_headings_of_three_words_that_differ_in_one_make_a_row() -> None:
    assert {frozenset({"alcohol", "opioid", "tobacco"})} == ROWS


def test_two_headings_make_none() -> None:
    assert series.of(HEADINGS[:2]) == frozenset()


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Does it help with alcohol?", "Opioid use disorder\nCraving fell.", True),
        ("Does it help with alcohol?", "Opioid use disorder\nThey drank alcohol, too.", False),
        ("Does it help with alcohol?", "Discussion\nCraving fell.", False),
        ("Does it help?", "Opioid use disorder\nCraving fell.", False),
        ("Does it help smokers with cigarettes?", "Tobacco use disorder\nCraving fell.", False),
        ("Does it help against cigarettes?", "Opioid use disorder\nCraving fell.", True),
        ("Alcohol or opioids?", "Opioid use disorder\nCraving fell.", False),
    ],
)
def test_a_sentence_on_another_member_is_contrary(question: str, text: str, expected: bool) -> None:
    assert contrary(question, text) is expected


def test_without_rows_nothing_is_contrary() -> None:
    assert series.contrary("alcohol?", ["Opioid use disorder"], (), synonyms.load()).tolist() == [0.0]


def test_a_review_tells_its_substances_apart_by_its_headings() -> None:
    blocks = reviews.read("thomas2025").blocks
    (row,) = series.of({heading for block in blocks for heading in block.section})
    assert {"alcohol", "opioid", "cocain", "cannabi", "tobacco"} <= row


def test_the_rows_of_an_article_are_those_of_its_headings(tiny_index: Index) -> None:
    places = ArticlePlaces(tiny_index, "garcia2020")
    headings = {name for row in tiny_index.rows("garcia2020") for name in tiny_index.passages[row].section}
    assert places.series == series.of(headings)
