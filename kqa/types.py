"""The values that cross kqa's boundaries: all frozen, all in code points of an article's canonical text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "item", "row", "reference"]
"""What a passage is; `reference` is an entry of an article's reference list."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: one paragraph, list item, table row or reference entry.

    `text` is `article_text[start:end]`, always. A row's span runs from the first character of its
    first cell to the last of its last, so it holds the inner pipes and no outer ones.
    """

    article: str
    start: int
    end: int
    text: str
    kind: Kind
    section: tuple[str, ...]
    """Heading path, outermost first: `("1. Introduction", "1.5. Cocaine Use Disorder")`."""
    locator: str
    """A printable place: `sec. 1.5, para. 2`, `Table 2, row 3`, `ref. 40`."""
    columns: tuple[str, ...] = ()
    """A row's column names, in order; empty for every other kind."""
    caption: str = ""
    """A row's table caption; empty for every other kind."""
    references: tuple[str, ...] = ()
    """Ids (`thomas2025:40`) of the primary references the passage cites, in order of appearance."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage (a row is one sentence), with the primary references that it cites."""

    start: int
    end: int
    text: str
    references: tuple[str, ...] = ()
    """Of its own markers; where it has none, of the next, if that closes its sentence and names one work."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage as one retriever ranked it; `rank` starts at 1, `score` is higher-is-better."""

    rank: int
    score: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class Extract:
    """Words shown as the answer: `article_text[start:end] == text`, checked when the answer is made."""

    number: int
    """The citation number, `[number]`, of the passage it stands in."""
    article: str
    start: int
    end: int
    text: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered passage; numbered by first appearance among the extracts, one number a passage."""

    number: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns; when `abstained`, `extracts` and `citations` are empty, `hits` are the nearest."""

    question: str
    abstained: bool
    confidence: float
    """Probability, 0 to 1, that the corpus answers the question."""
    extracts: tuple[Extract, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    id: str | int | None = None

    @property
    def sureness(self) -> str:
        """The confidence in words; it is never certain."""
        return f"Chance that these articles answer this: {min(max(round(100 * self.confidence), 1), 99)} %"
