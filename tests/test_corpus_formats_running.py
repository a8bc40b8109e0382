from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.formats.running import Inline, Piece, plain, run

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
PIECES = st.lists(
    st.builds(
        Piece,
        WORDS,
        st.sampled_from(["", "sup", "sub"]),
        st.none() | st.lists(st.integers(1, 40), max_size=3).map(tuple),
    ),
    max_size=12,
)


def cite(text: str, *numbers: int, shift: str = "") -> Piece:
    return Piece(text, shift, numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pieces", "text", "cited"),
    [
        ([Piece("Known ["), cite("1", 1), Piece(","), cite("2", 2), Piece("].")], "Known [1,2].", [(1, 2)]),
        (
            [Piece("Known ["), cite("1", 1), Piece("–"), cite("4", 4), Piece("].")],
            "Known [1–4].",
            [(1, 2, 3, 4)],
        ),
        (
            [Piece("Known ["), cite("1", 1), Piece("]–["), cite("3", 3), Piece("].")],
            "Known [1]–[3].",
            [(1, 2, 3)],
        ),
        (
            [Piece("it."), cite("3", 3, shift="sup"), Piece(",", "sup"), cite("5", 5, shift="sup")],
            "it.[3,5]",
            [(3, 5)],
        ),
        ([Piece("it."), cite("3", 3), Piece(" Then")], "it.[3] Then", [(3,)]),
        ([Piece("see ref. "), cite("3", 3), Piece(".")], "see ref. 3.", [(3,)]),
        (
            [Piece("so ("), cite("3", 3), cite("", 4), Piece("–"), cite("5", 5), Piece(").")],
            "so (3–5).",
            [(3, 4, 5)],
        ),
        (
            [Piece("so ("), cite("Li, 2019", 2), Piece("; "), cite("Wu et al., 2020", 7), Piece(").")],
            "so (Li, 2019; Wu et al., 2020).",
            [(2,), (7,)],
        ),
        ([Piece("10"), Piece("6", "sup"), Piece(" m"), Piece("−2", "sup")], "10⁶ m⁻²", []),
        ([Piece("CO"), Piece("2", "sub"), Piece(" 10"), Piece("0.5", "sup")], "CO2 10^0.5", []),
        ([Piece("no"), cite("12")], "no[12]", []),
        ([Piece("(see a review "), cite("4", 4, shift="sup"), Piece(")")], "(see a review [4])", [(4,)]),
        ([Piece("(in a cell"), cite("4", 4), Piece(")")], "(in a cell[4])", [(4,)]),
        ([Piece("[8,"), cite("9", 9), Piece("]")], "[8,9]", [(9,)]),
        ([Piece("(see "), cite("4", 4), Piece(")")], "(see 4)", [(4,)]),
        (
            [Piece("Ode in "), cite("1998", 2), Piece(" and "), cite("2004a", 3)],
            "Ode in 1998 and 2004a",
            [(2,), (3,)],
        ),
    ],
)
def test_citations_are_set_and_led_to_entries(
    pieces: list[Piece], text: str, cited: list[tuple[int, ...]]
) -> None:
    made = run(pieces)
    assert made.text == text
    assert [numbers for _, _, numbers in made.marks] == cited


def test_marks_stand_at_the_words_they_name() -> None:
    made = run([Piece(" A  "), cite("Li, 2019", 2), Piece(" and\n"), cite("Wu (2020)", 7)])
    assert [made.text[s:e] for s, e, _ in made.marks] == ["Li, 2019", "Wu (2020)"]


def test_white_space_without_end_is_read_in_no_time() -> None:
    gap = "\n " * 100_000
    began = time.perf_counter()
    made = run([Piece(f"a{gap}b"), Piece(gap, "sup"), cite(f"{gap}1{gap}", 1), Piece(f"{gap}. So{gap}")])
    assert made.text == "a b[1]. So"
    assert time.perf_counter() - began < 2


def test_a_blank_citation_marks_nothing() -> None:
    assert run([Piece("0"), cite("\r", 1), Piece("0")]) == Inline("0 0")


def test_a_long_interval_of_years_is_no_range_of_references() -> None:
    made = run([Piece("in "), cite("1", 1), Piece("–"), cite("400", 400)])
    assert made.marks[0][2] == (1, 400)


@given(PIECES)
def test_running_text_is_canonical_whatever_the_pieces(pieces: list[Piece]) -> None:
    made = run(pieces)
    assert unicodedata.is_normalized("NFC", made.text)
    assert made.text == " ".join(made.text.split())
    assert "\n" not in made.text
    last = 0
    for start, end, numbers in made.marks:
        assert last <= start < end <= len(made.text)
        assert numbers
        last = end


@given(st.lists(st.text(st.sampled_from("ab c\n\u0301é[]1"), max_size=5).map(Piece), max_size=8))
def test_no_word_is_lost_or_added(pieces: list[Piece]) -> None:
    made, expected = run(pieces), plain("".join(piece.text for piece in pieces))
    assert made.text.replace(" ", "") == expected.replace(" ", "")
    assert re.findall(r"\w+", made.text) == re.findall(r"\w+", expected)
    assert made.marks == ()


@pytest.mark.parametrize(
    ("pieces", "text", "cited"),
    [
        (
            [
                Piece("so.", ""),
                Piece("[", "sup"),
                Piece("\n"),
                cite("\n1\n", 1),
                Piece(", "),
                cite("\n2\n", 2),
                Piece("\n"),
                Piece("]", "sup"),
                Piece(" Then"),
            ],
            "so.[1,2] Then",
            ["[1,2]"],
        ),
        ([Piece("so."), cite("\n4\n", 4, shift="sup"), Piece("\n")], "so.[4]", ["[4]"]),
        (
            [Piece("so"), Piece("\n", "sup"), cite("7", 7, shift="sup"), Piece("\n", "sup"), Piece(".")],
            "so[7].",
            ["[7]"],
        ),
        ([Piece("so ["), cite("3\n", 3), cite("\n5", 5), Piece("].")], "so [3 5].", ["[3 5]"]),
        ([Piece("genes (\n  "), Piece("AB"), Piece("\n  )\n and")], "genes (AB) and", []),
        ([Piece("so"), Piece("(", "sup"), cite("1", 1), Piece(")", "sup")], "so(1)", ["1"]),
        ([Piece("10"), Piece("\n  −8", "sup"), Piece(" m")], "10⁻⁸ m", []),
        ([Piece("so "), cite("4", 4, shift="sup"), Piece("\n  . Then\n  .5")], "so [4]. Then .5", ["[4]"]),
    ],
    ids=[
        "raised brackets",
        "raised on lines",
        "inside the sup",
        "no comma",
        "words",
        "raised parentheses",
        "exponent",
        "full stop",
    ],
)
def test_xml_set_out_on_lines_reads_as_if_it_were_not(
    pieces: list[Piece], text: str, cited: list[str]
) -> None:
    made = run(pieces)
    assert made.text == text
    assert [made.text[s:e] for s, e, _ in made.marks] == cited
