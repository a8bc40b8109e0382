from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from kqa.index import sparse
from kqa.index.selection import Selection

WORDS = st.sampled_from(["ketamine", "dose", "0.5", "mg/kg", "5-ht", "naïve", "ä", "a", "b", "c", "d", "e"])
PASSAGES = st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=14).filter(any)


def frozen(folder: Path, passages: list[list[str]]) -> sparse.Sparse:
    sparse.save(folder, sparse.count(passages))
    return sparse.Sparse.open(folder, passages=len(passages))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sparse")


@settings(max_examples=200)
@given(
    passages=PASSAGES,
    queries=st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=3),
    frequent=st.sampled_from([0.0, 0.25, 2.0]),
    long=st.sampled_from([0, 2, 2_000]),
)
def test_scores_are_those_of_rank_bm25_however_columns_are_added(
    folder: Path, passages: list[list[str]], queries: list[list[str]], frequent: float, long: int
) -> None:
    index = frozen(folder, passages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse, "FREQUENT", frequent)
        patch.setattr(sparse, "LONG", long)
        for query in queries:  # the later ones find columns that were kept
            found = index.scores({word: float(n) for word, n in Counter(query).items()})
            np.testing.assert_allclose(found, BM25Okapi(passages).get_scores(query), atol=1e-6, rtol=0)


def test_tiny_corpora_keep_the_negative_scores_of_rank_bm25(folder: Path) -> None:
    passages = [["a", "a"], ["a", "b"], ["a"]]
    expected = BM25Okapi(passages).get_scores(["a"])
    assert (expected < 0).any()
    np.testing.assert_allclose(frozen(folder, passages).scores({"a": 1.0}), expected, atol=1e-9)


@pytest.mark.parametrize("passages", [[], [[]], [[], [], []]])
def test_a_corpus_without_words_scores_nothing(folder: Path, passages: list[list[str]]) -> None:
    index = frozen(folder, passages)
    assert index.scores({"a": 1.0}).tolist() == [0.0] * len(passages)
    assert index.search({"a": 1.0}, 5)[0].tolist() == []


@settings(max_examples=100)
@given(data=st.data(), passages=PASSAGES)
def test_parts_merged_count_as_the_whole(data: st.DataObject, passages: list[list[str]]) -> None:
    order = data.draw(st.permutations(range(len(passages))))
    cut = data.draw(st.integers(0, len(passages)))
    left, right = order[:cut], order[cut:]
    parts = [(sparse.count(passages[i] for i in side), np.array(side, np.int64)) for side in (left, right)]
    merged, whole = sparse.merge(parts, passages=len(passages)), sparse.count(passages)
    assert merged.words == whole.words
    for name in ("starts", "rows", "counts", "lengths"):
        np.testing.assert_array_equal(getattr(merged, name), getattr(whole, name))


def test_merging_leaves_passages_and_their_words_out() -> None:
    counts = sparse.count([["gone", "both"], ["both"]])
    merged = sparse.merge([(counts, np.array([-1, 0]))], passages=1)
    assert merged.words == ("both",)
    assert merged.rows.tolist() == [0]
    assert merged.lengths.tolist() == [1]


@settings(max_examples=60)
@given(
    seed=st.integers(0, 999), size=st.sampled_from([1, 50, 1023, 2048, 2100, 5000]), limit=st.integers(0, 40)
)
def test_the_best_are_found_without_sorting_all(seed: int, size: int, limit: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(-1, 6, size).astype(np.float64) * rng.integers(0, 2, size)
    mask = rng.random(size) < rng.random()
    for allowed in (None, Selection(mask)):
        among = np.flatnonzero((scores != 0) & (True if allowed is None else mask))
        expected = sorted(among.tolist(), key=lambda row: (-scores[row], row))[:limit]
        rows, found = sparse.top(scores, limit, allowed=allowed)
        assert rows.tolist() == expected
        assert found.tolist() == scores[expected].tolist()


def test_weights_scale_the_words_of_a_query(folder: Path) -> None:
    index = frozen(folder, [["a", "x"], ["b", "y"], ["z"], ["w"], ["v"]])
    alone = index.scores({"a": 1.0}), index.scores({"b": 1.0})
    np.testing.assert_allclose(index.scores({"a": 1.0, "b": 0.25}), alone[0] + 0.25 * alone[1])


def test_words_that_occur_very_often_do_not_overflow(folder: Path) -> None:
    passages = [["a"] * 70_000, ["b"], ["c"], ["d"]]
    counted = sparse.count(passages)
    assert counted.counts.max() == 65_535
    expected = BM25Okapi(passages).get_scores(["a"])
    np.testing.assert_allclose(frozen(folder, passages).scores({"a": 1.0}), expected, atol=1e-4)
