"""The benchmark: what kqa costs at every size, against a plain script and the libraries behind its parts.

    python -m kqa.eval.bench --sizes 20000 200000 --vectors 1000000 --out bench/

Everything is measured in processes of its own, one after the other, in the same run: compare the ratios, the
times are those of this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kqa import workspace as workspaces
from kqa.eval import bench_corpus, bench_plot
from kqa.index import dense, parallel, store
from kqa.index.encoder import Encoder
from kqa.index.store import Index

COLD_RUNS = 5
STAGES = ("search", "encode", "dense", "words", "bm25", "bm25_expanded", "fuse")
"""Of a search, which is all of them."""
EMBEDDED = 200
"""Passages embedded to measure texts a second."""
QUESTIONS = (
    "Does ketamine help people stop drinking?",
    "What dose was given?",
    "How many participants were in the trial?",
    "Which side effects were reported?",
)
"""Asked where the workspace has no gold questions."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as the command line asks; 0."""
    parser = argparse.ArgumentParser(
        prog="python -m kqa.eval.bench", description="measure kqa at several sizes"
    )
    parser.add_argument("--workspace", help="whose articles to start from (default: found from here upwards)")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[20_000], metavar="N", help="passages of made-up workspaces"
    )
    parser.add_argument("--vectors", type=int, nargs="*", default=[], metavar="N", help="vectors alone")
    parser.add_argument("--out", type=Path, default=Path("bench"), metavar="DIR", help="bench.json and .svg")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the made-up workspaces here")
    parser.add_argument("--no-plain", action="store_true", help="measure kqa alone")
    options = parser.parse_args(arguments)
    index = store.ready(workspaces.find(options.workspace))
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        found: dict[str, Any] = {
            "machine": {
                "cores": parallel.cores(),
                "load": os.getloadavg()[0],
                "python": sys.version.split()[0],
            },
            "cold": cold(index, work, plain=not options.no_plain),
            "embedding": embedding(index, work, plain=not options.no_plain),
            "sizes": [
                size(index, n, options.keep or work, work, plain=not options.no_plain)
                for n in [0, *options.sizes]
            ],
            "vectors": [vectors(index, n) for n in options.vectors],
        }
    found["slopes"] = slopes(found["sizes"])
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "bench.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (options.out / "bench.svg").write_text(
        bench_plot.svg(lines(found), title="Time of a warm search over passages"), encoding="utf-8"
    )
    sys.stdout.write("\n".join(table(found)) + "\n")
    return 0


def cold(index: Index, work: Path, *, plain: bool) -> dict[str, Any]:
    """From the shell prompt to the first answer: the median of five, in turns, and the memory."""
    root = str(index.workspace.root)
    commands = {
        "kqa": ["-m", "kqa", "ask", "--workspace", root, QUESTIONS[0]],
        "help": ["-m", "kqa", "--help"],
    }
    if plain:
        commands["plain"] = ["-m", "kqa.eval.bench_plain", "cold", *_dump(index, work), QUESTIONS[0]]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(COLD_RUNS):
        for name, command in commands.items():
            taken[name].append(_timed(command))
    return {
        name: {
            "seconds": statistics.median(seconds for seconds, _ in runs),
            "peak_mb": statistics.median(memory for _, memory in runs),
        }
        for name, runs in taken.items()
    }


def embedding(index: Index, work: Path, *, plain: bool) -> dict[str, float]:
    """Passages embedded a second on all cores."""
    texts = [p.text for p in index.passages if p.kind == "paragraph"][:EMBEDDED]
    if not isinstance(index.encoder, Encoder):
        return {}
    index.encoder.encode_passages(texts[:8])
    started = time.perf_counter()
    index.encoder.encode_passages(texts)
    found = {"kqa": len(texts) / (time.perf_counter() - started)}
    if plain:
        path = work / "embed.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        found["plain"] = json.loads(_run(["-m", "kqa.eval.bench_plain", "embed", str(path)]))["texts_per_s"]
    return found


def size(index: Index, passages: int, keep: Path, work: Path, *, plain: bool) -> dict[str, Any]:
    """All figures at one size; 0 is the workspace as it is."""
    started = time.perf_counter()
    made = index.workspace
    if passages:
        made = bench_corpus.make(keep / f"passages-{passages}", index, passages=passages)
    seconds = time.perf_counter() - started
    asked = work / "questions.json"
    asked.write_text(json.dumps(_questions(index)), encoding="utf-8")
    found: dict[str, Any] = {"made_s": seconds}
    found["kqa"] = json.loads(_run(["-m", "kqa.eval.bench_kqa", str(made.root), str(asked)]))
    if plain:
        files = _dump(store.open_index(made), work)
        for action in ("warm", "parts"):
            found[action] = json.loads(_run(["-m", "kqa.eval.bench_plain", action, *files, str(asked)]))
    return found


def vectors(index: Index, number: int) -> dict[str, Any]:
    """The vector search alone on generated vectors: time, and recall@10 against comparing all."""
    near = bench_corpus.lookalikes(index, seed=1)
    random = np.random.default_rng(2)
    rows = np.concatenate(
        [near.near(random.integers(0, 1 << 30, 50_000)) for _ in range(-(-number // 50_000))]
    )
    probes = near.near(random.integers(0, 1 << 30, 60))
    with tempfile.TemporaryDirectory() as temporary:
        started = time.perf_counter()
        dense.save(Path(temporary), rows)
        seconds = time.perf_counter() - started
        disk = sum(p.stat().st_size for p in Path(temporary).iterdir()) / 1e6
        search = dense.Dense.open(Path(temporary), rows)
        times, shared = [], 0
        for probe in probes:
            started = time.perf_counter()
            found, _ = search.search(probe, 10)
            times.append(1e3 * (time.perf_counter() - started))
            exact = np.argpartition(-(rows @ probe), 10)[:10]
            shared += len(set(found.tolist()) & set(exact.tolist()))
    return {
        "vectors": len(rows),
        "build_s": seconds,
        "disk_mb": disk + rows.nbytes / 1e6,
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
        "recall_at_10": shared / (10 * len(probes)),
    }


def slopes(sizes: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Milliseconds that every 10,000 passages add to each stage, from the smallest size to the largest."""
    first, last = _stages(sizes[0]["kqa"]), _stages(sizes[-1]["kqa"])
    more = (sizes[-1]["kqa"]["passages"] - sizes[0]["kqa"]["passages"]) / 10_000
    return {name: (last[name]["p50"] - first[name]["p50"]) / more for name in last} if more else {}


def _stages(kqa: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The times of every stage that was measured at one size."""
    searching = {name: kqa[name] for name in STAGES}
    return searching | {f"ask: {name}": value for name, value in kqa["ask"].items()}


def lines(found: Mapping[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """What is plotted: medians over passages."""

    def line(part: str, *path: str) -> list[tuple[float, float]]:
        points = []
        for one in found["sizes"]:
            value = one.get(part)
            for step in path:
                value = (value or {}).get(step)
            if value:
                points.append((float(one["kqa"]["passages"]), float(value["p50"])))
        return points

    return {
        "kqa search": line("kqa", "search"),
        "plain script": line("warm", "search"),
        "kqa dense": line("kqa", "dense"),
        "FAISS flat": line("parts", "faiss_flat"),
        "kqa BM25": line("kqa", "bm25"),
        "bm25s": line("parts", "bm25s_numba"),
        "rank-bm25": line("warm", "bm25"),
    }


def table(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as lines of text."""
    yield "cold, shell prompt to first answer      seconds   peak MB"
    base = found["cold"].get("plain")
    for name, value in found["cold"].items():
        ratio = f"   {value['seconds'] / base['seconds']:.3f} of plain" if base else ""
        yield f"  {name:36} {value['seconds']:8.2f} {value['peak_mb']:9.0f}{ratio}"
    for name, rate in found["embedding"].items():
        yield f"embedding, {name:27} {rate:8.1f} texts/s"
    for one in found["sizes"]:
        yield from _size_table(one)
    for one in found["vectors"]:
        yield (
            f"{one['vectors']:,} vectors alone: p50 {one['p50']:.1f} ms, p95 {one['p95']:.1f} ms, recall@10 "
            f"{one['recall_at_10']:.3f}, {one['disk_mb']:.0f} MB, built in {one['build_s']:.0f} s"
        )
    for name, slope in found["slopes"].items():
        yield f"each 10,000 passages add {slope:.3f} ms to {name}"


def _size_table(one: Mapping[str, Any]) -> Iterator[str]:
    kqa = one["kqa"]
    yield (
        f"\n{kqa['passages']:,} passages: opened in {kqa['open_ms']:.0f} ms, "
        f"peak {kqa['peak_memory_mb']:.0f} MB, "
        f"index {kqa['index_mb'] - kqa['encoder_mb']:.0f} MB beside the encoder"
    )
    rows = _stages(kqa)
    for part in ("warm", "parts"):
        rows |= {
            f"{part}: {k}": v for k, v in one.get(part, {}).items() if isinstance(v, dict) and "p50" in v
        }
    for name, value in rows.items():
        yield f"  {name:36} p50 {value['p50']:9.3f}   p95 {value['p95']:9.3f} ms"
    rates = ", ".join(f"{number} threads {rate:.0f}/s" for number, rate in kqa["threads_qps"].items())
    yield f"  throughput: {rates}; ten best as by the exact path: {kqa['identical_order']:.0%}"
    if "warm" in one:
        yield (
            f"  against the plain script: search {kqa['search']['p50'] / one['warm']['search']['p50']:.4f}, "
            f"memory {kqa['peak_memory_mb'] / one['warm']['peak_memory_mb']:.2f}, "
            f"eight threads {kqa['threads_qps']['8'] / one['warm']['threads_qps']['8']:.1f} times"
        )


def _questions(index: Index) -> list[str]:
    path = index.workspace.gold / "questions.jsonl"
    if not path.is_file():
        return list(QUESTIONS) * 10
    return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines() if line]


def _dump(index: Index, work: Path) -> list[str]:
    """Texts and vectors of an index as the files that the plain script reads."""
    texts, rows = work / "texts.json", work / "vectors.npy"
    texts.write_text(json.dumps([p.text for p in index.passages]), encoding="utf-8")
    np.save(rows, index.contents.vectors)
    return [str(texts), str(rows)]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _timed(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak MB of one process, from its start to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    sys.exit(main())
