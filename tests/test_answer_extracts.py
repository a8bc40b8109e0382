"""From chosen sentences to extracts that say what the article says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer.extracts import LEANS_BACK, Span, number, spans, verify
from kqa.answer.reading import ScoredSentence
from kqa.errors import VerbatimError
from kqa.types import Passage, Sentence

TEXT = "# T\n\nOne came first [1]. Two was next. This was third [2,3]. Four ended it.\n\nAnother paragraph.\n"
BODY = Passage(
    "a", 5, 75, TEXT[5:75], "paragraph", ("1. S",), "sec. 1, para. 1", references=("a:1", "a:2", "a:3")
)
OTHER = Passage("a", 77, 95, TEXT[77:95], "paragraph", ("1. S",), "sec. 1, para. 2")


def sentence(words: str, *references: str) -> Sentence:
    start = TEXT.index(words)
    return Sentence(start, start + len(words), words, references)


ONE, TWO = sentence("One came first [1].", "a:1"), sentence("Two was next.", "a:2", "a:3")
THREE, FOUR = sentence("This was third [2,3].", "a:2", "a:3"), sentence("Four ended it.")
LAST = sentence("Another paragraph.")


def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    return (ONE, TWO, THREE, FOUR) if passage == BODY else (LAST,)


def chosen(*sentences: Sentence) -> list[ScoredSentence]:
    return [ScoredSentence(1 - i / 10, s, OTHER if s is LAST else BODY) for i, s in enumerate(sentences)]


def texts(found: tuple[Span, ...]) -> list[str]:
    return [TEXT[span.start : span.end] for span in found]


def test_the_passages_of_this_module_are_true() -> None:
    assert TEXT[BODY.start : BODY.end].endswith("Four ended it.")
    assert OTHER.text == "Another paragraph."


def test_adjoining_sentences_become_one_extract_over_both() -> None:
    assert texts(spans(chosen(FOUR, THREE, TWO, ONE), sentences_of)) == [BODY.text]


def test_sentences_apart_stay_apart_best_first() -> None:
    assert texts(spans(chosen(FOUR, ONE), sentences_of)) == ["Four ended it.", "One came first [1]."]


def test_an_opening_that_points_back_brings_the_sentence_before() -> None:
    assert texts(spans(chosen(THREE), sentences_of)) == ["Two was next. This was third [2,3]."]


def test_a_sentence_that_leans_on_the_chosen_one_comes_with_it() -> None:
    assert texts(spans(chosen(TWO), sentences_of)) == ["Two was next. This was third [2,3]."]
    assert texts(spans(chosen(ONE), sentences_of)) == ["One came first [1]."]


@pytest.mark.parametrize("opening", ["However,", "In contrast,", "Both groups", "They", "So"])
def test_what_takes_a_sentence_back_is_shown_with_it_either_way(opening: str) -> None:
    whole = f"It helped. {opening} nobody stayed. Later ones did."
    passage = Passage("a", 0, len(whole), whole, "paragraph", (), "para. 1")
    places = [(0, 10), (11, whole.index(" Later")), (whole.index("Later"), len(whole))]
    found = [Sentence(start, end, whole[start:end], ()) for start, end in places]
    for picked in found[:2]:
        (span,) = spans([ScoredSentence(1.0, picked, passage)], lambda _: found)
        assert (span.start, span.end) == (0, places[1][1])


def test_what_the_chosen_sentence_cites_comes_before_what_its_neighbour_does() -> None:
    (span,) = spans(chosen(THREE), lambda _: (ONE, THREE))
    assert span.references == ("a:2", "a:3", "a:1")


@pytest.mark.parametrize(
    "opening", ["So far", "So-called responders", "He et al.", "Those who", "In comparison with"]
)
def test_openings_that_only_look_like_it_lean_on_nothing(opening: str) -> None:
    assert not LEANS_BACK.match(f"{opening} stayed.")


def test_an_extract_cites_what_its_sentences_cite_once() -> None:
    (span,) = spans(chosen(ONE, TWO, THREE), sentences_of)
    assert span.references == ("a:1", "a:2", "a:3")


def test_a_passage_has_one_number_by_first_appearance() -> None:
    quoted, citations = number(spans(chosen(FOUR, LAST, ONE), sentences_of), {"a": TEXT})
    assert [(e.number, e.text) for e in quoted] == [
        (1, "Four ended it."),
        (2, "Another paragraph."),
        (1, "One came first [1]."),
    ]
    assert [(c.number, c.passage) for c in citations] == [(1, BODY), (2, OTHER)]


@given(st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, LAST]), min_size=1, max_size=5, unique=True))
def test_every_choice_is_quoted_word_for_word_and_nothing_twice(picked: list[Sentence]) -> None:
    quoted, citations = number(spans(chosen(*picked), sentences_of), {"a": TEXT})
    assert all(TEXT[e.start : e.end] == e.text == e.text.strip() for e in quoted)
    covered = [i for e in quoted for i in range(e.start, e.end)]
    assert len(covered) == len(set(covered))
    assert all(any(e.start <= s.start and s.end <= e.end for e in quoted) for s in picked)
    assert [c.number for c in citations] == list(range(1, len(citations) + 1))


def test_a_changed_article_is_never_quoted() -> None:
    with pytest.raises(VerbatimError, match=r"a does not say at 5:75 .*'sec. 1, para. 1'.*`kqa doctor`"):
        number(spans(chosen(ONE), sentences_of), {"a": TEXT.replace("first", "forth")})


@pytest.mark.parametrize(("start", "end"), [(0, 20), (20, 20), (5, 80), (5, 25)])
def test_a_span_outside_its_passage_or_with_loose_ends_is_refused(start: int, end: int) -> None:
    with pytest.raises(VerbatimError, match="does not say"):
        number([Span(BODY, start, end, ())], {"a": TEXT})


def test_a_shifted_passage_does_not_verify() -> None:
    verify(BODY, TEXT)
    with pytest.raises(VerbatimError, match="does not say at 6:76"):
        verify(replace(BODY, start=6, end=76), TEXT)
