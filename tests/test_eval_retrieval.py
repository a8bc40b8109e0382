"""ir_measures' figures on rankings worked out by hand, ties and missing questions among them."""

from __future__ import annotations

import math

import pytest

from kqa.eval import retrieval


def test_measures_by_hand() -> None:
    found = retrieval.scores({"q": ["a", "b"]}, {"q": ["x", "a", "y", "b"]})["q"]
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    assert found["nDCG@10"] == pytest.approx(gain / (1 + 1 / math.log2(3)))
    assert found["RR@10"] == 0.5
    assert (found["Success@1"], found["Success@5"]) == (0, 1)
    assert found["R@5"] == found["R@10"] == 1


def test_the_order_given_is_kept_whatever_the_documents_are_called() -> None:
    for documents in (["a", "b", "c"], ["c", "b", "a"]):
        assert retrieval.scores({"q": [documents[0]]}, {"q": documents})["q"]["Success@1"] == 1


def test_a_question_without_results_counts_as_zero() -> None:
    found = retrieval.scores({"q1": ["a"], "q2": ["a"]}, {"q1": ["a"]})
    assert found["q2"] == dict.fromkeys(retrieval.MEASURES, 0.0)


def test_a_question_without_judgements_has_no_score() -> None:
    assert retrieval.scores({"q": []}, {"q": ["a"]}) == {}


def test_scores_fall_strictly() -> None:
    assert retrieval.falling(3) == [3.0, 2.0, 1.0]
