"""Nearest passages by inner product of unit vectors (cosine), with FAISS.

Up to `EXACT_ROWS` passages every vector is compared, straight from the memory-mapped file. Above, FAISS scans
16-bit copies, all of them or, from `CLUSTERED_ROWS`, those of the clusters nearest to the question; the best
candidates are then scored again with the full vectors.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kqa.index.fusion import order
from kqa.index.parallel import cores
from kqa.index.selection import Selection

VECTORS, QUANTISED = "vectors.npy", "vectors.faiss"

EXACT_ROWS = 100_000
"""Passages up to which the exact scan is kept: at most 6 ms, about what encoding the question takes."""
SPARE = 4
"""Candidates for each passage wanted: with the scan of 16-bit copies, recall@10 against exact was 1.000."""
CLUSTERED_ROWS = 400_000
"""Passages from which only some clusters are scanned: at 500,000, 2.9 ms in place of 16."""
ROWS_PER_CLUSTER = 244
"""As 2,048 clusters for 500,000 passages."""
SCANNED = 1 / 8
"""Share of the clusters that is scanned: recall@10 was 0.994 on real questions; with 1/16 it was 0.976."""
TRAINING_ROWS_PER_CLUSTER, TRAINING_ROUNDS = 64, 10
"""Of k-means; the clusters of 500,000 passages take 27 s on two cores."""


class Dense:
    """Vector search over the passages of an index; may be used from several threads at once."""

    def __init__(self, vectors: NDArray[np.float32], *, quantised: Any = None) -> None:  # noqa: ANN401
        self.vectors = vectors
        self._quantised = quantised

    @classmethod
    def open(cls, folder: Path, vectors: NDArray[np.float32]) -> Dense:
        """The search over `vectors`, with what `save` wrote in the folder if it did."""
        path = folder / QUANTISED
        if not path.is_file():
            return cls(vectors)
        faiss = _faiss()
        return cls(vectors, quantised=faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def search(
        self, query: NDArray[np.float32], limit: int, *, allowed: Selection | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The nearest passages.

        Args:
            query: a unit vector, float32.
            limit: the most to return.
            allowed: which passages may be returned; all when omitted.

        Returns:
            Rows, best first, ties by row, and their cosines.
        """
        limit = min(limit, len(self.vectors) if allowed is None else allowed.size)
        if limit < 1:
            return np.empty(0, np.int64), np.empty(0)
        rows = self._candidates(query, limit, allowed)
        scores = self.scores(query, rows)
        best = order(rows, scores)[:limit]
        return rows[best], scores[best]

    def scores(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosines of given passages, float64."""
        cosines: NDArray[np.float64] = (self.vectors[rows] @ query).astype(np.float64)
        return cosines

    def _candidates(
        self, query: NDArray[np.float32], limit: int, allowed: Selection | None
    ) -> NDArray[np.int64]:
        faiss = _faiss()
        chosen = allowed and faiss.IDSelectorBitmap(len(allowed.bits), faiss.swig_ptr(allowed.bits))
        if self._quantised is not None:
            wanted = min(SPARE * limit, len(self.vectors))
            parameters = _parameters(self._quantised, chosen)
            near: NDArray[np.int64] = self._quantised.search(query[None], wanted, params=parameters)[1][0]
            near = near[near >= 0]
            if len(near) >= limit:
                return near
        rows = np.empty(limit, np.int64)
        scores = np.empty(limit, np.float32)
        vectors = np.ascontiguousarray(self.vectors)
        faiss.knn_inner_product(
            faiss.swig_ptr(query),
            faiss.swig_ptr(vectors),
            vectors.shape[1],
            1,
            len(vectors),
            limit,
            faiss.swig_ptr(scores),
            faiss.swig_ptr(rows),
            chosen,
        )
        return rows[rows >= 0]


def save(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write what searching many vectors quickly needs beside them; nothing where the exact scan is fast."""
    if len(vectors) <= EXACT_ROWS:
        return
    faiss = _faiss()
    index = _clustered(vectors) if len(vectors) >= CLUSTERED_ROWS else _flat(vectors.shape[1])
    faiss.omp_set_num_threads(cores())
    for start in range(0, len(vectors), EXACT_ROWS):
        index.add(np.ascontiguousarray(vectors[start : start + EXACT_ROWS]))
    path = folder / QUANTISED
    faiss.write_index(index, str(path))
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flat(dimension: int) -> Any:  # noqa: ANN401
    faiss = _faiss()
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _clustered(vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401
    """An index of clusters, trained on some of the vectors; the same vectors make the same clusters."""
    faiss = _faiss()
    clusters = len(vectors) // ROWS_PER_CLUSTER
    centres = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFScalarQuantizer(
        centres,
        vectors.shape[1],
        clusters,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    index.referenced_objects = [centres]
    index.nprobe = max(1, round(clusters * SCANNED))
    index.cp.niter, index.cp.max_points_per_centroid = TRAINING_ROUNDS, TRAINING_ROWS_PER_CLUSTER
    step = max(1, len(vectors) // (clusters * TRAINING_ROWS_PER_CLUSTER))
    faiss.omp_set_num_threads(cores())
    index.train(np.ascontiguousarray(vectors[::step]))
    return index


def _parameters(index: Any, chosen: Any) -> Any:  # noqa: ANN401
    """What a search with a selection is called with; nothing where all may be found."""
    if not chosen:
        return None
    faiss = _faiss()
    if hasattr(index, "nprobe"):
        return faiss.SearchParametersIVF(sel=chosen, nprobe=index.nprobe)
    return faiss.SearchParameters(sel=chosen)


def _faiss() -> Any:  # noqa: ANN401 (FAISS has no types)
    """FAISS on one thread: a scan is bound by memory, and two threads made it 2.5 times slower."""
    import faiss

    faiss.omp_set_num_threads(1)
    return faiss
