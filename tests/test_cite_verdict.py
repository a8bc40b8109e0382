"""Verdicts on claims: the rule by hand, and the gold claims with the real encoder."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from kqa.answer.library import Library
from kqa.cite import check, verdict
from kqa.cite.drafts import markdown
from kqa.cite.drafts.prose import read_prose
from kqa.workspace import Workspace

GOLD = Path(__file__).parent.parent / "eval" / "gold" / "claims.jsonl"
LABELS = {
    "verbatim": "quote_exact",
    "cosmetic": "quote_exact",
    "altered": "quote_altered",
    "misattributed": "quote_exact",
    "supported": "supported",
    "conflict": "contradicted",
    "not_found": "not_found",
}


def _values(**known: float) -> list[float]:
    return [known.get(name, 0.0) for name in verdict.FEATURES]


def test_a_conflict_is_told_only_where_something_conflicts() -> None:
    chances = (0.2, 0.7, 0.1)
    assert verdict.decide(_values(), chances, 0.6) == "not_found"
    assert verdict.decide(_values(contrary=0.8), chances, 0.6) == "conflict"
    assert verdict.decide(_values(figure_nearby=1.0), chances, 0.6) == "conflict"


def test_support_is_told_above_the_threshold_only() -> None:
    assert verdict.decide(_values(contrary=0.8), (0.6, 0.4, 0.0), 0.6) == "supported"
    assert verdict.decide(_values(), (0.59, 0.41, 0.0), 0.6) == "not_found"


def test_probabilities_add_up_and_move_with_the_features() -> None:
    good = verdict.probabilities(_values(inside=0.9, around=1.0, cosine=0.9, figures_agree=1.0, accord=1.0))
    bad = verdict.probabilities(_values(inside=0.9, around=1.0, cosine=0.9, contrary=1.0))
    none = verdict.probabilities(_values(inside=0.1, around=0.2, cosine=0.3, rarest=1.1, missing=3.0))
    for chances in (good, bad, none):
        assert sum(chances) == pytest.approx(1.0)
    assert good[0] > 0.6 > bad[0]
    assert bad[1] > good[1]
    assert none[2] > 0.6


@pytest.mark.model
def test_gold_claims_are_labelled_and_nothing_altered_is_accepted(shipped: Workspace) -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    checker = check.Checker(Library(shipped))
    said = []
    for row in rows:
        draft = read_prose(markdown.source(row["claim"] + "\n", "claim.md"))
        found = [f for s in draft.statements for f in checker.findings(draft, s) if f.verdict in LABELS]
        said.append(LABELS[found[0].verdict] if found else "not_found")
    confusion = Counter((row["label"], label) for row, label in zip(rows, said, strict=True))
    right = sum(count for (true, label), count in confusion.items() if true == label)
    false = [row for row in rows if row["label"] in ("contradicted", "not_found")]
    passed = confusion["contradicted", "supported"] + confusion["not_found", "supported"]
    assert right / len(rows) >= 0.8, confusion
    assert passed <= 0.05 * len(false), confusion
    assert confusion["quote_altered", "quote_exact"] == 0
    assert confusion["quote_exact", "quote_altered"] == 0
