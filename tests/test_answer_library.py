"""The Python interface."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tiny

import kqa
from kqa.errors import CorpusError, WorkspaceError
from kqa.workspace import Workspace

pytestmark = pytest.mark.usefixtures("no_model")


def test_a_workspace_is_opened_asked_and_searched(workspace: Workspace) -> None:
    library = kqa.open(workspace.root)
    answer = library.ask("Which dose of melatonin shortened the time to fall asleep?")
    assert answer.extracts
    assert all(library.article(e.article).text[e.start : e.end] == e.text for e in answer.extracts)
    hits = library.search("light therapy in winter", limit=2)
    assert [hit.rank for hit in hits] == [1, 2]
    assert hits[0].passage.article == "lee2021"
    assert [article.key for article in library.articles] == list(tiny.TEXTS)


def test_an_unknown_key_lists_those_there_are(workspace: Workspace) -> None:
    with pytest.raises(CorpusError, match="has the key 'x'; there are garcia2020, lee2021, okoro2022"):
        kqa.open(workspace.root).article("x")


def test_an_empty_workspace_says_how_to_fill_it(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="holds no article yet: `kqa add FILE` adds one"):
        kqa.open(tmp_path).article("x")


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is no workspace"):
        kqa.open(tmp_path)


def test_what_was_removed_is_gone_after_a_refresh(workspace: Workspace) -> None:
    library = kqa.open(workspace.root)
    before = {hit.passage.article for hit in library.search("bright light", limit=50)}
    (workspace.corpus / "lee2021").rename(workspace.root / "elsewhere")
    library.refresh()
    after = {hit.passage.article for hit in library.search("bright light", limit=50)}
    assert before - after == {"lee2021"}


def test_opening_reads_and_makes_nothing(workspace: Workspace) -> None:
    kqa.open(workspace.root)
    assert not workspace.index.exists()


def test_threads_get_what_one_after_another_gets(workspace: Workspace) -> None:
    questions = ["Which dose of melatonin?", "Does a lamp help in winter?", "Is CBT-I the first choice?"] * 8
    library = kqa.open(workspace.root)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(library.ask, questions))
    assert together == [library.ask(question) for question in questions]
