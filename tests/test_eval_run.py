"""A whole evaluation over the tiny index: who is relevant, what is scored, and that it is the same twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kqa.corpus.article import Article
from kqa.eval import dataset, figures, parse, retrieval, run
from kqa.eval.dataset import Dataset, Places
from kqa.eval.records import Evidence
from kqa.index.passages import split
from kqa.index.store import Index

QUESTIONS = (
    {
        "id": "q1",
        "question": "How many minutes does melatonin cut from the time to fall asleep?",
        "type": "both",
        "evidence": [
            {"article": "garcia2020", "quote": "shortened the time to fall asleep by 9 minutes", "group": 1},
            {"article": "garcia2020", "quote": "Smith 2011 [2] 2 mg 60 adults latency −9 min", "group": 1},
            {"article": "okoro2022", "quote": "cut the time to fall asleep by nine minutes", "group": 2},
        ],
        "answer": ["9 min", "nine minutes"],
        "references": ["garcia2020:2", "okoro2022:1"],
    },
    {
        "id": "q2",
        "question": "Light therapy lifted mood in how many patients within two weeks?",
        "evidence": [{"article": "lee2021", "quote": "Light therapy lifted mood in 61% of patients"}],
    },
    {"id": "q3", "question": "What does a lamp cost?", "evidence": []},
)


@pytest.fixture(scope="module")
def asked(tiny_articles: Mapping[str, Article]) -> Dataset:
    return dataset.from_articles(
        "tiny", [parse.question(raw, tiny_articles) for raw in QUESTIONS], tiny_articles
    )


def test_every_alternative_has_its_passage(asked: Dataset, tiny_index: Index) -> None:
    places = Places(tiny_index.passages)
    relevant = places.relevant(asked)
    assert {key: len(held) for key, held in relevant.items()} == {"q1": 3, "q2": 1, "q3": 0}
    assert all(number.split(":")[0] in asked.corpus for held in relevant.values() for number in held)
    assert places.cluster(asked.questions[0], asked) == relevant["q1"][0]
    assert places.cluster(asked.questions[2], asked) == "q3"


def test_places_agree_with_looking_everywhere(tiny_articles: Mapping[str, Article]) -> None:
    from kqa.eval import match

    passages = [p for article in tiny_articles.values() for p in split(article)]
    places = Places(reversed(passages))
    text = tiny_articles["garcia2020"].text
    for start in range(0, len(text) - 30, 7):
        item = Evidence("garcia2020", start, start + 30, text[start : start + 30])
        expected = [p for p in passages if match.matches(p.article, p.start, p.end, item)]
        assert list(places.of(item)) == sorted(expected, key=lambda p: p.start)


def test_a_run_scores_every_question_and_is_the_same_twice(asked: Dataset, tiny_index: Index) -> None:
    first = run.evaluate(tiny_index, asked, settings={"name": "tiny"})
    second = run.evaluate(tiny_index, asked, settings={"name": "tiny"})
    assert first.outcomes == second.outcomes
    assert first.ranked == second.ranked
    assert set(first.ranked) == set(retrieval.RETRIEVERS)
    both, light, cost = first.outcomes
    assert light.scores["bm25 Success@1"] == light.scores["dense Success@1"] == 1
    assert "bm25 Success@1" not in cost.scores
    assert {name for name in both.scores if name.startswith("+reader")} == {
        f"+reader {measure}" for measure in retrieval.MEASURES
    }
    assert not cost.right
    assert {name: len(times) for name, times in first.seconds.items()} == dict.fromkeys(
        ("bm25", "dense", "hybrid", "ask"), 3
    )


def test_what_an_abstention_held_back_is_kept(asked: Dataset, tiny_index: Index) -> None:
    found = run.evaluate(tiny_index, asked, settings={"name": "tiny"})
    for outcome in found.outcomes:
        assert outcome.anyway["extracts"]
        assert outcome.answer["abstained"] or outcome.answer == outcome.anyway


def test_figures_are_means_over_the_questions_that_take_part(asked: Dataset, tiny_index: Index) -> None:
    found = run.evaluate(tiny_index, asked, settings={"name": "tiny"})
    amount = figures.figures(found)
    assert (amount.questions, amount.answerable) == (3, 2)
    name = "extract hit@1"
    mean = sum(o.scores[name] for o in found.outcomes if name in o.scores) / 2
    assert amount.overall[name].value == mean
    assert amount.overall[name].count == 2
    assert amount.by_type["both"]["both sources"].count == 1
    assert "extract hit@1" not in amount.by_type["negative"]
    assert figures.latency({"ask": [0.001, 0.003], "none": []}) == {"ask": {"p50_ms": 2.0, "p95_ms": 2.9}}
