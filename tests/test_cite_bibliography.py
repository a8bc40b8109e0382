"""Keys of entries, and the files that other programs read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.cite import bibliography, bibtex, formatted, ris
from kqa.errors import UsageError

ENTRY = {
    "id": "x",
    "type": "article-journal",
    "author": [
        {"family": "D’Souza", "given": "D.C."},
        {"family": "de Kock", "given": "M.F."},
        {"literal": "WHO"},
    ],
    "title": "Ketamine & 50% of NMDA_receptors: the first {study} in Russia",
    "container-title": "Biol. Psychiatry",
    "issued": {"date-parts": [[2014, 7, 1]]},
    "volume": "76",
    "issue": "1",
    "page": "40-6",
    "DOI": "10.1016/s0740-5472(02)00275-1",
    "URL": "https://example.org/a_b?c=d",
    "custom": {"sha256": "secret"},
}


def test_a_key_is_made_from_author_title_and_year() -> None:
    assert bibliography.citation_key(ENTRY) == "dsouzaKetamineNMDAreceptorsFirst2014"
    assert bibliography.citation_key({"title": "“Like the End”"}) == "anonymousLikeEnd"


def test_keys_that_collide_get_letters_whatever_the_order() -> None:
    twins = [{**ENTRY, "id": "a"}, {**ENTRY, "id": "b"}]
    forward = [e["id"] for e in bibliography.keyed(twins)]
    backward = [e["id"] for e in bibliography.keyed(twins[::-1])]
    assert forward == ["dsouzaKetamineNMDAreceptorsFirst2014a", "dsouzaKetamineNMDAreceptorsFirst2014b"]
    assert backward == forward[::-1]


def test_only_csl_variables_are_exported() -> None:
    (entry,) = json.loads(bibliography.csl_json([ENTRY]))
    assert "custom" not in entry
    assert entry["DOI"] == ENTRY["DOI"]


def test_bibtex_is_read_back_by_bibtexparser() -> None:
    parser = pytest.importorskip("bibtexparser")
    library = parser.parse_string(bibtex.write([ENTRY]))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.key == "x"
    assert entry["doi"] == ENTRY["DOI"]
    assert entry["pages"] == "40--6"
    assert r"\& 50\% of" in entry["title"]
    assert entry["author"] == "D’Souza, D.C. and de Kock, M.F. and {WHO}"


def test_a_list_of_authors_that_is_cut_short_is_shown_so() -> None:
    entry = {**ENTRY, "author": [{"family": "Zost", "given": "S.J."}], "note": "et al.; In Russian"}
    written = bibtex.write([entry])
    assert "author = {Zost, S.J. and others}," in written
    assert "note = {In Russian}," in written
    pytest.importorskip("pypandoc")
    assert formatted.references([entry], "apa").startswith("Zost, S. J. et al. (2014")
    assert formatted.references([entry], "vancouver").startswith("1. Zost SJ et al. ")


def test_ris_is_read_back_by_rispy() -> None:
    parser = pytest.importorskip("rispy")
    (entry,) = parser.loads(ris.write([ENTRY]))
    assert entry["doi"] == ENTRY["DOI"]
    assert entry["authors"] == ["D’Souza, D.C.", "de Kock, M.F.", "WHO"]
    assert (entry["start_page"], entry["end_page"]) == ("40", "46")
    assert entry["year"] == "2014"


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_pandoc_reads_bibtex_and_keeps_title_names_and_doi() -> None:
    done = subprocess.run(
        ["pandoc", "-f", "bibtex", "-t", "csljson"],
        input=bibtex.write([ENTRY]), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    (entry,) = json.loads(done.stdout)
    assert entry["DOI"] == ENTRY["DOI"]
    assert next(a.get("family") or a.get("literal") for a in entry["author"]) == "D’Souza"
    assert "Russia" in entry["title"]


@given(st.text(min_size=1, max_size=60))
def test_any_title_makes_ascii_keys_and_one_entry(title: str) -> None:
    entry = {**ENTRY, "title": title}
    key = bibliography.citation_key(entry)
    assert key.isascii()
    assert key.isalnum()
    assert ris.write([entry]).count("TY  - ") == 1
    written = bibtex.write([entry])
    assert written.count("{") == written.count("}")


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(UsageError, match=r"'nature'.*apa, vancouver, ama"):
        formatted.references([ENTRY], "nature")


def test_styles_put_names_and_numbers_their_own_way(tmp_path: Path) -> None:
    pytest.importorskip("pypandoc")
    entry = {**ENTRY, "author": [{"family": "Thomas", "given": "Alexander"}], "title": "Ketamine"}
    assert "1. Thomas A. Ketamine." in formatted.references([entry], "vancouver")
    assert formatted.references([entry], "apa").startswith("Thomas, A. (2014")
