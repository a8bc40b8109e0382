"""In-text citations: which brackets are markers, and which entries they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import citations
from kqa.corpus.citations import Marker, expand, find, ids


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("anesthetic [1].", [(1,)]),
        ("in humans [4–7].", [(4, 5, 6, 7)]),
        ("[10,32–34,38]", [(10, 32, 33, 34, 38)]),
        ("[10, 32-34; 38]", [(10, 32, 33, 34, 38)]),
        ("midazolam. [29]. Similar", [(29,)]),
        ("Berman et al. [8] showed X [14]", [(8,), (14,)]),
        ("analgesia[5]", [(5,)]),
        ("[4]–[7]", [(4, 5, 6, 7)]),
        ("[4,5,4]", [(4, 5)]),
        (r"stored as \[3\].", [(3,)]),
        ("linked [3](#ref3)", [(3,)]),
    ],
)
def test_markers_are_found_and_expanded(text: str, numbers: list[tuple[int, ...]]) -> None:
    found = find(text)
    assert [marker.numbers for marker in found] == numbers
    assert all(text[marker.start : marker.end].strip("\\").startswith("[") for marker in found)


@pytest.mark.parametrize(
    "text",
    [
        "[CrossRef]",
        r"[\[CrossRef\]](#)",
        "[[PubMed](#)]",
        "see [2](https://example.org)",
        "![1](figure.png)",
        "[1]: https://example.org",
        "in [2019]",
        "[7–4]",
        "[1–500]",
        "[0]",
        "95% CI [12, 34]",
        "range [1-5]",
        "[1.5, 2]",
        "[]",
        "[12a]",
    ],
)
def test_what_is_no_citation_is_passed_over(text: str) -> None:
    assert find(text) == ()


def test_numbers_beyond_the_list_are_no_citation() -> None:
    assert find("as shown [74]", known=73) == ()
    assert find("as shown [73]", known=73) == (Marker(9, 13, (73,)),)
    assert find("as shown [12, 74]", known=73) == ()


def test_offsets_count_code_points_of_the_whole_text() -> None:
    text = "𝛼 and é [1] then [2]"
    assert [text[m.start : m.end] for m in find(text, 3)] == ["[1]", "[2]"]
    assert [text[m.start : m.end] for m in find(text, 0, text.index(" then"))] == ["[1]"]


def test_ids_keep_order_and_drop_repeats() -> None:
    assert ids(find("[3,1] then [1–2]"), "thomas2025") == ("thomas2025:3", "thomas2025:1", "thomas2025:2")


@given(st.lists(st.integers(1, 900), min_size=1, max_size=12))
def test_what_is_written_is_read(numbers: list[int]) -> None:
    text = f"so it was shown [{','.join(map(str, numbers))}]."
    (marker,) = find(text)
    assert marker.numbers == tuple(dict.fromkeys(numbers))


@given(st.integers(1, 800), st.integers(0, citations.WIDEST))
def test_ranges_name_every_entry_between(low: int, width: int) -> None:
    assert expand(f"{low}–{low + width}") == tuple(range(low, low + width + 1))


@given(st.text(alphabet="[]0123456789,–- a\\()#!", max_size=60))
def test_markers_never_overlap_and_lie_in_the_text(text: str) -> None:
    last = 0
    for marker in find(text, known=50):
        assert last <= marker.start < marker.end <= len(text)
        assert all(1 <= number <= 50 for number in marker.numbers)
        last = marker.end


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("rats [4]–[7]and mice", "[4]–[7]"),
        ("rats [1]and mice", "[1]"),
        ("patients [sic] [12]", "[12]"),
        ("[emphasis added] [7].", "[7]"),
    ],
)
def test_a_lost_blank_or_another_bracket_hides_no_citation(text: str, marker: str) -> None:
    (found,) = citations.find(text)
    assert text[found.start : found.end] == marker
