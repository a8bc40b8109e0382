"""Measures of one answer against one gold question; each owns its name, its definition and its direction.

A measure returns None where it has no meaning for the question, and such questions are left out of its mean.
An abstention on an answerable question counts as zero wherever something should have been shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kqa.eval import locate, match
from kqa.eval.records import BOTH_SOURCES, Question
from kqa.types import Answer, Extract

SHOWN = 3
"""The place down to which extracts count as seen."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure per question; `of` gives None where the question has no part in it."""

    name: str
    definition: str
    of: Callable[[Question, Answer], float | None]
    higher_is_better: bool = True


def _hits(question: Question, extract: Extract) -> bool:
    return bool(match.matched(extract.article, extract.start, extract.end, question.evidence))


def _hit_at(places: int) -> Callable[[Question, Answer], float | None]:
    def of(question: Question, answer: Answer) -> float | None:
        if not question.answerable:
            return None
        return float(any(_hits(question, extract) for extract in answer.extracts[:places]))

    return of


def _precision(question: Question, answer: Answer) -> float | None:
    if not question.answerable or not answer.extracts:
        return None
    return sum(_hits(question, extract) for extract in answer.extracts) / len(answer.extracts)


def _short_answer(question: Question, answer: Answer) -> float | None:
    if not question.answers:
        return None
    shown = [locate.skeleton(extract.text).letters.casefold() for extract in answer.extracts[:SHOWN]]
    wanted = [locate.skeleton(short).letters.casefold() for short in question.answers]
    return float(any(short in text for short in wanted for text in shown))


def _groups_covered(question: Question, answer: Answer) -> float:
    covered = {
        item.group
        for e in answer.extracts
        for item in match.matched(e.article, e.start, e.end, question.evidence)
    }
    return len(covered) / len(question.groups)


def _coverage(question: Question, answer: Answer) -> float | None:
    return _groups_covered(question, answer) if question.answerable else None


def _both_sources(question: Question, answer: Answer) -> float | None:
    if question.type not in BOTH_SOURCES or len(question.groups) < 2:
        return None
    return float(_groups_covered(question, answer) == 1)


def _shown_references(answer: Answer) -> set[str]:
    return {reference for extract in answer.extracts for reference in extract.references}


def _reference_precision(question: Question, answer: Answer) -> float | None:
    shown = _shown_references(answer)
    if not question.answerable or not shown:
        return None
    return len(shown & set(question.references)) / len(shown)


def _reference_recall(question: Question, answer: Answer) -> float | None:
    if not question.references:
        return None
    return len(_shown_references(answer) & set(question.references)) / len(question.references)


def _words_shown(question: Question, answer: Answer) -> float | None:
    if not question.answerable or not answer.extracts:
        return None
    return float(sum(len(extract.text.split()) for extract in answer.extracts))


def _false_refusal(question: Question, answer: Answer) -> float | None:
    return float(answer.abstained) if question.answerable else None


def _correct_refusal(question: Question, answer: Answer) -> float | None:
    return None if question.answerable else float(answer.abstained)


def _decision(question: Question, answer: Answer) -> float | None:
    return float(answer.abstained != question.answerable)


def _brier(question: Question, answer: Answer) -> float | None:
    return (answer.confidence - float(question.answerable)) ** 2


MEASURES = (
    Measure("extract hit@1", "the first extract matches a gold span", _hit_at(1)),
    Measure("extract hit@3", "one of the first three extracts matches a gold span", _hit_at(SHOWN)),
    Measure(
        "extract precision",
        "share of the extracts shown that match a gold span; answered questions",
        _precision,
    ),
    Measure("short answer", "one of the first three extracts holds an accepted short answer", _short_answer),
    Measure("group coverage", "share of the evidence groups that an extract matches", _coverage),
    Measure("both sources", "every evidence group is matched; types both and conflict", _both_sources),
    Measure(
        "reference precision",
        "share of the primary references shown that are gold; answers that show one",
        _reference_precision,
    ),
    Measure(
        "reference recall",
        "share of the gold primary references that are shown; questions that have one",
        _reference_recall,
    ),
    Measure("words shown", "words in all extracts; answered questions", _words_shown, higher_is_better=False),
    Measure("false refusals", "abstained although answerable", _false_refusal, higher_is_better=False),
    Measure("correct refusals", "abstained where the corpus does not answer", _correct_refusal),
    Measure("right decision", "answered if answerable, abstained if not", _decision),
    Measure("Brier score", "squared error of the confidence", _brier, higher_is_better=False),
)
"""Every measure of answers, in the order of the report."""
LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if not measure.higher_is_better)


def scores(question: Question, answer: Answer) -> dict[str, float]:
    """Every measure that has a meaning for the question."""
    found = {measure.name: measure.of(question, answer) for measure in MEASURES}
    return {name: value for name, value in found.items() if value is not None}
