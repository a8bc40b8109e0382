"""How probable it is that the corpus answers: signs of what was read, weighed by three curves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kqa.answer import expectation, telling

if TYPE_CHECKING:
    from kqa.answer.reader import Evidence
    from kqa.answer.weights import Weights

TOPIC = ("likeness", "alone", "retrieval", "weakest anywhere", "strangers")
"""Signs that tell whether the corpus is about such things at all."""
MATTER = ("likeness", "alone", "retrieval", "weakest", "weakest anywhere", "lead")
"""Signs that tell whether it holds the matter."""
ANSWER = ("says", "gap", "unmet nearby", "strangers", "missing", "contrary", "strange drug")
"""Signs that tell whether it then says what is asked. Likeness is none of them: fitted on questions in lay
words it counts against an answer, since those that the reviews leave open use more of the reviews' own words.
"""
FEW = 3
"""Best sentences of which another heading's share counts: the best one alone may be beaten by a hair."""


def signs(question: str, evidence: Evidence, scored: NDArray[np.float32]) -> dict[str, float]:
    """What speaks for an answer, by name."""
    best = int(np.argmax(scored))
    nearest = np.argsort(-scored, kind="stable")[:FEW]
    passage = evidence.passages == evidence.passages[best]
    credit = np.sort(evidence.credit[best])
    lowest = credit[: max(1, len(credit) // 4)]
    highest_anywhere = np.sort(evidence.credit.max(axis=0))[: max(1, len(credit) // 4)]
    wanted = [n for n, asked in enumerate(expectation.asked(question)) if asked]
    met_near = evidence.met[passage][:, wanted].max(axis=0) if wanted else np.zeros(0)
    spread = float(scored.std()) or 1.0
    return {
        "likeness": float(evidence.credit[best] @ evidence.words),
        "alone": float(evidence.alone.max()),
        "retrieval": float(evidence.retrieval.max()),
        "weakest": float(lowest.mean()),
        "weakest anywhere": float(highest_anywhere.mean()),
        "lead": float((scored.max() - scored.mean()) / spread),
        "unmet nearby": float((met_near < 0).sum()),
        "strangers": float(min(evidence.strangers, 2)),
        "strange drug": float(evidence.drugs > 0),
        "missing": float(evidence.missing[best]),
        "contrary": float(evidence.contrary[nearest].mean()),
        "says": evidence.says,
        "gap": telling.gap(evidence.telling, evidence.credit[best]),
    }


def probability(question: str, evidence: Evidence, scored: NDArray[np.float32], learnt: Weights) -> float:
    """Probability, 0 to 1, that one of the sentences answers the question.

    That the corpus is about such things at all, times that it then holds the matter, times that it says what
    is asked: a question about something else is unlike everything read, one that asks what the articles leave
    out is like all of it but for a word.

    Args:
        question: as `question.clean` gives it.
        evidence: all sentences read.
        scored: their scores.
        learnt: the curves.
    """
    found = signs(question, evidence, scored)
    whole = _curve(learnt.topic, found) * _curve(learnt.matter, found) * _curve(learnt.confidence, found)
    return _logistic(learnt.slope * math.log(whole / (1.0 - whole)) + learnt.shift)


def _curve(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return _logistic(weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * found[name] for name in found))


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
