"""What the reader has learnt: checked when read, never taken half."""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kqa.answer import expectation, weights
from kqa.answer.likeness import Shares
from kqa.answer.weights import SHIPPED, Weights
from kqa.errors import ModelError
from kqa.index.export import DEFAULT_WEIGHTS

UNUSABLE = r"the reader's weights .*reader\.json cannot be used \(.*\): reinstall kqa, or make them with"

numbers = st.floats(-50, 50)
made = st.builds(
    Weights,
    *[st.text("0123456789abcdef", min_size=1, max_size=8)] * 3,
    st.lists(numbers, min_size=1, max_size=4).map(tuple),
    numbers,
    st.builds(Shares, *[st.floats(0, 1)] * 5),
    *[numbers] * 5,
    st.lists(numbers, max_size=4).map(tuple),
    *[st.dictionaries(st.text(max_size=5), numbers, max_size=3)] * 4,
    numbers,
    numbers,
    st.floats(0, 1),
)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "reader.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def read(path: Path) -> Weights:
    """Read a file anew, whatever was read from there before."""
    weights.load.cache_clear()
    return weights.load(path)


def hashed(values: object) -> str:
    """A file of any values whose hash is right."""
    return json.dumps({"sha256": weights._digest(json.dumps(values, indent=1)), "weights": values})


def vectors() -> NDArray[np.float32]:
    drawn = np.random.default_rng(3).normal(size=(6, len(weights.load().importance)))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made)
def test_weights_are_read_as_they_were_written(tmp_path: Path, drawn: Weights) -> None:
    assert read(written(tmp_path, weights.dumps(drawn))) == drawn


def test_the_shipped_file_is_what_its_maker_writes() -> None:
    assert weights.dumps(weights.load()) == SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_weights_fit_the_shipped_encoder_and_the_code() -> None:
    shipped = weights.load()
    assert shipped.encoder == DEFAULT_WEIGHTS
    assert len(shipped.expectation) == len(expectation.PAIRS)
    assert all(0 <= getattr(shipped.shares, name) <= 1 for name in Shares.__slots__)
    assert 0 < shipped.threshold < 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.integers(0), st.integers(0, 7))
def test_a_flipped_bit_is_never_read_as_another_number(tmp_path: Path, place: int, bit: int) -> None:
    data = bytearray(SHIPPED.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path = written(tmp_path, bytes(data))
    try:
        found = read(path)
    except ModelError:
        return
    assert found == read(SHIPPED)  # white space between numbers may change


def test_a_changed_number_is_said(tmp_path: Path) -> None:
    held = json.loads(SHIPPED.read_text(encoding="utf-8"))
    held["weights"]["threshold"] += 0.001
    with pytest.raises(ModelError, match=r"cannot be used \(its numbers do not match their hash\)"):
        read(written(tmp_path, json.dumps(held)))


@pytest.mark.parametrize("name", [f.name for f in fields(Weights) if f.name != "folder"])
def test_a_missing_number_is_said(tmp_path: Path, name: str) -> None:
    values = json.loads(SHIPPED.read_text(encoding="utf-8"))["weights"]
    del values[name]
    with pytest.raises(ModelError, match=f"(?s){UNUSABLE}.*") as caught:
        read(written(tmp_path, hashed(values)))
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"sha256": "", "weights": {}}', hashed({}), hashed([]), b"\xff{}"]
)
def test_a_file_of_another_kind_is_said(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(ModelError, match=UNUSABLE):
        read(written(tmp_path, text))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"reader\.json cannot be used \(.*No such file"):
        read(tmp_path / "reader.json")


def test_words_weigh_by_the_encoder_they_were_learnt_with() -> None:
    shipped = weights.load()
    found = shipped.word_weights(vectors(), shipped.encoder)
    assert found.dtype == np.float32
    assert (found > 0).all()
    assert len(set(found.tolist())) == len(found)
    higher = replace(shipped, importance_bias=shipped.importance_bias + 1.0)
    assert (higher.word_weights(vectors(), shipped.encoder) > found).all()


@pytest.mark.parametrize("encoder", ["", "0" * 64])
def test_with_another_encoder_all_words_weigh_the_same(encoder: str) -> None:
    assert set(weights.load().word_weights(vectors(), encoder).tolist()) == {1.0}
    assert weights.load().word_weights(np.ones((3, 7), np.float32), encoder).shape == (3,)
