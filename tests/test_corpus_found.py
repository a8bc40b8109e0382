from __future__ import annotations

from typing import Any

import pytest

from kqa.corpus import found
from kqa.corpus.ingest import Draft

ENTRY = {"author": [{"family": "Ode"}], "container-title": "Birds"}


def examined(*entries: dict[str, Any]) -> found.Findings:
    return found.examine(
        Draft(markdown="# Rooks\n\nThey fly.\n", metadata={}, references=list(entries), source_name="p.xml")
    )


@pytest.mark.parametrize(
    ("entry", "described"),
    [
        ({"title": "On rooks"}, 1),
        ({"DOI": "10.5555/b.1"}, 1),
        ({**ENTRY, "volume": "3", "page": "7"}, 1),
        ({**ENTRY, "volume": "3"}, 0),
        ({"note": "ibid."}, 0),
    ],
)
def test_an_entry_is_read_if_it_says_which_work_it_is(entry: dict[str, Any], described: int) -> None:
    findings = examined(entry)
    assert findings.described == described
    assert ("many references could not be read" in findings.warnings) is not bool(described)


def test_a_missing_reference_list_is_said() -> None:
    assert "no reference list found" in examined().warnings


@pytest.mark.parametrize("known", [{}, {"issued": {"date-parts": [[2020]]}}])
def test_a_year_that_is_missing_is_missed_once_and_one_that_was_given_is_not(known: dict[str, Any]) -> None:
    draft = Draft(
        markdown="# Rooks\n\nThey fly.\n",
        metadata={"title": "Rooks", "author": [{"family": "Ode"}], **known},
        references=[],
        source_name="p.md",
        warnings=("no year found on the first page",),
    )
    about = [warning for warning in found.examine(draft).warnings if "year" in warning]
    assert about == ([] if known else ["no year found; give it with --year"])
