"""Ingest: what lands in the corpus, what is refused, and that nothing is ever half done."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kqa.corpus import article, exchange
from kqa.corpus.ingest import Draft, ingest
from kqa.errors import IngestError, WorkspaceError
from kqa.workspace import Workspace

SOURCE = """# Ketamine at Home

Ann Smith and Bo de Vries

Published: 3 May 2020

## 1. Introduction

It works [1].

## References

1. Gao M. Use. *Drugs*. 2016;37:865-72.
"""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    (tmp_path / "corpus").mkdir()
    return Workspace(tmp_path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "Paper.TXT"
    file.write_text(SOURCE, encoding="utf-8")
    return file


def listing(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.corpus.iterdir())


def test_an_article_folder_is_made(place: Workspace, source: Path) -> None:
    made = ingest(source, "smith2020", place)
    folder = place.corpus / "smith2020"
    assert listing(place) == ["smith2020"]
    assert sorted(path.name for path in folder.iterdir()) == [
        *("article.md", "metadata.json", "references.json", "source.txt"),
    ]
    assert (folder / "source.txt").read_bytes() == source.read_bytes()
    assert made == article.load(folder)
    assert made.metadata["author"] == [
        {"family": "Smith", "given": "Ann"},
        {"family": "de Vries", "given": "Bo"},
    ]
    assert made.metadata["issued"] == {"date-parts": [[2020, 5, 3]]}
    assert made.metadata["custom"] == {
        "sha256": hashlib.sha256((folder / "article.md").read_bytes()).hexdigest(),
        "source": "source.txt",
        "source-sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
    }
    assert [entry["id"] for entry in made.references] == ["smith2020:1"]


def test_fields_that_are_given_go_before_those_found(place: Workspace, source: Path) -> None:
    given = {"title": "Another", "custom": {"license": "CC0 1.0"}}
    made = ingest(source, "a", place, metadata=given)
    assert made.metadata["title"] == "Another"
    assert made.metadata["custom"]["license"] == "CC0 1.0"
    assert made.metadata["custom"]["sha256"] == made.sha256


def test_a_key_is_made_of_author_and_year(place: Workspace, source: Path) -> None:
    assert ingest(source, None, place).key == "smith2020"


def test_a_proposed_key_goes_round_those_that_are_taken(place: Workspace, source: Path) -> None:
    first = ingest(source, None, place)
    source.write_text(SOURCE.replace("works", "fails"), encoding="utf-8")
    assert (first.key, ingest(source, None, place).key) == ("smith2020", "smith2020a")
    assert ingest(source, None, place).key == "smith2020a"


def test_the_same_source_again_changes_nothing(place: Workspace, source: Path) -> None:
    first = ingest(source, "smith2020", place)
    assert ingest(source, "smith2020", place) == first
    assert listing(place) == ["smith2020"]


def test_a_key_that_is_taken_is_kept_unless_replaced(place: Workspace, source: Path) -> None:
    first = ingest(source, "smith2020", place)
    source.write_text(SOURCE.replace("It works", "It fails"), encoding="utf-8")
    with pytest.raises(
        IngestError, match=r"'smith2020' is taken by another article \('Ketamine at Home'\).*--replace"
    ):
        ingest(source, "smith2020", place)
    assert article.load(place.corpus / "smith2020") == first
    assert "It fails" in ingest(source, "smith2020", place, replace=True).text
    assert listing(place) == ["smith2020"]


def test_a_damaged_folder_is_renewed_with_replace(place: Workspace, source: Path) -> None:
    ingest(source, "smith2020", place)
    (place.corpus / "smith2020" / "metadata.json").write_text("{")
    with pytest.raises(IngestError, match="a damaged folder"):
        ingest(source, "smith2020", place)
    assert ingest(source, "smith2020", place, replace=True).text.startswith("# Ketamine")


@pytest.mark.parametrize("key", ["Smith", "a b", "../x", "", "a" * 65, "é"])
def test_what_is_no_key_is_refused(place: Workspace, source: Path, key: str) -> None:
    if key:
        with pytest.raises(WorkspaceError, match="is not an article key"):
            ingest(source, key, place)
    assert listing(place) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Paper.TXT is missing"),
        (b"", "Paper.TXT is empty"),
        (b" \n\t ", "Paper.TXT is empty"),
        (b"\x00\x01\x02binary", "NUL bytes"),
        ("Text".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"\x81\x90\x9d", "neither UTF-8"),
    ],
)
def test_a_bad_source_is_one_line_and_leaves_nothing(
    place: Workspace, source: Path, content: bytes | None, message: str
) -> None:
    source.unlink()
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(IngestError, match=message) as caught:
        ingest(source, "a", place)
    assert "\n" not in str(caught.value)
    assert listing(place) == []


def test_a_folder_and_an_impossible_name_are_no_source(place: Workspace, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="is a folder: expected one source file"):
        ingest(tmp_path, "a", place)
    with pytest.raises(IngestError, match="cannot be read"):
        ingest(tmp_path / "a\0b", "a", place)
    with pytest.raises(IngestError, match="cannot be read"):
        ingest(tmp_path / ("x" * 300), "a", place)


def test_a_source_in_utf_16_or_windows_1252_is_read(place: Workspace, source: Path) -> None:
    source.write_bytes(SOURCE.replace("Ann", "Añn").encode("utf-16"))
    assert "Añn" in ingest(source, "a", place).text
    source.write_bytes(SOURCE.replace("Ann", "Añn").encode("cp1252"))
    made = ingest(source, "b", place)
    assert "Añn" in made.text
    assert "read as Windows-1252" in made.metadata["custom"]["warnings"][0]


def test_a_source_beyond_all_bounds_is_refused_unread(
    place: Workspace, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kqa.corpus.ingest.LARGEST", 10)
    with pytest.raises(IngestError, match="bytes: expected an article of at most 10"):
        ingest(source, "a", place)


def test_a_folder_that_cannot_be_written_is_told(place: Workspace, source: Path) -> None:
    first = ingest(source, "a", place)
    place.corpus.joinpath("b").touch()
    with pytest.raises(IngestError, match=r"cannot write .*/b|'b' is taken"):
        ingest(source, "b", place)
    assert article.load(place.corpus / "a") == first


def test_a_write_that_fails_leaves_the_old_article(
    place: Workspace, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ingest(source, "a", place)
    source.write_text(SOURCE.replace("works", "fails"), encoding="utf-8")

    def refuse(_: object, __: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(exchange, "put", refuse)
    with pytest.raises(IngestError, match=r"cannot write .*Permission denied.*the corpus is as it was"):
        ingest(source, "a", place, replace=True)
    assert article.load(place.corpus / "a") == first
    assert listing(place) == ["a"]


KILLED = """
import os, sys
from pathlib import Path
from kqa.corpus import exchange
from kqa.corpus.ingest import ingest
from kqa.workspace import Workspace
step, count = int(sys.argv[3]), 0
def dying(function):
    def call(*args):
        global count
        count += 1
        if count > step:
            os._exit(9)
        return function(*args)
    return call
os.fsync = dying(os.fsync)
exchange.put = dying(exchange.put)
ingest(Path(sys.argv[1]), "a", Workspace(Path(sys.argv[2])), replace=True)
"""


@pytest.mark.parametrize(("step", "new"), [(0, False), (3, False), (5, False), (6, True)])
def test_a_process_killed_at_any_point_leaves_a_whole_article(
    place: Workspace, source: Path, step: int, new: bool
) -> None:
    ingest(source, "a", place)
    source.write_text(SOURCE.replace("works", "fails"), encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(source), str(place.root), str(step)]
    assert subprocess.run(command, check=False).returncode == 9
    assert ("fails" in article.load(place.corpus / "a").text) is new
    assert place.keys() == ("a",)
    left = [path for path in place.corpus.iterdir() if path.name != "a"]
    assert len(left) == 1
    old = time.time() - 7200
    os.utime(left[0], (old, old))
    assert "fails" in ingest(source, "a", place, replace=True).text
    assert listing(place) == ["a"]


def test_entries_keep_the_numbers_that_they_are_printed_with(
    place: Workspace, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = Draft("Text.\n", {}, [{"id": "2", "type": "book"}, {"type": "book"}], "a.txt")
    monkeypatch.setattr("kqa.corpus.ingest.read", lambda data, name: draft)
    made = ingest(source, "a", place)
    assert [entry["id"] for entry in made.references] == ["a:2", "a:2"]


def test_what_is_written_is_readable_json(place: Workspace, source: Path) -> None:
    ingest(source, "a", place)
    text = (place.corpus / "a" / "metadata.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert json.loads(text)["id"] == "a"
