from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder

from kqa.errors import ModelError
from kqa.index import encoder, export, manifest
from kqa.index.encoder import Card, Encoder
from kqa.workspace import Workspace


@pytest.fixture
def exported(shipped: Workspace) -> Encoder:
    return Encoder.load(shipped.index / manifest.load(shipped.index).encoder)


def test_batches_hold_every_text_once_and_are_not_too_large() -> None:
    lengths = [3, 250, 9, 9, 256, 1, 40, 2, 7] * 5
    batches = list(encoder._batches(lengths))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        widest = max(lengths[i] for i in batch)
        assert widest * len(batch) <= encoder.BATCH_TOKENS or len(batch) == 1
    firsts = [max(lengths[i] for i in batch) for batch in batches]
    assert firsts == sorted(firsts, reverse=True)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.onnx is missing: `kqa index --rebuild` exports"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("card", ["", "{}", '{"model": 1, "other": 2}', "[]"])
def test_a_card_that_cannot_be_read_is_named(tmp_path: Path, card: str) -> None:
    for name in encoder.FILES:
        (tmp_path / name).write_text(card, encoding="utf-8")
    with pytest.raises(ModelError, match=r"the encoder in .* cannot be read"):
        Encoder.load(tmp_path)


def test_files_of_another_kind_are_named(tmp_path: Path) -> None:
    for name in encoder.FILES:
        (tmp_path / name).write_text("{}", encoding="utf-8")
    card = Card("m", "0", 3, 8, 0)
    (tmp_path / encoder.CARD).write_text(
        json.dumps({k: getattr(card, k) for k in card.__slots__}), encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read"):
        Encoder.load(tmp_path).encode(["words"])


def test_weights_that_are_not_the_ones_expected_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "DEFAULT_WEIGHTS", "0" * 64)
    with pytest.raises(ModelError, match=r"have SHA-256 53aa51172d142c89…, expected 0000000000000000…"):
        export.export(export.DEFAULT, Path("nowhere"))


@pytest.mark.model
def test_gold_questions_are_encoded_as_by_sentence_transformers(
    exported: Encoder, shipped: Workspace
) -> None:
    path = Path(__file__).parent.parent / "eval" / "gold" / "questions.jsonl"
    questions = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    long = ["word " * 600, "x", "", "0.71 mg/kg (p < 0.05)", "ü€字" * 40]
    texts = [*questions, *long]
    expected = export.load(export.DEFAULT).encode(texts, normalize_embeddings=True, show_progress_bar=False)
    made = exported.encode(texts)
    assert (expected * made).sum(axis=1).min() >= 0.9999
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_the_vector_of_a_passage_comes_with_its_tokens(exported: Encoder) -> None:
    texts = ["ketamine", "Craving fell. " * 150, "", *(f"{'placebo ' * n}in {n} trials" for n in range(20))]
    assert encoder.embeds_plainly(exported)
    wholes = np.stack([tokens.whole for tokens in exported.tokens(texts) if tokens.whole is not None])
    assert (wholes * exported.encode_passages(texts)).sum(axis=1).min() >= 0.99999


def test_it_does_not_where_a_model_wants_a_prompt_before_passages(tmp_path: Path) -> None:
    card = Card("m", "0", 3, 8, 0, passage_prompt="passage: ")
    assert not encoder.embeds_plainly(Encoder(tmp_path, card))
    assert not encoder.embeds_plainly(FakeEncoder())


@pytest.mark.model
def test_a_text_has_the_same_vector_alone_and_among_others(exported: Encoder) -> None:
    texts = [f"{'ketamine ' * n} for {n} patients" for n in range(1, 40)]
    done: list[int] = []
    together = exported.encode_passages(texts, advance=done.append)
    alone = np.concatenate([exported.encode([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.99999
    assert done[-1] == len(texts)
    assert done == sorted(done)
