"""Questions as people type, paste and pipe them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kqa.answer.question import MOST_CHARACTERS, clean, echo
from kqa.errors import UsageError
from kqa.index.search import asks_for_source


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  What \n dose\t? ", "What dose ?"),
        ("keta\x00mine", "keta mine"),
        ("keta\u200bmine", "ketamine"),
        ("\u202eketamine\u202c", "ketamine"),
        ("ke\u00adtamine", "ketamine"),
        ("dose \ud800 of ketamine", "dose of ketamine"),
        ("Cafe\u0301?", "Café?"),
        ("0.71 mg/kg [40] (a|b)* $x^2$ **bold**", "0.71 mg/kg [40] (a|b)* $x^2$ **bold**"),
        ("Помогает ли кетамин?", "Помогает ли кетамин?"),
        ("هل يساعد الكيتامين؟", "هل يساعد الكيتامين؟"),
        ("氯胺酮有效吗", "氯胺酮有效吗"),
    ],
)
def test_it_keeps_words_and_drops_what_no_one_sees(given_text: str, expected: str) -> None:
    assert clean(given_text) == expected


@pytest.mark.parametrize("empty", ["", " ", "\n\t", "\u00a0"])
def test_an_empty_question_is_refused(empty: str) -> None:
    with pytest.raises(UsageError, match=r"^the question is empty; try `kqa ask"):
        clean(empty)


@pytest.mark.parametrize("wordless", ["???", "\u200b", "\x00", "\ud800", "🍷", ".*", "—"])
def test_a_question_without_a_word_is_refused(wordless: str) -> None:
    with pytest.raises(UsageError, match=r"^the question holds no word: "):
        clean(wordless)


def test_a_megabyte_is_refused_in_one_short_line() -> None:
    with pytest.raises(UsageError, match=r"1,048,576 characters long.* at most 10,000") as caught:
        clean("a" * 2**20)
    assert len(str(caught.value)) < 300


def test_the_longest_question_is_taken() -> None:
    assert len(clean("a" * MOST_CHARACTERS)) == MOST_CHARACTERS


@given(st.text(max_size=200))
@example("a\u0301\u200b\ud800\x00")
def test_cleaning_is_stable_and_can_be_encoded(text: str) -> None:
    try:
        once = clean(text)
    except UsageError:
        return
    assert clean(once) == once
    assert once.encode("utf-8")
    assert not set(once) & set("\x00\n\r\u200b\u202e")


@given(st.text(max_size=200))
def test_the_echo_is_the_question_but_for_surrogates(text: str) -> None:
    echoed = echo(text)
    assert echoed.encode("utf-8").decode("utf-8") == echoed
    assert len(echoed) == len(text)
    assert all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(echoed, text, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "Which paper backs the statement that melatonin shortens sleep latency?",
        "In which journal was the lamp trial published?",
        "Source cited for light suppressing melatonin?",
        "DOI of the article cited for the pineal gland",
        "Which publication is behind the advice on lamps, and from what year?",
        "citation for the claim that melatonin helps shift workers",
        "Who published the shift worker trial?",
        "Where was the autism study published?",
        "Give me the reference for the Smith 2011 study",
    ],
)
def test_asking_for_a_publication_is_recognised(question: str) -> None:
    assert asks_for_source(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which study used 2 mg?",
        "What is the source of melatonin in the body?",
        "Which drug was the reference treatment?",
        "Did the paper-and-pencil test improve?",
        "How many papers were reviewed?",
    ],
)
def test_other_questions_do_not_ask_for_a_publication(question: str) -> None:
    assert not asks_for_source(question)
