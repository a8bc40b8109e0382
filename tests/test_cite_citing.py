"""Ready citations."""

from __future__ import annotations

import pytest

from kqa.cite import citing
from kqa.types import Passage


def _passage(locator: str) -> Passage:
    return Passage("a", 0, 1, "x", "paragraph", (), locator)


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("sec. 1.5, para. 4", "sec. 1.5"),
        ("Table 2, row 3", "Table 2"),
        ("sec. 6.3, Memory, para. 1", "sec. 6.3, Memory"),
        ("Table 1, key", "Table 1"),
        ("title", "title"),
    ],
)
def test_a_citation_points_to_section_or_table(locator: str, place: str) -> None:
    assert citing.locator(_passage(locator)) == place


def test_the_three_forms() -> None:
    assert citing.cite("thomas2025", "sec. 1.5", "pandoc") == "[@thomas2025, sec. 1.5]"
    assert citing.cite("thomas2025", "sec. 1.5", "latex") == r"\autocite[sec.~1.5]{thomas2025}"
    assert citing.cite("thomas2025", "sec. 1.5", "plain", number=3) == "[3]"
    assert citing.cite("thomas2025", "", "pandoc") == "[@thomas2025]"


def test_a_heading_cannot_break_out_of_its_citation() -> None:
    assert citing.cite("a", "sec. [1]; @b", "pandoc") == "[@a, sec. 1 b]"
    assert citing.cite("a", "50% & more", "latex") == r"\autocite[50\%~\& more]{a}"


def test_a_relayed_study_is_named_with_its_review() -> None:
    entry = {
        "author": [{"family": "Dakwar"}, {"family": "Levin"}, {"family": "Foltin"}],
        "issued": {"date-parts": [[2019]]},
    }
    review = {"author": [{"family": "Thomas"}, {"family": "Chambers"}], "issued": {"date-parts": [[2025]]}}
    assert citing.as_cited_in([entry], review) == "Dakwar et al. 2019, as cited in Thomas & Chambers 2025"
    assert citing.as_cited_in([], review) == ""
