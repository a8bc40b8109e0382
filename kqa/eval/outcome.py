"""What a run holds: one outcome a question, rankings and times, apart from the engine that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kqa.eval import match
from kqa.eval.records import Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered and every score."""

    question: Question
    cluster: str
    answer: Mapping[str, Any]
    """As `kqa ask --json` prints it."""
    anyway: Mapping[str, Any]
    """What would have been answered without abstaining; the same object where it did not abstain."""
    scores: Mapping[str, float]

    @property
    def right(self) -> bool:
        """Whether the corpus answers and the first extract, shown anyway, matches a gold span."""
        if not self.question.answerable:
            return False
        shown = self.anyway["extracts"][:1]
        return any(match.matched(e["article"], e["start"], e["end"], self.question.evidence) for e in shown)


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation: settings, an outcome per question, rankings and times."""

    settings: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    relevant: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranked: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    """Document numbers by retriever and question."""
    seconds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Wall time of every call, by what was called; not part of what must be the same twice."""
