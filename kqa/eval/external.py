"""Public sets as datasets: a folder in BEIR layout, or a SQuAD v2 file.

Their documents become the paragraphs of one article in memory, so that the same index, the same `ask` and
the same span measures serve them. A BEIR document that is relevant is gold as a whole: an extract hits when
it stands in it. A SQuAD answer is gold with its own span.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kqa.errors import GoldError
from kqa.eval.dataset import Dataset
from kqa.eval.records import Evidence, Question

if TYPE_CHECKING:
    from kqa.corpus.article import Article

QRELS = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv")
"""Where BEIR folders keep judgements; the first one there is used."""
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a public set."""

    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class External:
    """A public set: its dataset and its documents as one article."""

    dataset: Dataset
    article: Article


def beir(folder: Path, *, limit: int | None = None) -> External:
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
    documents = [_document(raw, where) for where, raw in _objects(folder / "corpus.jsonl")]
    name = _key(folder.resolve().name)
    article, spans = _article(name, documents)
    relevant, labels = _judgements(folder, spans), _labels(folder / "labels.tsv")
    questions = []
    for where, raw in _objects(folder / "queries.jsonl"):
        number = str(raw.get("_id", ""))
        if number not in relevant and number not in labels:
            continue
        evidence = tuple(_whole(name, article.text, *spans[d]) for d in relevant.get(number, ()))
        answerable = labels.get(number, bool(evidence))
        if answerable and not evidence:
            raise GoldError(
                f"{where}: question {number!r:.60} is labelled answerable, yet no document is relevant"
            )
        asked = _field(raw, "text", where)
        questions.append(Question(number, asked, str(raw.get("type", "question")), answerable, evidence))
    return _external(folder, questions[:limit], article, spans)


def squad(file: Path, *, limit: int | None = None) -> External:
    """Read a SQuAD v2 file; `is_impossible` says which questions the corpus does not answer.

    Args:
        file: the JSON file.
        limit: ask at most this many questions.

    Raises:
        GoldError: the file is missing, is no SQuAD JSON, or an answer does not stand where it says.
    """
    contexts, asked = _squad_questions(file)
    documents = [Document(f"{number}", title, text) for text, (number, title) in contexts.items()]
    name = _key(file.resolve().stem if file.stem != "squad" else file.resolve().parent.name)
    article, spans = _article(name, documents)
    questions, sources = [], {}
    for context, qa, where in asked[:limit]:
        number = str(contexts[context][0])
        shift = spans[number][0]
        evidence = () if qa.get("is_impossible") else _answer_spans(name, context, qa, shift, where)
        texts = tuple(dict.fromkeys(item.quote for item in evidence))
        questions.append(
            Question(
                str(qa["id"]), _field(qa, "question", where), "question", bool(evidence), evidence, texts
            )
        )
        sources[str(qa["id"])] = number
    return _external(file, questions, article, spans, sources)


def _external(
    path: Path,
    questions: list[Question],
    article: Article,
    spans: Mapping[str, tuple[int, int]],
    sources: Mapping[str, str] | None = None,
) -> External:
    if not questions:
        raise GoldError(f"{path} holds no question with a judgement; expected at least one")
    if len({q.id for q in questions}) < len(questions):
        raise GoldError(f"{path} uses a question id twice; give each question an id of its own")
    documents = {(article.key, start): number for number, (start, _) in spans.items()}
    dataset = Dataset(article.key, tuple(questions), {article.key: article.sha256}, documents, sources or {})
    return External(dataset, article)


def _article(key: str, documents: Iterable[Document]) -> tuple[Article, dict[str, tuple[int, int]]]:
    """One article of all documents, a paragraph each under its title; spans by document number."""
    from kqa.corpus.article import Article, Block

    parts, blocks, at = [], [], 0
    spans: dict[str, tuple[int, int]] = {}
    for document in documents:
        if document.number in spans:
            raise GoldError(f"document {document.number!r:.60} of {key} is there twice; ids must differ")
        spans[document.number] = (at, at + len(document.text))
        section = (document.title,) if document.title else ()
        blocks.append(Block("paragraph", at, at + len(document.text), section, document.number))
        parts.append(document.text)
        at += len(document.text) + len(GAP)
    text = GAP.join(parts)
    # Titles are searched too, so they are part of what identifies the corpus.
    identity = hashlib.sha256(text.encode() + json.dumps([b.section for b in blocks]).encode()).hexdigest()
    return Article(key, text, {"id": key, "title": key}, (), tuple(blocks), identity), spans


def _document(raw: Mapping[str, Any], where: str) -> Document:
    text = _field(raw, "text", where)
    return Document(_number(raw, where), str(raw.get("title") or "").strip(), text.strip())


def _number(raw: Mapping[str, Any], where: str) -> str:
    number = str(raw.get("_id", ""))
    if not number or re.search(r"\s", number):
        raise GoldError(f"{where}: `_id` is {number!r:.60}; expected a name without white space")
    return number


def _whole(key: str, text: str, start: int, end: int) -> Evidence:
    return Evidence(key, start, end, text[start:end])


def _judgements(folder: Path, spans: Mapping[str, tuple[int, int]]) -> dict[str, list[str]]:
    path = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    if path is None:
        raise GoldError(f"{folder} holds no judgements; expected one of {', '.join(QRELS)}")
    relevant: dict[str, list[str]] = {}
    for where, cells in _rows(path, 3):
        question, document, grade = cells
        if document not in spans:
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
    for number, line in enumerate(_text(path).split("\n"), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 or not line.strip():
            continue
        if len(cells) != columns:
            raise GoldError(f"{path}:{number}: {len(cells)} columns; expected {columns}, apart by tabs")
        yield f"{path}:{number}", cells


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not JSON ({error}); expected one object a line") from None
        if not isinstance(raw, dict):
            raise GoldError(f"{path}:{number}: {line!r:.60} is no JSON object")
        yield f"{path}:{number}", raw


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read ({error}); expected a text file in UTF-8") from None


def _field(raw: Mapping[str, Any], name: str, where: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"{where}: `{name}` is {value!r:.40}; expected some text")
    return value


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64].strip("-") or "set"


Asked = tuple[str, dict[str, Any], str]


def _squad_questions(file: Path) -> tuple[dict[str, tuple[int, str]], list[Asked]]:
    """Distinct contexts with number and title, and the questions with their context and place in the file."""
    contexts: dict[str, tuple[int, str]] = {}
    asked: list[Asked] = []
    try:
        for a, entry in enumerate(json.loads(_text(file))["data"]):
            for b, paragraph in enumerate(entry["paragraphs"]):
                context = paragraph["context"]
                contexts.setdefault(context, (len(contexts), str(entry.get("title", "")).replace("_", " ")))
                for c, qa in enumerate(paragraph["qas"]):
                    asked.append((context, qa, f"{file}: data[{a}].paragraphs[{b}].qas[{c}]"))
                    qa["id"], qa["question"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{file} is no SQuAD v2 JSON ({type(error).__name__}: {error})") from None
    return contexts, asked


def _answer_spans(
    key: str, context: str, qa: Mapping[str, Any], shift: int, where: str
) -> tuple[Evidence, ...]:
    found = {}
    for answer in qa.get("answers", ()):
        text, start = answer.get("text"), answer.get("answer_start")
        if (
            not isinstance(text, str)
            or not isinstance(start, int)
            or context[start : start + len(text)] != text
        ):
            raise GoldError(f"{where}: answer {text!r:.60} does not stand at {start!r:.20} of its context")
        found[start, text] = Evidence(key, shift + start, shift + start + len(text), text)
    if not found:
        raise GoldError(f"{where}: no answer and not `is_impossible`; expected one or the other")
    return tuple(found.values())
