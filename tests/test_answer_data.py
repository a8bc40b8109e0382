"""Kinds of datum that a question asks for, and texts that give them or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer import data


@pytest.mark.parametrize(
    ("question", "gives", "lacks"),
    [
        ("How old were the patients?", "Adults aged 18 to 60 took part.", "Sixty adults took part."),
        ("how many women took part", "Of 40 people 12 were female.", "Forty people took part."),
        ("Which ethnic groups?", "Most were white.", "Most slept well."),
        ("What does a course cost?", "It was priced at $ 900.", "It took a course of six weeks."),
        ("What was the p-value?", "It fell (p < 0.01).", "It fell by a third."),
        ("Give the 95% confidence interval", "OR 2.1 (95% CI 1.2–3.4)", "The odds doubled."),
        ("What was the effect size?", "Cohen's d was 0.4.", "The effect was large."),
        ("What was the average score?", "A mean of 4 ± 1.", "Scores fell to 4."),
        ("What is the maximum dose?", "Up to 2 mg was given.", "2 mg was given."),
        ("Did anyone drop out of it? Any attrition?", "Two discontinued.", "Two had headaches."),
        ("Did anybody die?", "There were three deaths.", "There were three falls."),
        ("What was their BMI?", "They weighed 80 kg.", "They were tall."),
        ("Which brand name is it sold under?", "It is marketed as X®.", "It is a cyclohexanone."),
    ],
)
def test_a_text_that_does_not_give_what_is_asked_for_lacks_it(question: str, gives: str, lacks: str) -> None:
    assert data.missing(question, [gives, lacks]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    "question", ["What does ketamine mean for sleep?", "Does it help?", "Who paid whom?"]
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert data.missing(question, ["", "A text."]).tolist() == [0.0, 0.0]


@given(
    st.lists(st.sampled_from(["How old?", "What cost?", "Did they die?"]), min_size=1, max_size=3), st.text()
)
def test_who_asks_for_more_is_not_told_more_easily(asked: list[str], text: str) -> None:
    alone = [data.missing(question, [text])[0] for question in asked]
    assert data.missing(" ".join(asked), [text])[0] == max(alone)


def test_as_many_as_there_are_texts() -> None:
    assert data.missing("How old?", []).shape == (0,)
    assert data.missing("How old?", ["a"] * 3).dtype == np.float32
