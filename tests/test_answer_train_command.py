"""`python -m kqa.answer.train`: what it prints, what it writes, and what it leaves alone."""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import tiny
from fakes import FakeEncoder
from tiny import TEXTS
from toy_sets import trial, write_pairs, write_squad

from kqa.answer import networks, weights
from kqa.answer.train import combine
from kqa.answer.train.__main__ import main
from kqa.answer.train.asked import Read
from kqa.answer.weights import Weights
from kqa.corpus import sentences
from kqa.workspace import Workspace

pytestmark = pytest.mark.usefixtures("no_model")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped weights in their place, and what they were."""
    path = tmp_path / "shipped" / "reader.json"
    path.parent.mkdir()
    path.write_text(weights.SHIPPED.read_text("utf-8"), encoding="utf-8")
    monkeypatch.setattr(weights, "SHIPPED", path)
    return path


@pytest.fixture
def sets(tmp_path: Path) -> list[str]:
    """Options that name small sets."""
    squad = write_squad(tmp_path / "squad.json", *(trial(n) for n in range(24)))
    rows = [(f"q{n}", f"Who made drug{n}?", [f"Maker{n} made drug{n}. It sold well."]) for n in range(4)]
    return ["--squad", str(squad), "--bioasq-pairs", str(write_pairs(tmp_path / "pairs.jsonl", *rows))]


def told() -> list[tuple[str, int, int, str]]:
    """Article, start, end and text of a dozen sentences each of two articles."""
    return [
        (key, start, end, text[start:end])
        for key in ("garcia2020", "okoro2022")
        for text in [TEXTS[key]]
        for start, end in sentences.split(text, text.index("## 1."), text.index("## References"))[:12]
    ]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Each sentence of two articles as a question, and as many questions about nothing there."""
    lines = []
    for key, start, end, text in told():
        evidence = [{"article": key, "start": start, "end": end}]
        lines.append({"question": text, "answerable": True, "evidence": evidence})
    lines += [
        {"question": f"Who pays bridge toll {n}?", "answerable": False, "evidence": []} for n in range(12)
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def other(gold: Path, tmp_path: Path) -> Path:
    """Another workspace, with gold questions of its own."""
    root = tiny.write(tmp_path / "other")
    path = Workspace(root).gold / "questions.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(gold.read_text("utf-8").splitlines(keepends=True)[6:24]), encoding="utf-8")
    return root


def test_weights_are_written_beside_and_again_the_same(
    workspace: Workspace, sets: list[str], shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shipped.read_bytes()
    options = ["weights", *sets, "--out", str(tmp_path / "made"), "--encoder-index", str(workspace.root)]
    assert main(options) == 0
    said = capsys.readouterr().out
    assert "examples," in said
    assert "epoch 3 of 3: loss" in said
    assert "squad (n=" in said
    first = (tmp_path / "made" / "reader.json").read_bytes()
    assert main(options) == 0
    assert "encoded" not in capsys.readouterr().out
    assert (tmp_path / "made" / "reader.json").read_bytes() == first
    assert shipped.read_bytes() == before
    learnt = weights.load(tmp_path / "made" / "reader.json")
    assert len(learnt.importance) == FakeEncoder.dimension
    assert learnt.retrieval == weights.load(shipped).retrieval
    assert learnt.confidence == weights.load(shipped).confidence


def test_they_are_shipped_only_when_told_to(
    workspace: Workspace, sets: list[str], shipped: Path, tmp_path: Path
) -> None:
    out = tmp_path / "made"
    main(["weights", *sets, "--out", str(out), "--encoder-index", str(workspace.root), "--ship"])
    assert shipped.read_bytes() == (out / "reader.json").read_bytes()


def test_a_learning_curve_writes_no_weights(
    workspace: Workspace, sets: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made"
    options = ["weights", *sets, "--out", str(out), "--encoder-index", str(workspace.root)]
    main([*options, "--share", "1", "0.5"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("share")]
    assert [line.split(",")[0] for line in lines] == ["share 0.5", "share 1"]
    assert not (out / "reader.json").exists()
    with pytest.raises(SystemExit):
        main([*options, "--share", "1.5"])
    assert "expected numbers above 0 and up to 1" in capsys.readouterr().err


@pytest.fixture
def training(workspace: Workspace) -> Path:
    """Questions on two articles where the networks look for them: each sentence, and one about nothing there."""
    lines = []
    for key, start, end, text in told():
        row = {"question": text, "changed": "Who pays bridge tolls?"}
        lines.append(json.dumps(row | {"evidence": [[key, start, end]]}))
    path = workspace.gold.parent / "training" / "questions.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_networks_are_learnt_one_after_the_other_and_named_by_the_weights(
    workspace: Workspace,
    training: Path,
    sets: list[str],
    shipped: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, root = tmp_path / "made", str(workspace.root)
    before = sorted(shipped.parent.iterdir()), shipped.read_bytes()
    main(["weights", *sets, "--out", str(out), "--encoder-index", root])
    first = weights.load(out / "reader.json")
    assert (first.adapter, first.answers) == ("", "")
    for step, name in (("adapter", networks.ADAPTER), ("answers", networks.ANSWERS)):
        options = ["--weights", str(out / "reader.json"), "--workspace", root, "--out", str(out)]
        assert main([step, *options]) == 0
        assert f"wrote {name}, reader.json in {out}" in capsys.readouterr().out
        weights.load.cache_clear()
        made = weights.load(out / "reader.json")
        assert getattr(made, step) == hashlib.sha256((out / name).read_bytes()).hexdigest()
    assert dataclasses.replace(made, adapter="", answers="") == first
    assert (sorted(shipped.parent.iterdir()), shipped.read_bytes()) == before
    assert training.exists()


@pytest.mark.parametrize("step", ["adapter", "answers"])
def test_a_network_is_learnt_only_with_the_encoder_of_its_weights(
    workspace: Workspace, shipped: Path, tmp_path: Path, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([step, "--weights", str(shipped), "--workspace", str(workspace.root), "--out", str(tmp_path)])
    assert "the index was built with another encoder" in capsys.readouterr().err


def test_questions_about_other_articles_are_said(
    workspace: Workspace, sets: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, root = tmp_path / "made", str(workspace.root)
    main(["weights", *sets, "--out", str(out), "--encoder-index", root])
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '{"question": "Why?", "changed": "", "evidence": [["garcia2020", 0, 0]]}', encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        main(
            [
                "adapter",
                "--weights",
                str(out / "reader.json"),
                "--workspace",
                root,
                "--questions",
                str(path),
                "--out",
                str(out),
            ]
        )
    assert "no evidence is a sentence of these articles" in capsys.readouterr().err


def test_parts_are_combined_and_the_rest_kept(
    workspace: Workspace, gold: Path, shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shipped.read_bytes()
    options = ["combine", "--questions", str(gold), "--workspace", str(workspace.root)]
    assert main([*options, "--out", str(tmp_path / "made")]) == 0
    said = capsys.readouterr().out
    assert "these articles, learnt from: 18 answerable questions: right sentence first" in said
    assert "not learnt from" not in said
    made, learnt = weights.load(tmp_path / "made" / "reader.json"), weights.load(shipped)
    assert (made.credit, made.least, made.retrieval) != (learnt.credit, learnt.least, learnt.retrieval)
    for name in ("encoder", "importance", "shares", "topic", "matter", "confidence", "threshold"):
        assert getattr(made, name) == getattr(learnt, name)
    assert shipped.read_bytes() == before


def test_parts_combined_on_several_workspaces_are_tried_on_each_that_was_left_out(
    workspace: Workspace,
    gold: Path,
    other: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    learnt_from: list[int] = []

    def fit(questions: Sequence[Read], learnt: Weights) -> Weights:
        learnt_from.append(len(questions))
        return learnt

    monkeypatch.setattr(combine, "fit", fit)
    options = [
        "combine",
        "--questions",
        str(gold),
        "--workspace",
        str(workspace.root),
        "--others",
        str(other),
    ]
    assert main(options) == 0
    assert learnt_from == [18, 30, 48]
    said = [line.split(": right")[0] for line in capsys.readouterr().out.splitlines() if ": right" in line]
    assert said == [
        "these articles, not learnt from: 18 answerable questions",
        f"{other}, not learnt from: 12 answerable questions",
        "these articles, learnt from: 18 answerable questions",
        f"{other}, learnt from: 12 answerable questions",
    ]


@pytest.mark.parametrize("step", ["combine", "confidence"])
def test_without_a_folder_a_step_only_prints(
    workspace: Workspace, gold: Path, shipped: Path, tmp_path: Path, step: str
) -> None:
    there, before = set(tmp_path.iterdir()), shipped.read_bytes()
    assert main([step, "--questions", str(gold), "--workspace", str(workspace.root)]) == 0
    assert set(tmp_path.iterdir()) == there
    assert shipped.read_bytes() == before


@pytest.mark.parametrize("step", ["combine", "confidence"])
def test_without_a_file_the_questions_are_those_to_learn_from(
    workspace: Workspace,
    gold: Path,
    other: Path,
    shipped: Path,
    capsys: pytest.CaptureFixture[str],
    step: str,
) -> None:
    path = workspace.gold.parent / "development" / "questions.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(gold.read_bytes())
    assert main([step, "--workspace", str(workspace.root), "--others", str(other)]) == 0
    assert "30 of 30 questions read" in capsys.readouterr().out
    path.unlink()
    with pytest.raises(SystemExit):
        main([step, "--workspace", str(workspace.root)])
    assert f"{path} cannot be read" in capsys.readouterr().err


def test_combined_weights_are_shipped_only_when_told_to(
    workspace: Workspace, gold: Path, shipped: Path, tmp_path: Path
) -> None:
    before, out = shipped.read_bytes(), tmp_path / "made"
    options = ["combine", "--questions", str(gold), "--workspace", str(workspace.root), "--out", str(out)]
    main([*options, "--ship"])
    assert shipped.read_bytes() == (out / "reader.json").read_bytes() != before


def test_confidence_is_fitted_and_the_rest_kept(
    workspace: Workspace, gold: Path, shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [
        "confidence",
        "--questions",
        str(gold),
        "--workspace",
        str(workspace.root),
        "--threshold",
        "0.4",
    ]
    assert main([*options, "--out", str(tmp_path / "made")]) == 0
    said = capsys.readouterr().out
    assert "answerable questions: right sentence first" in said
    assert "cross-validated: AUROC" in said
    made, before = weights.load(tmp_path / "made" / "reader.json"), weights.load(shipped)
    assert made.threshold == 0.4
    assert made.confidence.keys() == before.confidence.keys()
    assert made.confidence != before.confidence
    rest = dataclasses.replace(made, confidence=before.confidence, threshold=before.threshold)
    assert rest == before


def test_the_matter_is_fitted_where_other_workspaces_are_given(
    workspace: Workspace,
    gold: Path,
    other: Path,
    shipped: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = [
        "confidence",
        "--questions",
        str(gold),
        "--workspace",
        str(workspace.root),
        "--others",
        str(other),
    ]
    assert main([*options, "--out", str(tmp_path / "made")]) == 0
    said = capsys.readouterr().out
    for where in ("answered elsewhere", "left open elsewhere", "with the answer taken away"):
        assert f"of those {where}" in said
    assert "of those about something else" not in said
    made, before = weights.load(tmp_path / "made" / "reader.json"), weights.load(shipped)
    assert made.matter != before.matter
    rest = dataclasses.replace(made, matter=before.matter, confidence=before.confidence)
    assert rest == before


def test_too_few_questions_for_a_curve_are_refused(
    workspace: Workspace, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(gold.read_text("utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["confidence", "--questions", str(few), "--workspace", str(workspace.root)])
    assert "5 of 5 questions are answerable: a curve needs at least 10" in capsys.readouterr().err


def test_a_path_that_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["weights", "--covid", str(tmp_path / "none.json"), "--out", str(tmp_path / "made")])
    assert "none.json cannot be read as SQuAD v2 JSON" in capsys.readouterr().err
