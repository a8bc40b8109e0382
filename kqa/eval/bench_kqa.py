"""Measures kqa on one workspace, in a process of its own: time of every stage, threads, memory, disk.

    python -m kqa.eval.bench_kqa WORKSPACE QUESTIONS.json

prints one JSON object; `bench` runs it.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from kqa.index import search as searching
from kqa.index import sparse, store
from kqa.index.store import Index
from kqa.index.tokens import tokenize
from kqa.types import Hit
from kqa.workspace import Workspace

WARM_UP = 5
_asked = count(1)
THREADS = (1, 2, 4, 8)


def measure(workspace: Workspace, questions: Sequence[str]) -> dict[str, Any]:
    """All figures of one workspace, times in milliseconds unless named otherwise."""
    started = time.perf_counter()
    index = store.open_index(workspace)
    opened = time.perf_counter() - started
    searching.search(index, questions[0])
    first = time.perf_counter() - started
    after_first = memory()
    return {
        "passages": len(index.passages),
        "open_ms": 1e3 * opened,
        "open_and_first_search_ms": 1e3 * first,
        "search": percentiles(lambda q: searching.search(index, fresh(q)), questions),
        **stages(index, questions),
        "ask": answering(index, questions),
        "threads_qps": threads(index, questions),
        "identical_order": identical(index, questions),
        "memory_after_first_search_mb": after_first,
        "peak_memory_mb": memory(),
        "index_mb": sum(p.stat().st_size for p in workspace.index.rglob("*") if p.is_file()) / 1e6,
        "encoder_mb": sum(p.stat().st_size for p in (workspace.index / "encoder").rglob("*") if p.is_file())
        / 1e6,
    }


def fresh(question: str) -> str:
    """The question with a number that no other has: one that was asked before is answered from memory."""
    return f"{question} {next(_asked)}"


def stages(index: Index, questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """The stages of a search one by one, on the same questions."""
    vectors = {q: index.encoder.encode([q])[0] for q in questions}
    near = {q: index.dense.search(v, searching.DEPTH)[0] for q, v in vectors.items()}
    expanded = {q: searching.expanded(index, q) for q in questions}
    worded = {q: {t: float(n) for t, n in Counter(tokenize(q)).items()} for q in questions}
    allowed = searching.allow(index)
    return {
        "encode": percentiles(lambda q: index.encoder.encode([fresh(q)]), questions),
        "dense": percentiles(
            lambda q: index.dense.search(vectors[q], searching.DEPTH, allowed=allowed), questions
        ),
        "words": percentiles(lambda q: searching.expanded(index, q), questions),
        "bm25": percentiles(lambda q: index.sparse.search(worded[q], searching.DEPTH), questions),
        "bm25_expanded": percentiles(
            lambda q: index.sparse.search(expanded[q], searching.DEPTH, allowed=allowed), questions
        ),
        "fuse": percentiles(
            lambda found: searching.fused(index, *found),
            questions,
            before=lambda q: (
                vectors[q],
                impacts := index.sparse.scores(expanded[q]),
                near[q],
                sparse.top(impacts, searching.DEPTH)[0],
            ),
        ),
    }


def threads(index: Index, questions: Sequence[str], *, seconds: float = 1.5) -> dict[str, float]:
    """Searches a second by number of threads on one index; an error in any is an error here."""
    found = {}
    for number in THREADS:
        with ThreadPoolExecutor(number) as pool:
            end = time.perf_counter() + seconds

            def run(first: int, end: float = end) -> int:
                done = 0
                while time.perf_counter() < end:
                    searching.search(index, fresh(questions[(first + done) % len(questions)]))
                    done += 1
                return done

            started = time.perf_counter()
            done = sum(pool.map(run, range(number)))
            found[str(number)] = done / (time.perf_counter() - started)
    return found


def identical(index: Index, questions: Sequence[str]) -> float:
    """Share of the questions whose ten best are, in order, those of comparing every vector in full."""
    same = 0
    exact = type(index.dense)(index.contents.vectors)
    for question in questions:
        fast = [hit.passage for hit in searching.search(index, question)]
        kept, index.dense = index.dense, exact
        same += [hit.passage for hit in searching.search(index, question)] == fast
        index.dense = kept
    return same / len(questions)


def percentiles(
    call: Callable[[Any], object], questions: Sequence[str], *, before: Callable[[str], object] | None = None
) -> dict[str, float]:
    """Median and 95th percentile of a call over questions, in milliseconds.

    What `before` makes of a question, not timed, is what is called in its place.
    """
    for question in questions[:WARM_UP]:
        call(before(question) if before else question)
    taken = []
    for question in questions:
        given = before(question) if before else question
        started = time.perf_counter()
        call(given)
        taken.append(1e3 * (time.perf_counter() - started))
    return {"p50": float(np.percentile(taken, 50)), "p95": float(np.percentile(taken, 95))}


def memory() -> float:
    """The most memory that this process has held, in MB."""
    import resource

    status = Path("/proc/self/status")
    if (
        status.is_file()
    ):  # elsewhere the figure below; on Linux it is never less than that of the parent process
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1e3

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def answering(index: Index, questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """A whole answer, reading the passages that were found for it, and writing it as JSON."""
    from kqa.answer import answer, reader

    def searched(question: str) -> tuple[str, Sequence[Hit]]:
        asked = fresh(question)
        return asked, searching.search(index, asked, limit=answer.READ)

    some = questions[:40]
    answers = {q: answer.ask(index, q) for q in some}
    return {
        "whole": percentiles(lambda q: answer.ask(index, fresh(q)), some),
        "read": percentiles(lambda found: reader.read(index, *found), some, before=searched),
        "render": percentiles(lambda q: json.dumps(answer.as_json(answers[q]), ensure_ascii=False), some),
    }


if __name__ == "__main__":
    found = measure(Workspace(Path(sys.argv[1])), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    sys.stdout.write(json.dumps(found) + "\n")
