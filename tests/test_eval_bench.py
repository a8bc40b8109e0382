from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from fakes import FakeEncoder

from kqa.eval import bench, bench_corpus, bench_kqa, bench_plot
from kqa.index import manifest, store
from kqa.index.store import Index

QUESTIONS = ["melatonin for sleep", "light therapy", "time in bed"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_index: Index) -> Index:
    """A made-up workspace of 400 passages, built with the stand-in for the encoder."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench_corpus, "VOCABULARY", 500)
        (tiny_index.workspace.index / "none").mkdir(exist_ok=True)
        record = manifest.Manifest(manifest.VERSION, store.IN_MEMORY, "none", "generation-1", {})
        source = Index(tiny_index.workspace, _with(tiny_index.manifest, record), FakeEncoder())
        workspace = bench_corpus.make(folder / "ws", source, passages=350)
    return Index(workspace, manifest.load(workspace.index), FakeEncoder())


def _with(own: manifest.Manifest, other: manifest.Manifest) -> manifest.Manifest:
    return manifest.Manifest(own.version, own.model, other.encoder, own.generation, own.articles, own.files)


def test_a_workspace_has_whole_articles_of_real_and_made_up_words(made: Index) -> None:
    assert len(made.passages) == 400
    assert made.keys == ("made00000", "made00001")
    words = " ".join(p.text for p in made.passages).split()
    share = np.mean([word.startswith("w") and word.endswith("q") for word in words])
    assert 0.2 < share < 0.4
    assert len(made.contents.sentences.values) > 800
    np.testing.assert_allclose(np.linalg.norm(made.contents.vectors, axis=1), 1, atol=1e-5)


def test_every_stage_is_measured(made: Index) -> None:
    found = bench_kqa.stages(made, QUESTIONS)
    assert set(found) == {"encode", "dense", "words", "bm25", "bm25_expanded", "fuse"}
    assert all(0 < value["p50"] <= value["p95"] for value in found.values())


def test_an_answer_is_measured_whole_and_in_parts(made: Index) -> None:
    found = bench_kqa.answering(made, QUESTIONS)
    assert set(found) == {"whole", "read", "render"}
    assert all(0 < value["p50"] <= value["p95"] for value in found.values())


def test_no_question_is_timed_from_memory(made: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = made.encoder.encode
    monkeypatch.setattr(made.encoder, "encode", lambda texts: asked.extend(texts) or real(texts))
    bench_kqa.threads(made, QUESTIONS, seconds=0.02)
    assert len(set(asked)) == len(asked) > 8


def test_the_exact_path_gives_the_same_order(made: Index) -> None:
    assert bench_kqa.identical(made, QUESTIONS) == 1.0


def test_a_different_order_is_seen(made: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    real = made.dense.search
    monkeypatch.setattr(
        made.dense, "search", lambda query, limit, allowed=None: real(-query, limit, allowed=allowed)
    )
    monkeypatch.setattr("kqa.index.search.DENSE_WEIGHT", 1.0)
    assert bench_kqa.identical(made, QUESTIONS) < 1.0


def test_eight_threads_are_measured(made: Index) -> None:
    rates = bench_kqa.threads(made, QUESTIONS, seconds=0.05)
    assert list(rates) == ["1", "2", "4", "8"]
    assert min(rates.values()) > 0


def test_vectors_alone_are_measured_with_their_recall(
    tiny_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kqa.index.dense.EXACT_ROWS", 10_000)
    found = bench.vectors(tiny_index, 1)
    assert found["vectors"] == 50_000
    assert found["recall_at_10"] >= 0.99


def test_memory_is_that_of_this_process() -> None:
    before = bench_kqa.memory()
    held = np.ones(60_000_000)
    assert 100 < bench_kqa.memory() - before < 600
    del held


FIGURES = {
    "cold": {"kqa": {"seconds": 0.5, "peak_mb": 200.0}, "plain": {"seconds": 5.0, "peak_mb": 500.0}},
    "embedding": {"kqa": 40.0, "plain": 20.0},
    "vectors": [{"vectors": 10, "p50": 1.0, "p95": 2.0, "recall_at_10": 1.0, "disk_mb": 1.0, "build_s": 0.1}],
    "sizes": [
        {
            "kqa": {
                "passages": n,
                "open_ms": 1.0,
                "peak_memory_mb": 200.0,
                "index_mb": 100.0,
                "encoder_mb": 90.0,
                **{s: {"p50": base + n / 1e4, "p95": 9.0} for s, base in
                   (("search", 7.0), ("encode", 6.0), ("dense", 0.5), ("words", 0.1), ("bm25", 0.1), ("bm25_expanded", 0.2), ("fuse", 0.1))},
                "ask": {"whole": {"p50": 50.0, "p95": 60.0}},
                "threads_qps": {"1": 100.0, "8": 180.0},
                "identical_order": 1.0,
            },
            "warm": {
                "search": {"p50": 20.0 + n / 100, "p95": 30.0},
                "bm25": {"p50": n / 100, "p95": 30.0},
                "threads_qps": {"8": 10.0},
                "peak_memory_mb": 500.0,
            },
        }
        for n in (200, 20_200)
    ],
}  # fmt: skip


def test_the_table_and_the_slopes_say_what_was_measured() -> None:
    found = FIGURES | {"slopes": bench.slopes(FIGURES["sizes"])}  # type: ignore[arg-type]
    text = "\n".join(bench.table(found))
    assert "0.100 of plain" in text
    assert "20,200 passages" in text
    assert "search 0.0406, memory 0.40, eight threads 18.0 times" in text
    assert "each 10,000 passages add 1.000 ms to bm25" in text
    assert "each 10,000 passages add 0.000 ms to ask: whole" in text
    lines = bench.lines(found)
    assert lines["plain script"] == [(200.0, 22.0), (20_200.0, 222.0)]
    assert lines["bm25s"] == []


def test_the_plot_is_well_formed_and_holds_every_line() -> None:
    drawn = bench_plot.svg({"a <b>": [(100, 1), (1e6, 50)], "none": [], "zero": [(0, 0), (10, 5)]}, title="T")
    root = ElementTree.fromstring(drawn)
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 3
    (x1, y1), (x2, y2) = ([float(v) for v in p.split(",")] for p in str(lines[0].get("points")).split())
    assert x1 < x2
    assert y1 > y2
