"""What a text file is made of, and when a paragraph goes on after a page."""

from __future__ import annotations

import pytest

from kqa.corpus.formats import parts
from kqa.corpus.formats.parts import Part

LONG = "Ketamine was given to all of the patients who took part in this trial, and it reduced"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG, "craving in most."),
        (LONG, "64 of the patients."),
        (LONG, "(R)-ketamine did not follow."),
        (f"{LONG} the", "Hood Mysticism Scale."),
        (f"{LONG} craving,", "Grabski et al. say."),
        (f"{LONG} *craving*", "*in most* of them."),
    ],
)
def test_a_broken_sentence_goes_on(before: str, after: str) -> None:
    (joined,) = parts.read(f"{before}\n\n{after}")
    assert joined == Part("paragraph", f"{before} {after}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{LONG} craving.", "then they left."),
        (f"{LONG} craving:", "one thing"),
        (f"{LONG} craving [22]", "Using the same model."),
        (f"{LONG} craving", "Then they left."),
        (LONG, "2. Discussion"),
        ("Soji Ojo ᵃ", "ᵃ University of Toledo"),
        ("Academic Editor", "ana adan"),
        (f"{LONG} craving; see https://example.org]", "and more"),
        (f"{LONG} [CrossRef]", "and more"),
    ],
)
def test_a_whole_paragraph_does_not(before: str, after: str) -> None:
    assert len(parts.read(f"{before}\n\n{after}")) == 2


def test_a_word_divided_at_a_hyphen_is_not_parted() -> None:
    (joined,) = parts.read(f"{LONG} double-\n\nblind craving.")
    assert joined.text.endswith("reduced double-blind craving.")


def test_items_go_on_too() -> None:
    item, last = parts.read(f"- {LONG}\n\ncraving.\n\n1. one\n   more")
    assert item == Part("item", f"{LONG} craving.")
    assert last == Part("item", "one more", number=1)


def test_a_single_star_is_a_footnote_and_two_are_a_list() -> None:
    assert parts.read("* Correspondence: a@b.org")[0].kind == "paragraph"
    assert [part.kind for part in parts.read("* one\n* two")] == ["item", "item"]


def test_lines_with_tabs_or_pipes_are_tables() -> None:
    tabs = parts.read("a\tb\n1\t2\n")
    pipes = parts.read("| a | b |\n|:--|--:|\n| 1 | 2 |\n")
    assert tabs == pipes == [Part("table", rows=(("a", "b"), ("1", "2")))]
    assert parts.read("a\tb")[0] == Part("paragraph", "a b")
    assert parts.read("a\t\tc\n1\t2\t\n")[0].rows == (("a", "", "c"), ("1", "2", ""))


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("# **T**", 1, "**T**"),
        ("  ###   A b  ##", 3, "A b"),
        ("## 6.2 Adverse Effects", 2, "6.2 Adverse Effects"),
    ],
)
def test_hashes_make_a_heading(line: str, level: int, words: str) -> None:
    assert parts.read(f"text\n{line}\ntext")[1] == Part("heading", words, level=level)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("1. Introduction", True),
        ("1.1. Alcohol Use Disorder", True),
        ("**6.4 Emerging**", True),
        ("2 Methods", True),
        ("64 inpatient adults", False),
        ("1. Introduction to what follows.", False),
        ("2024 was a year", False),
        ("1.5 mg/kg", False),
    ],
)
def test_what_a_numbered_heading_looks_like(line: str, is_heading: bool) -> None:
    assert parts.is_numbered_heading(line) is is_heading
