"""Models of several kinds, made here with few random weights, exported and compared with what they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import tiny

from kqa.errors import ModelError
from kqa.index import build, encoder, export, store
from kqa.index.encoder import OUTPUTS, Encoder
from kqa.index.late import Tokens
from kqa.workspace import Workspace

TEXTS = (
    "ketamine and alcohol",
    "a",
    "0.71 mg/kg of ketamine " * 9,
    "",
    "placebo or ketamine for cocaine use",
)
SIZE = {
    "vocab_size": 40,
    "hidden_size": 24,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "initializer_range": 0.6,
}
"""Weights so far apart that words attend to some more than to others."""
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "ketamine",
    "and",
    "alcohol",
    "a",
    "placebo",
    "for",
    "of",
]


def made(kind: str, folder: Path, **settings: Any) -> str:
    """The folder of a model of a kind, with random weights; sentence-transformers takes the mean of its tokens."""
    import torch
    import transformers

    torch.manual_seed(1)
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    config = getattr(transformers, f"{kind}Config")(**SIZE, intermediate_size=48, **settings)
    getattr(transformers, f"{kind}Model")(config).save_pretrained(folder)
    transformers.BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=30).save_pretrained(folder)
    return str(folder)


def operations(folder: Path) -> set[str]:
    return {node.op_type for node in onnx.load(folder / "model.onnx").graph.node}


@pytest.mark.model
@pytest.mark.parametrize(
    ("kind", "settings", "fused"),
    [
        ("Bert", {}, True),
        ("Roberta", {"pad_token_id": 0}, True),
        ("DistilBert", {"dim": 24, "hidden_dim": 48, "n_heads": 3, "n_layers": 2}, False),
        ("MPNet", {"pad_token_id": 0}, False),
        (
            "SqueezeBert",
            {"embedding_size": 24, "q_groups": 1, "k_groups": 1, "v_groups": 1},
            False,
        ),  # convolutions by the same names
        ("RoFormer", {}, False),  # rotary positions, by the same names
    ],
)
def test_a_model_encodes_as_before_with_and_without_fused_attention(
    kind: str, settings: dict[str, Any], fused: bool, tmp_path: Path
) -> None:
    path = made(kind, tmp_path / "model", **settings)
    out = tmp_path / "out"
    out.mkdir()
    card = export.export(path, out)
    expected = export.load(path).encode(list(TEXTS), normalize_embeddings=True)
    found = Encoder(out, card).encode(TEXTS)
    np.testing.assert_allclose((expected * found).sum(axis=1), 1, atol=1e-5)
    assert ("Attention" in operations(out)) == fused
    together = Encoder(out, card).encode_passages(TEXTS)
    np.testing.assert_allclose(together, found, atol=1e-5)


@pytest.mark.model
def test_a_model_whose_words_have_more_numbers_than_its_texts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made("Bert", tmp_path / "model")
    wide = Tokens(np.ones((1, 32), np.float32), np.zeros((1, 2), np.int32))
    monkeypatch.setattr(Encoder, "tokens", lambda self, texts: [wide])
    with pytest.raises(ModelError, match=r"gives words 32 numbers and texts 24"):
        export.export(path, tmp_path)


@pytest.mark.model
def test_an_encoder_whose_files_a_later_build_removed_goes_on(tmp_path: Path) -> None:
    path = made("Bert", tmp_path / "model")
    workspace = Workspace(tiny.write(tmp_path / "workspace"))
    opened = store.build_or_update(workspace, model=path)
    opened.encoder.encode(["a question"])
    store.build_or_update(workspace, model=path, rebuild=True)
    assert not (workspace.index / opened.manifest.encoder).exists()
    assert len(opened.encoder.tokens([f"a passage {n}" for n in range(40)])) == 40
    assert len(opened.tokens(opened.passages[:])) == len(opened.passages)


@pytest.mark.model
def test_a_device_without_memory_leaves_the_work_to_the_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    model = export.load(made("Bert", tmp_path / "model"))
    runner = export.Accelerated(model, torch.device("cpu"))
    given = {entry.name: np.ones((2, 5), np.int64) for entry in runner.get_inputs()}
    expected = runner.run(OUTPUTS, given)
    runner._device = torch.device("meta")  # bears no numbers: whatever is run there fails
    for found, there in zip(runner.run(OUTPUTS, given), expected, strict=True):
        np.testing.assert_allclose(found, there, atol=1e-6)


@pytest.mark.model
def test_many_texts_are_encoded_on_the_device_that_torch_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    path = made("Bert", tmp_path / "model")
    workspace = Workspace(tiny.write(tmp_path / "workspace"))
    alone = store.build_or_update(workspace, model=path)
    expected = alone.tokens(alone.passages[:])
    ran: list[tuple[int, ...]] = []
    run = export.Accelerated.run

    def counted(self: Any, outputs: Any, given: Any) -> Any:
        ran.append(given["input_ids"].shape)
        return run(self, outputs, given)

    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda: torch.device("cpu"))
    monkeypatch.setattr(export.Accelerated, "run", counted)
    monkeypatch.setattr(build, "WORTH_A_GPU", 1)
    monkeypatch.setattr(encoder, "FEW", 0)
    index = store.build_or_update(workspace, model=path, rebuild=True)
    assert sum(rows for rows, _ in ran) >= len(index.passages)
    np.testing.assert_allclose(index.contents.vectors, alone.contents.vectors, atol=1e-5)
    sentences = index.contents.sentences.values, alone.contents.sentences.values
    np.testing.assert_allclose(*sentences, atol=2e-3)
    for there, before in zip(index.tokens(index.passages[:]), expected, strict=True):
        np.testing.assert_array_equal(there.spans, before.spans)
        np.testing.assert_allclose(there.vectors, before.vectors, atol=0.02)
    ran.clear()
    index.encoder.encode(["asked when all is built"])
    index.encoder.tokens(["asked"] * 40)
    assert not ran


@pytest.mark.model
def test_where_fused_attention_encodes_otherwise_the_model_is_exported_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made("Bert", tmp_path / "model")
    likeness = export._likeness

    def worse(*arguments: Any, fuse: bool) -> float:
        return likeness(*arguments, fuse=fuse) - 0.01 * fuse

    monkeypatch.setattr(export, "_likeness", worse)
    card = export.export(path, tmp_path)
    assert "Attention" not in operations(tmp_path)
    assert card.dimension == 24


@pytest.mark.model
def test_a_model_that_encodes_otherwise_either_way_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made("Bert", tmp_path / "model")
    monkeypatch.setattr(export, "_likeness", lambda *_, fuse: 0.9)
    with pytest.raises(ModelError, match=r"encodes differently \(cosine 0\.90000, at least 0\.9999"):
        export.export(path, tmp_path)
