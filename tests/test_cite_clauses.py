"""What clauses assert."""

from __future__ import annotations

import pytest

from kqa.cite.clauses import clauses, comparison, in_accord, opposed, sign


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("heavy drinking days increased", "+"),
        ("ketamine reduced craving", "-"),
        ("there was no significant increase in craving", "0"),
        ("the rate remained stable", "0"),
        ("there was no significant difference for odds of relapse", "="),
        ("both were similar", "="),
        ("the groups differed", "≠"),
        ("it did not interfere with the response", "0"),
        ("the higher dose gave the greater fall", "-"),
        ("more than four choices", "·"),
        ("craving improved", "g"),
        ("none of the studies found harm", "!"),
        ("rather than mysticism scores", "!"),
        ("ketamine was given", "·"),
    ],
)
def test_direction_likeness_and_denial(text: str, asserted: str) -> None:
    assert sign(text) == asserted


def test_arms_fall_into_clauses_of_their_own() -> None:
    found = clauses(
        "Drinking increased in the midazolam group but remained stable in the ketamine group.", {}
    )
    assert [c.sign for c in found] == ["+", "0"]
    assert [{t.word for t in c.terms} & {"ketamine", "midazolam"} for c in found] == [
        {"midazolam"},
        {"ketamine"},
    ]


def test_both_of_two_denied_are_denied() -> None:
    found = clauses("It was mediated by the HMS but not the CADSS or NDES.", {})
    assert [c.sign for c in found] == ["·", "!", "!"]


def test_what_stands_behind_a_figure_bears_it() -> None:
    one, other = clauses(
        "13/27 (48.2%) of the ketamine group and 3/28 (10.7%) of the midazolam group stopped", {}
    )
    assert "ketamin" in one.bearers
    assert "midazolam" in other.bearers
    assert "ketamin" not in other.bearers


@pytest.mark.parametrize(
    "text", ["A was higher than B", "Compared to B, A was higher", "A was higher as compared with B"]
)
def test_a_comparison_has_a_subject_and_a_standard_whichever_comes_first(text: str) -> None:
    sides = comparison(text, {})
    assert sides is not None
    assert " A" in f" {sides.subject.text.strip(', ')}"
    assert sides.standard.text.strip() == "B"


def test_abbreviations_are_written_out() -> None:
    (clause,) = clauses("AUD was treated", {"AUD": "alcohol use disorder"})
    assert {t.word for t in clause.terms} >= {"alcohol", "disorder"}


def test_opposites_and_agreements() -> None:
    assert opposed("+", "-")
    assert opposed("-", "=")
    assert not opposed("=", "-")
    assert not opposed("+", "·")
    assert in_accord("≠", "+")
    assert not in_accord("+", "-")
