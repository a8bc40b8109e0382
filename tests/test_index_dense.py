from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kqa.index import arrays, dense
from kqa.index.dense import Dense
from kqa.index.selection import Selection


def clustered(number: int, *, seed: int = 0, dimension: int = 48) -> NDArray[np.float32]:
    """Unit vectors around 40 centres, as passages gather around topics."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((40, dimension))
    rows = centres[rng.integers(0, 40, number)] + 0.4 * rng.standard_normal((number, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def expected(
    vectors: NDArray[np.float32], query: NDArray[np.float32], limit: int, mask: object = True
) -> list[int]:
    cosines = vectors @ query
    rows = np.flatnonzero(np.ones(len(vectors), bool) & mask)
    return sorted(rows.tolist(), key=lambda row: (-float(cosines[row]), row))[:limit]


@pytest.mark.parametrize("limit", [1, 7, 300])
def test_the_nearest_are_those_of_comparing_all(limit: int) -> None:
    vectors = clustered(500)
    for query in clustered(20, seed=1):
        rows, cosines = Dense(vectors).search(query, limit)
        assert rows.tolist() == expected(vectors, query, limit)
        np.testing.assert_allclose(cosines, (vectors @ query)[rows], atol=1e-6)


def test_only_what_is_allowed_is_found() -> None:
    vectors = clustered(300)
    mask = np.arange(300) % 7 == 3
    for query in clustered(10, seed=2):
        rows, _ = Dense(vectors).search(query, 20, allowed=Selection(mask))
        assert rows.tolist() == expected(vectors, query, 20, mask)


def test_more_than_there_are_is_all_there_are() -> None:
    vectors = clustered(9)
    mask = np.array([True, False] * 4 + [False])
    assert len(Dense(vectors).search(vectors[0], 50)[0]) == 9
    assert sorted(Dense(vectors).search(vectors[0], 50, allowed=Selection(mask))[0]) == [0, 2, 4, 6]
    nothing = Selection(np.zeros(9, bool))
    assert Dense(vectors).search(vectors[0], 5, allowed=nothing)[0].tolist() == []
    assert Dense(np.empty((0, 48), np.float32)).search(vectors[0], 5)[0].tolist() == []


def test_equal_passages_stand_in_their_order() -> None:
    vectors = np.repeat(clustered(3), 4, axis=0)
    rows, _ = Dense(vectors).search(vectors[4], 4)
    assert rows.tolist() == [4, 5, 6, 7]


@pytest.mark.parametrize("clustered_from", [10**6, 2000], ids=["all scanned", "some clusters scanned"])
def test_many_passages_are_scanned_in_16_bits_with_nearly_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clustered_from: int
) -> None:
    monkeypatch.setattr(dense, "EXACT_ROWS", 1000)
    monkeypatch.setattr(dense, "CLUSTERED_ROWS", clustered_from)
    monkeypatch.setattr(dense, "ROWS_PER_CLUSTER", 50)
    vectors = clustered(5000)
    arrays.save(tmp_path / dense.VECTORS, vectors)
    dense.save(tmp_path, vectors)
    assert (tmp_path / dense.QUANTISED).is_file()
    opened = Dense.open(tmp_path, arrays.load(tmp_path / dense.VECTORS))
    third, few = np.arange(5000) % 3 > 0, np.arange(5000) % 500 == 0
    shared = 0
    for query in clustered(50, seed=3):
        rows, cosines = opened.search(query, 10)
        shared += len(set(rows.tolist()) & set(expected(vectors, query, 10)))
        np.testing.assert_allclose(cosines, (vectors @ query)[rows], atol=1e-6)
        some, _ = opened.search(query, 10, allowed=Selection(third))
        assert third[some].all()
        assert len(some) == 10
        rare, _ = opened.search(query, 10, allowed=Selection(few))
        assert rare.tolist() == expected(vectors, query, 10, few)
    assert shared / 500 >= 0.95


def test_the_same_vectors_make_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT_ROWS", 1000)
    monkeypatch.setattr(dense, "CLUSTERED_ROWS", 2000)
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        dense.save(tmp_path / name, clustered(3000))
        files.append((tmp_path / name / dense.QUANTISED).read_bytes())
    assert files[0] == files[1]


def test_few_passages_need_no_second_file(tmp_path: Path) -> None:
    dense.save(tmp_path, clustered(100))
    assert list(tmp_path.iterdir()) == []
