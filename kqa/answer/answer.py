"""The one `ask` that the terminal, the chat, drafts and the evaluation call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kqa.answer import extracts, reader
from kqa.answer import question as questions
from kqa.answer.choose import MOST_EXTRACTS, choose
from kqa.answer.sources import entries_cited
from kqa.errors import UsageError
from kqa.index.search import search
from kqa.index.store import Index
from kqa.types import Answer, Hit, Passage

HITS = 10
"""Passages listed beside the answer at least; what measures of rank need."""
READ = 20
"""Passages read for one question: hybrid retrieval has nearly all answers among them."""


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
    abstained = not reading.sentences or not (reading.answerable or answer_anyway)
    if abstained:
        return Answer(questions.echo(question), True, reading.confidence, (), (), _checked(index, hits), id)
    shown = extracts.spans(choose(reading.sentences, limit=limit), index.sentences)
    if questions.asks_for_source(cleaned):
        shown = (*shown, *entries_cited(shown, index.article))
    quoted, citations = extracts.number(
        shown, {s.passage.article: index.text(s.passage.article) for s in shown}
    )
    return Answer(
        questions.echo(question), False, reading.confidence, quoted, citations, _checked(index, hits), id
    )


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


def _checked(index: Index, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    for hit in hits:
        extracts.verify(hit.passage, index.text(hit.passage.article))
    return hits
