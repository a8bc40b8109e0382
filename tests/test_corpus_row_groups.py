from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import row_groups

CELL = st.sampled_from(["", "Women", "No", "12", "3.4 (1)"])


def named(columns: list[str], rows: list[list[str]]) -> list[tuple[str, ...]]:
    return list(row_groups.named(columns, rows))


def test_a_row_that_is_a_label_alone_names_those_under_it_until_the_next() -> None:
    rows = [["Age", "40", "41"], ["Sex", "", ""], ["Women", "1", "2"], ["Race", "", ""], ["Asian", "3", "4"]]
    assert named(["Trait", "A", "B"], rows) == [
        ("Trait", "A", "B"),
        ("Trait", "A", "B"),
        ("Trait, Sex", "A", "B"),
        ("Trait", "A", "B"),
        ("Trait, Race", "A", "B"),
    ]


def test_a_blank_beside_a_name_stands_for_the_label_above() -> None:
    rows = [["Burning mouth", "No", "95"], ["", "Yes", "22"], ["Dentures", "Full", "9"], ["", "Partial", "4"]]
    assert [names[1] for names in named(["", "", "n"], rows)] == ["", "Burning mouth", "", "Dentures"]


def test_a_blank_beside_a_figure_says_nothing() -> None:
    rows = [["Age", "40", "41"], ["", "0.2", "0.3"]]
    assert named(["Trait", "A", "B"], rows) == [("Trait", "A", "B")] * 2


def test_a_label_at_the_end_or_over_blanks_names_nothing() -> None:
    rows = [["Age", "40"], ["* at the start", ""]]
    assert named(["Trait", "A"], rows) == [("Trait", "A")] * 2
    assert named(["Trait", "A"], [["Left", ""], ["Right", ""]]) == [("Trait", "A")] * 2


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_names_are_added_to_and_never_lost(rows: list[list[str]]) -> None:
    columns = ["Trait", "", "n"]
    for cells, names in zip(rows, named(columns, rows), strict=True):
        assert all(name.startswith(own) for name, own in zip(names, columns, strict=True))
        changed = [place for place, name in enumerate(names) if name != columns[place]]
        assert len(changed) <= 1
        assert all(cells[place] and not any(cells[:place]) for place in changed)


def test_a_row_with_its_own_measure_belongs_to_no_label() -> None:
    rows = [
        ["Sex", "", ""],
        ["Women", "1", "2"],
        ["Age, mean (SD)", "40", "41"],
        ["Height", "3", "4"],
        ["Race", "", ""],
        ["Asian", "3", "4"],
    ]
    found = [names[0] for names in named(["Trait", "A", "B"], rows)]
    assert found == ["Trait", "Trait, Sex", "Trait", "Trait", "Trait", "Trait, Race"]


def test_a_study_without_figures_and_a_lone_row_are_no_labels() -> None:
    rows = [["Smith 2019", "", ""], ["Jones 2020", "12", "15"], ["Lee et al.", "", ""], ["Wu 2001", "1", "2"]]
    assert named(["Study", "A", "B"], rows) == [("Study", "A", "B")] * 4
    assert named(["Trait", "A"], [["Sex", ""], ["Women", "3"]]) == [("Trait", "A")] * 2
