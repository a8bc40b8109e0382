"""An article folder: what is loaded, and what is said of one that is not whole."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from kqa.corpus.article import load
from kqa.errors import CorpusError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus" / "smith2020"
    made.mkdir(parents=True)
    text = b"# T\n\nIt works [1].\n\n## References\n\n1. Smith.\n"
    (made / "article.md").write_bytes(text)
    (made / "source.txt").write_bytes(text)
    metadata = {"id": "smith2020", "custom": {"sha256": hashlib.sha256(text).hexdigest()}}
    (made / "metadata.json").write_text(json.dumps(metadata))
    (made / "references.json").write_text('[{"id": "smith2020:1", "type": "document"}]')
    return made


def test_a_whole_folder_is_loaded(folder: Path) -> None:
    article = load(folder)
    assert (article.key, article.metadata["id"], len(article.references)) == ("smith2020", "smith2020", 1)
    assert article.sha256 == hashlib.sha256((folder / "article.md").read_bytes()).hexdigest()
    assert [m.numbers for m in article.markers(0, len(article.text))] == [(1,)]


def test_an_unknown_article_is_told_with_those_there_are(folder: Path) -> None:
    with pytest.raises(CorpusError, match=r"no article 'jones1999'.*there are: smith2020 .*`kqa articles`"):
        load(folder.with_name("jones1999"))


@pytest.mark.parametrize("part", ["article.md", "metadata.json", "references.json"])
@pytest.mark.parametrize("harm", ["missing", "empty", "a folder"])
def test_a_part_that_is_not_there_is_named_with_the_remedy(folder: Path, part: str, harm: str) -> None:
    (folder / part).unlink()
    if harm == "empty":
        (folder / part).touch()
    elif harm == "a folder":
        (folder / part).mkdir()
    remedy = re.escape(f"`kqa ingest {folder / 'source.txt'} --key smith2020 --replace`")
    with pytest.raises(
        CorpusError, match=rf"{re.escape(part)} (?:is missing|is empty|cannot be read).*{remedy}"
    ):
        load(folder)


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("metadata.json", "{", "metadata.json is not valid JSON"),
        ("metadata.json", "[]", "metadata.json holds no JSON object"),
        ("metadata.json", "{}", r"is not the text that metadata.json describes.*recorded None"),
        ("metadata.json", '{"custom": 1}', "is not the text that metadata.json describes"),
        ("references.json", "nope", "references.json is not valid JSON"),
        ("references.json", "{}", "references.json holds no JSON list"),
        ("references.json", "[1]", r"entry without an id of the form smith2020:N \(1\)"),
        ("references.json", '[{"id": "other:1"}]', "entry without an id of the form smith2020:N"),
        ("article.md", "# Another text\n", r"recorded [0-9a-f]{12}….*or keep the edited text with"),
    ],
)
def test_a_damaged_part_is_named(folder: Path, part: str, content: str, message: str) -> None:
    (folder / part).write_text(content)
    with pytest.raises(CorpusError, match=message) as caught:
        load(folder)
    assert "kqa ingest" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_its_source_asks_for_the_file(folder: Path) -> None:
    (folder / "source.txt").unlink()
    (folder / "article.md").unlink()
    with pytest.raises(CorpusError, match="`kqa ingest FILE --key smith2020 --replace`"):
        load(folder)
