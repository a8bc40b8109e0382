"""A question laid beside the best sentences, word against word."""

from pathlib import Path

import numpy as np
import pytest

from kqa.answer import alignment, networks, reader, weights
from kqa.answer.likeness import Surroundings
from kqa.answer.telling import Word
from kqa.index.late import CONTEXT, Tokens
from kqa.index.search import search
from kqa.index.store import Index


def unit(*places: int) -> np.ndarray:
    return np.eye(8, dtype=np.float32)[list(places)]


def test_each_word_meets_the_token_most_like_it_in_the_sentence_alone() -> None:
    tokens = Tokens(
        np.concatenate([unit(0, 1), 0.6 * unit(2) + 0.8 * unit(3), unit(2)]),
        np.array([[0, 3], [4, 8], [9, 12], [CONTEXT, CONTEXT]], np.int32),
    )
    found = alignment.matches(unit(1, 2), [tokens, tokens, tokens], [(0, 8), (9, 12), (20, 25)])
    assert found.shape == (3, 2, 8)
    assert found[0, 0] == pytest.approx(unit(1)[0])
    assert found[1, 1] == pytest.approx(tokens.vectors[2])  # not the heading's, which is like it to a hair
    assert not found[2].any()


def test_the_signs_stand_in_their_order() -> None:
    rows = [np.full((3, 2), n / 10, np.float32) for n in range(6)]
    credit = np.array([[0.1, 0.9], [0.5, 0.2], [0.3, 0.3]], np.float32)
    given = alignment.inputs(
        unit(0, 1), np.zeros((2, 2, 8), np.float32), Surroundings(*rows), credit,
        np.array([0.25, 0.75], np.float32), [Word(np.array([1]), misspelt=False)],
        np.array([1.0, 3.0, 2.0], np.float32), np.array([1, 2]),
    )  # fmt: skip
    signs = dict(zip(alignment.SIGNS, np.moveaxis(given["signs"], -1, 0), strict=True))
    assert signs["before"] == pytest.approx(np.full((2, 2), 0.1))
    assert signs["credit"] == pytest.approx(credit[1:])
    assert signs["anywhere"] == pytest.approx(np.array([[0.5, 0.9]] * 2))
    assert signs["weight"] == pytest.approx(np.array([[0.5, 1.5]] * 2))
    assert signs["telling"] == pytest.approx(np.array([[0.0, 1.0]] * 2))
    assert given["standing"] == pytest.approx([np.sqrt(1.5), 0.0], abs=1e-5)


def test_the_question_is_laid_beside_the_best_sentences(tiny_index: Index) -> None:
    learnt = weights.load()
    asked = "Which dose of melatonin shortened the time to fall asleep?"
    hits = sorted(search(tiny_index, asked, limit=6), key=lambda hit: tiny_index.row(hit.passage))
    evidence = reader.gather(tiny_index, asked, hits, learnt)
    assert evidence is not None
    assert evidence.says == 0.0  # the fake encoder is not the one that the network knows
    found = reader.scores(evidence, learnt)
    given = reader.laid_beside(tiny_index, hits, evidence, found)
    best = np.argsort(-found, kind="stable")[: alignment.BEST]
    assert given["matched"].shape == (len(best), len(evidence.asked), 384)
    own = (given["matched"] * evidence.asked).sum(axis=-1)
    assert own == pytest.approx(evidence.around.own[best], abs=1e-3)
    assert -50 < alignment.says(given, learnt) < 50


def test_without_its_file_nothing_is_said(tmp_path: Path) -> None:
    from dataclasses import replace

    learnt = replace(weights.load(), folder=tmp_path)
    with pytest.raises(networks.ModelError, match=r"answers\.onnx cannot be used"):
        alignment.says({}, learnt)
