"""The reader: which sentences answer, and whether the corpus does."""

from kqa.answer.reader import read
from kqa.index.search import search
from kqa.index.store import Index

QUESTION = "Which dose of melatonin shortened the time to fall asleep?"


def test_it_scores_every_sentence_of_the_hits_best_first(tiny_index: Index) -> None:
    hits = search(tiny_index, QUESTION, limit=5)
    reading = read(tiny_index, QUESTION, hits)
    scores = [s.score for s in reading.sentences]
    assert scores == sorted(scores, reverse=True)
    expected = {(h.passage.article, s.start) for h in hits for s in tiny_index.sentences(h.passage)}
    assert {(s.passage.article, s.sentence.start) for s in reading.sentences} == expected


def test_it_keeps_the_hits_and_ranks_them(tiny_index: Index) -> None:
    hits = search(tiny_index, QUESTION, limit=5)
    reading = read(tiny_index, QUESTION, hits)
    assert {h.passage for h in reading.hits} == {h.passage for h in hits}
    assert [h.rank for h in reading.hits] == [1, 2, 3, 4, 5]
    assert reading.hits[0].passage == reading.sentences[0].passage


def test_nothing_found_is_nothing_answered(tiny_index: Index) -> None:
    reading = read(tiny_index, QUESTION, ())
    assert (reading.sentences, reading.hits, reading.answerable) == ((), (), False)
    assert 0.0 <= reading.confidence < 0.1


def test_words_in_common_raise_the_confidence(tiny_index: Index) -> None:
    asked, unrelated = (
        read(tiny_index, question, search(tiny_index, question, limit=5))
        for question in (QUESTION, "Quarterly revenue forecasts for offshore drilling?")
    )
    assert asked.confidence > unrelated.confidence
