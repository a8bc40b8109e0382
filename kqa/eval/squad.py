"""Reads a SQuAD v2 file; an answer is gold with its own span."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kqa.errors import GoldError
from kqa.eval.external import Document, External, escaped, field, made, name_of, one_line, read, text_of
from kqa.eval.records import Evidence, Question

Asked = tuple[str, dict[str, Any], str]


def load(file: Path, *, limit: int | None = None) -> External:
    """Read a SQuAD v2 file; `is_impossible` says which questions the corpus does not answer.

    Args:
        file: the JSON file.
        limit: ask at most this many questions.

    Raises:
        GoldError: the file is missing, is no SQuAD JSON, or an answer does not stand where it says.
    """
    contexts, asked = _squad_questions(file)
    documents = [
        Document(str(number), title, escaped(one_line(context).strip()))
        for context, (number, title) in contexts.items()
    ]
    name = name_of(file.resolve().stem if file.stem != "squad" else file.resolve().parent.name)
    text, spans = text_of(name, documents)
    questions, sources = [], {}
    for context, qa, where in asked[:limit]:
        number = str(contexts[context][0])
        stripped = context.lstrip()
        shift = spans[number][0] + len(escaped(stripped)) - len(context)
        evidence = () if qa.get("is_impossible") else _answer_spans(name, context, qa, shift, where)
        texts = tuple(dict.fromkeys(item.quote for item in evidence))
        questions.append(
            Question(str(qa["id"]), field(qa, "question", where), "question", bool(evidence), evidence, texts)
        )
        sources[str(qa["id"])] = number
    return made(file, name, questions, text, spans, sources)


def _squad_questions(file: Path) -> tuple[dict[str, tuple[int, str]], list[Asked]]:
    """Distinct contexts with number and title, and the questions with their context and place in the file."""
    contexts: dict[str, tuple[int, str]] = {}
    asked: list[Asked] = []
    try:
        for a, entry in enumerate(json.loads(read(file))["data"]):
            for b, paragraph in enumerate(entry["paragraphs"]):
                context = paragraph["context"]
                if not context.strip():
                    raise ValueError(f"data[{a}].paragraphs[{b}] has an empty context")
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
        found[start, text] = Evidence(key, shift + start, shift + start + len(text), one_line(text))
    if not found:
        raise GoldError(f"{where}: no answer and not `is_impossible`; expected one or the other")
    return tuple(found.values())
