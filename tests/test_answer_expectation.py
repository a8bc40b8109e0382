"""What kind of answer a question expects, and whether a sentence holds one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.expectation import PAIRS, asked, fulfilled

QUESTIONS = [
    ("How many nurses took part in the night-shift study?", "count"),
    ("What was the sample size of the valerian trial?", "count"),
    ("Which was the largest cohort?", "count"),
    ("What percentage of the children woke at night?", "share"),
    ("How common was headache?", "share"),
    ("What were the odds of falling?", "share"),
    ("At what dose was caffeine given?", "dose"),
    ("How much melatonin did the adults swallow?", "dose"),
    ("What concentration was reached in the blood?", "dose"),
    ("How long did the benefit last?", "time"),
    ("After how many weeks were they seen again?", "time"),
    ("What was the duration of follow-up?", "time"),
    ("When was the lamp first tried?", "year"),
    ("In which year did the pineal gland get its name?", "year"),
    ("Who discovered the hormone?", "name"),
    ("Which researchers doubted the finding?", "name"),
    ("Why did the trial stop early?", "reason"),
    ("For what reason were shift workers left out?", "reason"),
    ("Does light at night suppress melatonin?", "whether"),
    ("were the groups blinded?", "whether"),
]

ANSWERS = [
    ("How many nurses took part?", "In all, 42 nurses took part.", "The nurses took part gladly."),
    ("How many nurses took part?", "Twelve nurses took part.", "Few nurses took part."),
    ("What percentage slept longer?", "Of the men, 48.1% slept longer.", "Most men slept longer."),
    ("What proportion slept longer?", "13/27 slept longer.", "Some slept longer."),
    ("What dose was used?", "They took 0.5 mg at dusk.", "They took a tablet at dusk."),
    ("What dose was used?", "An infusion of 30 µg was given.", "An infusion was given over 30 min."),
    ("How long did it last?", "The effect held for 6 months.", "The effect held until spring."),
    ("How long did it last?", "It held for six weeks.", "It held for as long as they were seen."),
    ("When was it tried?", "It was tried in 1998.", "It was tried in 98 patients."),
    ("Who found it?", "It was found by Novák et al. in mice.", "It was found by chance in mice."),
    ("Who found it?", "Dr. Lerner found it.", "The doctor found it."),
    ("Why did it stop?", "It stopped because of rashes.", "It stopped in March."),
    ("Does it help?", "It did not help.", "It helped."),
]


def met(question: str, kind: str, sentence: str) -> list[float]:
    """How a sentence meets what is asked for, over the pairs that begin with a kind."""
    (row,) = fulfilled(question, [sentence])
    return [float(value) for value, (first, _) in zip(row, PAIRS, strict=True) if first == kind]


@pytest.mark.parametrize(("question", "kind"), QUESTIONS)
def test_the_kind_of_answer_is_heard_in_the_question(question: str, kind: str) -> None:
    assert kind in {first for (first, _), wanted in zip(PAIRS, asked(question), strict=True) if wanted}


@pytest.mark.parametrize(("question", "holding", "lacking"), ANSWERS)
def test_a_sentence_that_holds_it_is_told_from_one_that_does_not(
    question: str, holding: str, lacking: str
) -> None:
    with_it, without = fulfilled(question, [holding, lacking])
    assert (with_it >= without).all()
    assert with_it.sum() > without.sum()


@pytest.mark.parametrize(
    ("question", "kind"), [("How many took part?", "count"), ("What share of them woke?", "share")]
)
@pytest.mark.parametrize("marker", ["[3]", "[12,13]", "[3–5]", "[1, 4-6]"])
def test_citation_markers_are_no_figures(question: str, kind: str, marker: str) -> None:
    assert set(met(question, kind, f"Several of them did {marker}.")) == {-1.0}
    assert 1.0 in met(question, kind, f"9% of them did, 9 in all {marker}.")


def test_a_year_is_no_count_and_a_count_no_year() -> None:
    assert -1.0 in met("How many took part?", "count", "They met in 2014.")
    assert met("When did they meet?", "year", "They met 301 times.") == [-1.0]


@pytest.mark.parametrize("question", ["What is melatonin?", "Describe the pineal gland", ""])
def test_where_nothing_special_is_asked_every_sentence_is_alike(question: str) -> None:
    assert not any(asked(question))
    assert not fulfilled(question, ["42 nurses, 48.1% of them, in 1998.", "None."]).any()


@given(
    st.sampled_from([question for question, _ in QUESTIONS]) | st.text(max_size=40),
    st.lists(st.text(max_size=40) | st.sampled_from([a for _, a, _ in ANSWERS]), max_size=5),
)
def test_a_sentence_is_judged_by_itself_and_only_for_what_is_asked(
    question: str, sentences: list[str]
) -> None:
    found = fulfilled(question, sentences)
    assert (found.shape, found.dtype) == ((len(sentences), len(PAIRS)), np.float32)
    wanted = np.array(asked(question))
    assert (found[:, ~wanted] == 0).all()
    assert (np.abs(found[:, wanted]) == 1).all()
    for row, sentence in zip(found, sentences, strict=True):
        np.testing.assert_array_equal(row, fulfilled(question, [sentence])[0])


@pytest.mark.parametrize(
    "question", ["Do children sleep longer when it is dark?", "What helps nurses when shifts change?"]
)
def test_when_as_a_conjunction_asks_for_no_year(question: str) -> None:
    assert not any(
        is_asked for is_asked, (kind, _) in zip(asked(question), PAIRS, strict=True) if kind == "year"
    )
