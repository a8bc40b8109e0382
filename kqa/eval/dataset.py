"""What is evaluated: questions over articles, and what documents are called in run files."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kqa.eval import match, records
from kqa.eval.records import Evidence, Question
from kqa.types import Passage

if TYPE_CHECKING:
    from kqa.corpus.article import Article


@dataclass(frozen=True, slots=True)
class Dataset:
    """Gold questions and the corpus that they are judged on."""

    name: str
    questions: tuple[Question, ...]
    corpus: Mapping[str, str]
    """SHA-256 of every article's text, by key."""
    documents: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """For a set with documents of its own: its number for the document at (article, start)."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Source passages of questions that no evidence gives one to."""

    @property
    def gold_sha256(self) -> str:
        """Identifies the questions and judgements, whatever file they came from."""
        lines = (json.dumps(records.as_json(q), ensure_ascii=False, sort_keys=True) for q in self.questions)
        return _digest(lines)

    @property
    def corpus_sha256(self) -> str:
        """Identifies the corpus version."""
        return _digest(f"{key} {value}" for key, value in sorted(self.corpus.items()))

    def number(self, passage: Passage) -> str:
        """A passage's document number in qrels and run files: no white space, stable while its span is."""
        return self.documents.get((passage.article, passage.start)) or (
            f"{passage.article}:{passage.start}-{passage.end}"
        )


def from_articles(name: str, asked: Iterable[Question], articles: Mapping[str, Article]) -> Dataset:
    """A dataset over the articles of a workspace."""
    return Dataset(name, tuple(asked), {key: article.sha256 for key, article in articles.items()})


class Places:
    """Finds the passages that evidence stands in, entries of reference lists among them."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        by_article: dict[str, list[Passage]] = {}
        for passage in passages:
            by_article.setdefault(passage.article, []).append(passage)
        self._passages = {key: sorted(held, key=lambda p: p.start) for key, held in by_article.items()}
        self._ends = {key: [p.end for p in held] for key, held in self._passages.items()}

    def of(self, item: Evidence) -> tuple[Passage, ...]:
        """The passages that match a piece of evidence, in order of the text."""
        held = self._passages.get(item.article, ())
        found = []
        for at in range(bisect_left(self._ends.get(item.article, ()), item.start), len(held)):
            if held[at].start >= item.end:
                break
            if match.matches(item.article, held[at].start, held[at].end, item):
                found.append(held[at])
        return tuple(found)

    def relevant(self, dataset: Dataset) -> dict[str, tuple[str, ...]]:
        """The document numbers that answer each question (qrels); none for the unanswerable."""
        return {
            q.id: tuple(dict.fromkeys(dataset.number(p) for item in q.evidence for p in self.of(item)))
            for q in dataset.questions
        }

    def cluster(self, question: Question, dataset: Dataset) -> str:
        """The source passage of a question: where its first evidence stands; one of its own without any."""
        places: Sequence[Passage] = self.of(question.evidence[0]) if question.evidence else ()
        return dataset.number(places[0]) if places else dataset.sources.get(question.id, question.id)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
