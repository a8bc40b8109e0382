"""The records of a gold set.

A target is a span of an article's text, so that cutting the articles differently never invalidates a
judgement. The items of one `group` are alternatives; a full answer needs one of every group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TYPES = ("fact", "numeric", "table", "study", "both", "conflict", "reference", "negative")
"""Question types of the project's own set; other sets may use other words."""
BOTH_SOURCES = ("both", "conflict")
"""Types whose full answer quotes more than one article."""
LABELS = ("supported", "contradicted", "not_found", "quote_exact", "quote_altered")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that answer: `article_text[start:end] == quote`, always."""

    article: str
    start: int
    end: int
    quote: str
    group: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question (a topic); `evidence` is empty exactly when `answerable` is false."""

    id: str
    question: str
    type: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    answers: tuple[str, ...] = ()
    """Short answers, each standing in a quotation."""
    references: tuple[str, ...] = ()
    """Ids of the primary references behind the evidence."""
    note: str = ""

    @property
    def groups(self) -> tuple[int, ...]:
        """The evidence groups, in order."""
        return tuple(sorted({item.group for item in self.evidence}))


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation, as typed and as a question that stands alone."""

    question: str
    standalone: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Follow-up questions in order."""

    id: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft and what the corpus says of it."""

    id: str
    claim: str
    label: str
    evidence: tuple[Evidence, ...]
    note: str = ""


def as_json(record: Question | Conversation | Claim) -> dict[str, Any]:
    """The JSON object of a record, fields in the order people read them."""
    if isinstance(record, Conversation):
        turns = [
            {
                "question": t.question,
                "standalone": t.standalone,
                "evidence": [_item_json(e) for e in t.evidence],
            }
            for t in record.turns
        ]
        return {"id": record.id, "turns": turns}
    evidence = [_item_json(item) for item in record.evidence]
    if isinstance(record, Claim):
        return {
            "id": record.id,
            "claim": record.claim,
            "label": record.label,
            "evidence": evidence,
            "note": record.note,
        }
    return {
        "id": record.id,
        "question": record.question,
        "type": record.type,
        "answerable": record.answerable,
        "evidence": evidence,
        "answer": list(record.answers),
        "references": list(record.references),
        "note": record.note,
    }


def _item_json(item: Evidence) -> dict[str, Any]:
    return {
        "article": item.article,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "group": item.group,
    }
