"""The one `ask` that the terminal, the chat, drafts and the evaluation call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kqa.answer import extracts, reader, sources
from kqa.answer import question as questions
from kqa.answer.choose import MOST_EXTRACTS, choose
from kqa.answer.reading import Reading
from kqa.answer.relations import IndexRelations
from kqa.errors import UsageError
from kqa.index.search import asks_for_source, search
from kqa.index.store import Index
from kqa.types import Answer, Hit, Passage

HITS = 10
"""Passages listed beside the answer at least; what measures of rank need."""
NAMED = 0.9
"""Confidence, at least, of an answer that is the reference entry asked for by author and year."""
READ = 60
"""Passages read for one question: comparing kept token vectors is cheap, and lay words find answers late."""


def ask(
    index: Index,
    question: str,
    *,
    limit: int = MOST_EXTRACTS,
    articles: Sequence[str] = (),
    sections: Sequence[str] = (),
    answer_anyway: bool = False,
    id: str | int | None = None,
) -> Answer:
    """Answer a question in sentences quoted word for word, or abstain.

    Args:
        index: the open index of a workspace.
        question: a question, claim or key words in any language; see `question.clean` for what is refused.
        limit: the most sentences to choose for extracts, 1 or more.
        articles: keys to search in; all when empty.
        sections: texts that a heading above the passage must contain one of; all when empty.
        answer_anyway: quote the best sentences even where kqa would abstain.
        id: carried into the answer as it is.

    Returns:
        The answer; when it abstains, no extracts and no citations, but the nearest passages as hits.

    Raises:
        UsageError: the question holds no word or is too long, or `limit` is less than 1.
        CorpusError: an unknown article key.
        VerbatimError: the index and an article disagree, so that nothing may be quoted.
    """
    if limit < 1:
        raise UsageError(f"--top {limit}: at least 1 extract is needed to answer")
    cleaned = questions.clean(question)
    found = search(
        index, cleaned, limit=max(READ, limit), articles=articles, sections=sections, references=False
    )
    reading = reader.read(index, cleaned, found)
    hits = reading.hits[: max(HITS, limit)]
    for hit in hits:
        extracts.verify(hit.passage, index.text(hit.passage.article))
    shown, certain = _spans(index, cleaned, reading, limit=limit, articles=articles)
    if not shown or not (reading.answerable or certain or answer_anyway):
        return Answer(questions.echo(question), True, reading.confidence, (), (), hits, id)
    quoted, citations = extracts.number(
        shown, {s.passage.article: index.text(s.passage.article) for s in shown}
    )
    confidence = max(reading.confidence, NAMED) if certain else reading.confidence
    return Answer(questions.echo(question), False, confidence, quoted, citations, hits, id)


def _spans(
    index: Index, question: str, reading: Reading, *, limit: int, articles: Sequence[str]
) -> tuple[tuple[extracts.Span, ...], bool]:
    """What to quote, and whether it is an entry named by author and year, which answers in any case."""
    relations = IndexRelations(index)
    if not asks_for_source(question):
        return extracts.spans(
            choose(reading.sentences, limit=limit, relations=relations), index.sentences
        ), False
    entries = sources.named(index, question, articles=articles)
    sentences = sources.citing(reading.sentences, entries)
    quoted = extracts.spans(
        choose(sentences or reading.sentences, limit=limit, relations=relations), index.sentences
    )
    if not entries:
        return sources.with_entries(quoted, index.article), False
    certain = sources.gives_year(question)
    return (*(quoted if sentences else ()), *sources.as_spans(entries)), certain


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the stable JSON object that `kqa ask --json`, the chat's API and the evaluation share."""
    return {
        "id": answer.id,
        "question": answer.question,
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 4),
        "extracts": [
            {
                "number": e.number,
                "article": e.article,
                "start": e.start,
                "end": e.end,
                "text": e.text,
                "references": list(e.references),
            }
            for e in answer.extracts
        ],
        "citations": [{"number": c.number, **_place(c.passage)} for c in answer.citations],
        "hits": [hit_as_json(hit) for hit in answer.hits],
    }


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """One hit as the JSON answer holds it."""
    place = _place(hit.passage)
    text = place.pop("text")
    return {"rank": hit.rank, **place, "score": round(hit.score, 6), "text": text}


def _place(passage: Passage) -> dict[str, Any]:
    return {
        "article": passage.article,
        "section": passage.section[-1] if passage.section else "",
        "locator": passage.locator,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }
