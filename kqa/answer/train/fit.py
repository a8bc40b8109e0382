"""Fits the scorer: the right sentence of each question against all others that are shown."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from kqa.answer.train.examples import Example
from kqa.answer.train.scorer import Scorer
from kqa.answer.train.vectors import Report

EPOCHS = 3
BATCH = 16
RATE = 3e-3
"""Of the words' importance."""
SCALAR_RATE = 2e-2
"""Of everything else, a dozen and a half numbers."""
LAST_RATE = 0.05
"""Share of the rates that is left at the end."""
DECAY = 1e-4


def fit(
    examples: Sequence[Example],
    held_out: Sequence[Example],
    *,
    seed: int,
    report: Report,
    epochs: int = EPOCHS,
) -> Scorer:
    """Train a scorer; equal examples and seeds give equal weights on one machine.

    Args:
        examples: to learn from, at least one.
        held_out: to measure on after each epoch.
        seed: of the order of the examples.
        report: called with a line before the first epoch and after each.
        epochs: how often each example is seen.
    """
    torch.set_num_threads(1)  # an example is a few thousand numbers: threads only wait for each other
    scorer = Scorer(examples[0].asked.shape[1])
    importance = list(scorer.importance.parameters())
    scalars = [scorer.shares, scorer.combined, scorer.expectation, scorer.traits]
    groups = [
        {"params": scalars, "lr": SCALAR_RATE, "weight_decay": 0.0},
        {"params": importance, "lr": RATE, "weight_decay": DECAY},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = epochs * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(LAST_RATE, 1 - step / steps))
    if held_out:
        report(f"untrained: {told(scorer, held_out)}")
    began = time.monotonic()
    for epoch in range(epochs):
        losses = []
        for batch in _batches(examples, np.random.default_rng((seed, epoch))):
            optimiser.zero_grad()
            loss = torch.stack([_loss(scorer, example) for example in batch]).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        seconds = time.monotonic() - began
        line = f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {seconds:.0f} s"
        report("; ".join(filter(None, (line, told(scorer, held_out)))))
    return scorer


def _batches(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[list[Example]]:
    order = rng.permutation(len(examples))
    for start in range(0, len(order), BATCH):
        yield [examples[number] for number in order[start : start + BATCH]]


def _loss(scorer: Scorer, example: Example) -> torch.Tensor:
    """Negative logarithm of the probability that a right sentence comes first."""
    scores = scorer(example)
    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[torch.from_numpy(example.right)], 0)


def measure(scorer: Scorer, examples: Sequence[Example]) -> dict[str, tuple[int, float, float]]:
    """Figures by set, over the examples whose right sentence is known.

    Returns:
        Questions; share with the right sentence first among all shown; share with it first in its passage.
    """
    found: dict[str, list[tuple[bool, bool]]] = {}
    with torch.no_grad():
        for example in examples:
            if example.sentence_known:
                scores = scorer(example).numpy()
                inside = np.where(example.own, scores, -np.inf)
                firsts = (bool(example.right[s.argmax()]) for s in (scores, inside))
                found.setdefault(example.source, []).append((next(firsts), next(firsts)))
    return {
        source: (len(firsts), *np.mean(firsts, axis=0).tolist()) for source, firsts in sorted(found.items())
    }


def told(scorer: Scorer, examples: Sequence[Example]) -> str:
    """`measure` as one line."""
    return "; ".join(
        f"{source} (n={count}) right sentence first {anywhere:.3f}, in its passage {inside:.3f}"
        for source, (count, anywhere, inside) in measure(scorer, examples).items()
    )
