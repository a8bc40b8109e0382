"""Learns whether the best sentences say what is asked, from pairs of questions that differ in one point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kqa.answer import alignment, question, reader
from kqa.answer.train import files
from kqa.answer.train.layer import Layer
from kqa.answer.train.pace import pace
from kqa.answer.train.vectors import Report
from kqa.answer.train.written import Written
from kqa.answer.weights import Weights
from kqa.index.search import search
from kqa.index.store import Index

WIDTH, HEADS = 64, 4
DROPOUT = 0.3
EPOCHS, BATCH = 3, 24
RATE, DECAY = 1e-3, 0.01
PASSAGES = 16
"""Read for each question: enough for the best sentences, a third of the time that all would take."""
STANDING = 0.5
"""With which the sentences' standing weighs at the start."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A question laid beside the best sentences read for it.

    Attributes:
        given: the network's inputs, 16-bit.
        answered: whether the articles answer it.
    """

    given: dict[str, np.ndarray]
    answered: bool


class Answers(nn.Module):
    """Judges each sentence by its words beside the question's, and takes the sentences together."""

    def __init__(self, dimension: int) -> None:
        """Start at random.

        Args:
            dimension: of the encoder's vectors.
        """
        super().__init__()
        self.narrow = nn.Linear(dimension, WIDTH, bias=False)
        self.drop = nn.Dropout(DROPOUT)
        self.compared = nn.Sequential(
            nn.Linear(4 * WIDTH + len(alignment.SIGNS), WIDTH), nn.GELU(), nn.Dropout(DROPOUT)
        )
        self.layer = Layer(WIDTH, heads=HEADS, inner=2 * WIDTH, dropout=DROPOUT)
        self.telling, self.judged = nn.Linear(WIDTH, 1), nn.Linear(2 * WIDTH, 1)
        self.standing = nn.Parameter(torch.tensor(STANDING))

    def forward(
        self, asked: Tensor, matched: Tensor, signs: Tensor, standing: Tensor, there: Tensor
    ) -> Tensor:
        """Log-odds that one of the sentences answers, (questions,).

        Args:
            asked: (questions, words, dimension).
            matched: (questions, sentences, words, dimension).
            signs: (questions, sentences, words, `alignment.SIGNS`).
            standing: of the sentences' scores, (questions, sentences).
            there: which words there are, (questions, words).
        """
        matched = self.narrow(self.drop(matched))
        asked = self.narrow(self.drop(asked))[:, None].expand_as(matched)
        together = torch.cat([asked, matched, asked * matched, (asked - matched).abs(), signs], -1)
        questions, sentences, words, _ = matched.shape
        there = there[:, None].expand(-1, sentences, -1).reshape(-1, words)
        seen = self.layer(self.compared(together).reshape(questions * sentences, words, WIDTH), there)
        missing = ~there
        tells = self.telling(seen).squeeze(-1).masked_fill(missing, -1e9).softmax(1)
        strongest = seen.masked_fill(missing[..., None], -1e9).amax(1)
        judged = self.judged(torch.cat([(tells[..., None] * seen).sum(1), strongest], -1))
        odds: Tensor = (judged.reshape(questions, sentences) + self.standing * standing).logsumexp(1)
        return odds


def lay(asked: Sequence[Written], index: Index, learnt: Weights, report: Report) -> list[list[Beside]]:
    """Questions and what they were changed to, each laid beside what was read for it.

    Args:
        asked: the questions; one for which nothing is found is left out.
        index: of the articles that they are about.
        learnt: to read with.
        report: called with a line now and then.
    """
    pairs = []
    for number, one in enumerate(asked, start=1):
        pair = []
        for text, answered in ((one.question, True), (one.changed, False)):
            if not text:
                continue
            cleaned = question.clean(text)
            hits = search(index, cleaned, limit=PASSAGES)
            ordered = sorted(hits, key=lambda hit: index.row(hit.passage))
            evidence = reader.gather(index, cleaned, ordered, learnt)
            if evidence is not None:
                given = reader.laid_beside(index, ordered, evidence, reader.scores(evidence, learnt))
                half = {name: vectors.astype(np.float16) for name, vectors in given.items()}
                pair.append(Beside(half, answered))
        if pair:
            pairs.append(pair)
        if number % 500 == 0 or number == len(asked):
            report(f"{number:,} of {len(asked):,} questions laid beside what was read")
    return pairs


def fit(pairs: Sequence[Sequence[Beside]], *, seed: int, report: Report) -> Answers:
    """Train a network to tell questions that are answered from those that are not.

    Args:
        pairs: questions that belong together, which are seen in one step.
        seed: of the start and of the order.
        report: called with a line after each epoch.
    """
    torch.manual_seed(seed)
    network = Answers(pairs[0][0].given["asked"].shape[1])
    steps = EPOCHS * math.ceil(len(pairs) / BATCH)
    optimiser, schedule = pace(network, rate=RATE, decay=DECAY, steps=steps)
    for epoch in range(EPOCHS):
        network.train()
        order = np.random.default_rng((seed, epoch)).permutation(len(pairs))
        right, total, seen = 0, 0.0, 0
        for start in range(0, len(order), BATCH):
            batch = [one for number in order[start : start + BATCH] for one in pairs[number]]
            odds = network(*_stacked(batch))
            answered = torch.tensor([float(one.answered) for one in batch])
            loss = F.binary_cross_entropy_with_logits(odds, answered)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            right += int(((odds.detach() > 0) == (answered > 0)).sum())
            total, seen = total + float(loss.detach()) * len(batch), seen + len(batch)
        report(f"epoch {epoch + 1} of {EPOCHS}: loss {total / seen:.3f}, told rightly {right / seen:.3f}")
    return network.eval()


def content(network: Answers) -> bytes:
    """A network as the file that the reader runs."""

    class Exported(nn.Module):
        """For one question: no other words are there to be left out."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network.eval()

        def forward(self, asked: Tensor, matched: Tensor, signs: Tensor, standing: Tensor) -> Tensor:
            there = torch.ones_like(asked[None, :, 0], dtype=torch.bool)
            odds: Tensor = self.network(asked[None], matched[None], signs[None], standing[None], there)
            return odds

    dimension = network.narrow.in_features
    sample = {
        "asked": torch.randn(5, dimension),
        "matched": torch.randn(3, 5, dimension),
        "signs": torch.randn(3, 5, len(alignment.SIGNS)),
        "standing": torch.randn(3),
    }
    axes = {
        "asked": {0: "words"},
        "matched": {0: "sentences", 1: "words"},
        "signs": {0: "sentences", 1: "words"},
        "standing": {0: "sentences"},
    }
    return files.content(Exported().eval(), sample, axes)


def _stacked(batch: Sequence[Beside]) -> tuple[Tensor, ...]:
    """The inputs of several questions, filled up to the longest; sentences that are not there stand last."""
    words = max(len(one.given["asked"]) for one in batch)
    sentences = max(len(one.given["standing"]) for one in batch)
    dimension = batch[0].given["asked"].shape[1]
    asked = torch.zeros(len(batch), words, dimension)
    matched = torch.zeros(len(batch), sentences, words, dimension)
    signs = torch.zeros(len(batch), sentences, words, len(alignment.SIGNS))
    standing = torch.full((len(batch), sentences), -1e4)
    there = torch.zeros(len(batch), words, dtype=torch.bool)
    for row, one in enumerate(batch):
        found, length = one.given["matched"].shape[:2]
        asked[row, :length] = torch.from_numpy(one.given["asked"].astype(np.float32))
        matched[row, :found, :length] = torch.from_numpy(one.given["matched"].astype(np.float32))
        signs[row, :found, :length] = torch.from_numpy(one.given["signs"].astype(np.float32))
        standing[row, :found] = torch.from_numpy(one.given["standing"].astype(np.float32))
        there[row, :length] = True
    return asked, matched, signs, standing, there
