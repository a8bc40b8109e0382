"""Quotations: typography may differ, nothing else."""

from __future__ import annotations

import random
from functools import cache

import cite_variants
import pytest
from cite_variants import ALTERING, COSMETIC, Change
from hypothesis import given, settings
from hypothesis import strategies as st

from kqa.cite.pages import Shelf
from kqa.cite.quotes import find, find_in

TEXT = (
    "# T\n\nAt 1 year, 13/26 (50%) of the ketamine group were abstinent [4], as compared to 6/27 (22.2%) of the "
    "control group. It had no significant effect on relapse (p > 0.05) [5,6]. They may not need a dose of −5 mg/kg "
    "or 0.5 mg/kg IV. Patients’ “K-land” states were non-psychedelic; efficacy was post-treatment.\n\n"
    "Ketamine reduced craving in rats. However, it did not in mice.\n"
)
SHELF = Shelf.of({"a": TEXT})


@cache
def _corpus() -> tuple[Shelf, list[tuple[str, str]]]:
    texts = {article.key: article.text for article in cite_variants.articles()}
    return Shelf.of(texts), cite_variants.quotable()


@pytest.mark.parametrize(
    "quotation",
    [
        "13/26 (50%) of the ketamine group were abstinent [4]",
        "It had no significant effect on relapse (p > 0.05) [5,6].",
        "Ketamine reduced craving in rats.",
    ],
)
def test_verbatim_words_are_found_where_they_stand(quotation: str) -> None:
    match = find(quotation, SHELF)
    assert match is not None
    assert match.kind == "verbatim"
    assert " ".join(TEXT[match.start : match.end].split()) in quotation


@pytest.mark.parametrize(
    "quotation",
    [
        "13/26 (50%) of the ketamine group were abstinent, as compared to 6/27",
        "Patients' 'K-land' states were non‑psychedelic",
        "eﬃcacy was post-treat-\nment",
        "it had no significant effect on relapse",
        "[I]t had no significant effect on relapse",
        "13/26 … of the ketamine group were abstinent",
        "[The patients] may not need a dose",
        "They may not need[ed] a dose of −5 mg/kg",
        "Ketamine reduced craving [sic] in rats,",
        "(p > 0.05)\u00a0[5, 6]",
    ],
)
def test_cosmetic_differences_are_accepted(quotation: str) -> None:
    match = find(quotation, SHELF)
    assert match is not None
    assert match.kind == "cosmetic"


@pytest.mark.parametrize(
    "quotation",
    [
        "13/26 (55%) of the ketamine group",
        "relapse (p < 0.05)",
        "a dose of 5 mg/kg",
        "a dose of −5 mg",
        "0.5 mg/kg IM",
        "5 mg/kg IV",
        "psychedelic; efficacy",
        "They may … need a dose",
        "They … not need a dose",
        "13/26 (50%) of the … control group",
        "It had [a] significant effect on relapse",
        "[The mice] had no significant effect on relapse [6,5]",
        "were abstinent [5]",
        "Ketamine reduced craving ... it did not in mice",
        "Ketamine reduced craving…",
        "Ketamine [increased] craving in rats",
    ],
)
def test_other_digits_signs_units_negations_and_hidden_qualifiers_are_not(quotation: str) -> None:
    assert find(quotation, SHELF) is None


def test_a_negation_cut_off_before_the_quotation_is_told() -> None:
    match = find("significant effect on relapse", SHELF)
    assert match is not None
    assert match.cut == "no"


def test_what_was_left_out_is_noted() -> None:
    match = find("13/26 (50%) of the ketamine group were abstinent, as compared", SHELF)
    assert match is not None
    assert match.notes == ("citation marker [4] left out", "typography differs")


def test_no_words_are_found_nowhere() -> None:
    assert find("", SHELF) is None
    assert find("…", SHELF) is None
    assert find_in("[…]", SHELF.pages["a"]) is None


@given(seed=st.integers(0, 10**9), change=st.sampled_from(COSMETIC))
@settings(max_examples=250, derandomize=True)
def test_cosmetic_variants_of_the_corpus_are_accepted(seed: int, change: Change) -> None:
    shelf, sentences = _corpus()
    rng = random.Random(seed)
    key, sentence = rng.choice(sentences)
    variant = change(sentence, rng)
    if variant is not None:
        match = find(variant, shelf)
        assert match is not None, variant
        assert match.article == key
        assert not match.cut


@given(seed=st.integers(0, 10**9), change=st.sampled_from(ALTERING))
@settings(max_examples=250, derandomize=True)
def test_no_altered_variant_of_the_corpus_is_accepted(seed: int, change: Change) -> None:
    shelf, sentences = _corpus()
    rng = random.Random(seed)
    _, sentence = rng.choice(sentences)
    variant = change(sentence, rng)
    if variant is not None and variant != sentence:
        match = find(variant, shelf)
        assert match is None or match.cut, variant


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, derandomize=True)
def test_every_run_of_words_is_verbatim_and_its_span_exact(seed: int) -> None:
    shelf, sentences = _corpus()
    rng = random.Random(seed)
    _key, sentence = rng.choice(sentences)
    match = find(sentence, shelf)
    assert match is not None
    assert match.kind == "verbatim"
    page = shelf.pages[match.article]
    assert " ".join(page.text[match.start : match.end].split()) in " ".join(sentence.split())
