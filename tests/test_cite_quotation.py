"""Quotations taken apart."""

from __future__ import annotations

from kqa.cite.quotation import line_end_variants, parse
from kqa.cite.tokens import forms, tokens


def test_ellipses_and_brackets_part_the_runs() -> None:
    found = parse("Ketamine … reduced [the] craving [...] in rats")
    assert [forms(run) for run in found.runs] == [("ketamine",), ("reduced",), ("craving",), ("in", "rats")]
    assert [gap.kind for gap in found.gaps] == ["ellipsis", "bracket", "ellipsis"]


def test_a_capital_in_brackets_is_put_back_and_sic_is_nothing() -> None:
    found = parse("[K]etamine reduced [sic] craving")
    assert [forms(run) for run in found.runs] == [("ketamine", "reduced", "craving")]
    assert found.gaps == ()


def test_an_ellipsis_at_either_end_is_remembered() -> None:
    found = parse("… reduced craving…")
    assert found.opens
    assert found.breaks_off
    assert len(found.runs) == 1


def test_an_ending_in_brackets_keeps_its_stem() -> None:
    (gap,) = parse("it reduc[ed] craving").gaps
    assert gap.stem == "reduc"


def test_citations_of_the_draft_are_no_words() -> None:
    assert forms(parse("reduced craving [@thomas2025, p. 3] in rats").words) == (
        "reduced",
        "craving",
        "in",
        "rats",
    )


def test_markers_are_kept_apart() -> None:
    assert parse("reduced [22] craving [3–5]").markers == ("[22]", "[3–5]")


def test_hyphens_at_line_ends_are_tried_both_ways() -> None:
    variants = {forms(run) for run in line_end_variants(tokens("treat-\nment of non- responders"))}
    assert ("treatment", "of", "non", "-", "responders") in variants
    assert ("treat", "-", "ment", "of", "nonresponders") in variants
    assert len(variants) == 4
