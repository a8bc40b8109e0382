"""Two runs question by question: what rose, what fell, how surely, and which answers changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kqa.errors import UsageError
from kqa.eval import answers, figures
from kqa.eval.outcome import Outcome, Run
from kqa.eval.statistics import Difference, paired


@dataclass(frozen=True, slots=True)
class Change:
    """One question that the two runs answer differently."""

    id: str
    question: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    """Extract texts; `(abstained)` where there are none."""
    rose: tuple[str, ...]
    fell: tuple[str, ...]
    """Measures that changed for the better and for the worse."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A new run against an old one, over the same questions and corpus."""

    differences: Mapping[str, Difference]
    """New minus old by measure; where lower is better, a negative difference is good."""
    changes: tuple[Change, ...]


def compare(new: Run, old: Run) -> Comparison:
    """Compare two runs.

    Raises:
        UsageError: they were made from different corpora or gold questions.
    """
    refuse_unlike(new.settings, old.settings)
    cluster = {outcome.question.id: outcome.cluster for outcome in new.outcomes}
    differences = {}
    for name in figures.NAMES:
        difference = paired(_column(new.outcomes, name), _column(old.outcomes, name), cluster)
        if difference.count:
            differences[name] = difference
    before = {outcome.question.id: outcome for outcome in old.outcomes}
    pairs = ((outcome, before[outcome.question.id]) for outcome in new.outcomes)
    return Comparison(differences, tuple(change for a, b in pairs if (change := _change(a, b))))


def refuse_unlike(new: Mapping[str, Any], old: Mapping[str, Any]) -> None:
    """Check that two runs can be compared.

    Raises:
        UsageError: they were made from different corpora or gold questions; the message says which.
    """
    if new["corpus_sha256"] != old["corpus_sha256"]:
        held, was = new["corpus"], old["corpus"]
        changed = sorted(k for k in held.keys() | was.keys() if held.get(k) != was.get(k))
        raise UsageError(
            f"the runs are of two corpus versions ({', '.join(changed[:5])} changed, was added or removed), "
            "so a difference would say nothing about the answers; evaluate both versions of kqa on one corpus"
        )
    if new["gold_sha256"] != old["gold_sha256"]:
        raise UsageError(
            f"the runs are of two gold sets ({old['name']}: {old['questions']} questions, {new['name']}: "
            f"{new['questions']}; a question or a judgement differs); evaluate both on one set"
        )


def better(name: str, delta: float) -> bool:
    """Whether a change of a measure by `delta` is for the better."""
    return delta < 0 if name in answers.LOWER_IS_BETTER else delta > 0


def _column(outcomes: Iterable[Outcome], name: str) -> dict[str, float]:
    return {o.question.id: o.scores[name] for o in outcomes if name in o.scores}


def _change(new: Outcome, old: Outcome) -> Change | None:
    moved = {
        name: delta
        for name in figures.ANSWERS
        if name in new.scores
        and name in old.scores
        and (delta := new.scores[name] - old.scores[name])
        and name not in ("Brier score", "words shown")
    }
    shown, was = _texts(new), _texts(old)
    if not moved and shown == was:
        return None
    rose = tuple(name for name, delta in moved.items() if better(name, delta))
    fell = tuple(name for name in moved if name not in rose)
    return Change(new.question.id, new.question.question, was, shown, rose, fell)


def _texts(outcome: Outcome) -> tuple[str, ...]:
    return tuple(e["text"] for e in outcome.answer["extracts"]) or ("(abstained)",)


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as one JSON object."""
    return {
        "differences": {name: asdict(difference) for name, difference in found.differences.items()},
        "changes": [asdict(change) for change in found.changes],
    }
