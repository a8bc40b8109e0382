"""The gate: open for the same and for better answers, shut for a significant fall, naming the questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval_runs import outcome, run

from kqa.errors import GoldError, UsageError
from kqa.eval import gate, tables

GOOD = run([outcome(n) for n in range(20)])


def test_the_same_answers_pass(tmp_path: Path) -> None:
    gate.write(tmp_path / "baseline.json", gate.baseline(GOOD))
    verdict = gate.judge(GOOD, gate.read(tmp_path / "baseline.json"))
    assert verdict.falls == ()
    assert all(d.p == 1.0 and d.value == 0 for d in verdict.differences.values())


def test_a_significant_fall_names_its_questions() -> None:
    worse = run([outcome(n, right=n >= 8) for n in range(20)])
    verdict = gate.judge(worse, gate.baseline(GOOD))
    assert {fall.measure for fall in verdict.falls} == {"extract hit@1", "hybrid nDCG@10"}
    fallen = next(fall for fall in verdict.falls if fall.measure == "extract hit@1").questions
    assert [number for number, *_ in fallen] == [f"q{n}" for n in range(8)]
    assert "q3  1.000 -> 0.000  Question 3 <&>?" in tables.verdict_tables(verdict)
    held = gate.as_json(verdict)
    assert held["open"] is False
    assert held["falls"]["extract hit@1"][3] == {
        "id": "q3",
        "question": "Question 3 <&>?",
        "was": 1.0,
        "now": 0.0,
    }


def test_a_fall_on_two_questions_is_not_significant() -> None:
    assert gate.judge(run([outcome(n, right=n >= 2) for n in range(20)]), gate.baseline(GOOD)).falls == ()


def test_a_rise_passes() -> None:
    worse = run([outcome(n, right=n >= 8) for n in range(20)])
    assert gate.judge(GOOD, gate.baseline(worse)).falls == ()


def test_a_rise_of_an_error_is_a_fall() -> None:
    unsure = run([outcome(n, confidence=0.3) for n in range(20)])
    assert [fall.measure for fall in gate.judge(unsure, gate.baseline(GOOD)).falls] == ["Brier score"]


def test_a_baseline_of_another_corpus_is_refused() -> None:
    held = gate.baseline(run([outcome(1)], corpus={"garcia2020": "bb"}, corpus_sha256="d"))
    with pytest.raises(UsageError, match="two corpus versions"):
        gate.judge(run([outcome(1)]), held)


def test_no_baseline_and_a_damaged_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(
        GoldError, match=r"baseline\.json: there is no baseline.*`kqa eval baseline` makes one"
    ):
        gate.read(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text('{"scores": {}}')
    with pytest.raises(GoldError, match="is no baseline"):
        gate.read(tmp_path / "baseline.json")
