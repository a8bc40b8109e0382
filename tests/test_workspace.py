"""Where things lie."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.errors import WorkspaceError
from kqa.workspace import Workspace, find


def test_a_workspace_is_found_from_below(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.corpus / "lee2021")
    assert find().root == workspace.root.resolve()


def test_a_named_folder_goes_before_the_variable_and_that_before_here(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, by_variable = tmp_path / "named", tmp_path / "variable"
    for folder in (named, by_variable):
        (folder / "corpus").mkdir(parents=True)
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("KQA_WORKSPACE", str(by_variable))
    assert find().root == by_variable.resolve()
    assert find(named).root == named.resolve()


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"is no workspace: it holds no folder `corpus`; make"):
        find(tmp_path)


def test_nowhere_to_be_found(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no workspace at or above .* with `kqa init DIR`"):
        find(start=tmp_path)


def test_keys_are_the_article_folders_sorted(workspace: Workspace) -> None:
    (workspace.corpus / ".staging").mkdir()
    (workspace.corpus / "README.md").write_text("attribution")
    assert workspace.keys() == ("garcia2020", "lee2021", "okoro2022")
    assert Workspace(workspace.root / "nowhere").keys() == ()


@pytest.mark.parametrize(
    "key", ["", "..", "../x", "a/b", "A", "é", "a" * 65, "-a", "a-", "a\n", "a\x00", "a b", "con.", "٣"]
)
def test_what_is_no_key_never_becomes_a_path(key: str, workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="is not an article key: use 1 to 64 lower-case letters, digits"):
        workspace.article(key)


@given(st.text(max_size=70))
def test_an_article_folder_lies_right_under_the_corpus(key: str) -> None:
    root = Workspace(Path("/somewhere"))
    try:
        folder = root.article(key)
    except WorkspaceError:
        return
    assert folder.parent == root.corpus
    assert folder.name == key


def test_naming_folders_makes_none(tmp_path: Path) -> None:
    nowhere = Workspace(tmp_path / "nowhere")
    for folder in (
        nowhere.corpus,
        nowhere.index,
        nowhere.gold,
        nowhere.runs,
        nowhere.reports,
        nowhere.article("a"),
    ):
        assert not folder.exists()
