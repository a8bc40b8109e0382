"""How two sentences of the shipped reviews stand to each other."""

import pytest

from kqa.answer.reading import ScoredSentence
from kqa.answer.relations import IndexRelations
from kqa.index import store
from kqa.index.store import Index
from kqa.workspace import Workspace

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def index(shipped: Workspace) -> Index:
    return store.open_index(shipped)


def sentence(index: Index, article: str, words: str) -> ScoredSentence:
    found = [
        ScoredSentence(1.0, s, passage)
        for passage in index.passages
        if passage.article == article and passage.kind != "reference"
        for s in index.sentences(passage)
        if words in s.text
    ]
    assert found, words
    return found[0]


def test_two_reviews_tell_of_one_study_under_different_numbers(index: Index) -> None:
    relations = IndexRelations(index)
    first = sentence(index, "thomas2025", "A 2002 double-blind, randomized controlled trial in Russia")
    second = sentence(index, "ibeneme2024", "seventy detoxified patients with heroin use disorder")
    third = sentence(index, "ibeneme2024", "participants were 53 heroin-dependent patients")
    assert set(first.sentence.references).isdisjoint(second.sentence.references)
    assert relations.same_study(first, second)
    assert relations.same_study(second, first)
    assert not relations.same_study(first, third)


def test_a_sentence_that_cites_many_rests_on_none_in_particular(index: Index) -> None:
    crowded = sentence(index, "thomas2025", "hint this may not be necessary [36,37,39,42,62]")
    assert len(crowded.sentence.references) > 4
    assert not IndexRelations(index).same_study(crowded, crowded)


def test_likeness_is_of_the_sentences_and_not_of_their_passages(index: Index) -> None:
    relations = IndexRelations(index)
    confidence = sentence(index, "thomas2025", "an increase in patients' confidence to abstain")
    same = sentence(index, "ibeneme2024", "participants' confidence in their ability to abstain")
    other = sentence(index, "ibeneme2024", "rapid injection can cause apnea")
    assert relations.alike(confidence, same) > 0.7 > relations.alike(confidence, other)
    assert relations.alike(same, same) == pytest.approx(1.0, abs=2e-3)
