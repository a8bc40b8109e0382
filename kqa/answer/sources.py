"""Reference entries as part of an answer, for questions that ask what publication a statement rests on.

Such a question is answered by a sentence and the entry that it cites; one that names the work itself
(`the DOI of Das 2019`) by the entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kqa.answer import names
from kqa.answer.extracts import Span
from kqa.answer.reading import ScoredSentence
from kqa.corpus.article import Article
from kqa.corpus.references import LABELS
from kqa.index.passages import split
from kqa.index.search import search
from kqa.index.store import Index
from kqa.types import Passage

MOST_ENTRIES = 3
"""Entries quoted at most: a sentence that cites a whole range names no single source."""
CANDIDATES = 50
"""Passages searched for an entry that the question names; author and year are words like any other there."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CITED_BY = re.compile(r"\b(?:cited|referenced|quoted|listed)\s+(?:by|in)\b.*", re.IGNORECASE)
"""Whom the work is cited by does not say who wrote it."""
_LINKS = re.compile(rf"(?:\s*(?:{LABELS.pattern}))+\s*$")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def named(index: Index, question: str, *, articles: Sequence[str] = ()) -> tuple[Passage, ...]:
    """The reference entries that a question names by an author, and by the year where it gives one.

    Args:
        index: an open index.
        question: as `question.clean` gives it.
        articles: keys to search in; all when empty.

    Returns:
        At most three, nearest first.
    """
    hits = search(index, question, limit=CANDIDATES, retriever="bm25", articles=articles, references=True)
    found = []
    for hit in hits:
        passage = hit.passage
        if passage.kind == "reference":
            listed = {str(entry.get("id")): entry for entry in index.article(passage.article).references}
            if _is_named(listed.get(passage.references[0], {}), question):
                found.append(passage)
    return tuple(found[:MOST_ENTRIES])


def gives_year(question: str) -> bool:
    """Whether a question names a year, so that an author and the year say which work is meant."""
    return _YEAR.search(question) is not None


def citing(sentences: Sequence[ScoredSentence], entries: Sequence[Passage]) -> tuple[ScoredSentence, ...]:
    """The sentences that cite one of the entries; if none is given, those of passages that cite at all."""
    wanted = {entry.references[0] for entry in entries}
    if not wanted:
        return tuple(scored for scored in sentences if scored.passage.references)
    return tuple(scored for scored in sentences if wanted & set(scored.sentence.references))


def with_entries(quoted: Sequence[Span], article: Callable[[str], Article]) -> tuple[Span, ...]:
    """Quotations, each followed by the reference entries that it cites; three entries at most.

    A quotation that cites nothing itself is followed by those that its passage cites.

    Args:
        quoted: what is quoted already, best first.
        article: gives an article by its key.
    """
    shown: list[Span] = []
    added: set[str] = set()
    for span in quoted:
        shown.append(span)
        entries = _entries(article(span.passage.article))
        for id in _cited(span):
            if id in entries and id not in added and len(added) < MOST_ENTRIES:
                added.add(id)
                shown += as_spans([entries[id]])
    return tuple(shown)


def as_spans(entries: Sequence[Passage]) -> tuple[Span, ...]:
    """Entries as spans to be quoted whole, but for the labels of links that a publisher set after them."""
    return tuple(
        Span(entry, entry.start, entry.start + len(_LINKS.sub("", entry.text)), entry.references)
        for entry in entries
    )


def _cited(span: Span) -> tuple[str, ...]:
    return span.references or span.passage.references


def _entries(article: Article) -> dict[str, Passage]:
    """The entries of an article's reference list as passages, by id."""
    return {passage.references[0]: passage for passage in split(article) if passage.kind == "reference"}


def _is_named(entry: Mapping[str, Any], question: str) -> bool:
    """Whether a question holds an author's family name, as it is written or, with the year, in any case."""
    years = set(_YEAR.findall(question))
    if years and names.year(entry) not in years:
        return False
    words = {re.sub(r"['’]s?$", "", word) for word in _WORD.findall(_CITED_BY.sub("", question))}
    families = {str(author.get("family") or "") for author in entry.get("author", ())} - {""}
    if years:
        return bool({w.casefold() for w in words} & {f.casefold() for f in families})
    return bool(words & {family for family in families if family[:1].isupper()})
