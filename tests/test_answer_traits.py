"""What speaks for or against a sentence apart from its likeness."""

import numpy as np
import pytest

from kqa.answer import traits

LENGTH, SCRAP = range(2)


def test_lengths_are_against_an_ordinary_sentence_and_scraps_are_short() -> None:
    found = traits.of(["x" * n for n in (2, 39, 40, 148, 1000)])
    assert found.shape == (5, len(traits.TRAITS))
    assert found[:, SCRAP].tolist() == [1, 1, 0, 0, 0]
    assert np.all(np.diff(found[:, LENGTH]) > 0)
    assert found[3, LENGTH] == pytest.approx(0.0, abs=0.01)
