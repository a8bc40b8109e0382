"""Figures compared as quantities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.cite.quantities import agree, quantities, standing


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("half", "13/26"),
        ("50 %", "13 of 26"),
        ("50%", "half of them"),
        ("one third", "14/42 (33.3%)"),
        ("seven in ten men", "60/86 (69.8%)"),
        ("about a quarter", "24/100"),
        ("four of five patients", "80%"),
        ("none of the patients", "0/28"),
        ("fewer than two of five", "1.61/5"),
        ("70%", "69.8%"),
        ("more than fourfold", "HR 4.39"),
        ("twelve months", "one year"),
        ("500 µg", "0.5 mg"),
        ("500 mcg/kg", "0.5 mg/kg"),
        ("90 min", "1.5 h"),
        ("eighty-six men", "86 men"),
        ("1,000 patients", "1000 patients"),
        ("14.3 million people", "14.3 million patients"),
        ("0.5 mg/kg over 40 minutes", "0.5 mg/kg IV over 40 min"),
    ],
)
def test_the_same_quantity_in_other_words_agrees(claim: str, source: str) -> None:
    assert standing(quantities(claim)[0], quantities(source)) == "agrees"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("60%", "60/86 (69.8%)"),
        ("68.9%", "69.8%"),
        ("69 adults", "96 adults"),
        ("5 mg/kg/h", "0.5 mg/kg/h"),
        ("50 mg/ml", "50 ng/ml"),
        ("80 percent", "20 percent"),
        ("more than half", "49%"),
        ("less than 20%", "22.2%"),
        ("two hours", "2 weeks"),
        ("in 2014", "in 2016"),
    ],
)
def test_other_quantities_of_the_kind_differ(claim: str, source: str) -> None:
    assert standing(quantities(claim)[0], quantities(source)) == "differs"


@pytest.mark.parametrize(
    ("claim", "source"), [("20 mmHg", "20%"), ("5 mg", "5 mg/kg"), ("3 trials", "4 patients")]
)
def test_quantities_of_another_kind_say_nothing(claim: str, source: str) -> None:
    assert standing(quantities(claim)[0], quantities(source)) == "absent"


def test_a_fraction_is_one_quantity_with_its_parts() -> None:
    (share,) = quantities("12/27")
    assert (share.part, share.whole) == (12.0, 27.0)
    assert standing(quantities("27 patients")[0], [share]) == "agrees"


def test_ranges_and_half_lives_are_read_as_written() -> None:
    (dose,) = quantities("0.3–1 mg/kg")
    assert (dose.dimension, dose.low, dose.high) == ("mass/kg", 0.3, 1.0)
    assert quantities("a short half-life") == ()


@given(st.integers(0, 10_000))
def test_a_whole_number_agrees_with_itself_alone(value: int) -> None:
    (one,) = quantities(f"{value} patients")
    (next_,) = quantities(f"{value + 1} patients")
    assert agree(one, one)
    assert not agree(one, next_)


@given(st.integers(1, 300), st.integers(1, 300))
def test_a_fraction_agrees_with_its_percentage(part: int, extra: int) -> None:
    whole = part + extra
    (fraction,) = quantities(f"{part}/{whole}")
    (percent,) = quantities(f"{100 * part / whole:.1f}%")
    assert agree(fraction, percent)
    assert agree(percent, fraction)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high or quantity.dimension == "share"
