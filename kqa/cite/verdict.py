"""From evidence to a verdict on a claim: supported, in conflict, or not found, each with a probability.

A multinomial logistic regression over a dozen readable features; its weights lie in `verdict.json` with what
they were fitted on. `supported` is said only above a threshold, because a wrong "supported" hides an error
that the author could still mend, while a wrong "not found" costs one look at the passage shown beside it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import Literal

import numpy as np

from kqa.cite.bearing import bearing
from kqa.cite.evidence import Claim, Evidence, Reader, share
from kqa.cite.quantities import Quantity
from kqa.errors import ModelError

Label = Literal["supported", "conflict", "not_found"]
LABELS: tuple[Label, ...] = ("supported", "conflict", "not_found")

FEATURES = (
    "inside", "around", "cosine", "rarest", "missing", "contrary", "figure_nearby", "figure_absent",
    "figures_agree", "accord",
)  # fmt: skip
WEIGHTS = "verdict.json"
_LOOSE_ENDINGS = ("ed", "ing", "ly", "est", "ful", "ish", "ize", "ise", "ous")
"""Endings of words that prose varies more freely than nouns."""
CONTRARY = 0.25
"""Value of `contrary` from which there is something to show for a conflict."""
_CLOSE = 0.5
"""Sentences that score this much below the best don't decide whether a figure agrees."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the articles say of a claim."""

    label: Label
    confidence: float
    """Probability of the label; of `not_found`, that the claim is not supported."""
    evidence: Evidence | None
    """The sentence that bears on the claim most; None where the articles have nothing near it."""
    probabilities: tuple[float, float, float]
    """Of `LABELS`, in that order."""


def judge(
    reader: Reader, text: str, *, articles: Sequence[str] = (), references: Collection[str] = ()
) -> Verdict:
    """Judge one claim against all articles, or against some.

    Args:
        reader: over the index.
        text: one sentence, without citations.
        articles: keys of the articles that must bear it out; all when empty.
        references: ids of the cited works that it must be about, where any passage cites them.
    """
    claim = reader.claim(text)
    evidence = reader.gather(claim, articles=articles, references=references)
    if not evidence or not claim.terms:
        return Verdict("not_found", 1.0, evidence[0] if evidence else None, (0.0, 0.0, 1.0))
    values = features(reader, claim, evidence)
    chances = probabilities(values)
    label = decide(values, chances, _model().threshold)
    supported, conflict, _ = chances
    confidence = {"supported": supported, "conflict": conflict, "not_found": 1 - supported}[label]
    return Verdict(label, confidence, evidence[0], chances)


def decide(values: Sequence[float], chances: tuple[float, float, float], threshold: float) -> Label:
    """The label for probabilities of `LABELS`: a conflict is only told where something conflicts."""
    supported, conflict, missing = chances
    if supported >= threshold:
        return "supported"
    contrary, nearby = values[FEATURES.index("contrary")], values[FEATURES.index("figure_nearby")]
    if (contrary >= CONTRARY or nearby) and conflict >= missing:
        return "conflict"
    return "not_found"


def features(reader: Reader, claim: Claim, evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """The values of `FEATURES` for a claim and its evidence, best sentence first."""
    best = evidence[0]
    around = np.max([item.around for item in evidence[:2]], axis=0)
    covered = share(claim, around)
    loose = np.array([0.6 if t.word.endswith(_LOOSE_ENDINGS) else 1.0 for t in claim.terms])
    scale = float(np.log(1 + reader.counted))
    missing = claim.weights * loose * (1 - around) / scale
    found = bearing(reader, claim, evidence)
    figures = _figures(claim, evidence)
    amounts = covered * any(s == "differs" and (_amount(q) or q.dimension == "count") for s, q in figures)
    times = any(s in ("differs", "nearby") and q.dimension in ("time", "number") for s, q in figures)
    nearby = any(s == "nearby" and _amount(q) for s, q in figures)
    opposition = (
        found.opposition if found.opposition >= found.accord else found.opposition - 0.9 * found.accord
    )
    contrary = max(amounts, opposition, 0.8 * found.misbound, found.turned, found.antonym)
    return (
        share(claim, best.inside),
        covered,
        best.cosine,
        float(missing.max()),
        float(missing.sum()),
        contrary * covered,
        float(nearby or times),
        float(any(s == "absent" for s, _ in figures)),
        float(bool(figures) and all(s == "agrees" for s, _ in figures)),
        found.accord,
    )


def _figures(claim: Claim, evidence: Sequence[Evidence]) -> list[tuple[str, Quantity]]:
    """Of each figure of the claim: `agrees`, `differs` in the sentence, another `nearby`, or `absent`."""
    best = evidence[0]
    close = [item for item in evidence if item.score >= best.score - _CLOSE]
    found = []
    for i, quantity in enumerate(claim.quantities):
        if any(item.standings[i] == "agrees" for item in close) or best.nearby[i] == "agrees":
            standing = "agrees"
        elif any(item.standings[i] == "differs" for item in close[:2]):
            standing = "differs"
        else:
            standing = "nearby" if best.nearby[i] == "differs" else "absent"
        found.append((standing, quantity))
    return found


def _amount(quantity: Quantity) -> bool:
    return quantity.dimension in ("share", "ratio", "mass", "volume") or "/" in quantity.dimension


def probabilities(values: Sequence[float]) -> tuple[float, float, float]:
    """Probabilities of `LABELS` for values of `FEATURES`."""
    model = _model()
    scores = [bias + sum(w * v for w, v in zip(row, values, strict=True)) for row, bias in model.rows]
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return raised[0] / total, raised[1] / total, raised[2] / total


@dataclass(frozen=True, slots=True)
class _Model:
    rows: tuple[tuple[tuple[float, ...], float], ...]
    threshold: float


@cache
def _model() -> _Model:
    raw = json.loads(resources.files("kqa.cite").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    if tuple(raw["features"]) != FEATURES or tuple(raw["labels"]) != LABELS:
        raise ModelError(f"{WEIGHTS} was fitted on other features ({raw['features']}): fit it again")
    rows = tuple((tuple(row["weights"]), float(row["bias"])) for row in raw["rows"])
    return _Model(rows, float(raw["threshold"]))
