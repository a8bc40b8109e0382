"""What a first page says of its article."""

from __future__ import annotations

from typing import Any

import pytest

from kqa.corpus.formats import front, parts


def told(text: str) -> dict[str, Any]:
    read = parts.read(text)
    return front.metadata(read, front.find_title(read))[0]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Published: 27 August 2025", [2025, 8, 27]),
        ("Published: August 27, 2025", [2025, 8, 27]),
        ("Published: 2025-08-27", [2025, 8, 27]),
        ("Published: 21/09/2024", [2024, 9, 21]),
        ("**Published online: 03.04.2024**", [2024, 4, 3]),
        ("Received: 09/14/2024\n\nPublished: 09/11/2024", [2024, 9, 11]),
        ("Published: spring 2024", [2024]),
        ("Published: 27 Thermidor 2025", [2025]),
    ],
)
def test_dates(text: str, date: list[int]) -> None:
    assert told(f"# A Long Title\n\n{text}\n")["issued"] == {"date-parts": [date]}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Alexander Thomas and R. Andrew Chambers *", [("Thomas", "Alexander"), ("Chambers", "R. Andrew")]),
        ("**Ann B. Smithᵃ\\*, Bo de Vriesᵇ**", [("Smith", "Ann B."), ("de Vries", "Bo")]),
        ("Ann Smith¹,², Bo Jones² & Li Wei¹", [("Smith", "Ann"), ("Jones", "Bo"), ("Wei", "Li")]),
        ("Ann Smith, M.D., Bo Jones, PhD", [("Smith", "Ann"), ("Jones", "Bo")]),
        ("SHA: 45a566c71056ba4f", []),
        ("Received 3 May 2019, Accepted 4 June", []),
        ("This is no list of names but a sentence about ketamine.", []),
    ],
)
def test_bylines(line: str, names: list[tuple[str, str]]) -> None:
    people = told(f"# A Long Title\n\n{line}\n\nUniversity of X, Y; a@b.org\n").get("author", [])
    assert [(person["family"], person["given"]) for person in people] == names


def test_the_citation_says_where_family_names_begin() -> None:
    found = told(
        "# A Long Title\n\nMaria Garcia Lopez and Bo Li\n\n"
        "Citation: Garcia Lopez, M.; Li, B. A Long Title. *NeuroSci* **2025**, *6*, 83.\n"
    )
    assert found["author"] == [{"family": "Garcia Lopez", "given": "Maria"}, {"family": "Li", "given": "Bo"}]
    assert (found["container-title"], found["volume"], found["page"]) == ("NeuroSci", "6", "83")


def test_without_a_byline_the_citation_names_the_authors() -> None:
    found = told("# A Long Title\n\nCitation: Li, B. A Long Title. *NeuroSci* **2025**, *6*, 83.\n")
    assert found["author"] == [{"family": "Li", "given": "B."}]


def test_the_kind_of_article_is_not_its_title() -> None:
    found = told("Systematic Review\n\nKetamine and the Mind\n\nAnn Smith\n\nWords of it.\n")
    assert found["title"] == "Ketamine and the Mind"


def test_doi_issue_and_licence() -> None:
    found = told(
        "# A Long Title\n\nDOI: <https://doi.org/10.3390/neurosci6030083>\n\n"
        "Citation: Li, B. A Long Title. *NeuroSci* **2025**, *6*, 83.\n\n"
        "Copyright: © 2025. CC BY-NC (<https://creativecommons.org/licenses/by-nc/4.0/>).\n"
    )
    assert (found["DOI"], found["issue"]) == ("10.3390/neurosci6030083", "3")
    assert found["custom"]["license"] == "CC BY-NC 4.0"
    assert found["custom"]["license-url"] == "https://creativecommons.org/licenses/by-nc/4.0/"


def test_what_is_not_found_is_told() -> None:
    read = parts.read("Words of a text without any first page, which end in a stop.\n")
    assert front.metadata(read, front.find_title(read))[1] == [
        *(
            "no title found on the first page",
            "no authors found on the first page",
            "no year found on the first page",
        ),
    ]
