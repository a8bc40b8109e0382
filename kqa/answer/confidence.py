"""How probable it is that the corpus answers: signs of what was read, weighed by a logistic curve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kqa.answer import expectation

if TYPE_CHECKING:
    from kqa.answer.reader import Evidence
    from kqa.answer.weights import Weights


def signs(
    question: str, evidence: Evidence, plain: NDArray[np.float32], full: NDArray[np.float32]
) -> dict[str, float]:
    """What speaks for an answer, by name."""
    top = int(np.argmax(full))
    best = int(np.argmax(plain))
    passage = evidence.passages == evidence.passages[best]
    credit = np.sort(evidence.wide[best])
    lowest = credit[: max(1, len(credit) // 4)]
    highest_anywhere = np.sort(evidence.wide.max(axis=0))[: max(1, len(credit) // 4)]
    wanted = [n for n, asked in enumerate(expectation.asked(question)) if asked]
    met = evidence.met[top, wanted]
    met_near = evidence.met[passage][:, wanted].max(axis=0) if wanted else np.zeros(0)
    spread = float(plain.std()) or 1.0
    return {
        "likeness": float(evidence.wide[best] @ evidence.words),
        "close": float(evidence.close[top] @ evidence.words),
        "alone": float(evidence.alone.max()),
        "retrieval": float(evidence.retrieval.max()),
        "weakest": float(lowest.mean()),
        "weakest anywhere": float(highest_anywhere.mean()),
        "lead": float((plain.max() - plain.mean()) / spread),
        "unmet": float((met < 0).sum()),
        "unmet nearby": float((met_near < 0).sum()),
        "strangers": float(min(evidence.strangers, 2)),
        "words": math.log(len(evidence.words)),
    }


def probability(
    question: str,
    evidence: Evidence,
    plain: NDArray[np.float32],
    full: NDArray[np.float32],
    learnt: Weights,
) -> float:
    """Probability, 0 to 1, that one of the sentences answers the question."""
    found = signs(question, evidence, plain, full)
    logit = learnt.confidence.get("bias", 0.0) + sum(
        learnt.confidence.get(name, 0.0) * value for name, value in found.items()
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
