import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.followup import Carried, Rewriting, Turn, leans, phrases, standalone, telling

GOLD = Path(__file__).parent.parent / "eval" / "gold"
FIRST = Turn("How many cocaine patients had clean urine at the end of the ketamine plus mindfulness trial?")


def _gold(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "question",
    [
        "and after six months?",
        "what dose was that?",
        "What about cannabis?",
        "how many of them relapsed?",
        "was it significant?",
        "Did they drink less?",
        "how many came back to hospital?",
        "any side effects?",
        "did craving differ too?",
        "why?",
        "how long does that last?",
        "And in the control group?",
        "which of these two was better?",
        "who did the study?",
    ],
)
def test_a_question_that_points_to_what_was_said_leans(question):
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "Does ketamine keep its effect in heroin users?",
        "Is it safe to inject ketamine into the muscle?",
        "What is the K-hole?",
        "what does CRDBT mean",
        "Which study showed that ketamine lowered cocaine use?",
        "What does this review conclude about esketamine?",
        "What changed one week after memory retrieval plus ketamine in hazardous drinkers?",
        "How many relapsed in the 1992 study?",
        "What did Krupitsky find?",
        "Do patients with depression drink less when they receive naltrexone?",
    ],
)
def test_a_question_that_names_what_it_asks_about_stands_on_its_own(question):
    assert not leans(question)
    assert standalone(question, [FIRST]) == Rewriting(question, question)


def test_no_gold_question_and_no_first_turn_is_touched():
    self_contained = [q["question"] for q in _gold("questions.jsonl")]
    self_contained += [c["turns"][0]["question"] for c in _gold("followups.jsonl")]
    assert [q for q in self_contained if standalone(q, [FIRST]).changed] == []


def test_nearly_every_gold_followup_is_known_as_one():
    later = [turn["question"] for c in _gold("followups.jsonl") for turn in c["turns"][1:]]
    assert [q for q in later if not leans(q)] == ["what is the K-hole?"]  # names its own topic


def test_what_is_carried_over_names_the_topic_and_where_it_comes_from():
    rewriting = standalone("what dose was that?", [FIRST])
    assert (
        rewriting.text == "what dose was that (cocaine patients, clean urine, ketamine, mindfulness trial)?"
    )
    assert {c.source for c in rewriting.carried} == {"question"}


def test_a_third_question_still_knows_what_the_first_was_about():
    second = standalone("and after six months?", [FIRST])
    third = standalone(
        "was that significant?", [FIRST, Turn("and after six months?", carried=second.carried)]
    )
    assert "cocaine patients" in third.text
    assert "mindfulness trial" in third.text


def test_a_new_topic_is_not_mixed_with_the_old_one():
    about_rats = Turn("What did ketamine do to methamphetamine self-administration in rats?")
    assert "cocaine" not in standalone("and after six months?", [FIRST, about_rats]).text


def test_the_study_that_was_quoted_comes_along_unless_the_question_names_one():
    answered = Turn(FIRST.question, studies=("Dakwar et al. 2019",))
    assert Carried("Dakwar et al.", "study") in standalone("what dose was that?", [answered]).carried
    assert "Dakwar" not in standalone("and in the Pizon cohort?", [answered]).text


def test_a_new_name_or_year_takes_the_place_of_the_old():
    first = Turn("What rate of ketamine did Wong use for alcohol withdrawal in 2015?")
    assert "Wong" not in standalone("and in the Pizon cohort?", [first]).text
    assert "2015" not in standalone("and in 2019?", [first]).text
    assert "alcohol withdrawal" in standalone("and in 2019?", [first]).text


def test_what_the_question_says_itself_is_not_said_twice():
    rewriting = standalone("and cocaine craving?", [Turn("Is cocaine craving in ketamine users common?")])
    assert rewriting.text == "and cocaine craving (ketamine users common)?"


def test_without_anything_said_before_the_question_stays_as_it_is():
    assert standalone("and after six months?", []) == Rewriting(
        "and after six months?", "and after six months?"
    )


def test_phrases_keep_words_together_and_leave_the_scaffolding():
    assert phrases("In the 2020 alcohol trial with motivational therapy, what was the control drug?") == (
        "2020 alcohol trial",
        "motivational therapy",
        "control drug",
    )


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=4))
def test_any_words_give_a_rewriting_that_begins_with_the_question(question, before):
    turns = [Turn(q) for q in before]
    rewriting = standalone(question, turns)
    assert rewriting == standalone(question, turns)
    assert rewriting.text.startswith(question.strip().rstrip("?!. ")) or rewriting.text == question
    assert rewriting.changed == (rewriting.text != question)
    assert set(telling(question)) <= set(telling(rewriting.text)) or not rewriting.changed
