from __future__ import annotations

import json
import os
from pathlib import Path

import papers
import pytest
from fakes import FakeEncoder

from kqa.cli import main
from kqa.corpus import article, exchange
from kqa.index import store
from kqa.workspace import Workspace

pytestmark = pytest.mark.usefixtures("no_model")


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    (tmp_path / "ws" / "corpus").mkdir(parents=True)
    return Workspace(tmp_path / "ws")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.xml").write_bytes(papers.paper(1))
    (folder / "deep" / "two.nxml").write_bytes(papers.paper(2))
    (folder / "notes.csv").write_text("not,a,paper")
    return folder


def run(workspace: Workspace, *arguments: object) -> int:
    return main([str(a) for a in (*arguments, "--workspace", workspace.root)])


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_folder_is_added_and_asked(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str], fake_encoder: FakeEncoder
) -> None:
    assert run(empty, "add", inbox) == 0
    out = capsys.readouterr().out
    assert "one.xml: added muller2021a: " in out or "one.xml: added muller2021: " in out
    assert "6 of 6 references parsed, 5 of 5 citations resolved" in out
    assert empty.keys() == ("muller2021", "muller2021a")
    index = store.open_index(empty, encoder=fake_encoder)
    assert {p.article for p in index.passages} == set(empty.keys())


def test_the_same_file_again_changes_nothing(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(empty, "add", inbox)
    before = tree(empty.root)
    capsys.readouterr()
    assert run(empty, "add", inbox) == 0
    assert "one.xml: muller2021" in (out := capsys.readouterr().out)
    assert out.count("is unchanged") == 2
    assert tree(empty.root) == before


def test_a_changed_file_takes_its_articles_place(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(empty, "add", inbox)
    path = inbox / "one.xml"
    path.write_bytes(path.read_bytes().replace(b"Craving fell too", b"Craving rose instead"))
    capsys.readouterr()
    assert run(empty, "add", inbox) == 0
    out = capsys.readouterr().out
    assert out.count("replaced") == 1
    assert out.count("is unchanged") == 1
    assert len(empty.keys()) == 2
    assert sum("Craving rose" in article.load(empty.article(key)).text for key in empty.keys()) == 1


def test_a_dry_run_adds_nothing(empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(empty, "add", inbox, "--dry-run") == 0
    assert "would add muller2021a" in capsys.readouterr().out
    assert tree(empty.root) == {}


def test_failures_are_listed_at_the_end_and_the_rest_added(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (inbox / "bomb.xml").write_bytes(
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><article>&x;</article>'
    )
    assert run(empty, "add", inbox) == 1
    captured = capsys.readouterr()
    assert len(empty.keys()) == 2
    assert "2 of 4 not added:" in captured.err
    assert "bad.pdf: a PDF that cannot be read" in captured.err
    assert "declares entities" in captured.err
    assert "Traceback" not in captured.err
    assert not [p for p in empty.corpus.iterdir() if p.name not in empty.keys()]


def test_nothing_added_is_bad_input(
    empty: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\n")
    assert run(empty, "add", bad) == 2
    assert run(empty, "add", tmp_path / "missing.pdf") == 2
    assert run(empty, "add", tmp_path / "ws") == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_flags_and_sidecars_complete_what_is_found(empty: Workspace, inbox: Path) -> None:
    (inbox / "one.bib").write_text(
        "@article{x, title={Given by the sidecar}, author={Berg, Anna}, year=2019}"
    )
    assert run(empty, "add", inbox / "one.xml", "--year", 2018, "--journal", "Own Journal", "--no-index") == 0
    metadata = article.load(empty.article("berg2018")).metadata
    assert metadata["title"] == "Given by the sidecar"
    assert metadata["container-title"] == "Own Journal"
    assert metadata["issued"] == {"date-parts": [[2018]]}
    assert metadata["DOI"] == "10.5555/test.1"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--doi", "nonsense"], "is no DOI"),
        (["--year", "12"], "is no year"),
        (["--key", "Not A Key"], "is not an article key"),
    ],
)
def test_options_that_cannot_be_used(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert run(empty, "add", inbox / "one.xml", *options) == 2
    assert message in capsys.readouterr().err
    assert empty.keys() == ()


def test_a_key_that_is_taken_is_not_overwritten(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(empty, "add", inbox / "one.xml", "--key", "mine", "--no-index")
    before = tree(empty.corpus)
    assert run(empty, "add", inbox / "deep" / "two.nxml", "--key", "mine", "--no-index") == 2
    assert "the key mine is taken" in capsys.readouterr().err
    assert tree(empty.corpus) == before


def test_another_paper_with_the_same_doi_does_not_take_its_place(empty: Workspace, inbox: Path) -> None:
    other = papers.paper(2).replace(b"10.5555/test.2", b"10.5555/test.1")
    (inbox / "deep" / "two.nxml").write_bytes(other)
    run(empty, "add", inbox, "--no-index")
    assert len(empty.keys()) == 2


def test_a_run_that_was_killed_goes_on(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = exchange.put
    calls = []

    def second_time_killed(new: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        put(new, target)

    monkeypatch.setattr(exchange, "put", second_time_killed)
    assert run(empty, "add", inbox) == 130
    assert len(empty.keys()) == 1
    monkeypatch.setattr(exchange, "put", put)
    capsys.readouterr()
    assert run(empty, "add", inbox) == 0
    out = capsys.readouterr().out
    assert out.count("is unchanged") == 1
    assert out.count("added") == 1


@pytest.mark.parametrize(
    "name", ["..xml", "a\nb.xml", "x" * 240 + ".xml", "..%2f..%2fevil.xml", "[red]\x1b[31m.xml", "ünï.xml"]
)
def test_odd_names_are_only_names(
    empty: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / name).write_bytes(papers.paper())
    outside = tree(tmp_path / "odd")
    assert run(empty, "add", folder / name, "--no-index") == 0
    assert sorted(p.name for p in empty.article("muller2021").iterdir()) == [
        "article.md", "metadata.json", "references.json", "source.bin" if name == "..xml" else "source.xml",
    ] or name == "..xml"  # fmt: skip
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert len(out.strip().split("\n")) == 1
    assert tree(tmp_path / "odd") == outside


def test_loops_of_links_are_not_followed(empty: Workspace, inbox: Path) -> None:
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    (inbox / "dangling.xml").symlink_to(inbox / "nowhere.xml")
    (inbox / "self.xml").symlink_to(inbox / "self.xml")
    assert run(empty, "add", inbox, "--no-index") == 0
    assert len(empty.keys()) == 2


def test_a_pipe_is_no_paper(empty: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe.xml"
    os.mkfifo(pipe)
    assert run(empty, "add", pipe) == 2
    assert "no regular file" in capsys.readouterr().err


def test_articles_are_removed(
    empty: Workspace, inbox: Path, capsys: pytest.CaptureFixture[str], fake_encoder: FakeEncoder
) -> None:
    run(empty, "add", inbox)
    capsys.readouterr()
    assert run(empty, "remove", "muller2021", "nobody") == 1
    captured = capsys.readouterr()
    assert "muller2021: removed" in captured.out
    assert "no article has the key 'nobody'" in captured.err
    assert empty.keys() == ("muller2021a",)
    index = store.open_index(empty, encoder=fake_encoder)
    assert {p.article for p in index.passages} == {"muller2021a"}
    assert run(empty, "remove", "../ws") == 2
    assert run(empty, "remove", "muller2021a") == 0
    assert empty.keys() == ()


def test_listed_citations_travel_with_the_article(empty: Workspace, tmp_path: Path) -> None:
    body = '<p>Less (<xref ref-type="bibr" rid="b2">Author2, 2002</xref>). More of it.</p>'
    (tmp_path / "a.xml").write_bytes(papers.jats(body))
    run(empty, "add", tmp_path / "a.xml", "--no-index")
    made = article.load(empty.article("muller2021"))
    (marker,) = made.markers(0, len(made.text))
    assert (made.text[marker.start : marker.end], marker.numbers) == ("Author2, 2002", (2,))
    listed = empty.article("muller2021") / article.CITATIONS
    listed.write_text(json.dumps([{"start": 5, "end": 3, "references": [1]}]))
    with pytest.raises(article.CorpusError, match="does not fit the text"):
        article.load(empty.article("muller2021"))
