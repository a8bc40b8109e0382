"""`kqa eval` as it is typed, over the tiny articles and without a model."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kqa import cli
from kqa.eval import gold
from kqa.types import Answer
from kqa.workspace import Workspace

QUOTE = "The effect held for 6 months."
RECORD = {"id": "q1", "question": "How long?", "evidence": [{"article": "garcia2020", "quote": QUOTE}]}
NEGATIVE = {"id": "q2", "question": "What does a lamp cost?"}

pytestmark = pytest.mark.usefixtures("no_model")


@pytest.fixture
def placed(workspace: Workspace) -> Workspace:
    workspace.gold.mkdir(parents=True)
    (workspace.gold / "questions.jsonl").write_text(f"{json.dumps(RECORD)}\n{json.dumps(NEGATIVE)}\n")
    return workspace


def _eval(workspace: Workspace, *words: str) -> int:
    return cli.main(["eval", "--workspace", str(workspace.root), *words])


def test_the_gold_set_is_asked_and_the_run_kept(
    placed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _eval(placed) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 questions, 1 answerable")
    assert "extract hit@1" in out
    assert Path(out.splitlines()[-1]).name.startswith("gold-")


def test_json_holds_every_figure_and_the_comparison(
    placed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _eval(placed, "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first["by_type"]["fact"]["bm25 nDCG@10"]["questions"] == 1
    assert set(first["latency"]) == {"bm25", "dense", "hybrid", "ask"}
    assert _eval(placed, "--json", "--name", "again", "--compare", Path(first["run"]).name) == 0
    second = json.loads(capsys.readouterr().out)
    assert second["overall"] == first["overall"]
    assert second["comparison"]["changes"] == []
    assert {d["p"] for d in second["comparison"]["differences"].values()} == {1.0}


def test_types_and_limits_choose_questions(placed: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert _eval(placed, "--json", "--type", "negative") == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 1
    assert _eval(placed, "--json", "--limit", "1") == 0
    assert json.loads(capsys.readouterr().out)["answerable"] == 1
    assert _eval(placed, "--type", "poem") == 2
    assert "no question of" in capsys.readouterr().err


def test_a_csv_of_ones_own_is_asked(
    placed: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"question,article,quote\nHow long?,garcia2020,{QUOTE}\n")
    assert _eval(placed, str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["settings"]["name"] == "mine"


def test_a_public_set_has_an_index_of_its_own(
    placed: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tiny-set"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "title": "Sun", "text": "The sun is far away."}\n')
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "How far is the sun?"}\n')
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\t1\n")
    cache = tmp_path / "cache"
    assert _eval(placed, "--beir", str(folder), "--cache", str(cache), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["overall"]["hybrid Success@1"]["value"] == 1
    assert (cache / "tiny-set" / "index" / "manifest.json").is_file()
    assert (Path(found["run"]) / "qrels.trec").read_text() == "1 0 d1 1\n"
    assert _eval(placed, "--beir", str(folder), "--squad", "x.json") == 2
    assert "one at a time" in capsys.readouterr().err


def test_check_says_which_line_is_wrong(placed: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert _eval(placed, "check") == 0
    assert "2 records, all good" in capsys.readouterr().out
    path = placed.gold / "questions.jsonl"
    path.write_text(path.read_text() + "{}\n" + json.dumps(RECORD) + "\n")
    assert _eval(placed, "check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0].rpartition(":")[2] for line in lines] == ["3", "4"]
    assert _eval(placed) == 2
    assert "questions.jsonl:3: `id` is missing" in capsys.readouterr().err


def test_import_fills_in_the_spans(
    placed: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert _eval(placed, "import", str(placed.gold / "questions.jsonl"), "--out", str(out)) == 0
    assert json.loads(out.read_text().splitlines()[0])["evidence"][0]["quote"] == QUOTE
    assert _eval(placed, "import") == 2
    assert "takes a gold file" in capsys.readouterr().err


def test_the_gate_opens_for_the_same_answers_and_needs_a_baseline(
    placed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _eval(placed, "gate") == 2
    assert "`kqa eval baseline` makes one" in capsys.readouterr().err
    assert _eval(placed, "baseline") == 0
    assert _eval(placed, "gate") == 0
    assert "the gate is open" in capsys.readouterr().out
    assert _eval(placed, "baseline", "--limit", "1") == 2
    assert "the baseline is over all gold questions" in capsys.readouterr().err


def test_the_report_of_the_newest_run_is_written(
    placed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _eval(placed, "report") == 2
    assert "there is no run" in capsys.readouterr().err
    assert _eval(placed) == 0
    capsys.readouterr()
    assert _eval(placed, "report") == 0
    page = Path(capsys.readouterr().out.splitlines()[0])
    assert page.parent == placed.reports
    assert "Evaluation of gold" in page.read_text("utf-8")


def _answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_question_is_added_by_number(
    placed: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _answers(monkeypatch, "7000", "1", "nowhere said", "", "", "", "numeric", "-")
    assert _eval(placed, "add", "How long did the effect of melatonin hold?") == 0
    out = capsys.readouterr().out
    assert "'7000' is none of the numbers" in out
    assert "`answer` 'nowhere said' stands in none" in out
    last = json.loads((placed.gold / "questions.jsonl").read_text().splitlines()[-1])
    assert (last["id"], last["type"], last["references"]) == ("q003", "numeric", [])
    assert last["evidence"][0]["quote"]


def test_the_end_of_the_input_leaves_the_gold_set_as_it_was(
    placed: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (placed.gold / "questions.jsonl").read_bytes()
    _answers(monkeypatch)
    assert _eval(placed, "add", "How long did it hold?") == 0
    assert "left as it was" in capsys.readouterr().out
    assert (placed.gold / "questions.jsonl").read_bytes() == before
    assert _eval(placed, "add", "how long?") == 2
    assert "asks 'how long?' already, as q1" in capsys.readouterr().err


def test_drafts_are_approved_dropped_or_left(
    placed: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pending = placed.gold / gold.PENDING
    for question in ("Does light lift mood?", "Is it raining?", "How long?"):
        gold.draft(pending, Answer(question, True, 0.1, (), (), ()), comment="wrong")
    _answers(monkeypatch, "1", "", "", "", "", "n", "y")
    assert _eval(placed, "approve") == 0
    out = capsys.readouterr().out
    assert "draft 1 of 3: wrong" in out
    assert "1 added" in out
    assert [one["question"] for one in gold.drafts(pending)] == ["Is it raining?"]
    assert _eval(placed, "check") == 0


def test_follow_ups_are_measured(placed: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    turn = {
        "question": "How long?",
        "standalone": "How long did the effect hold?",
        "evidence": RECORD["evidence"],
    }
    (placed.gold / "followups.jsonl").write_text(json.dumps({"id": "f1", "turns": [turn, turn]}) + "\n")
    assert _eval(placed, "followups") == 0
    assert "by hand" in capsys.readouterr().out


def test_an_unknown_action_is_named(placed: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert _eval(placed, "chek", "x") == 2
    assert "'chek' is no action of `kqa eval`; there are: check, import" in capsys.readouterr().err
