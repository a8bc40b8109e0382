"""The structure of canonical text: every kind of block, its place, its span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.structure import Block, parse, plain

TEXT = """Review

# **On** Trials

Ann Smith

* Correspondence: ann@example.org

## Abstract

We tried.

## 1. Methods

By hand.

- one
- two
  and more

1. first
2) second

### 1.2. Doses

Table 2. Doses given.

| **Drug** | Dose, mg |
| --- | ---: |
| A\\|B [1] | 5 |
|  | 10 |
|  |  |

Abbreviations: A: Alpha.

After.

#### Notes

Of it.

| x | y |
|---|---|
| 1 | 2 |

## References

1. Smith, A. On Trials.
2. Jones, B.
   Went on.

## Funding:

None.
"""


@pytest.fixture(scope="module")
def blocks() -> tuple[Block, ...]:
    return parse(TEXT)


def test_every_kind_of_block_and_its_place(blocks: tuple[Block, ...]) -> None:
    assert [(b.kind, TEXT[b.start : b.end], b.locator) for b in blocks] == [
        ("paragraph", "Review", "Front matter, para. 1"),
        ("heading", "**On** Trials", "title"),
        ("paragraph", "Ann Smith", "Front matter, para. 2"),
        ("paragraph", "* Correspondence: ann@example.org", "Front matter, para. 3"),
        ("heading", "Abstract", "Abstract"),
        ("paragraph", "We tried.", "Abstract, para. 1"),
        ("heading", "1. Methods", "sec. 1"),
        ("paragraph", "By hand.", "sec. 1, para. 1"),
        ("item", "one", "sec. 1, item 1"),
        ("item", "two\n  and more", "sec. 1, item 2"),
        ("item", "first", "sec. 1, item 3"),
        ("item", "second", "sec. 1, item 4"),
        ("heading", "1.2. Doses", "sec. 1.2"),
        ("note", "Table 2. Doses given.", "Table 2, caption"),
        ("row", "A\\|B [1] | 5", "Table 2, row 1"),
        ("row", "| 10", "Table 2, row 2"),
        ("note", "Abbreviations: A: Alpha.", "Table 2, key"),
        ("paragraph", "After.", "sec. 1.2, para. 1"),
        ("heading", "Notes", "sec. 1.2, Notes"),
        ("paragraph", "Of it.", "sec. 1.2, Notes, para. 1"),
        ("row", "1 | 2", "sec. 1.2, Notes, table 1, row 1"),
        ("heading", "References", "References"),
        ("reference", "Smith, A. On Trials.", "ref. 1"),
        ("reference", "Jones, B.\n   Went on.", "ref. 2"),
        ("heading", "Funding:", "Funding"),
        ("paragraph", "None.", "Funding, para. 1"),
    ]


def test_sections_are_paths_without_the_title(blocks: tuple[Block, ...]) -> None:
    of = {b.locator: b.section for b in blocks}
    assert of["title"] == ("On Trials",)
    assert of["Front matter, para. 2"] == ()
    assert of["sec. 1.2, Notes, para. 1"] == ("1. Methods", "1.2. Doses", "Notes")
    assert of["Table 2, row 1"] == ("1. Methods", "1.2. Doses")
    assert of["ref. 1"] == ("References",)


def test_rows_carry_columns_caption_and_cells(blocks: tuple[Block, ...]) -> None:
    row, empty_first, bare = (b for b in blocks if b.kind == "row")
    assert row.columns == empty_first.columns == ("Drug", "Dose, mg")
    assert row.caption == "Table 2. Doses given."
    assert [TEXT[start:end] for start, end in row.cells] == ["A\\|B [1]", "5"]
    assert [TEXT[start:end] for start, end in empty_first.cells] == ["", "10"]
    assert (bare.columns, bare.caption) == (("x", "y"), "")


def test_places_are_counted_on_where_a_heading_returns() -> None:
    blocks = parse("## A\n\nOne.\n\n## B\n\nTwo.\n\n## A\n\nThree.\n")
    assert [b.locator for b in blocks if b.kind == "paragraph"] == ["A, para. 1", "B, para. 1", "A, para. 2"]


def test_a_text_without_headings_has_paragraphs_alone() -> None:
    assert [b.locator for b in parse("One.\n\nTwo.\n")] == ["para. 1", "para. 2"]
    assert parse("") == ()


def test_appendices_have_numbers_too() -> None:
    assert [b.locator for b in parse("## A.1. Data\n\nX.\n\n## A Note\n\nY.\n") if b.kind == "paragraph"] == [
        "sec. A.1, para. 1",
        "A Note, para. 1",
    ]


LINES = st.sampled_from(
    [
        "# T",
        "## 1. A",
        "### 1.1 B",
        "words here.",
        "- item",
        "1. one",
        "| a | b |",
        "| --- | --- |",
        "| 1 | |",
        "|",
        "",
        "## References",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(alphabet="ab |#-1.\\ é", max_size=10)), max_size=15).map("\n".join))
def test_blocks_are_ordered_apart_and_within_the_text(text: str) -> None:
    last = 0
    for block in parse(text):
        assert last <= block.start <= block.end <= len(text)
        last = block.end
        assert all(block.start <= start <= end <= block.end for start, end in block.cells)
        if block.kind != "row":
            assert text[block.start : block.end].strip()
        if block.cells:
            assert (block.cells[0][0], block.cells[-1][1]) == (block.start, block.end)


@given(st.lists(st.text(alphabet="ab.é", min_size=1, max_size=8), max_size=8))
def test_no_word_falls_between_blocks(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert [text[b.start : b.end] for b in parse(text)] == paragraphs


@pytest.mark.parametrize(
    ("markup", "words"),
    [("**Bold** and *it*", "Bold and it"), ("a\\_b \\* c", "a_b * c"), ("snake_case  x", "snake_case x")],
)
def test_names_are_without_marks(markup: str, words: str) -> None:
    assert plain(markup) == words
