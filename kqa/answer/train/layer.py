"""The layer of a transformer that both networks have one of."""

from __future__ import annotations

import math

import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn


class Layer(nn.Module):
    """Words that look at each other, then a step of each alone; normalised before either."""

    def __init__(self, width: int, *, heads: int, inner: int, dropout: float) -> None:
        """Start at random.

        Args:
            width: numbers in a word's vector.
            heads: of the attention; a width that they do not divide has one.
            inner: numbers in the middle of the second step.
            dropout: share of what is left out while it is trained.
        """
        super().__init__()
        self.heads = heads if width % heads == 0 else 1
        self.before_mixing, self.before_inner = nn.LayerNorm(width), nn.LayerNorm(width)
        self.keys, self.mixed = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(dropout)

    def forward(self, words: Tensor, there: Tensor) -> Tensor:
        """The vectors after it, (rows, words, width).

        Args:
            words: (rows, words, width).
            there: which of them stand for words, (rows, words).
        """
        rows, length, width = words.shape
        parts = self.keys(self.before_mixing(words)).view(rows, length, 3, self.heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        alike = query @ key.transpose(-1, -2) / math.sqrt(width / self.heads)
        shares = self.drop(alike.masked_fill(~there[:, None, None, :], -1e9).softmax(-1))
        words = words + self.drop(self.mixed((shares @ value).transpose(1, 2).reshape(rows, length, width)))
        stepped: Tensor = words + self.drop(
            self.outer(self.drop(F.gelu(self.inner(self.before_inner(words)))))
        )
        return stepped
