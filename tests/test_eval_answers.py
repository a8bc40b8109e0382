"""Each measure of an answer, on cases worked out by hand, and the one overlap criterion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.eval import answers, match
from kqa.eval.records import Evidence, Question
from kqa.types import Answer, Extract

BOTH = Question(
    "q1",
    "?",
    "both",
    True,
    (
        Evidence("a", 100, 200, "x" * 100, 1),
        Evidence("a", 300, 400, "y" * 100, 1),
        Evidence("b", 50, 90, "z" * 40, 2),
    ),
    ("Six mg",),
    ("a:1", "b:2"),
)
NEGATIVE = Question("q2", "?", "negative", False)


def _answer(*extracts: Extract, confidence: float = 0.8) -> Answer:
    return Answer("?", not extracts, confidence, extracts, (), ())


def _extract(
    article: str, start: int, end: int, *, text: str = "words", references: tuple[str, ...] = ()
) -> Extract:
    return Extract(1, article, start, end, text, references)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (100, 200, True),
        (120, 140, True),  # inside
        (0, 500, True),  # around
        (0, 150, True),  # half of the shorter
        (0, 149, False),
        (180, 220, True),  # half of the extract, which is the shorter
        (181, 221, False),
        (200, 300, False),  # adjoins
    ],
)
def test_half_of_the_shorter_span_decides(start: int, end: int, expected: bool) -> None:
    assert match.overlap(start, end, 100, 200) is expected
    assert match.overlap(100, 200, start, end) is expected


@given(*[st.integers(0, 50)] * 4)
def test_overlap_is_counted_in_characters(a: int, b: int, c: int, d: int) -> None:
    first, second = sorted((a, b)), sorted((c, d))
    shared = len(set(range(*first)) & set(range(*second)))
    shorter = min(first[1] - first[0], second[1] - second[0])
    assert match.overlap(*first, *second) is (shared > 0 and 2 * shared >= shorter)


def test_the_same_place_of_another_article_is_no_match() -> None:
    assert match.matched("b", 100, 200, BOTH.evidence) == ()


def test_an_answer_that_has_everything() -> None:
    found = answers.scores(
        BOTH,
        _answer(
            _extract("a", 310, 390, text="It was six  mg a day", references=("a:1",)),
            _extract("b", 40, 95, references=("b:2",)),
        ),
    )
    assert found == {
        "extract hit@1": 1,
        "extract hit@3": 1,
        "extract precision": 1,
        "short answer": 1,
        "group coverage": 1,
        "both sources": 1,
        "reference precision": 1,
        "reference recall": 1,
        "words shown": 7,
        "false refusals": 0,
        "right decision": 1,
        "Brier score": pytest.approx(0.04),
    }


def test_an_answer_that_has_half() -> None:
    found = answers.scores(
        BOTH,
        _answer(_extract("a", 0, 50, references=("a:9",)), _extract("a", 110, 160, references=("a:1",))),
    )
    assert found["extract hit@1"] == 0
    assert found["extract hit@3"] == 1
    assert found["extract precision"] == 0.5
    assert found["group coverage"] == 0.5
    assert found["both sources"] == 0
    assert found["reference precision"] == found["reference recall"] == 0.5
    assert found["short answer"] == 0


def test_a_fourth_extract_comes_too_late_for_a_hit() -> None:
    found = answers.scores(BOTH, _answer(*[_extract("a", 0, 50)] * 3, _extract("a", 100, 200, text="six mg")))
    assert (found["extract hit@3"], found["short answer"], found["group coverage"]) == (0, 0, 0.5)


def test_an_abstention_on_an_answerable_question_counts_as_nothing_shown() -> None:
    found = answers.scores(BOTH, _answer(confidence=0.3))
    assert (
        found["extract hit@1"]
        == found["group coverage"]
        == found["reference recall"]
        == found["short answer"]
        == 0
    )
    assert found["false refusals"] == 1
    assert found["right decision"] == 0
    assert not {"extract precision", "reference precision", "words shown", "correct refusals"} & set(found)


def test_an_unanswerable_question_takes_part_in_refusals_only() -> None:
    refused = answers.scores(NEGATIVE, _answer(confidence=0.1))
    assert refused == {"correct refusals": 1, "right decision": 1, "Brier score": pytest.approx(0.01)}
    answered = answers.scores(NEGATIVE, _answer(_extract("a", 0, 5), confidence=0.9))
    assert answered == {"correct refusals": 0, "right decision": 0, "Brier score": pytest.approx(0.81)}
