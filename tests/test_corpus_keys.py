from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import keys
from kqa.workspace import KEY


def of(family: str, year: int | None = 2020) -> dict[str, object]:
    item: dict[str, object] = {"author": [{"family": family, "given": "A"}]}
    return {**item, "issued": {"date-parts": [[year]]}} if year else item


@pytest.mark.parametrize(
    ("metadata", "key"),
    [
        (of("Smith"), "smith2020"),
        (of("Müller-Ørsted"), "mullerorsted2020"),
        (of("O’Brien"), "obrien2020"),
        (of("Nuñez", None), "nunez"),
        ({"author": [{"family": "Dijk", "non-dropping-particle": "van"}], "issued": {"date-parts": [["2001"]]}}, "vandijk2001"),
        ({"author": [{"literal": "World Health Organization"}]}, "worldhealthorganization"),
        ({"title": "The effects of ketamine", "issued": {"raw": "May 1999"}}, "effects1999"),
        ({"author": [{"family": "王"}], "title": "Ketamine in China"}, "ketamine"),
        ({}, "mypaper"),
    ],
)  # fmt: skip
def test_keys_are_names_and_years(metadata: dict[str, object], key: str) -> None:
    assert keys.make(metadata, source_name="My paper.pdf") == key


def test_clashes_get_letters() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(keys.make(of("Smith"), taken=taken))
    assert taken[:3] == ["smith2020", "smith2020a", "smith2020b"]
    assert taken[26:29] == ["smith2020z", "smith2020aa", "smith2020ab"]


@given(st.text(max_size=90), st.integers(-5, 99999), st.text(max_size=40), st.text(max_size=40))
def test_any_metadata_gives_a_valid_key(family: str, year: int, title: str, name: str) -> None:
    made = keys.make({**of(family, year or 1), "title": title}, source_name=name)
    assert KEY.fullmatch(made)
    again = keys.make({**of(family, year or 1), "title": title}, source_name=name, taken={made})
    assert KEY.fullmatch(again)
    assert again != made
