"""Asks every gold question through the same `ask` that users get, and scores what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kqa.answer.answer import as_json, ask
from kqa.eval import answers, retrieval
from kqa.eval.dataset import Dataset, Places
from kqa.eval.outcome import Outcome, Run
from kqa.index.search import search
from kqa.types import Answer, Hit

if TYPE_CHECKING:
    from kqa.index.store import Index

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""


def evaluate(
    index: Index, dataset: Dataset, *, settings: Mapping[str, Any], progress: Progress | None = None
) -> Run:
    """Evaluate a dataset.

    Args:
        index: the open index over the dataset's articles.
        dataset: the questions.
        settings: what identifies the run; kept as it is.
        progress: told of every question done.
    """
    places = Places(index.passages)
    relevant = places.relevant(dataset)
    ranked: dict[str, dict[str, list[str]]] = {name: {} for name in retrieval.RETRIEVERS}
    seconds: dict[str, list[float]] = {name: [] for name in ("bm25", "dense", "hybrid", "ask")}
    asked: list[tuple[Answer, Answer]] = []
    for done, question in enumerate(dataset.questions, 1):
        for name in ("bm25", "dense", "hybrid"):
            with _timed(seconds[name]):
                hits = search(index, question.question, limit=retrieval.DEPTH, retriever=name)
            ranked[name][question.id] = _numbers(dataset, hits)
        with _timed(seconds["ask"]):
            answer = ask(index, question.question, id=question.id)
        anyway = (
            ask(index, question.question, id=question.id, answer_anyway=True) if answer.abstained else answer
        )
        ranked["+reader"][question.id] = _numbers(dataset, answer.hits)
        asked.append((_rounded(answer), _rounded(anyway)))
        if progress:
            progress(f"asking {dataset.name}", done, len(dataset.questions))
    found = _retrieval_scores(relevant, ranked)
    outcomes = tuple(
        Outcome(
            q, places.cluster(q, dataset), as_json(a), as_json(b), found.get(q.id, {}) | answers.scores(q, a)
        )
        for q, (a, b) in zip(dataset.questions, asked, strict=True)
    )
    return Run(settings, outcomes, relevant, ranked, seconds)


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    times.append(time.perf_counter() - start)


def _rounded(answer: Answer) -> Answer:
    """The confidence as the JSON answer states it, so that scores follow from the files of the run."""
    return replace(answer, confidence=round(answer.confidence, 4))


def _numbers(dataset: Dataset, hits: Sequence[Hit]) -> list[str]:
    """Document numbers in rank order; a document cut into several passages stands where its first does."""
    return list(dict.fromkeys(dataset.number(hit.passage) for hit in hits))


def _retrieval_scores(
    relevant: Mapping[str, Sequence[str]], ranked: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, dict[str, float]]:
    joined: dict[str, dict[str, float]] = {}
    for name, rankings in ranked.items():
        for question, values in retrieval.scores(relevant, rankings).items():
            joined.setdefault(question, {}).update({f"{name} {m}": values[m] for m in retrieval.MEASURES})
    return joined
