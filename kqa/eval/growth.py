"""New gold questions: candidates to choose from by number, and the record that a choice makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kqa.answer.answer import ask
from kqa.errors import UsageError
from kqa.eval import match, parse, records
from kqa.eval.records import Evidence, Question
from kqa.types import Answer, Extract, Passage, Sentence

if TYPE_CHECKING:
    from kqa.corpus.article import Article
    from kqa.index.store import Index

PASSAGES = 5
"""Passages whose sentences are offered: the right one is among five for some four questions in five."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be evidence; `shown` when it is part of the answer that kqa gives."""

    number: int
    passage: Passage
    sentence: Sentence
    shown: bool


def candidates(index: Index, question: str) -> tuple[Answer, tuple[Candidate, ...]]:
    """What kqa answers, and every sentence of the passages nearest to the question.

    Returns:
        The answer as users get it, and the candidates: those shown first, then passage by passage.
    """
    answer = ask(index, question)
    shown = ask(index, question, answer_anyway=True).extracts
    passages = dict.fromkeys([hit.passage for hit in answer.hits[:PASSAGES]])
    offered = [(_is_shown(p, s, shown), p, s) for p in passages for s in index.sentences(p)]
    offered.sort(key=lambda one: not one[0])
    return answer, tuple(Candidate(n, p, s, is_shown) for n, (is_shown, p, s) in enumerate(offered, 1))


def _is_shown(passage: Passage, sentence: Sentence, shown: Iterable[Extract]) -> bool:
    return any(
        e.article == passage.article and match.overlap(sentence.start, sentence.end, e.start, e.end)
        for e in shown
    )


def choose(text: str, offered: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """Read a choice: `1,4` are alternatives, `1,4; 7` says that the answer needs one of each part too.

    Args:
        text: numbers of candidates; `none` or `0` says that the corpus does not answer.
        offered: the candidates.

    Raises:
        UsageError: the text is no such choice, or names a number that was not offered.
    """
    if text.strip().lower() in ("none", "0"):
        return ()
    by_number = {one.number: one for one in offered}
    chosen = []
    for group, part in enumerate(text.split(";"), 1):
        numbers = re.split(r"[,\s]+", part.strip())
        for number in numbers:
            if not number.isdecimal() or int(number) not in by_number:
                raise UsageError(
                    f"{number!r:.40} is none of the numbers 1 to {len(offered)}; "
                    "write `1,4` for alternatives, `1;4` when both are needed, `none` when nothing answers"
                )
            one = by_number[int(number)]
            chosen.append(
                Evidence(one.passage.article, one.sentence.start, one.sentence.end, one.sentence.text, group)
            )
    return tuple(chosen)


def cited(chosen: Iterable[Evidence], offered: Iterable[Candidate]) -> tuple[str, ...]:
    """The primary references of the sentences that were chosen, in order."""
    spans = {(item.article, item.start) for item in chosen}
    held = (one for one in offered if (one.passage.article, one.sentence.start) in spans)
    return tuple(dict.fromkeys(reference for one in held for reference in one.sentence.references))


def next_id(taken: Iterable[str]) -> str:
    """The next free `q###`."""
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(r"q(\d+)", one))]
    return f"q{max(numbers, default=0) + 1:03d}"


def record(
    question: str,
    evidence: Sequence[Evidence],
    *,
    id: str,
    articles: Mapping[str, Article],
    type: str | None = None,
    answers: Sequence[str] = (),
    references: Sequence[str] = (),
    note: str = "",
) -> Question:
    """A validated record.

    Raises:
        GoldError: the fields do not go together, or a short answer stands in no quotation.
    """
    kind = type or ("fact" if evidence else "negative")
    raw = Question(
        id, question, kind, bool(evidence), tuple(evidence), tuple(answers), tuple(references), note
    )
    return parse.question(records.as_json(raw), articles)
