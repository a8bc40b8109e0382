"""Finding passages: BM25 and vectors side by side, fused; filters by article, section and kind."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kqa.errors import UsageError
from kqa.index import fusion, sparse
from kqa.index.selection import Selection
from kqa.index.tokens import tokenize
from kqa.types import Hit

if TYPE_CHECKING:
    from kqa.index.store import Index

RETRIEVERS = ("hybrid", "bm25", "dense")
DEPTH = 100
"""Candidates of each retriever that are fused; more moved no measure."""
DENSE_WEIGHT = 0.7
"""Share of the cosine in the fused score, that of BM25 being the rest (table in index/README.md)."""
COSINE_RANGE, BM25_RANGE = (0.0, 1.0), (0.0, None)
"""A cosine counts as it is: for little where no passage is near in meaning, as for the name of an author.
BM25 is measured by its best candidate. Scaling the cosine by its best too lost on COVID-QA, SQuAD, BioASQ."""
ABBREVIATION_WEIGHT = 0.5
"""Of an expansion, where a word of the question weighs 1; from 0 to 1 the gold set hardly moves."""
SYNONYM_WEIGHT = 0.3
"""Of other words for a word: BM25 went from 0.79 to 0.87 hit@10 on the gold set; 0.5 loses elsewhere."""
MOST_CHARACTERS = 10_000
"""Of a question that are searched for."""

ASKS_FOR_SOURCE = re.compile(
    r"\b(?:which|whose)\s+(?:\w+\s+){0,2}?(?:paper|article|publication|journal|source|reference|citation)s?\b"
    r"|\bwhat\s+(?:\w+\s+){0,2}?(?:paper|article|publication|journal)s?\b"
    r"|^\s*(?:the\s+)?(?:source|reference|citation|doi)s?\b"
    r"|\b(?:paper|article|publication|source|reference|citation|journal|doi)s?\s+(?:cited|behind|backs?|backing|supports?"
    r"|supporting|for\s+the\s+(?:claim|statement))\b"
    r"|\b(?:reference|citation)s?\s+(?:for|of|to|behind)\b|^\s*whose\s+(?:\w+\s+)?(?:report|study|trial|work|findings?)\b"
    r"|\b(?:first|lead)\s+author\s+(?:and|of)\b|\b(?:and|the)\s+journal\s+(?:for|of)\b"
    r"|\bwho\s+(?:published|wrote)\b|\b(?:is|was|were|are)\s+(?:cited|referenced)\b|\bDOI\b"
    r"|\b(?:published|appear(?:ed)?)\s+in\s+(?:which|what)\b|\bwhere\s+(?:was|were)\b.*\bpublished\b",
    re.IGNORECASE,
)


def search(
    index: Index,
    question: str,
    *,
    limit: int = 10,
    retriever: str = "hybrid",
    articles: Sequence[str] = (),
    sections: Sequence[str] = (),
    references: bool | None = None,
) -> tuple[Hit, ...]:
    """The passages nearest to a question.

    Args:
        index: an open index.
        question: any text; one without words finds nothing.
        limit: the most passages to return.
        retriever: `hybrid`, `bm25` or `dense`.
        articles: keys to search in; all when empty.
        sections: texts that a heading above the passage must contain one of, or the numbers that one must
            begin with; all when empty.
        references: whether entries of reference lists are searched; when omitted, only if the question asks
            for a publication.

    Returns:
        Best first, ranks from 1, ties in passage order.

    Raises:
        UsageError: an unknown retriever, or a limit below 1.
        CorpusError: an unknown article key.
    """
    if retriever not in RETRIEVERS:
        raise UsageError(f"no retriever is called {retriever!r:.40}; there are {', '.join(RETRIEVERS)}")
    if limit < 1:
        raise UsageError(f"a limit of {limit} passages: at least 1 is needed")
    words = clean(question)
    if references is None:
        references = asks_for_source(words)
    allowed = allow(index, articles=articles, sections=sections, references=references)
    rows, scores = rank(index, words, limit=limit, retriever=retriever, allowed=allowed)
    return tuple(
        Hit(rank, float(score), index.passages[int(row)])
        for rank, (row, score) in enumerate(zip(rows[:limit], scores[:limit], strict=True), 1)
    )


def rank(
    index: Index, question: str, *, limit: int, retriever: str, allowed: Selection | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows, best first, and their scores; at least `limit` of them where there are as many."""
    if not any(c.isalnum() for c in question):
        return np.empty(0, np.int64), np.empty(0)
    depth = max(limit, DEPTH)
    query = expanded(index, question)
    if retriever == "bm25":
        return index.sparse.search(query, depth, allowed=allowed)
    vector = index.encoder.encode([question])[0]
    near, cosines = index.dense.search(vector, depth, allowed=allowed)
    if retriever == "dense":
        return near, cosines
    impacts = index.sparse.scores(query)
    worded, _ = sparse.top(impacts, depth, allowed=allowed)
    return fused(index, vector, impacts, near, worded)


def fused(
    index: Index,
    vector: NDArray[np.float32],
    impacts: NDArray[np.float64],
    near: NDArray[np.int64],
    worded: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Candidates by their cosine and their BM25 score together.

    Args:
        index: where they come from.
        vector: of the question.
        impacts: BM25 scores of all passages.
        near: rows that the vectors found.
        worded: rows that BM25 found.

    Returns:
        Rows, best first, and their scores.
    """
    candidates = np.union1d(near, worded)
    scored = (index.dense.scores(vector, candidates), impacts[candidates])
    return fusion.weighted_sum(
        candidates, scored, weights=(DENSE_WEIGHT, 1 - DENSE_WEIGHT), ranges=(COSINE_RANGE, BM25_RANGE)
    )


def expanded(index: Index, question: str) -> dict[str, float]:
    """The words of a question with their weights, and lower ones for what else its words are called."""
    tokens = tokenize(question)
    query = {token: float(times) for token, times in Counter(tokens).items()}
    for rules, weight in ((index.abbreviations, ABBREVIATION_WEIGHT), (index.synonyms, SYNONYM_WEIGHT)):
        for token, added in rules.expand(tokens, weight=weight).items():
            query[token] = max(added, query.get(token, 0.0))
    return query


def allow(
    index: Index, *, articles: Sequence[str] = (), sections: Sequence[str] = (), references: bool = False
) -> Selection | None:
    """Which rows may be returned; None where all may."""
    if not (articles or sections):
        return None if references or index.prose.is_all else index.prose
    table = index.contents.rows
    allowed = np.ones(len(table), dtype=np.bool_)
    if articles:
        allowed[:] = False
        for key in articles:
            rows = index.rows(key)
            allowed[rows.start : rows.stop] = True
    if sections:
        fitting = [_lies_under(path, sections) for path in index.contents.sections]
        allowed &= np.array(fitting, dtype=np.bool_)[table["section"]]
    if not references:
        allowed &= index.prose.mask
    return Selection(allowed)


def clean(question: str) -> str:
    """A question without what no index holds: control characters, lone surrogates, overlong text."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs") else c
        for c in question[:MOST_CHARACTERS]
        if unicodedata.category(c) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def asks_for_source(question: str) -> bool:
    """Whether a publication is asked for, so that reference entries may answer."""
    return ASKS_FOR_SOURCE.search(question) is not None


def _lies_under(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a heading of the path begins with one of the wanted numbers, or contains one of the texts."""
    for text in (w.strip().casefold() for w in wanted):
        for heading in (name.casefold() for name in path):
            if re.fullmatch(r"[\d.]+", text):
                number = text.rstrip(".")
                if re.match(rf"{re.escape(number)}(?:[.\s]|$)", heading):
                    return True
            elif text and text in heading:
                return True
    return False
