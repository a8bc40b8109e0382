"""The one `ask`: composition, numbering, abstention and determinism, whatever the reader."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from fakes import ALIKE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kqa.answer import answer as answers
from kqa.answer.answer import as_json, ask
from kqa.answer.reading import Reading, ScoredSentence
from kqa.errors import CorpusError, UsageError, VerbatimError
from kqa.index.store import Index
from kqa.types import Hit

Reads = Callable[..., None]
HIT = ["rank", "article", "section", "locator", "start", "end", "score", "text"]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Make the reader find the sentences that begin with given words, best first."""

    def arrange(*openings: str, confidence: float = 0.9, answerable: bool = True) -> None:
        def read(index: Index, question: str, hits: Sequence[Hit]) -> Reading:
            every = [(s, p) for p in index.passages for s in index.sentences(p)]
            found = [next((s, p) for s, p in every if s.text.startswith(words)) for words in openings]
            scored = tuple(ScoredSentence(1 - n / 1000, s, p) for n, (s, p) in enumerate(found))
            return Reading(scored, tuple(hits), confidence, answerable)

        monkeypatch.setattr(answers.reader, "read", read)
        monkeypatch.setattr("kqa.answer.choose.ALIKE", ALIKE)

    return arrange


def test_extracts_are_the_articles_own_words_with_what_they_cite(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", "In sixty adults", "Smith 2011")
    answer = ask(tiny_index, "How much faster does one fall asleep?")
    assert [(e.number, e.article, e.references) for e in answer.extracts] == [
        (1, "garcia2020", ("garcia2020:2",)),
        (2, "okoro2022", ("okoro2022:1",)),
        (3, "garcia2020", ("garcia2020:2",)),
    ]
    for extract in answer.extracts:
        assert tiny_index.text(extract.article)[extract.start : extract.end] == extract.text
    assert [c.passage.locator for c in answer.citations] == [
        *("sec. 1.1, para. 1", "sec. 1, para. 1", "Table 1, row 1")
    ]


def test_the_limit_is_of_sentences_chosen(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", "In a cross-over", "Children with")
    assert len(ask(tiny_index, "What helps?", limit=1).extracts) == 1
    assert len(ask(tiny_index, "What helps?", limit=2).extracts) == 2


def test_abstaining_quotes_nothing_and_keeps_the_nearest(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", confidence=0.1, answerable=False)
    answer = ask(tiny_index, "What does melatonin cost?")
    assert (answer.abstained, answer.confidence, answer.extracts, answer.citations) == (True, 0.1, (), ())
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert answer.hits


def test_answer_anyway_quotes_and_leaves_the_confidence_low(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", confidence=0.1, answerable=False)
    answer = ask(tiny_index, "What does melatonin cost?", answer_anyway=True)
    assert (answer.abstained, answer.confidence) == (False, 0.1)
    assert answer.extracts[0].text.startswith("A dose of 2 mg")


def test_nothing_to_read_is_an_abstention_even_anyway(tiny_index: Index, reads: Reads) -> None:
    reads(confidence=0.0)
    answer = ask(tiny_index, "Whatever?", answer_anyway=True, sections=["No such heading"])
    assert (answer.abstained, answer.hits) == (True, ())


def test_a_question_for_the_source_is_answered_with_the_entry(tiny_index: Index, reads: Reads) -> None:
    reads("In a cross-over trial")
    answer = ask(tiny_index, "Which paper reports that shift workers slept longer?")
    assert [e.text[:10] for e in answer.extracts] == ["In a cross", "Novák, P.;", "Tanaka, H."]
    assert [c.passage.locator for c in answer.citations] == ["sec. 1.1, para. 2", "ref. 3", "ref. 4"]
    assert answer.extracts[1].references == ("garcia2020:3",)


def test_other_questions_get_no_entries(tiny_index: Index, reads: Reads) -> None:
    reads("In a cross-over trial")
    answer = ask(tiny_index, "How long did shift workers sleep?")
    assert {c.passage.kind for c in answer.citations} == {"paragraph"}
    assert all(hit.passage.kind != "reference" for hit in answer.hits)


def test_filters_reach_the_search(tiny_index: Index) -> None:
    hits = ask(tiny_index, "melatonin sleep", articles=["okoro2022"]).hits
    assert {hit.passage.article for hit in hits} == {"okoro2022"}
    hits = ask(tiny_index, "melatonin sleep", sections=["Children"]).hits
    assert {hit.passage.section[-1] for hit in hits} == {"1.2. Children"}


def test_an_unknown_article_is_named(tiny_index: Index) -> None:
    with pytest.raises(CorpusError, match="no article has the key 'nobody1999'; there are: garcia2020"):
        ask(tiny_index, "Why?", articles=["nobody1999"])


def test_a_limit_below_one_is_refused(tiny_index: Index) -> None:
    with pytest.raises(UsageError, match="--top 0: at least 1"):
        ask(tiny_index, "Why?", limit=0)


def test_an_article_changed_since_is_never_quoted(
    tiny_index: Index, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads("A dose of 2 mg")
    real = tiny_index.text
    monkeypatch.setattr(tiny_index, "text", lambda key: real(key).replace("2 mg", "3 mg"))
    with pytest.raises(VerbatimError, match="does not say at"):
        ask(tiny_index, "What shortens the time to fall asleep?")
    reads("A dose of 2 mg", answerable=False)
    with pytest.raises(VerbatimError, match="does not say at"):
        ask(tiny_index, "What shortens the time to fall asleep?")


def test_the_json_answer_is_the_agreed_one(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", confidence=0.93125)
    answer = ask(tiny_index, "What shortens the time to fall asleep?", id="q1")
    value = as_json(answer)
    assert list(value) == ["id", "question", "abstained", "confidence", "extracts", "citations", "hits"]
    assert (value["id"], value["confidence"]) == ("q1", 0.9313)
    assert value["extracts"] == [
        {
            "number": 1,
            "article": "garcia2020",
            "start": 277,
            "end": 376,
            "text": "A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with placebo "
            "(p < 0.05) [2].",
            "references": ["garcia2020:2"],
        }
    ]
    assert value["citations"] == [
        {
            "number": 1,
            "article": "garcia2020",
            "section": "1.1. Adults",
            "locator": "sec. 1.1, para. 1",
            "start": 277,
            "end": 437,
            "text": answer.citations[0].passage.text,
        }
    ]
    assert list(value["hits"][0]) == HIT
    assert json.loads(json.dumps(value, ensure_ascii=False)) == value


def test_the_same_question_has_the_same_answer_byte_for_byte(tiny_index: Index) -> None:
    first, second = (as_json(ask(tiny_index, "Does melatonin help?")) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


WORDS = st.sampled_from(
    [
        *("melatonin", "light", "sleep", "children", "dose", "CBT-I", "[2]", "2 mg", "48.1%", "which paper"),
        *("(a|b)*", "**", "``", "Помогает", "氯胺酮", "\u202e", "\x00", "\ud800"),
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=8), st.booleans(), st.integers(1, 5))
def test_whatever_is_asked_the_contracts_hold(
    tiny_index: Index, words: list[str], anyway: bool, limit: int
) -> None:
    try:
        answer = ask(tiny_index, " ".join(words), answer_anyway=anyway, limit=limit)
    except UsageError:
        assert not any(c.isalnum() for c in " ".join(words))
        return
    numbered = {c.number: c.passage for c in answer.citations}
    for extract in answer.extracts:
        text, passage = tiny_index.text(extract.article), numbered[extract.number]
        assert text[extract.start : extract.end] == extract.text
        assert passage.start <= extract.start < extract.end <= passage.end
        assert passage.article == extract.article
    first_seen = list(dict.fromkeys(e.number for e in answer.extracts))
    assert first_seen == list(range(1, len(numbered) + 1)) == list(numbered)
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.abstained == (not answer.extracts)
    assert answer == replace(ask(tiny_index, " ".join(words), answer_anyway=anyway, limit=limit))


def test_a_work_asked_for_by_author_and_year_is_the_answer_whatever_the_reader_thinks(
    tiny_index: Index, reads: Reads
) -> None:
    reads("A dose of 2 mg", "Light therapy lifted mood", confidence=0.1, answerable=False)
    answer = ask(tiny_index, "What is the DOI of the Ivanova 2017 study?")
    assert [c.passage.locator for c in answer.citations] == ["sec. 2, para. 1", "ref. 2"]
    assert (answer.abstained, answer.confidence) == (False, 0.9)
    reads("A dose of 2 mg", confidence=0.1, answerable=False)
    assert [c.passage.locator for c in ask(tiny_index, "DOI of Ivanova 2017?").citations] == ["ref. 2"]


def test_a_work_that_nobody_lists_is_an_abstention(tiny_index: Index, reads: Reads) -> None:
    reads("A dose of 2 mg", confidence=0.1, answerable=False)
    assert ask(tiny_index, "What is the DOI of the Ivanova 1999 study?").abstained
