"""What bibliographic entries say."""

import pytest

from kqa.corpus.entries import doi, families, first_page, folded, year


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2016, 3]]}, 2016),
        ({"raw": "Spring 1987"}, 1987),
        ({"literal": "in press"}, None),
        ({"date-parts": [[]]}, None),
        (None, None),
    ],
)
def test_years(issued: object, expected: int | None) -> None:
    assert year({"issued": issued}) == expected


def test_families_keep_particles_and_groups() -> None:
    authors = [
        {"family": "Berg", "non-dropping-particle": "van den"},
        {"literal": "The Group"},
        {"given": "A."},
    ]
    assert families({"author": authors}) == ("van den Berg", "The Group")


@pytest.mark.parametrize(
    "written", ["10.1000/AbC", "https://doi.org/10.1000/abc", "doi: 10.1000/abc.", "10.1000/abc;"]
)
def test_dois_are_compared_without_what_is_round_them(written: str) -> None:
    assert doi({"DOI": written}) == "10.1000/abc"


def test_pages_and_words_are_folded() -> None:
    assert first_page({"page": " E12-E20"}) == "e12"
    assert first_page({"page": "in press"}) == ""
    assert folded("Ketamine: Évidence & “more”") == "ketamine evidence more"
