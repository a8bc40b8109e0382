from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import bare_references, named_citations


def entry(family: str, year: int) -> dict[str, object]:
    return {"author": [{"family": family}], "issued": {"date-parts": [[year]]}}


REFERENCES = [
    entry("Smith", 2019),
    entry("Müller", 2020),
    entry("van Dijk", 2018),
    entry("Smith", 2021),
    entry("Smith", 2021),
]
FILLER = " (Smith, 2019) (Smith, 2019) (Smith, 2019) (Smith, 2019)"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Shown by Smith et al. (2019).", (1,)),
        ("Shown before (Müller and Doe, 2020).", (2,)),
        ("Shown (Muller & Doe 2020; others).", (2,)),
        ("Shown (van Dijk, 2018).", (3,)),
        ("Shown (Smith, 2021b).", (5,)),
        ("Shown (Smith, 2019, 2021a).", (1, 4)),
        ("Shown (Smith, Jones, and Doe, 2019).", (1,)),
    ],
)
def test_names_and_years_lead_to_entries(text: str, numbers: tuple[int, ...]) -> None:
    whole = text + FILLER
    marks, unresolved = named_citations.find(whole, REFERENCES, len(whole))
    assert marks[0][2] == numbers
    assert unresolved == 0


def test_a_known_name_with_another_year_is_counted_and_an_unknown_name_is_no_citation() -> None:
    text = "In January 2019 (Smith, 1999) and (Nobody, 2019)." + FILLER
    marks, unresolved = named_citations.find(text, REFERENCES, len(text))
    assert len(marks) == 4
    assert unresolved == 1


def test_few_of_them_are_chance() -> None:
    assert named_citations.find("(Smith, 2019)", REFERENCES, 13) == ((), 0)


@pytest.mark.parametrize(
    ("printed", "title", "families"),
    [
        ("Domino, E.F.; Chodoff, P. Effects of CI-581 in man. Clin. Pharmacol. 1965, 6, 279–291.", "Effects of CI-581 in man", ["Domino", "Chodoff"]),
        ("Smith, A. B., Jones, C. & Doe, J. A title of things. Nat. Commun. 12, 34–56 (2019).", "A title of things", ["Smith", "Jones", "Doe"]),
        ("A. B. Smith and J. Doe, “On the title of things,” IEEE Trans. Things, vol. 3, no. 2, pp. 1–9, 2020.", "On the title of things", ["Smith", "Doe"]),
        ("Donald E. Knuth and A. Smith. Literate programming of things. The Computer Journal, 27(2):97–111, 1984.", "Literate programming of things", ["Knuth", "Smith"]),
        ("Smith JA, Doe P. A thing about the use of it. Some publisher, Berlin, 2001.", "A thing about the use of it", ["Smith", "Doe"]),
    ],
)  # fmt: skip
def test_entries_without_italics_are_described(printed: str, title: str, families: list[str]) -> None:
    found = bare_references.entry(printed)
    assert found["title"] == title
    assert [person.get("family") for person in found["author"]] == families


@given(st.text(st.sampled_from("Aa. ,;&()“”1290x-"), max_size=600))
def test_no_entry_takes_long_or_fails(text: str) -> None:
    assert isinstance(bare_references.entry(text), dict)


@pytest.mark.parametrize("unit", ["A. B. Smith, ", "Aa ", "Smith, A.; ", "a. ", ', "a', "Smith AB, ", "( "])
def test_entries_made_to_be_misread_stay_cheap(unit: str) -> None:
    started = time.perf_counter()
    bare_references.entry(unit * (bare_references.LONGEST // len(unit)))
    assert time.perf_counter() - started < 5  # every division tried would take hours
