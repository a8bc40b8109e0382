"""What speaks for or against a sentence apart from its likeness to the question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TRAITS = ("length", "scrap")
"""Logarithm of the characters, against an ordinary sentence's; whether it is too short to say anything."""
SCRAP = 40
"""Characters under which a sentence is a scrap: a label, a name, a date."""
USUAL_LENGTH = 5.0
"""Logarithm of the characters of an ordinary sentence."""


def of(sentences: Sequence[str]) -> NDArray[np.float32]:
    """The traits of sentences by their texts, float32, (sentences, `TRAITS`)."""
    lengths = np.array([len(text) for text in sentences], np.float32)
    columns = (np.log(np.maximum(lengths, 3.0)) - USUAL_LENGTH, lengths < SCRAP)
    return np.stack(columns, axis=1).astype(np.float32)
