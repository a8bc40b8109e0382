"""The reader's score of a sentence as torch differentiates it: `likeness` and `reader.scores` once more."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kqa.answer import expectation, traits
from kqa.answer.likeness import LEAST_RARITY, RARE, Shares, Surroundings
from kqa.answer.train.examples import Example
from kqa.answer.weights import Weights

SHARES = (0.9, 0.75, 0.75)
"""Where the shares of the sentence before, the passage and its heading start."""
COMBINED = (6.0, 6.0, 3.0)
"""Where the weights of the credit from all around, from close by, and of the sentence alone start."""
STRIDE = 10.0
"""Of the words' importance: its direction moves so much faster than it would at the rate of a network."""
EQUAL = 0.54
"""With which every word weighs 1 at the start."""
CITED, ARTICLE, RETRIEVAL = 0.8, 0.7, 4.0
"""Shares of reference entries and front pages, weight of the fused score: no set has these to learn from.
They were chosen on the gold questions."""
FIGURES = 1.0
"""Weight of the question's figures, chosen on the gold questions as well. The sets would have -0.1: in them
no study is named by its year or its size.
"""
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
        wide, close = credits(example.around, self._all_shares())
        raw = self.importance(torch.from_numpy(example.asked)).squeeze(1)
        words = F.softplus(raw * STRIDE + EQUAL) * rarity(wide)
        words = words / words.sum()
        score: Tensor = (
            self.combined[0] * (wide @ words)
            + self.combined[1] * (close @ words)
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
            other: the weights to take the confidence from, which is not learnt here.
        """
        before, passage, heading = _rounded(self.shares)
        wide, close, alone = _rounded(self.combined)
        return Weights(
            encoder=encoder,
            importance=_rounded(self.importance.weight[0] * STRIDE),
            importance_bias=_rounded(self.importance.bias * STRIDE + EQUAL)[0],
            shares=Shares(before, passage, heading, CITED, ARTICLE),
            wide=wide,
            close=close,
            alone=alone,
            retrieval=RETRIEVAL,
            figures=FIGURES,
            expectation=_rounded(self.expectation),
            traits=dict(zip(traits.TRAITS, _rounded(self.traits), strict=True)),
            topic=other.topic,
            matter=other.matter,
            confidence=other.confidence,
            threshold=other.threshold,
        )


def credits(around: Surroundings, shares: Tensor) -> tuple[Tensor, Tensor]:
    """`likeness.credits`, with the shares in its order."""
    own, *others = (torch.from_numpy(getattr(around, name)) for name in Surroundings.__slots__)
    close = torch.maximum(own, shares[0] * others[0])
    wide = close
    for share, other in zip(shares[1:], others[1:], strict=True):
        wide = torch.maximum(wide, share * other)
    return wide, close


def rarity(wide: Tensor) -> Tensor:
    """`likeness.rarity`; the count of sentences that have a word has no gradient."""
    having = (wide > RARE * wide.amax(dim=0)).sum(dim=0)
    return (torch.log(len(wide) / (1.0 + having)) + 0.1).clamp_min(LEAST_RARITY)


def _rounded(values: Tensor) -> tuple[float, ...]:
    return tuple(np.round(values.detach().numpy().astype(np.float64), DIGITS).tolist())
