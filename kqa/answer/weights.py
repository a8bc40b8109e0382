"""What the reader has learnt: numbers written by `python -m kqa.answer.train` and checked when read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kqa.answer.likeness import Shares
from kqa.errors import ModelError

SHIPPED = Path(__file__).with_name("reader.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers with which likeness becomes a score, and scores a probability."""

    encoder: str
    """SHA-256 of the encoder's weights that `importance` and the networks were learnt with."""
    adapter: str
    """SHA-256 of the layer that moves a question's words (`adapter`); empty for none."""
    answers: str
    """SHA-256 of the network that tells whether a sentence answers (`alignment`); empty for none."""
    importance: tuple[float, ...]
    """Direction in which a question word's vector points when it matters."""
    importance_bias: float
    shares: Shares
    credit: float
    """Of the credit of the question's words, weighed by how much they matter."""
    least: float
    """Of what its least credited words have."""
    alone: float
    """Of the cosine of a sentence encoded alone."""
    retrieval: float
    """Of the fused score of its passage."""
    figures: float
    """Of the share of the question's figures that stand around a sentence."""
    expectation: tuple[float, ...]
    """For each pair of `expectation.PAIRS`."""
    traits: dict[str, float]
    """Of each of `traits.TRAITS`."""
    topic: dict[str, float]
    """Of each sign of `confidence.TOPIC`, and of `bias`: whether the corpus is about such things at all."""
    matter: dict[str, float]
    """Of each sign of `confidence.MATTER`, and of `bias`: whether it holds the matter."""
    confidence: dict[str, float]
    """Of each sign of `confidence.ANSWER`, and of `bias`: whether it says what is asked."""
    slope: float
    shift: float
    """Of the logit of the three multiplied (Platt 1999): the confidence then says how many are answered."""
    threshold: float
    """Confidence under which kqa abstains."""
    folder: Path = field(default=SHIPPED.parent, compare=False)
    """Where the networks lie: beside the file that these numbers were read from."""

    def word_weights(self, vectors: NDArray[np.float32], encoder: str) -> NDArray[np.float32]:
        """How much each word of a question matters, (words,), above 0; all the same with another encoder."""
        if encoder != self.encoder:
            return np.ones(len(vectors), np.float32)
        raw = vectors @ np.array(self.importance, np.float32) + self.importance_bias
        weights: NDArray[np.float32] = np.logaddexp(0.0, raw).astype(np.float32)
        return weights


def dumps(weights: Weights) -> str:
    """The file's text: the numbers, and the hash they are checked by."""
    values = {f.name: getattr(weights, f.name) for f in fields(weights) if f.name != "folder"}
    values["shares"] = {name: getattr(weights.shares, name) for name in Shares.__slots__}
    body = json.dumps(values, indent=1)
    return json.dumps({"sha256": _digest(body), "weights": json.loads(body)}, indent=1) + "\n"


@cache
def load(path: Path = SHIPPED) -> Weights:
    """Read and check a file that `dumps` wrote.

    Raises:
        ModelError: it is missing, damaged or not what was written.
    """
    try:
        held = json.loads(path.read_text("utf-8"))
        values = held["weights"]
        if _digest(json.dumps(values, indent=1)) != held["sha256"]:
            raise ValueError("its numbers do not match their hash")
        values["shares"] = Shares(**values["shares"])
        for name in ("importance", "expectation"):
            values[name] = tuple(values[name])
        return Weights(**values, folder=path.parent)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the reader's weights {path} cannot be used ({error}): reinstall kqa, or make them with "
            "`python -m kqa.answer.train`"
        ) from error


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()
