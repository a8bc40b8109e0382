"""Runs made by hand for the tests of comparison, gate, artefacts and report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kqa.eval.outcome import Outcome, Run
from kqa.eval.records import Evidence, Question


def question(number: int, *, answerable: bool = True, kind: str = "fact") -> Question:
    evidence = (Evidence("garcia2020", 10, 30, "words of gold <b>", 1),) if answerable else ()
    return Question(
        f"q{number}", f"Question {number} <&>?", kind if answerable else "negative", answerable, evidence
    )


def outcome(number: int, *, right: bool = True, answerable: bool = True, confidence: float = 0.8) -> Outcome:
    start, end = (10, 30) if right else (100, 130)
    extract = {"number": 1, "article": "garcia2020", "start": start, "end": end, "text": f"shown {right} <i>"}
    hit = {"rank": 1, "article": "garcia2020", "start": 0, "end": 40, "text": "passage"}
    answer: dict[str, Any] = {
        "id": f"q{number}",
        "question": f"Question {number} <&>?",
        "abstained": False,
        "confidence": confidence,
        "extracts": [extract | {"references": []}],
        "citations": [],
        "hits": [hit],
    }
    scores = {"right decision": float(answerable), "Brier score": (confidence - answerable) ** 2}
    if answerable:
        scores |= {"extract hit@1": float(right), "hybrid nDCG@10": 1.0 if right else 0.5}
    return Outcome(question(number, answerable=answerable), f"p{number}", answer, answer, scores)


def run(outcomes: Sequence[Outcome], **settings: Any) -> Run:
    held = {
        "name": "gold",
        "corpus": {"garcia2020": "aa"},
        "corpus_sha256": "c",
        "gold_sha256": "g",
        "questions": len(outcomes),
    }
    relevant = {o.question.id: ["garcia2020:0-40"] if o.question.answerable else [] for o in outcomes}
    ranked = {"bm25": {o.question.id: ["garcia2020:50-90", "garcia2020:0-40"] for o in outcomes}}
    return Run(held | settings, tuple(outcomes), relevant, ranked, {"ask": [0.01, 0.02]})
