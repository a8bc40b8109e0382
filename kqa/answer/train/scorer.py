"""The reader's score of a sentence as torch differentiates it: `likeness` and `reader.scores` once more."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kqa.answer import expectation, traits
from kqa.answer.likeness import LEAST_RARITY, RARE, SOFT, Shares, Surroundings
from kqa.answer.train.examples import Example
from kqa.answer.weights import Weights

SHARES = (0.9, 0.75, 0.75)
"""Where the shares of the sentence before, the passage and its heading start."""
COMBINED = (10.0, 10.0, 3.0)
"""Where the weights of the credit, of the least credited words, and of the sentence alone start."""
STRIDE = 10.0
"""Of the words' importance: its direction moves so much faster than it would at the rate of a network."""
EQUAL = 0.54
"""With which every word weighs 1 at the start."""
CITED, ARTICLE = 0.8, 0.7
"""Shares of reference entries and front pages, which no set has to learn from: chosen on the gold questions;
0.1 more or less moves no measure on the development questions."""
FIGURES = 1.0
"""Weight of the question's figures while the rest is learnt: in these sets no study is named by its year or
its size. `combine` weighs them."""
DIGITS = 4


class Scorer(nn.Module):
    """What is learnt, and the score of each sentence of an example."""

    def __init__(self, dimension: int) -> None:
        """Start with equal words and with nothing expected.

        Args:
            dimension: of the encoder's vectors.
        """
        super().__init__()
        self.importance = nn.Linear(dimension, 1)
        nn.init.zeros_(self.importance.weight)
        nn.init.zeros_(self.importance.bias)
        self.shares = nn.Parameter(torch.tensor(SHARES))
        self.combined = nn.Parameter(torch.tensor(COMBINED))
        self.expectation = nn.Parameter(torch.zeros(len(expectation.PAIRS)))
        self.traits = nn.Parameter(torch.zeros(len(traits.TRAITS)))

    def forward(self, example: Example) -> Tensor:
        """Scores of the sentences, (sentences,), higher is better."""
        credit = credits(example.around, self._all_shares())
        raw = self.importance(torch.from_numpy(example.asked)).squeeze(1)
        words = F.softplus(raw * STRIDE + EQUAL) * rarity(credit)
        words = words / words.sum()
        score: Tensor = (
            self.combined[0] * (credit @ words)
            + self.combined[1] * least(credit)
            + self.combined[2] * torch.from_numpy(example.alone)
            + FIGURES * torch.from_numpy(example.figures)
            + torch.from_numpy(example.met) @ self.expectation
            + torch.from_numpy(example.traits) @ self.traits
        )
        return score

    def _all_shares(self) -> Tensor:
        return torch.cat([self.shares, torch.tensor([CITED, ARTICLE])])

    def weights(self, encoder: str, other: Weights) -> Weights:
        """What was learnt, as the reader takes it.

        Args:
            encoder: SHA-256 of the encoder's weights.
            other: to take from what is not learnt here, the search's weight and the confidence.
        """
        before, passage, heading = _rounded(self.shares)
        credit, lowest, alone = _rounded(self.combined)
        return Weights(
            encoder=encoder,
            adapter="",
            answers="",
            importance=_rounded(self.importance.weight[0] * STRIDE),
            importance_bias=_rounded(self.importance.bias * STRIDE + EQUAL)[0],
            shares=Shares(before, passage, heading, CITED, ARTICLE),
            credit=credit,
            least=lowest,
            alone=alone,
            retrieval=other.retrieval,
            figures=FIGURES,
            expectation=_rounded(self.expectation),
            traits=dict(zip(traits.TRAITS, _rounded(self.traits), strict=True)),
            topic=other.topic,
            matter=other.matter,
            confidence=other.confidence,
            slope=other.slope,
            shift=other.shift,
            threshold=other.threshold,
        )


def credits(around: Surroundings, shares: Tensor) -> Tensor:
    """`likeness.credits`, with the shares in its order."""
    best, *others = (torch.from_numpy(getattr(around, name)) for name in Surroundings.__slots__)
    for share, other in zip(shares, others, strict=True):
        best = torch.maximum(best, share * other)
    return best


def least(credit: Tensor) -> Tensor:
    """`likeness.least`."""
    return -SOFT * (torch.logsumexp(credit / -SOFT, dim=1) - math.log(credit.shape[1]))


def rarity(credit: Tensor) -> Tensor:
    """`likeness.rarity`; the count of sentences that have a word has no gradient."""
    having = (credit > RARE * credit.amax(dim=0)).sum(dim=0)
    return (torch.log(len(credit) / (1.0 + having)) + 0.1).clamp_min(LEAST_RARITY)


def _rounded(values: Tensor) -> tuple[float, ...]:
    return tuple(np.round(values.detach().numpy().astype(np.float64), DIGITS).tolist())
