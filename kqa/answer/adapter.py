"""The words of a question, moved to where the articles' words for the same things lie.

A layer over the encoder's token vectors, for questions alone: what the index holds stays as it is. It is
learnt from questions in people's own words with the sentences that answer them (`train.adapter`), so that
"the drip" comes to lie by "infusion". With another encoder than it was learnt with it does nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kqa.answer import networks
from kqa.answer.weights import Weights


def adapted(words: NDArray[np.float32], encoder: str, learnt: Weights) -> NDArray[np.float32]:
    """Token vectors of a question as they are compared with those of passages, unit rows.

    Args:
        words: as the encoder gives them, unit rows, (words, dimension).
        encoder: SHA-256 of its weights.
        learnt: names the encoder and the layer that belong together.
    """
    if not learnt.adapter or encoder != learnt.encoder or not len(words):
        return words
    return networks.run(learnt.folder / networks.ADAPTER, learnt.adapter, {"words": words})
