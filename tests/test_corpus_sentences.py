"""Sentences: where they end in biomedical prose, and which references they rest on."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import citations
from kqa.corpus.sentences import sentences, split
from kqa.types import Kind, Passage


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text))]


def passage(text: str, *, kind: Kind = "paragraph", known: int = 99, start: int = 0) -> Passage:
    references = citations.ids(citations.find(text, known=known), "a")
    return Passage("a", start, start + len(text), text, kind, (), "para. 1", references=references)


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the study by Berman et al. [32] a plethora of trials followed.",
        "In the study by Krupitsky EM et al, seventy patients were assigned.",
        "Ketamine vs. placebo was tested (i.v. over 40 min).",
        "It was given i.v. Ketamine-naive patients took part.",
        "These dynamics (i.e., how networks store) and others (e.g. mood) matter.",
        "In Mexico, Dr. Salvador Roquet used ketamine.",
        "Calvin L. Stevens made it.",
        "Both R. Andrew Chambers and J. K. Smith wrote it.",
        "The dose was 0.71 mg/kg over 52 min (p < 0.012).",
        "As Fig. 2 and Table 1 show, it fell by 2.5 points.",
        "Over 90 million patients from the U.S., of whom most were exposed, took part.",
        "Compared with midazolam. [29].",
        "It ended in the U.S. Army hospital.",
        "Was St. John's wort given?",
        "1 KET infusion, approx. 2 h long.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert cut(sentence) == [sentence]
    assert cut(f"{sentence} The next one followed.") == [sentence, "The next one followed."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell in the U.S. In Mexico, it rose.", ["It fell in the U.S.", "In Mexico, it rose."]),
        ("It began in 2019.12,13 However, it ended.", ["It began in 2019.12,13", "However, it ended."]),
        ("With midazolam. [29]. Similar results came.", ["With midazolam. [29].", "Similar results came."]),
        ("So it was. [7] Next came another.", ["So it was. [7]", "Next came another."]),
        ("It works [1]. It also heals [2,3].", ["It works [1].", "It also heals [2,3]."]),
        ('Subjects felt "high." A lower dose did not.', ['Subjects felt "high."', "A lower dose did not."]),
        ("Was it so? Yes! It was.", ["Was it so?", "Yes!", "It was."]),
        ("Only SUDs. mTOR-dependent synapses form.", ["Only SUDs.", "mTOR-dependent synapses form."]),
        ("Table 1. Characteristics of trials.", ["Table 1. Characteristics of trials."]),
        ("Ojo. 2024. A title. <https://doi.org/10.1/x>", ["Ojo. 2024.", "A title. <https://doi.org/10.1/x>"]),
        ("lives day-to-day [22]", ["lives day-to-day [22]"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


PIECES = st.sampled_from(
    [
        "et al. ",
        "[32]",
        "[4–7]. ",
        "vs. ",
        "i.v. ",
        "Dr. ",
        "0.71 mg/kg",
        " The drug fell. ",
        "U.S. ",
        "In ",
        "A. ",
        ".12,13 ",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("".join), st.integers(0, 5))
def test_spans_are_trimmed_ordered_and_hold_every_sign(text: str, offset: int) -> None:
    whole = "#" * offset + text
    spans = split(whole, offset, len(whole))
    last = offset
    for start, end in spans:
        assert last <= start < end <= len(whole)
        assert whole[start:end] == whole[start:end].strip()
        assert not whole[last:start].strip()
        last = end
    assert not whole[last:].strip()


def test_a_sentence_rests_on_its_own_markers() -> None:
    made = sentences(passage("It works [1] and heals [3,2]. It fails [4]."))
    assert [s.references for s in made] == [("a:1", "a:3", "a:2"), ("a:4",)]


def test_a_study_cited_at_the_end_is_cited_for_all_that_is_told_of_it() -> None:
    made = sentences(passage("Das et al. tested ninety adults. They drank less [28]. The rest is opinion."))
    assert [s.references for s in made] == [("a:28",), ("a:28",), ()]


@pytest.mark.parametrize(
    "text",
    [
        "More studies are needed. Doses above that [34,60,61].",
        "None of the studies found harm. A variety was treated [28], with lasting effect.",
    ],
)
def test_lists_and_markers_within_a_sentence_speak_for_it_alone(text: str) -> None:
    assert sentences(passage(text))[0].references == ()


def test_numbers_that_the_passage_does_not_cite_are_left_out() -> None:
    made = sentences(passage("It works [1]. In [99] too.", known=10))
    assert [s.references for s in made] == [("a:1",), ()]


def test_a_row_and_an_entry_are_one_sentence() -> None:
    row = passage("Das et al., 2019 [28] | Alcohol. Men. | It fell. It rose.", kind="row", start=40)
    (made,) = sentences(row)
    assert (made.start, made.end, made.text, made.references) == (40, 40 + len(row.text), row.text, ("a:28",))
    entry = passage("Domino, E.F. Taming the Tiger. *Anesthesiology* **2010**. [1]", kind="reference")
    assert [(s.text, s.references) for s in sentences(entry)] == [(entry.text, ())]


def test_listed_markers_go_before_brackets() -> None:
    shown = Passage("a", 10, 34, "It works (Smith, 2019).", "paragraph", (), "para. 1", references=("a:5",))
    (made,) = sentences(shown, (citations.Marker(19, 32, (5,)),))
    assert made.references == ("a:5",)


def test_importing_it_does_not_load_the_splitter() -> None:
    code = "import sys, kqa.corpus.sentences; sys.exit('sentencex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
