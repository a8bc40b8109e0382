"""The reader's two small networks: files that come with kqa, checked by their hash, run by onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.errors import ModelError
from kqa.index import inference

ADAPTER, ANSWERS = "adapter.onnx", "answers.onnx"


def run(path: Path, digest: str, given: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """The output of a network.

    Args:
        path: of its file.
        digest: SHA-256 that the file must have.
        given: its inputs by name.

    Raises:
        ModelError: the file is missing, damaged or not what the weights were learnt with.
    """
    made: NDArray[np.float32] = _session(path, digest).run(None, dict(given))[0]
    return made


@cache
def _session(path: Path, digest: str) -> Any:  # noqa: ANN401 (onnxruntime has no types)
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError("it does not match the hash in reader.json")
        return inference.session(content, threads=1)
    except Exception as error:  # onnxruntime's errors share no base class but this
        raise ModelError(
            f"the reader's network {path} cannot be used ({str(error).splitlines()[0]:.120}): reinstall kqa, "
            "or make it with `python -m kqa.answer.train`"
        ) from error
