import re
from importlib import resources

import pytest

from kqa.chat.palette import DARK, EDGE_PAIRS, LIGHT, OF_COMPONENTS, TEXT_PAIRS, contrast, variables

MODES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(
        4.478, abs=0.001
    )  # the usual example of just too little
    assert contrast("#0b5563", "#0b5563") == 1


@MODES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(colours, ink, ground):
    assert contrast(colours[ink], colours[ground]) >= 4.5


@MODES
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_and_focus_can_be_seen(colours, edge, ground):
    assert contrast(colours[edge], colours[ground]) >= 3


def test_both_modes_have_the_same_colours_and_all_that_are_used_are_there():
    assert set(LIGHT) == set(DARK) >= set(OF_COMPONENTS.values())
    sheet = resources.files("kqa.chat").joinpath("page.css").read_text(encoding="utf-8")
    assert set(re.findall(r"--kqa-([a-z-]+)", sheet)) <= set(LIGHT)
    assert variables().count("--kqa-ink:") == 2


def test_the_style_sheet_asks_for_nothing_from_outside():
    sheet = resources.files("kqa.chat").joinpath("page.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|@font-face|https?:", sheet)
