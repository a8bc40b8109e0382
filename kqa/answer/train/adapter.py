"""Learns the layer that moves a question's words to where the articles' words for the same things lie.

Only the question's side is learnt: what an index holds stays the encoder's own. One layer of a transformer,
which at first changes nothing, is trained by the reader's own score, whose other weights stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kqa.answer import traits
from kqa.answer.train import files
from kqa.answer.train.cases import Case, Texts
from kqa.answer.train.layer import Layer
from kqa.answer.train.pace import pace
from kqa.answer.train.scorer import least, rarity
from kqa.answer.train.vectors import Report
from kqa.answer.weights import Weights

HEADS, INNER = 12, 1024
DROPOUT = 0.2
EPOCHS, BATCH = 3, 16
RATE, DECAY = 4e-4, 0.01


class Adapter(nn.Module):
    """One layer of a transformer over a question's words; before it is trained it changes nothing."""

    def __init__(self, dimension: int) -> None:
        """Start at the identity.

        Args:
            dimension: of the encoder's vectors.
        """
        super().__init__()
        self.scale = math.sqrt(dimension)
        self.layer = Layer(dimension, heads=HEADS, inner=INNER, dropout=DROPOUT)
        nn.init.xavier_uniform_(self.layer.keys.weight)
        for last in (self.layer.mixed, self.layer.outer):
            nn.init.zeros_(last.weight)
        for linear in (self.layer.keys, self.layer.mixed, self.layer.outer):
            nn.init.zeros_(linear.bias)

    def forward(self, words: Tensor, there: Tensor) -> Tensor:
        """The vectors moved, unit rows, (questions, words, dimension).

        Args:
            words: unit rows, (questions, words, dimension).
            there: which of them stand for words, (questions, words).
        """
        return F.normalize(self.layer(words * self.scale, there), dim=-1)

    def of(self, asked: Sequence[np.ndarray]) -> list[Tensor]:
        """The moved vectors of each question, (words, dimension)."""
        longest = max(map(len, asked))
        words = torch.zeros(len(asked), longest, asked[0].shape[1])
        there = torch.zeros(len(asked), longest, dtype=torch.bool)
        for row, vectors in enumerate(asked):
            words[row, : len(vectors)] = torch.from_numpy(vectors)
            there[row, : len(vectors)] = True
        return [moved[: len(vectors)] for moved, vectors in zip(self(words, there), asked, strict=True)]


def fit(cases: Sequence[Case], texts: Texts, learnt: Weights, *, seed: int, report: Report) -> Adapter:
    """Train a layer so that a right sentence has the highest score.

    Args:
        cases: questions that are answered, at least one.
        texts: of the index that they are about.
        learnt: the reader's weights.
        seed: of the start and of the order of the questions.
        report: called with a line after each epoch.
    """
    torch.manual_seed(seed)
    adapter = Adapter(cases[0].asked.shape[1])
    steps = EPOCHS * math.ceil(len(cases) / BATCH)
    optimiser, schedule = pace(adapter, rate=RATE, decay=DECAY, steps=steps)
    for epoch in range(EPOCHS):
        adapter.train()
        first, total = 0, 0.0
        for batch in _batches(cases, np.random.default_rng((seed, epoch))):
            found = [
                score(case, moved, texts, learnt)
                for case, moved in zip(batch, adapter.of([case.asked for case in batch]), strict=True)
            ]
            losses = torch.stack([_loss(case, one) for case, one in zip(batch, found, strict=True)])
            first += sum(
                bool(case.right[int(one.detach().argmax())]) for case, one in zip(batch, found, strict=True)
            )
            total += float(losses.detach().sum())
            optimiser.zero_grad()
            losses.mean().backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(adapter.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        report(
            f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(cases):.3f}, "
            f"right sentence first {first / len(cases):.3f}"
        )
    return adapter.eval()


def score(case: Case, moved: Tensor, texts: Texts, learnt: Weights) -> Tensor:
    """`reader.scores` of a question whose words were moved, (sentences,)."""
    credit = credits(case, moved, texts, learnt)
    evidence = case.evidence
    rest = (
        learnt.alone * evidence.alone
        + learnt.retrieval * evidence.retrieval
        + learnt.figures * evidence.figures
        + evidence.met @ np.array(learnt.expectation, np.float32)
        + evidence.traits @ np.array([learnt.traits[name] for name in traits.TRAITS], np.float32)
    ).astype(np.float32)
    matter = torch.from_numpy(learnt.word_weights(case.asked, learnt.encoder))
    words = matter * rarity(credit.detach())
    words = words / words.sum()
    found: Tensor = learnt.credit * (credit @ words) + learnt.least * least(credit) + torch.from_numpy(rest)
    return found


def credits(case: Case, moved: Tensor, texts: Texts, learnt: Weights) -> Tensor:
    """`likeness.credits` of a question whose words were moved, (sentences, words)."""
    vectors = torch.from_numpy(texts.vectors[case.tokens]).float()
    similar = moved @ F.normalize(vectors, dim=1).T
    sentences, words = len(case.right), len(moved)
    best = torch.zeros(words, case.count + 1).scatter_reduce(
        1, torch.from_numpy(case.texts).long().expand(words, -1), similar, "amax", include_self=False
    )
    own = best[:, :sentences]
    place = torch.from_numpy(case.evidence.passages)
    whole = torch.zeros(words, int(place[-1]) + 1).scatter_reduce(1, place.expand(words, -1), own, "amax")
    around = best[:, torch.from_numpy(case.around).long()]
    shares = learnt.shares
    credit = torch.stack(
        [
            own,
            shares.before * around[..., 0],
            shares.passage * whole[:, place],
            shares.heading * around[..., 1],
            shares.article * around[..., 2],
            shares.cited * around[..., 3:].amax(-1),
        ]
    )
    return credit.amax(0).T


def content(adapter: Adapter) -> bytes:
    """A layer as the file that the reader runs."""

    class Exported(nn.Module):
        """For one question: no other words are there to be left out."""

        def __init__(self) -> None:
            super().__init__()
            self.adapter = adapter.eval()

        def forward(self, words: Tensor) -> Tensor:
            there = torch.ones_like(words[None, :, 0], dtype=torch.bool)
            moved: Tensor = self.adapter(words[None], there)[0]
            return moved

    sample = torch.randn(5, adapter.layer.keys.in_features)
    return files.content(Exported().eval(), {"words": sample}, {"words": {0: "count"}})


def _loss(case: Case, found: Tensor) -> Tensor:
    """Surprise that one of the right sentences is the answer."""
    loss: Tensor = found.logsumexp(0) - found[torch.from_numpy(case.right)].logsumexp(0)
    return loss


def _batches(cases: Sequence[Case], random: np.random.Generator) -> Iterator[list[Case]]:
    order = random.permutation(len(cases))
    for start in range(0, len(order), BATCH):
        yield [cases[number] for number in order[start : start + BATCH]]
