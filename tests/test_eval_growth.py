"""New gold questions: what is offered, how a choice is read, and that only valid records are made."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kqa.answer.answer import ask
from kqa.corpus.article import Article
from kqa.errors import GoldError, UsageError
from kqa.eval import growth
from kqa.index.store import Index

QUESTION = "How much longer did shift workers sleep in the cross-over trial?"


def test_candidates_are_sentences_with_those_shown_first(tiny_index: Index) -> None:
    answer, offered = growth.candidates(tiny_index, QUESTION)
    assert [one.number for one in offered] == list(range(1, len(offered) + 1))
    assert [one.shown for one in offered] == sorted((one.shown for one in offered), reverse=True)
    assert answer.question == QUESTION
    shown = {(e.article, e.start, e.end) for e in ask(tiny_index, QUESTION, answer_anyway=True).extracts}
    assert any(s[1] <= one.sentence.start and one.sentence.end <= s[2] for one in offered[:1] for s in shown)
    for one in offered:
        text = tiny_index.text(one.passage.article)
        assert text[one.sentence.start : one.sentence.end] == one.sentence.text


def test_commas_are_alternatives_and_semicolons_groups(tiny_index: Index) -> None:
    _, offered = growth.candidates(tiny_index, QUESTION)
    chosen = growth.choose("1, 3; 2", offered)
    assert [item.group for item in chosen] == [1, 1, 2]
    assert [item.quote for item in chosen] == [offered[n].sentence.text for n in (0, 2, 1)]
    assert growth.choose("none", offered) == growth.choose("0", offered) == ()


@pytest.mark.parametrize("text", ["x", "99", "1;;2", "-1", "1.5", ""])
def test_a_choice_that_names_nothing_is_refused(tiny_index: Index, text: str) -> None:
    _, offered = growth.candidates(tiny_index, QUESTION)
    with pytest.raises(UsageError, match="is none of the numbers 1 to"):
        growth.choose(text, offered)


def test_a_record_carries_the_references_of_its_sentences(
    tiny_index: Index, tiny_articles: Mapping[str, Article]
) -> None:
    _, offered = growth.candidates(tiny_index, "Which dose shortened the time to fall asleep?")
    one = next(c for c in offered if "shortened the time" in c.sentence.text)
    chosen = growth.choose(str(one.number), offered)
    assert growth.cited(chosen, offered) == ("garcia2020:2",)
    made = growth.record("Which dose?", chosen, id="q151", articles=tiny_articles, answers=["2 mg"])
    assert (made.type, made.answerable, made.evidence) == ("fact", True, chosen)
    with pytest.raises(GoldError, match="'5 mg' stands in none of the quotations"):
        growth.record("Which dose?", chosen, id="q151", articles=tiny_articles, answers=["5 mg"])


def test_nothing_chosen_makes_an_unanswerable_question(tiny_articles: Mapping[str, Article]) -> None:
    made = growth.record("What does it cost?", (), id="q1", articles=tiny_articles)
    assert (made.type, made.answerable) == ("negative", False)


def test_ids_go_on_from_the_highest() -> None:
    assert growth.next_id([]) == "q001"
    assert growth.next_id(["q009", "q150", "mine", "q12"]) == "q151"
