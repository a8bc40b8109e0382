from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import bibtex, ris, sidecar
from kqa.errors import IngestError

BIB = r"""
@string{jt = "Journal of " # "Tests"}
@comment{ignored}
@article{key1, title = {{The} {N{\"u}{\~n}ez} {\ss} --- 50\% \& more}, author = "van der Berg, Anna and John {de la} Cruz and {WHO Group} and others",
  journal = jt, year = 2020, month = mar, volume = {12}, number = {3}, pages = {1--9}, doi = {10.1000/abc}, file = {files/1/paper one.pdf}}
@article{broken, title = {never closed
"""
RIS = """TY  - JOUR
AU  - Müller, Eva
AU  - Doe, John, Jr.
TI  - A title of
 two lines
T2  - J Tests
PY  - 2020/05/01/
SP  - 10
EP  - 19
DO  - 10.1000/abc
KW  - one
KW  - two
L1  - internal-pdf://files/paper one.pdf
ER  -
"""


def test_bibtex_is_read_as_reference_managers_write_it() -> None:
    (entry,) = bibtex.read(BIB)
    assert entry == {
        "id": "key1",
        "type": "article-journal",
        "title": "The Nüñez ß — 50% & more",
        "container-title": "Journal of Tests",
        "volume": "12",
        "issue": "3",
        "page": "1-9",
        "DOI": "10.1000/abc",
        "author": [
            {"family": "van der Berg", "given": "Anna"},
            {"family": "de la Cruz", "given": "John"},
            {"literal": "WHO Group"},
        ],
        "issued": {"date-parts": [[2020, 3]]},
        "file": "files/1/paper one.pdf",
    }


def test_ris_is_read() -> None:
    (record,) = ris.read(RIS)
    assert record["title"] == "A title of two lines"
    assert record["author"] == [
        {"family": "Müller", "given": "Eva"},
        {"family": "Doe", "given": "John", "suffix": "Jr."},
    ]
    assert record["issued"] == {"date-parts": [[2020, 5, 1]]}
    assert (record["page"], record["keyword"]) == ("10-19", "one, two")


@given(st.text(st.sampled_from('@{}",=#\\ abarticle\n1-'), max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    for record in [*bibtex.read("@article{k," + text), *ris.read("TY  - JOUR\n" + text)]:
        assert isinstance(record.get("type"), str)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper one.bib", BIB),
        ("paper one.ris", RIS),
        ("library.bib", BIB),
        ("paper one.json", json.dumps([{"id": "x", "title": "A title of things", "DOI": "10.1000/abc"}])),
        ("paper one.pdf.csl.json", json.dumps({"items": [{"title": "T", "DOI": "10.1000/abc"}]})),
    ],
)
def test_what_lies_beside_a_paper_describes_it(tmp_path: Path, name: str, text: str) -> None:
    paper = tmp_path / "paper one.pdf"
    paper.write_bytes(b"x")
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = sidecar.choose(sidecar.beside(paper), paper, {})
    assert found["DOI"] == "10.1000/abc"
    assert not {"id", "file"} & set(found)


def test_the_record_with_the_doi_or_title_is_chosen() -> None:
    records = [
        {"title": "Another one entirely", "DOI": "10.1000/other"},
        {"title": "The effects of ketamine on drinking", "DOI": "10.1000/ABC"},
        {"title": "Effects without an identifier at all"},
    ]
    file = Path("x.pdf")
    assert sidecar.choose(records, file, {"DOI": "https://doi.org/10.1000/abc"})["DOI"] == "10.1000/ABC"
    assert sidecar.choose(records, file, {"title": "EFFECTS WITHOUT an identifier, at all"})[
        "title"
    ].startswith("Effects")
    assert sidecar.choose(records, file, {"title": "Something else that nobody listed"}) == {}


@pytest.mark.parametrize("text", ["{not json", "", "plain words", "[1, 2]"])
def test_an_export_without_records_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "refs.json"
    path.write_text(text)
    with pytest.raises(IngestError, match=r"refs\.json: (?:no valid JSON|holds no record)"):
        sidecar.read(path)
