import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.followup import Rewriting
from kqa.chat.conversation import (
    LONGEST_CONVERSATION,
    LONGEST_HISTORY,
    LONGEST_QUESTION,
    Conversation,
    Exchange,
    Narrowing,
    integer,
    remember,
    remembered,
)
from kqa.types import Answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def _exchange(question: str) -> Exchange:
    answer = Answer(question, True, 0.1, (), (), ())
    return Exchange(question, Rewriting(question, question), answer, Narrowing())


def test_exchanges_keep_their_ordinals_when_old_ones_go():
    talk = Conversation()
    for n in range(LONGEST_CONVERSATION + 3):
        talk = talk.add(_exchange(f"q{n + 1}"))
    assert len(talk.exchanges) == LONGEST_CONVERSATION
    assert next((n, e.question) for n, e in talk.numbered()) == (4, "q4")
    assert talk.get(3) is None
    assert talk.get(4).question == "q4"
    assert talk.get(LONGEST_CONVERSATION + 4) is None


def test_another_answer_takes_the_place_of_the_first_and_its_vote_goes():
    talk = Conversation().add(_exchange("a")).add(_exchange("b")).vote(2, "up").vote(1, "down")
    after = talk.replace(2, _exchange("c"))
    assert [e.question for e in after.exchanges] == ["a", "c"]
    assert after.votes == {1: "down"}


def test_the_same_vote_again_takes_it_back_and_another_replaces_it():
    talk = Conversation().add(_exchange("a"))
    assert talk.vote(1, "up").votes == {1: "up"}
    assert talk.vote(1, "up").vote(1, "up").votes == {}
    assert talk.vote(1, "up").vote(1, "down").votes == {1: "down"}


@given(JSON)
def test_whatever_the_browser_kept_gives_questions_of_a_bearable_length(stored):
    questions = remembered(stored)
    assert all(isinstance(q, str) and 0 < len(q) <= LONGEST_QUESTION for q in questions)


def test_history_keeps_the_newest_once():
    questions = tuple(f"q{n}" for n in range(LONGEST_HISTORY))
    after = remember(questions, "q7")
    assert (len(after), after[-1], after.count("q7")) == (LONGEST_HISTORY, "q7", 1)
    assert remember(questions, "new")[0] == "q1"


@pytest.mark.parametrize(
    ("sent", "number"), [(3, 3), ("12", 12), ("x", 0), (None, 0), ("9" * 30, 0), (2.5, 0), ("²", 0)]
)
def test_numbers_come_out_of_the_page_or_are_0(sent, number):
    assert integer(sent) == number
