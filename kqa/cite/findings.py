"""What a check reports: one row a finding, in the words and fields that programs rely on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Judgement = Literal[
    "verbatim", "cosmetic", "altered", "unresolved", "misattributed", "supported", "conflict", "not_found",
    "needs_citation", "own",
]  # fmt: skip
PROBLEMS: frozenset[Judgement] = frozenset(
    ("altered", "unresolved", "misattributed", "conflict", "not_found", "needs_citation")
)
"""Findings for which a check fails."""

MEANING: dict[Judgement, str] = {
    "verbatim": "the words stand in the source",
    "cosmetic": "the words stand in the source; typography or declared omissions differ",
    "altered": "the words differ from the source",
    "unresolved": "no article or cited work has this key",
    "misattributed": "the words stand in another article than the one cited",
    "supported": "the source says so",
    "conflict": "the source has other figures, another direction or another arm",
    "not_found": "nothing in the sources says so",
    "needs_citation": "the sources say so, and no citation is given",
    "own": "the authors' own statement",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source says it: a span of an article's text."""

    article: str
    locator: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one stretch of a manuscript."""

    line: int
    column: int
    text: str
    verdict: Judgement
    confidence: float
    """Probability that the verdict is right; 1 where no model is involved."""
    source: Place | None = None
    diff: str | None = None
    suggestion: str | None = None
    start: int = 0
    """Span in the manuscript's text."""
    end: int = 0
    replacement: str | None = None
    """What `--fix` puts in place of the span; only where the meaning stays."""

    @property
    def problem(self) -> bool:
        """Whether the check fails for it."""
        return self.verdict in PROBLEMS


def as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """The object that `kqa check --json` prints."""
    return {"sentences": [_row(finding) for finding in findings]}


def _row(finding: Finding) -> dict[str, Any]:
    place = finding.source
    source = None
    if place is not None:
        source = {
            "article": place.article,
            "locator": place.locator,
            "start": place.start,
            "end": place.end,
            "text": place.text,
        }
    return {
        "line": finding.line,
        "column": finding.column,
        "text": finding.text,
        "verdict": finding.verdict,
        "confidence": round(finding.confidence, 4),
        "source": source,
        "diff": finding.diff,
        "suggestion": finding.suggestion,
    }


def moved(finding: Finding, start: int, end: int) -> Finding:
    """The same finding about another span of the manuscript."""
    return replace(finding, start=start, end=end)
