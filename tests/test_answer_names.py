"""Publications named as people name them."""

import pytest

from kqa.answer import names

ONE = {"author": [{"family": "Krupitsky", "given": "E."}], "issued": {"date-parts": [[1997, 3]]}}
TWO = {"author": [{"family": "Thomas"}, {"family": "Chambers"}], "issued": {"date-parts": [[2025]]}}
THREE = {
    "author": [{"family": "Dakwar"}, {"family": "Nunes"}, {"family": "Hart"}],
    "issued": {"date-parts": [["2019"]]},
    "container-title": "American Journal of Psychiatry",
    "container-title-short": "Am. J. Psychiatry",
    "DOI": "10.1176/appi",
}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ONE, "Krupitsky 1997"),
        (TWO, "Thomas & Chambers 2025"),
        (THREE, "Dakwar et al. 2019"),
        ({**ONE, "note": "et al."}, "Krupitsky et al. 1997"),
        ({**ONE, "note": "et al.; In Russian"}, "Krupitsky et al. 1997"),
        ({**ONE, "note": "In Russian"}, "Krupitsky 1997"),
        (
            {"author": [{"literal": "WHO"}], "issued": {"date-parts": [[2023]]}},
            "WHO 2023",
        ),
        ({"title": "Ketamine", "issued": {}}, "Ketamine"),
        ({"id": "thomas2025:7"}, "thomas2025:7"),
        ({"author": [{"given": "Plato"}], "issued": {"date-parts": [[]]}}, "Plato"),
    ],
)
def test_short_names(item: dict, expected: str) -> None:
    assert names.short(item) == expected


def test_a_long_title_stands_in_for_authors_up_to_a_word() -> None:
    title = "Ketamine for the treatment of substance use disorders in adults and adolescents"
    shown = names.short({"title": title})
    assert shown == "Ketamine for the treatment of substance use disorders in…"


def test_the_journal_is_abbreviated_where_the_entry_says_how() -> None:
    assert names.with_journal(THREE) == "Dakwar et al. 2019, Am. J. Psychiatry"
    assert names.with_journal(TWO) == "Thomas & Chambers 2025"


def test_a_doi_becomes_a_link() -> None:
    assert names.doi_link(THREE) == "https://doi.org/10.1176/appi"
    assert names.doi_link(ONE) == ""
