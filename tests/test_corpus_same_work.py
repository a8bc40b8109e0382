"""Entries of reference lists that denote one paper."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.same_work import groups, same


def _entry(**fields: Any) -> dict[str, Any]:
    return {
        "author": [{"family": "Ezquerro-Romano", "given": "I."}],
        "title": "Ketamine for the treatment of addiction: Evidence and potential mechanisms",
        "issued": {"date-parts": [[2018]]},
        "volume": "142",
        "page": "72-82",
        **fields,
    }


@pytest.mark.parametrize(
    "other",
    [
        _entry(author=[{"family": "Ezquerra-Romano", "given": "II"}], DOI="10.1000/x"),
        _entry(issued={"date-parts": [[2017]]}),
        _entry(title="Ketamine for the treatment of addiction: evidence and potential rnechanisms"),
        _entry(title="Ketamine for the treatment of addiction", page="72-82"),
    ],
)
def test_scanning_and_a_year_between_online_and_print_do_not_part_a_study(other: dict[str, Any]) -> None:
    assert same(_entry(), other)


@pytest.mark.parametrize(
    "other",
    [
        _entry(DOI="10.1000/y"),
        _entry(issued={"date-parts": [[2014]]}),
        _entry(title="Ketamine for the treatment of depression: a different review", page="9-12"),
        _entry(author=[{"family": "Jones"}], volume="3", page="1"),
    ],
)
def test_other_papers_stay_apart(other: dict[str, Any]) -> None:
    assert not same(_entry(DOI="10.1000/x"), other)


def test_entries_are_joined_through_a_third() -> None:
    online = _entry(issued={"date-parts": [[2017]]})
    print_ = _entry(DOI="10.1000/x")
    late = _entry(issued={"date-parts": [[2019]]}, DOI="10.1000/x")
    assert not same(online, late)
    other = _entry(title="Another matter altogether", author=[{"family": "Jones"}], page="1", volume="3")
    found = list(groups({"a": online, "b": other, "c": late, "d": print_}))
    assert [sorted(ids) for ids in found] == [["a", "c", "d"], ["b"]]


@given(st.lists(st.sampled_from("abcdef"), max_size=8))
def test_every_entry_is_in_one_group(dois: list[str]) -> None:
    entries = {str(n): {"DOI": f"10.1000/{doi}"} for n, doi in enumerate(dois)}
    found = list(groups(entries))
    assert sorted(id for ids in found for id in ids) == sorted(entries)
    assert len(found) == len(set(dois))
