"""How fast networks learn: a rate that rises first and then falls to nothing."""

from __future__ import annotations

from torch import nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

WARM = 0.1
"""Share of the steps in which the rate rises."""


def pace(network: nn.Module, *, rate: float, decay: float, steps: int) -> tuple[AdamW, LambdaLR]:
    """An optimiser of a network, and what changes its rate after each of so many steps."""
    optimiser = AdamW(network.parameters(), lr=rate, weight_decay=decay)
    return optimiser, LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM * steps), 1 - step / steps)
    )
