"""Public sets as datasets: their documents as one article, in a workspace of the set's own.

Each document becomes a paragraph under its title, so that the same index, the same `ask` and the same span
measures serve a public set and the project's own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kqa.errors import GoldError
from kqa.eval import gold
from kqa.eval.dataset import Dataset
from kqa.eval.parse import refuse_unaskable
from kqa.eval.records import Question
from kqa.workspace import Workspace

MARK = re.compile(r"#{1,6}[ \t]|(?:-|\d{1,4}[.)])[ \t]|\|")
"""What would make a document a heading, an item or a table row; it is escaped as Markdown does."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a public set."""

    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class External:
    """A public set: its dataset and its documents as the canonical text of one article."""

    dataset: Dataset
    key: str
    text: str


def lay_out(found: External, folder: Path) -> Workspace:
    """Write a set as a workspace, with its questions as gold, unless it is there already.

    Args:
        found: the set.
        folder: the workspace; its index is built there too, and used again.
    """
    workspace = Workspace(folder.resolve())
    place = workspace.corpus / found.key
    metadata: dict[str, Any] = {"id": found.key, "type": "dataset", "title": found.key}
    metadata |= {"custom": {"sha256": found.dataset.corpus[found.key]}}
    held = {"article.md": found.text, "metadata.json": json.dumps(metadata), "references.json": "[]"}
    place.mkdir(parents=True, exist_ok=True)
    for name, text in held.items():
        data = text.encode()
        if not (place / name).is_file() or (place / name).read_bytes() != data:
            (place / name).write_bytes(data)
    workspace.gold.mkdir(parents=True, exist_ok=True)
    gold.write(workspace.gold / "questions.jsonl", found.dataset.questions)
    return workspace


def made(
    path: Path,
    key: str,
    questions: list[Question],
    text: str,
    spans: Mapping[str, tuple[int, int]],
    sources: Mapping[str, str] | None = None,
) -> External:
    """Put a set together.

    Args:
        path: what it was read from, for messages.
        key: of its article.
        questions: to ask.
        text: canonical, of all documents.
        spans: of the documents in the text, by number.
        sources: documents of questions that no evidence gives one to.

    Raises:
        GoldError: there is no question, or an id is used twice.
    """
    if not questions:
        raise GoldError(f"{path} holds no question with a judgement; expected at least one")
    for question in questions:
        try:
            refuse_unaskable(question.id, question.question)
        except GoldError as error:
            raise GoldError(f"{path}: question {question.id!r:.60}: {error}") from None
    if len({q.id for q in questions}) < len(questions):
        raise GoldError(f"{path} uses a question id twice; give each question an id of its own")
    documents = {(key, start): number for number, (start, _) in spans.items()}
    corpus = {key: hashlib.sha256(text.encode()).hexdigest()}
    return External(Dataset(key, tuple(questions), corpus, documents, sources or {}), key, text)


def text_of(key: str, documents: Iterable[Document]) -> tuple[str, dict[str, tuple[int, int]]]:
    """All documents as canonical text, those without a title first; their spans by number."""
    spans: dict[str, tuple[int, int]] = {}
    parts = [f"# {key}"]
    at, title = len(parts[0]), ""
    for document in sorted(documents, key=lambda one: bool(one.title)):
        if document.number in spans:
            raise GoldError(f"document {document.number!r:.60} of {key} is there twice; ids must differ")
        if document.title != title:
            title = document.title
            parts.append(f"\n\n## {title}")
            at += len(parts[-1])
        parts.append(f"\n\n{document.text}")
        spans[document.number] = (at + 2, at + len(parts[-1]))
        at += len(parts[-1])
    return "".join(parts) + "\n", spans


def one_line(text: str) -> str:
    """A text as one line of the same length."""
    return re.sub(r"[\r\n]", " ", text)


def escaped(text: str) -> str:
    """A document's text such that canonical text has it as a paragraph."""
    return f"\\{text}" if MARK.match(text) else text


def read(path: Path) -> str:
    """The text of a file of a set; raises `GoldError` where it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read ({error}); expected a text file in UTF-8") from None


def field(raw: Mapping[str, Any], name: str, where: str) -> str:
    """A field that must hold some text; `where` is for the message of the `GoldError` if it does not."""
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"{where}: `{name}` is {value!r:.40}; expected some text")
    return value


def name_of(name: str) -> str:
    """A name as an article key."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64].strip("-") or "set"
