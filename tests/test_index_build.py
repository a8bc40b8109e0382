from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEncoder

from kqa.errors import ModelError
from kqa.index import build, manifest, store
from kqa.index.encoder import Card
from kqa.index.manifest import Manifest
from kqa.workspace import Workspace


def test_generations_are_numbered_past_all_that_are_there(tmp_path: Path) -> None:
    assert build.next_generation(tmp_path) == "generation-1"
    for name in ("generation-2", "generation-10", "generation-x", "other"):
        (tmp_path / name).mkdir()
    assert build.next_generation(tmp_path) == "generation-11"


def test_only_what_serves_is_left(workspace: Workspace) -> None:
    for name in ("generation-1", "generation-2", "encoder/old", "encoder/new", "encoder/.staged"):
        (workspace.index / name).mkdir(parents=True)
    (workspace.index / f".{manifest.NAME}.123").write_text("half")
    (workspace.index / "README.md").write_text("kept")
    build.sweep(workspace, Manifest(1, "m", "encoder/new", "generation-2", {}))
    left = sorted(p.relative_to(workspace.index).as_posix() for p in workspace.index.rglob("*"))
    assert left == ["README.md", "encoder", "encoder/new", "generation-2"]


def test_an_encoder_exported_again_does_not_touch_the_one_that_serves(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(model: str, folder: Path) -> Card:
        (folder / "model.onnx").write_text(model)
        return Card(model, "ab" * 32, 3, 8, 0)

    monkeypatch.setattr("kqa.index.export.export", fake)
    first, second = (build.encoder_for(workspace, model) for model in ("one", "two"))
    assert first != second
    assert (workspace.index / first / "model.onnx").read_text() == "one"
    assert (workspace.index / second / "model.onnx").read_text() == "two"


def test_progress_tells_of_every_text(workspace: Workspace) -> None:
    told: list[tuple[str, int, int]] = []
    store.build_or_update(workspace, encoder=FakeEncoder(), progress=lambda *told_of: told.append(told_of))
    embedding = [(done, total) for stage, done, total in told if stage.startswith("embedding")]
    assert embedding
    assert all(0 <= done <= total for done, total in embedding)


def test_a_model_that_is_not_there_is_named_and_the_old_index_serves(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = FakeEncoder()
    before = store.build_or_update(workspace, encoder=encoder).manifest

    def missing(model: str, folder: Path) -> None:
        raise ModelError(f"the model {model!r} is none that sentence-transformers can load")

    monkeypatch.setattr("kqa.index.export.export", missing)
    with pytest.raises(ModelError, match="the model 'no/such' is none that"):
        store.build_or_update(workspace, model="no/such")
    assert store.open_index(workspace, encoder=encoder).manifest == before
