"""Entries of a reference list that pages and lines have cut."""

from __future__ import annotations

import pytest

from kqa.corpus.formats.entries import gather


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("- One.\n- Two.\n\n3. Three.\n4. Four.", ["One.", "Two.", "Three.", "Four."]),
        (
            "1. One for 2nd\n\n- Year; 2023.  \nAvailable:x\n2. Two.",
            ["One for 2nd Year; 2023. Available:x", "Two."],
        ),
        (
            "1. One. *J*.\n\n\n\n- 2002;23:1.  \nDOI: 10.1/x.\n2. Two.",
            ["One. *J*. 2002;23:1. DOI: 10.1/x.", "Two."],
        ),
        ("[1] One.\n[2] Two", ["One.", "Two"]),
        ("1) One.\n\n2) Two.\n", ["One.", "Two."]),
        ("1. One in\n2010. And more.\n2. Two.", ["One in 2010. And more.", "Two."]),
        ("1. One.\nDOI: 10.1/x\n", ["One. DOI: 10.1/x"]),
    ],
)
def test_entries_are_whole(text: str, entries: list[str]) -> None:
    found, after = gather(text.split("\n"))
    assert found == list(enumerate(entries, 1))
    assert after == []


@pytest.mark.parametrize(
    "after",
    ["Disclaimer/Publisher’s Note: Ours.", "**Publisher's Note:** Ours.", "© 2024 the authors.", "Appendix"],
)
def test_the_list_ends_where_another_paragraph_begins(after: str) -> None:
    found, rest = gather(["", "1. One.", "2. Two. [CrossRef]", "", after, "more"])
    assert [number for number, _ in found] == [1, 2]
    assert rest == [after, "more"]


def test_missing_numbers_are_passed_over() -> None:
    assert [number for number, _ in gather(["1. One.", "2. Two.", "4. Four."])[0]] == [1, 2, 4]


def test_without_an_entry_there_is_no_list() -> None:
    assert gather(["", "Words.", "1. One."]) == ([], ["Words.", "1. One."])
