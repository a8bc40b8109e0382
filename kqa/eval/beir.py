"""Reads a folder in BEIR layout; a document that is relevant is gold as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from kqa.errors import GoldError
from kqa.eval.external import Document, External, escaped, field, made, name_of, one_line, read, text_of
from kqa.eval.records import Evidence, Question

QRELS = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv")
"""Where BEIR folders keep judgements; the first one there is used."""


def load(folder: Path, *, limit: int | None = None) -> External:
    """Read a folder in BEIR layout: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv` or `qrels/*.tsv`.

    `labels.tsv` (`query-id`, `answerable`), where there is one, says which questions the corpus answers;
    without it those that a document is relevant to are asked and no others.

    Args:
        folder: the set.
        limit: ask at most this many questions, in the order of `queries.jsonl`.

    Raises:
        GoldError: a file is missing or has a line that cannot be used.
    """
    if not folder.is_dir():
        raise GoldError(
            f"{folder} is no folder; expected one in BEIR layout: corpus.jsonl, queries.jsonl, qrels"
        )
    read_all = [_document(raw, where) for where, raw in _objects(folder / "corpus.jsonl")]
    documents = [one for one in read_all if one.text]
    name = name_of(folder.resolve().name)
    text, spans = text_of(name, documents)
    relevant = _judgements(folder, {one.number for one in read_all})
    labels = _labels(folder / "labels.tsv")
    questions = []
    for where, raw in _objects(folder / "queries.jsonl"):
        number = str(raw.get("_id", ""))
        if number not in relevant and number not in labels:
            continue
        evidence = tuple(_whole(name, text, *spans[d]) for d in relevant.get(number, ()) if d in spans)
        answerable = labels.get(number, bool(evidence))
        if answerable and not evidence:
            raise GoldError(
                f"{where}: question {number!r:.60} is labelled answerable, yet no document is relevant"
            )
        asked = field(raw, "text", where)
        questions.append(Question(number, asked, str(raw.get("type", "question")), answerable, evidence))
    return made(folder, name, questions[:limit], text, spans)


def _document(raw: Mapping[str, Any], where: str) -> Document:
    """A document; one without a text is its title, one without either says nothing and is left out."""
    text, title = (one_line(str(raw.get(name) or "")).strip() for name in ("text", "title"))
    return Document(_number(raw, where), title if text else "", escaped(text or title))


def _number(raw: Mapping[str, Any], where: str) -> str:
    number = str(raw.get("_id", ""))
    if not number or re.search(r"\s", number):
        raise GoldError(f"{where}: `_id` is {number!r:.60}; expected a name without white space")
    return number


def _whole(key: str, text: str, start: int, end: int) -> Evidence:
    return Evidence(key, start, end, text[start:end])


def _judgements(folder: Path, known: Collection[str]) -> dict[str, list[str]]:
    path = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    if path is None:
        raise GoldError(f"{folder} holds no judgements; expected one of {', '.join(QRELS)}")
    relevant: dict[str, list[str]] = {}
    for where, cells in _rows(path, 3):
        question, document, grade = cells
        if document not in known:
            raise GoldError(f"{where}: document {document!r:.60} is not in corpus.jsonl")
        try:
            wanted = float(grade) > 0
        except ValueError:
            raise GoldError(f"{where}: the score is {grade!r:.40}; expected a number") from None
        if wanted:
            relevant.setdefault(question, []).append(document)
    return relevant


def _labels(path: Path) -> dict[str, bool]:
    labels = {}
    for where, (question, label) in _rows(path, 2) if path.is_file() else ():
        if label.lower() not in ("0", "1", "true", "false"):
            raise GoldError(f"{where}: `answerable` is {label!r:.40}; expected 1 or 0")
        labels[question] = label.lower() in ("1", "true")
    return labels


def _rows(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    """Tab-separated rows below the header line."""
    for number, line in enumerate(read(path).split("\n"), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 or not line.strip():
            continue
        if len(cells) != columns:
            raise GoldError(f"{path}:{number}: {len(cells)} columns; expected {columns}, apart by tabs")
        yield f"{path}:{number}", cells


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(read(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not JSON ({error}); expected one object a line") from None
        if not isinstance(raw, dict):
            raise GoldError(f"{path}:{number}: {line!r:.60} is no JSON object")
        yield f"{path}:{number}", raw
