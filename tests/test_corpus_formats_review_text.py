"""Texts that no mark-up orders, read by the rules that the two reviews were repaired by."""

from __future__ import annotations

import contextlib
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviews import marks

from kqa.corpus.article import parse
from kqa.corpus.formats import review_text
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError


def read(text: str) -> Draft:
    return review_text.read(text.encode(), "a.txt")


def test_other_texts_are_read_by_the_same_rules() -> None:
    draft = read(
        "# On Trials\n\nAnn Smith¹ and Bo de Vries²\n\nAbstract\n\nWe tried. It worked [1].\n\n"
        "1. Introduction\n\nWe asked:\n\n* one thing\n* another thing\n\n"
        "| Drug | Dose |\n|---|---|\n| A\\|B | 5 mg |\n\n1.1 Aims\n\nTo see.\n\n"
        "2. Methods\n\nBy hand [1,2].\n\n"
        "Acknowledgements\n\nThanks.\n\nReferences\n\n[1] Gao M. Use. *Drugs*. 2016;37:865-72.\n"
        "[2] Liu H. More use. *Drugs*. 2017;38:1-2.\n"
    )
    blocks = parse(draft.markdown)
    assert [
        (b.kind, draft.markdown[b.start : b.end], b.locator) for b in blocks if b.kind not in ("heading",)
    ] == [
        ("paragraph", "Ann Smith¹ and Bo de Vries²", "Front matter, para. 1"),
        ("paragraph", "We tried. It worked [1].", "Abstract, para. 1"),
        ("paragraph", "We asked:", "sec. 1, para. 1"),
        ("item", "one thing", "sec. 1, item 1"),
        ("item", "another thing", "sec. 1, item 2"),
        ("row", "A\\|B | 5 mg", "sec. 1, table 1, row 1"),
        ("paragraph", "To see.", "sec. 1.1, para. 1"),
        ("paragraph", "By hand [1,2].", "sec. 2, para. 1"),
        ("paragraph", "Thanks.", "Acknowledgements, para. 1"),
        ("reference", "Gao M. Use. *Drugs*. 2016;37:865-72.", "ref. 1"),
        ("reference", "Liu H. More use. *Drugs*. 2017;38:1-2.", "ref. 2"),
    ]
    assert [a["family"] for a in draft.metadata["author"]] == ["Smith", "de Vries"]
    assert [r["title"] for r in draft.references] == ["Use", "More use"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words without any heading or mark, and then an end.", ["para. 1"]),
        ("A Title Without Marks\n\nOnly one paragraph of text follows it here.", ["para. 1"]),
    ],
)
def test_bare_texts_are_articles_too(text: str, expected: list[str]) -> None:
    draft = read(text)
    assert [b.locator for b in parse(draft.markdown) if b.kind == "paragraph"] == expected
    assert "no year found on the first page" in draft.warnings


def test_a_gap_in_the_list_is_told() -> None:
    draft = read("# A Title\n\nText.\n\n## References\n\n1. One. 2001.\n2. Two. 2002.\n4. Four. 2004.\n")
    assert "the reference list skips from 2 to 4" in draft.warnings
    assert [entry["id"] for entry in draft.references] == ["1", "2", "4"]


def test_a_file_without_a_paragraph_is_refused() -> None:
    with pytest.raises(IngestError, match=r"a\.txt holds no paragraph of text"):
        read("# Only a heading\n")


PIECES = st.sampled_from(
    [
        *(
            "# A Title of It",
            "## 1. Intro",
            "1. Introduction",
            "1.1 Aims",
            "2. Methods",
            "References",
            "Abstract",
        ),
        *("Keywords: kappa; delta", "Received: 3 May 2020", "Funding: grant 123", "**Bold head:** and words"),
        *(
            "Citation: Li, B. A Title of It. *J* **2025**, *6*, 83.",
            "Table 7. Doses",
            "drug\tdose\tunit",
            "5\t6\t7",
        ),
        *(
            "| drug | dose |",
            "|---|---|",
            "| 8 | 9 |",
            "- item one",
            "* star item",
            "12. twelfth entry 2012.",
        ),
        *(
            "1) First 2001.",
            "2. Second 2002.",
            "3. Third",
            "lower case start here 77.",
            "64 adults took part.",
        ),
        *("words that go on for long and do not end with any stop because the page is", "A whole sentence."),
        *(
            "**Bold line**",
            "Ann Smith and Bo Jones",
            "x<sup>2</sup>",
            "(see below)",
            "> quote",
            "---",
            "***",
            "-",
            "|",
        ),
        *("Abbreviations: A: alpha", "\\* star", "i. roman", "Fig. 1. Cap", "https://x.org/10", "[CrossRef]"),
    ]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=20))
def test_no_word_or_number_of_any_text_is_lost(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    with contextlib.suppress(IngestError):
        kept = Counter(marks(read(text).markdown))
        wanted = Counter(mark for mark in marks(text) if mark.isalnum())
        assert not wanted - kept


@pytest.mark.parametrize(
    "text",
    [
        "a. " * 9000,
        "Smith, A.; " * 3000,
        "A. B. C. " * 3000,
        "et al. " * 5000,
        "<sup>" * 5000,
        "[1,2] " * 5000,
        "$x" * 5000,
    ],
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    started = time.process_time()
    read(f"# A Title of It\n\nWords {text}\n\nReferences\n\n1. {text}\n")
    assert time.process_time() - started < 5
