from __future__ import annotations

import pytest

from kqa.corpus.article import Article, parse
from kqa.index import abbreviations


def found(text: str) -> dict[str, str]:
    return dict(abbreviations.find(Article("a", text, {}, (), parse(text), "")))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("People with alcohol use disorder (AUD) were asked.", ("AUD", "alcohol use disorder")),
        ("substance use disorders (SUDs) are common", ("SUD", "substance use disorders")),
        ("the N-methyl-D-aspartate (NMDA) receptor", ("NMDA", "N-methyl-D-aspartate")),
        ("NMDA (N-methyl-D-aspartate) receptors", ("NMDA", "N-methyl-D-aspartate")),
        ("mindfulness-based relapse prevention [MBRP]", ("MBRP", "mindfulness-based relapse prevention")),
        (
            "brain-derived neurotrophic factor (BDNF, a protein)",
            ("BDNF", "brain-derived neurotrophic factor"),
        ),
    ],
)
def test_a_short_form_is_found_with_its_expansion(text: str, pair: tuple[str, str]) -> None:
    short, long = pair
    assert {k.removesuffix("s"): v for k, v in found(text).items()} == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "as shown before (Smith 2011)",
        "in 60 adults (2019)",
        "a trial (see Table 2)",
        "no word spells this (XYZQ)",
        "the effect (Figure) was small",
        "in the United States (p < 0.05)",
    ],
)
def test_other_brackets_are_no_abbreviations(text: str) -> None:
    assert found(text) == {}


def test_the_key_of_a_table_is_read() -> None:
    text = (
        "Table 1. Trials.\n\n| Study | Drug |\n| --- | --- |\n| A | KET |\n\n"
        "Abbreviations: KET: Ketamine, RDB: Randomized, Double-Blind, CT: Clinical Trial.\n"
    )
    assert found(text) == {"KET": "Ketamine", "RDB": "Randomized, Double-Blind", "CT": "Clinical Trial"}


def test_the_first_meaning_counts() -> None:
    text = "magnetic resonance imaging (MRI)\n\nmany reviews ignored (MRI)\n"
    assert found(text) == {"MRI": "magnetic resonance imaging"}
