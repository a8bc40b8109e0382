"""The layer over a question's words: what it is checked by, and when it is left out."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from kqa.answer import adapter, networks, weights
from kqa.answer.train import adapter as training
from kqa.answer.weights import Weights
from kqa.errors import ModelError


@pytest.fixture
def layer() -> training.Adapter:
    """A layer that was trained to no purpose: all its numbers are drawn."""
    torch.manual_seed(4)
    made = training.Adapter(24).eval()
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return made


@pytest.fixture
def learnt(layer: training.Adapter, tmp_path: Path) -> Weights:
    """Weights that name the layer, whose file lies beside them."""
    content = training.content(layer)
    (tmp_path / networks.ADAPTER).write_bytes(content)
    return replace(
        weights.load(), encoder="known", adapter=hashlib.sha256(content).hexdigest(), folder=tmp_path
    )


def words(count: int) -> np.ndarray:
    drawn = np.random.default_rng(count).normal(size=(count, 24))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 30])
def test_it_moves_words_as_the_layer_did_when_it_was_learnt(
    layer: training.Adapter, learnt: Weights, count: int
) -> None:
    asked = words(count)
    moved = adapter.adapted(asked, "known", learnt)
    assert moved.dtype == np.float32
    assert np.linalg.norm(moved, axis=1) == pytest.approx(1.0, abs=1e-5)
    # its weights are kept in 16 bits, so that cosines differ by less than a thousandth
    assert (moved * layer.of([asked])[0].detach().numpy()).sum(axis=1) == pytest.approx(1.0, abs=1e-3)
    assert (moved * asked).sum(axis=1).max() < 0.99


def test_words_of_another_encoder_stay_as_they_are(learnt: Weights) -> None:
    asked = words(3)
    assert adapter.adapted(asked, "other", learnt) is asked
    assert adapter.adapted(asked, "known", replace(learnt, adapter="")) is asked
    assert adapter.adapted(asked[:0], "known", learnt).shape == (0, 24)


def test_a_file_that_is_not_what_was_learnt_is_refused(learnt: Weights, tmp_path: Path) -> None:
    path = tmp_path / networks.ADAPTER
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"adapter\.onnx cannot be used \(it does not match the hash"):
        adapter.adapted(words(2), "known", learnt)
    path.unlink()
    with pytest.raises(ModelError, match=r"adapter\.onnx cannot be used \(.*\): reinstall kqa, or make it"):
        adapter.adapted(words(2), "known", learnt)


def test_the_shipped_networks_are_those_that_the_shipped_weights_name() -> None:
    shipped = weights.load()
    for name, digest in ((networks.ADAPTER, shipped.adapter), (networks.ANSWERS, shipped.answers)):
        assert hashlib.sha256((shipped.folder / name).read_bytes()).hexdigest() == digest
