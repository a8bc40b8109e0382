"""How much each part of a score counts, fitted on questions read for in earnest: by kqa's own search.

The public sets (`fit`) teach which words matter and what kind of sentence is expected. They have neither
kqa's search nor studies named by their year, and their questions share words with the answers; so the parts
are weighed against each other once more, on questions in plain words over whole articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from kqa.answer import likeness, traits
from kqa.answer.train.asked import Read
from kqa.answer.weights import Weights
from kqa.errors import UsageError

PARTS = ("credit", "least", "alone", "retrieval", "figures", "expectation", *traits.TRAITS)
PENALTY = 3e-3
"""On the squared weights of standardised parts, where the loss is a mean over questions."""
STEPS = 60
CONSTANT = 1e-6
"""Spread up to which a part is the same for every sentence, rounding aside."""
DIGITS = 4


def parts(read: Read, learnt: Weights) -> NDArray[np.float32]:
    """What the score of each sentence is a weighted sum of, (sentences, `PARTS`)."""
    evidence = read.evidence
    columns = (
        evidence.credit @ evidence.words,
        likeness.least(evidence.credit),
        evidence.alone,
        evidence.retrieval,
        evidence.figures,
        evidence.met @ np.array(learnt.expectation, np.float32),
        *evidence.traits.T,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def fit(questions: Sequence[Read], learnt: Weights) -> Weights:
    """The weights with their parts weighed so that a right sentence comes first.

    Args:
        questions: of any corpora; those for which no right sentence was read teach nothing.
        learnt: from the public sets.

    Raises:
        UsageError: of no question a right sentence was read.
    """
    taught = [(parts(read, learnt), read.right) for read in questions if read.right.any()]
    if not taught:
        raise UsageError(
            f"of none of {len(questions)} questions an answering sentence was read: give questions that the "
            "articles answer, with their evidence"
        )
    spread = np.concatenate([values for values, _ in taught]).std(axis=0, dtype=np.float64)
    spread = np.where(spread > CONSTANT, spread, 1.0).astype(np.float32)
    scaled = [(torch.from_numpy(values / spread), torch.from_numpy(right)) for values, right in taught]
    weights = torch.zeros(len(PARTS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        missed = [
            torch.logsumexp(values @ weights, 0) - torch.logsumexp((values @ weights)[right], 0)
            for values, right in scaled
        ]
        total: torch.Tensor = torch.stack(missed).mean() + PENALTY * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    found = dict(
        zip(PARTS, (weights.detach().numpy() / spread).astype(np.float64).round(DIGITS).tolist(), strict=True)
    )
    expected = found.pop("expectation")
    return replace(
        learnt,
        expectation=tuple(round(expected * value, DIGITS) for value in learnt.expectation),
        traits={name: found.pop(name) for name in traits.TRAITS},
        **found,
    )
