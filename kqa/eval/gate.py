"""Holds a run against the committed baseline: a significant fall of any gated measure fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kqa.errors import GoldError
from kqa.eval.compare import better, refuse_unlike
from kqa.eval.outcome import Run
from kqa.eval.statistics import Difference, paired

GATED = (
    "hybrid nDCG@10",
    "+reader nDCG@10",
    "extract hit@1",
    "extract hit@3",
    "extract precision",
    "group coverage",
    "short answer",
    "reference recall",
    "right decision",
    "Brier score",
)
"""What must not fall: one figure for each thing that a reader would notice."""
SIGNIFICANT = 0.05
"""Two-sided level of each measure's own test. Uncorrected for their number: a run of unchanged answers gives
p = 1 for every measure, so a false alarm needs a change that really moved some questions down."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that fell significantly, and the questions that it fell on, worst first."""

    measure: str
    difference: Difference
    questions: tuple[tuple[str, str, float, float], ...]
    """Id, question, score before, score now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found."""

    differences: Mapping[str, Difference]
    falls: tuple[Fall, ...]


def baseline(run: Run) -> dict[str, Any]:
    """The baseline that a run would be: what identifies corpus and gold, and each question's gated scores."""
    kept = ("name", "corpus", "corpus_sha256", "gold_sha256", "questions")
    return {
        "settings": {name: run.settings[name] for name in kept},
        "scores": {
            o.question.id: {name: round(o.scores[name], 6) for name in GATED if name in o.scores}
            for o in run.outcomes
        },
    }


def write(path: Path, held: Mapping[str, Any]) -> None:
    """Write a baseline, a question a line so that a change reads well in version control."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in held["scores"].items()]
    settings = json.dumps(held["settings"], ensure_ascii=False)
    text = '{\n "settings": ' + settings + ',\n "scores": {\n' + ",\n".join(lines) + "\n }\n}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def read(path: Path) -> dict[str, Any]:
    """Read the committed baseline.

    Raises:
        GoldError: there is none, or it cannot be read.
    """
    try:
        held: dict[str, Any] = json.loads(path.read_text("utf-8"))
        held["settings"]["gold_sha256"], held["scores"].items()
    except FileNotFoundError:
        raise GoldError(
            f"{path}: there is no baseline to hold the run against; `kqa eval baseline` makes one"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path} is no baseline ({error}); `kqa eval baseline` makes it anew") from None
    return held


def judge(run: Run, held: Mapping[str, Any]) -> Verdict:
    """Hold a run against a baseline.

    Raises:
        UsageError: the baseline was made from another corpus or gold set.
    """
    refuse_unlike(run.settings, held["settings"])
    cluster = {o.question.id: o.cluster for o in run.outcomes}
    asked = {o.question.id: o.question.question for o in run.outcomes}
    differences, falls = {}, []
    for name in GATED:
        now = {o.question.id: round(o.scores[name], 6) for o in run.outcomes if name in o.scores}
        was = {key: scores[name] for key, scores in held["scores"].items() if name in scores}
        difference = paired(now, was, cluster)
        differences[name] = difference
        if difference.p < SIGNIFICANT and not better(name, difference.value):
            fallen = [k for k in now if k in was and now[k] != was[k] and not better(name, now[k] - was[k])]
            fallen.sort(key=lambda k: -abs(now[k] - was[k]))
            falls.append(Fall(name, difference, tuple((k, asked[k], was[k], now[k]) for k in fallen)))
    return Verdict(differences, tuple(falls))


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as one JSON object."""
    return {
        "open": not verdict.falls,
        "differences": {name: asdict(difference) for name, difference in verdict.differences.items()},
        "falls": {
            fall.measure: [
                {"id": i, "question": q, "was": was, "now": now} for i, q, was, now in fall.questions
            ]
            for fall in verdict.falls
        },
    }
