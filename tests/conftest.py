"""What every test may use: three short articles, an index of them, and commands that need no model."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
import tiny
from fakes import ALIKE, FakeEncoder, fake_read
from hypothesis import settings

from kqa.corpus.article import Article, load
from kqa.index import store
from kqa.index.store import Index
from kqa.workspace import Workspace

REPOSITORY = Path(__file__).parent.parent

settings.register_profile("kqa", deadline=None)  # a busy machine is no failure
settings.load_profile("kqa")


@pytest.fixture(autouse=True)
def _no_stray_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the developer's own workspace, or colours, through the environment."""
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
    root = tiny.write(tmp_path_factory.mktemp("indexed"))
    return store.build_or_update(Workspace(root), encoder=fake_encoder)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, fake_encoder: FakeEncoder) -> FakeEncoder:
    """Commands and libraries encode and read with stand-ins, whatever the models of the day are."""
    for name in ("ready", "build_or_update", "open_index"):
        monkeypatch.setattr(store, name, partial(getattr(store, name), encoder=fake_encoder))
    monkeypatch.setattr("kqa.answer.reader.read", fake_read)
    monkeypatch.setattr("kqa.answer.choose.ALIKE", ALIKE)
    return fake_encoder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The two shipped reviews indexed with the real encoder; read only, for tests marked `model`.

    An index that lies in the clone already is taken over, which saves exporting the encoder again.
    """
    root = tmp_path_factory.mktemp("shipped")
    for part in ("corpus", "index"):
        if (REPOSITORY / part).is_dir():
            shutil.copytree(REPOSITORY / part, root / part)
    workspace = Workspace(root)
    store.ready(workspace)
    return workspace
