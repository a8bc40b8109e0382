"""A run on disk: `eval/runs/<name>-<hash>/`, readable by people, by trec_eval and by a later comparison."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import kqa
from kqa.errors import UsageError
from kqa.eval import figures, parse, records, retrieval
from kqa.eval.dataset import Dataset
from kqa.eval.outcome import Outcome, Run

SETTINGS, QUESTIONS, ANSWERS, SCORES = "settings.json", "questions.jsonl", "answers.jsonl", "scores.jsonl"
FIGURES, LATENCY, QRELS = "figures.json", "latency.json", "qrels.trec"
BEHIND_ANSWERS = ("corpus", "index", "answer")
"""The subpackages whose code decides what is answered; a run's name changes when they do."""


def settings(dataset: Dataset, index_settings: Mapping[str, Any]) -> dict[str, Any]:
    """What identifies a run: code, corpus, gold, index settings; the same twice gives the same hash.

    Args:
        dataset: what is evaluated.
        index_settings: encoder, tokeniser and the like, as the index's manifest has them.
    """
    return {
        "name": dataset.name,
        "kqa": kqa.__version__,
        "code": _code_sha256(),
        "corpus": dict(sorted(dataset.corpus.items())),
        "corpus_sha256": dataset.corpus_sha256,
        "gold_sha256": dataset.gold_sha256,
        "questions": len(dataset.questions),
        "retrievers": list(retrieval.RETRIEVERS),
        "depth": retrieval.DEPTH,
        "index": dict(index_settings),
    }


def _code_sha256() -> str:
    root = Path(kqa.__file__).parent
    files = [path for part in BEHIND_ANSWERS for path in sorted((root / part).rglob("*")) if path.is_file()]
    digest = hashlib.sha256()
    for path in files:
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def folder_name(chosen: Mapping[str, Any]) -> str:
    """`<name>-<hash>`, the hash over all settings."""
    canonical = json.dumps(chosen, sort_keys=True, ensure_ascii=False).encode()
    name = re.sub(r"[^a-z0-9]+", "-", str(chosen["name"]).lower()).strip("-") or "run"
    return f"{name}-{hashlib.sha256(canonical).hexdigest()[:10]}"


def save(run: Run, runs: Path) -> Path:
    """Write a run; one of the same settings is replaced.

    Returns:
        Its folder.
    """
    folder = runs / folder_name(run.settings)
    beside = runs / f".{folder.name}.new"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    _write_json(beside / SETTINGS, run.settings)
    _write_lines(beside / QUESTIONS, (_dump(records.as_json(o.question)) for o in run.outcomes))
    _write_lines(beside / ANSWERS, (_dump(_answer_json(o)) for o in run.outcomes))
    _write_lines(beside / SCORES, (_dump(_scores_json(o)) for o in run.outcomes))
    _write_json(beside / FIGURES, figures.as_json(figures.figures(run)))
    _write_json(beside / LATENCY, figures.latency(run.seconds))
    _write_lines(beside / QRELS, (f"{q} 0 {d} 1" for q, held in run.relevant.items() for d in held))
    for name, ranked in run.ranked.items():
        _write_lines(beside / f"{name.lstrip('+')}.trec", _trec(name, ranked))
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)
    return folder


def _trec(name: str, ranked: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for question, held in ranked.items():
        documents = list(held)
        for rank, (document, score) in enumerate(
            zip(documents, retrieval.falling(len(documents)), strict=True), 1
        ):
            yield f"{question} Q0 {document} {rank} {score:g} kqa-{name.lstrip('+')}"


def _answer_json(outcome: Outcome) -> dict[str, Any]:
    anyway = outcome.anyway if outcome.answer["abstained"] else None
    return {**outcome.answer, "anyway": anyway}


def _scores_json(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.id,
        "type": question.type,
        "cluster": outcome.cluster,
        "scores": dict(outcome.scores),
    }


def find(named: str, runs: Path) -> Path:
    """The folder of a run named by path or by (the beginning of) its folder's name.

    Raises:
        UsageError: no run, or several, of that name.
    """
    if (Path(named) / SETTINGS).is_file():
        return Path(named)
    held = sorted(p.name for p in _finished(runs))
    fitting = [name for name in held if name == named] or [name for name in held if name.startswith(named)]
    if len(fitting) != 1:
        there = ", ".join(fitting or held) or "none yet; `kqa eval` makes one"
        what = "names several runs" if fitting else "names no run"
        raise UsageError(f"{named!r:.80} {what}; in {runs} there are: {there}")
    return runs / fitting[0]


def newest(runs: Path) -> Path:
    """The run written last.

    Raises:
        UsageError: there is none.
    """
    held = _finished(runs)
    if not held:
        raise UsageError(f"there is no run in {runs}; `kqa eval` makes one")
    return max(held, key=lambda p: ((p / SETTINGS).stat().st_mtime_ns, p.name))


def _finished(runs: Path) -> list[Path]:
    """The folders of runs; one whose name begins with a dot was being written when something stopped it."""
    return [p.parent for p in runs.glob(f"*/{SETTINGS}") if not p.parent.name.startswith(".")]


def load(folder: Path) -> Run:
    """Read a run back, without its rankings.

    Raises:
        UsageError: the folder lacks a file of a run, or one cannot be read.
    """
    try:
        chosen = json.loads((folder / SETTINGS).read_text("utf-8"))
        lines = zip(*(_objects(folder / name) for name in (QUESTIONS, ANSWERS, SCORES)), strict=True)
        outcomes = []
        for asked, answered, scored in lines:
            anyway = answered.pop("anyway") or answered
            outcomes.append(
                Outcome(parse.trusted(asked), scored["cluster"], answered, anyway, scored["scores"])
            )
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{folder} is no complete run ({error}); make it again with `kqa eval`") from None
    return Run(chosen, tuple(outcomes))


def load_latency(folder: Path) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of every kind of call, in milliseconds."""
    found: dict[str, dict[str, float]] = json.loads((folder / LATENCY).read_text("utf-8"))
    return found


def _objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
