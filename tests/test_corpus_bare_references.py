"""Entries whose type is lost, read by their punctuation."""

from __future__ import annotations

import pytest

from kqa.corpus import bare_references


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("Cui J, Li F, Shi Z-L. 2019. Rooks of the north. J Birds. 17(3):181–192.", ["Cui", "Li", "Shi"]),
        ("Cui J, Li F, Shi Z-L 2019 Rooks of the north. J Birds. 17(3):181–192.", ["Cui", "Li", "Shi"]),
        ("Cui J, Li F, et al. 2019. Rooks of the north. J Birds. 17(3):181–192.", ["Cui", "Li"]),
        ("CUI J, LI F (2019) Rooks of the north. J Birds 17(3):181–192", ["CUI", "LI"]),
        ("Cui, J. B., and F. Li. 2019. Rooks of the north. J Birds 17(3): 181–192.", ["Cui", "Li"]),
        (
            "Cui, J., Li, F. & Shi, Z.-L. Rooks of the north. J Birds 17(3), 181–192 (2019).",
            ["Cui", "Li", "Shi"],
        ),
        ("de Cui, J. de B. P., Li, F. Rooks of the north. J Birds 17(3), 181–192 (2019).", ["de Cui", "Li"]),
    ],
)
def test_authors_year_title_and_place_are_told_apart(printed: str, authors: list[str]) -> None:
    made = bare_references.entry(printed)
    assert [person["family"] for person in made["author"]] == authors
    assert made["issued"] == {"date-parts": [[2019]]}
    assert (made["title"], made["container-title"]) == ("Rooks of the north", "J Birds")
    assert [made["volume"], made["issue"], made["page"]] == ["17", "3", "181–192"]


def test_authors_that_are_left_out_are_told() -> None:
    made = bare_references.entry("Cui J, Li F, et al. 2019. Rooks of the north. J Birds. 17(3):181–192.")
    assert made["note"].startswith("et al.; Cui J")


def test_a_title_is_not_looked_for_among_the_authors() -> None:
    made = bare_references.entry("Souza W V de et al of the far north et al. 2018")
    assert "et al" not in made.get("title", "")
