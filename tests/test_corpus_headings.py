"""Which lines are headings, and how deep."""

from __future__ import annotations

import pytest

from kqa.corpus.formats.headings import Outline, bare
from kqa.corpus.formats.parts import Part


def outlined(*lines: str | tuple[int, str]) -> list[tuple[int, str]]:
    """Level (0 for what is no heading) and words of what the lines become; a pair is hashes and words."""
    outline, made = Outline(), []
    for line in lines:
        part = Part("paragraph", line) if isinstance(line, str) else Part("heading", line[1], level=line[0])
        made += [(placed.level, placed.text) for placed in outline.place(part)]
    return made


def test_numbers_say_how_deep_whatever_the_hashes() -> None:
    assert outlined((4, "1. A"), (2, "1.1 B"), "1.1.1 C", (1, "**2. D**"), "2.1. E", "3 F") == [
        *((2, "1. A"), (3, "1.1 B"), (4, "1.1.1 C"), (2, "2. D"), (3, "2.1. E"), (2, "3 F")),
    ]


def test_a_number_out_of_turn_is_no_heading() -> None:
    assert outlined("1. A", "4. Ketamine was fourth", "1.2 Grams", "2. B") == [
        *((2, "1. A"), (0, "4. Ketamine was fourth"), (0, "1.2 Grams"), (2, "2. B")),
    ]


def test_names_are_headings_without_any_mark() -> None:
    assert outlined("Abstract", "Words.", "Introduction", "**Methods**", "Acknowledgements") == [
        *((2, "Abstract"), (0, "Words."), (2, "Introduction"), (2, "Methods"), (2, "Acknowledgements")),
    ]


def test_bold_lines_are_headings_in_the_body_only() -> None:
    assert outlined("**Review Article**", "1. A", "**A part**", "**Bold words.**") == [
        *((0, "**Review Article**"), (2, "1. A"), (3, "A part"), (0, "**Bold words.**")),
    ]


def test_run_in_heads_go_under_their_section() -> None:
    assert outlined("**Background:** x", "5. A", "**Smoking:** It is.", "5.1 B", "**Memory.** It was.") == [
        (0, "**Background:** x"),
        (0, "5. A"),
        (0, "**Smoking:** It is."),
        (0, "5.1 B"),
        (0, "**Memory.** It was."),
    ]
    assert outlined("1. A", "**Smoking:** It is.", "1.1 B", "**Memory.** It was.") == [
        *((2, "1. A"), (3, "Smoking"), (0, "It is.")),
        *((3, "1.1 B"), (4, "Memory"), (0, "It was.")),
    ]


def test_labels_of_the_back_matter_stay_in_their_paragraph() -> None:
    assert outlined("Funding: none", "1. A", "Funding: a grant.", "**Publisher's Note:** Ours.") == [
        *((0, "Funding: none"), (2, "1. A"), (2, "Funding"), (0, "Funding: a grant.")),
        *((2, "Publisher's Note"), (0, "Ours.")),
    ]
    assert outlined("1. A", (2, "Funding"), "Funding: a grant.") == [
        *((2, "1. A"), (2, "Funding"), (0, "Funding: a grant.")),
    ]


def test_unnumbered_hashes_are_as_deep_as_their_like() -> None:
    assert outlined((1, "First"), (2, "Inner"), (3, "Innermost"), (2, "Inner again")) == [
        *((2, "First"), (3, "Inner"), (4, "Innermost"), (3, "Inner again")),
    ]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("**6.4 Emerging**", "6.4 Emerging"),
        ("Open Peer Review History:", "Open Peer Review History"),
        ("a_b", "a_b"),
    ],
)
def test_headings_are_bare_words(printed: str, words: str) -> None:
    assert bare(printed) == words
