"""What every test may use: a workspace of three short articles, and an encoder that needs no model."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import tiny
from numpy.typing import NDArray

from kqa.corpus.article import Article, load
from kqa.workspace import Workspace

if TYPE_CHECKING:
    from kqa.index.store import Index

os.environ.setdefault("OMP_NUM_THREADS", "1")


class FakeEncoder:
    """Stands for the real encoder: a hashed bag of word stems, the same on every machine.

    Texts that share words have a high cosine, which is all that tests need of meaning.
    """

    dimension = 384

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, float32, shape (len(texts), 384)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[^\W_]+", text.casefold()):
                row[zlib.crc32(word[:6].encode()) % self.dimension] += 1.0
            row[0] += 1e-3  # a text without words has a direction too
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def _no_stray_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test never finds the developer's own workspace through the environment."""
    monkeypatch.delenv("KQA_WORKSPACE", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The three tiny articles in a folder of the test's own, not indexed; may be changed."""
    return Workspace(tiny.write(tmp_path / "workspace"))


@pytest.fixture(scope="session")
def tiny_articles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    """The three tiny articles, loaded once; read only."""
    root = tiny.write(tmp_path_factory.mktemp("tiny"))
    return {key: load(root / "corpus" / key) for key in tiny.TEXTS}


@pytest.fixture(scope="session")
def fake_encoder() -> FakeEncoder:
    """The encoder that needs no model."""
    return FakeEncoder()


@pytest.fixture(scope="session")
def tiny_index(tmp_path_factory: pytest.TempPathFactory, fake_encoder: FakeEncoder) -> Index:
    """An index of the three tiny articles made with the fake encoder; read only."""
    from kqa.index import store

    root = tiny.write(tmp_path_factory.mktemp("indexed"))
    return store.build_or_update(Workspace(root), encoder=fake_encoder)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, fake_encoder: FakeEncoder) -> FakeEncoder:
    """Commands and libraries build and open their indexes with the fake encoder."""
    from kqa.index import store

    for name in ("ready", "build_or_update", "open_index"):
        monkeypatch.setattr(store, name, partial(getattr(store, name), encoder=fake_encoder))
    return fake_encoder
