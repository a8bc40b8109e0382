"""Reference entries as part of an answer."""

from dataclasses import replace

import pytest

from kqa.answer import sources
from kqa.answer.extracts import Span
from kqa.answer.reading import ScoredSentence
from kqa.corpus.article import Article
from kqa.index.store import Index
from kqa.types import Passage, Sentence

PASSAGE = Passage("garcia2020", 0, 1, "x", "paragraph", (), "para. 1")


def span(*references: str) -> Span:
    return Span(PASSAGE, 0, 1, references)


def sentence(*references: str) -> ScoredSentence:
    return ScoredSentence(1.0, Sentence(0, 1, "x", references), PASSAGE)


def locators(entries: tuple[Passage, ...]) -> list[tuple[str, str]]:
    return [(entry.article, entry.locator) for entry in entries]


def shown(spans: tuple[Span, ...]) -> list[str]:
    return [s.passage.locator for s in spans]


def test_each_quotation_is_followed_by_the_entries_it_cites_each_once(
    tiny_articles: dict[str, Article],
) -> None:
    quoted = [span(), span("garcia2020:2"), span("garcia2020:2", "garcia2020:1")]
    found = sources.with_entries(quoted, tiny_articles.__getitem__)
    assert shown(found) == ["para. 1", "para. 1", "ref. 2", "para. 1", "ref. 1"]
    assert found[2].passage.text.startswith("Smith, J.; Jones, K. Melatonin and sleep latency")


def test_a_range_names_no_more_than_three(tiny_articles: dict[str, Article]) -> None:
    found = sources.with_entries(
        [span(*(f"garcia2020:{n}" for n in (4, 3, 2, 1)))], tiny_articles.__getitem__
    )
    assert shown(found) == ["para. 1", "ref. 4", "ref. 3", "ref. 2"]


def test_a_quotation_that_cites_nothing_has_its_passage_speak(tiny_articles: dict[str, Article]) -> None:
    silent = Span(replace(PASSAGE, references=("garcia2020:3",)), 0, 1, ())
    assert shown(sources.with_entries([silent], tiny_articles.__getitem__)) == ["para. 1", "ref. 3"]


def test_no_entry_is_made_up(tiny_articles: dict[str, Article]) -> None:
    assert shown(sources.with_entries([span("garcia2020:99")], tiny_articles.__getitem__)) == ["para. 1"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the DOI of Ivanova 2017?", [("lee2021", "ref. 2")]),
        ("doi of ivanova 2017", [("lee2021", "ref. 2")]),
        ("Which journal published Ivanova’s paper?", [("lee2021", "ref. 2")]),
        ("Which journal published Berg's paper?", [("lee2021", "ref. 2")]),
        ("Where was Novák published?", [("garcia2020", "ref. 3")]),
        ("What is the DOI of Ivanova 2016?", []),
        ("Which paper says that lamps lift the mood in winter?", []),
        ("which journal published the berg paper?", []),
        ("Which journal published the lamp trial cited by Berg and Kim?", []),
    ],
)
def test_entries_are_named_by_author_and_year(
    tiny_index: Index, question: str, expected: list[tuple[str, str]]
) -> None:
    assert locators(sources.named(tiny_index, question)) == expected


def test_a_work_listed_by_two_articles_is_named_in_both_and_in_one_when_asked(tiny_index: Index) -> None:
    both = sources.named(tiny_index, "Which journal published Smith 2011?")
    assert sorted(locators(both)) == [("garcia2020", "ref. 2"), ("okoro2022", "ref. 1")]
    one = sources.named(tiny_index, "Which journal published Smith 2011?", articles=["okoro2022"])
    assert locators(one) == [("okoro2022", "ref. 1")]


def test_only_sentences_of_passages_that_cite_are_kept(tiny_index: Index) -> None:
    silent, brown, smith = sentence(), sentence("garcia2020:1"), sentence("garcia2020:2", "garcia2020:1")
    assert sources.citing([silent, brown, smith], ()) == ()
    cites = replace(brown, passage=replace(PASSAGE, references=("garcia2020:1",)))
    assert sources.citing([silent, cites], ()) == (cites,)
    entries = sources.named(tiny_index, "Which journal published Smith 2011?")
    assert sources.citing([silent, brown, smith], entries) == (smith,)


def test_an_entry_is_quoted_without_the_labels_of_links_behind_it() -> None:
    for labels in ("", " [CrossRef]", " [[CrossRef](#)] [[PubMed](#)]"):
        text = f"Smith, J. Sleep [in winter]. 2011.{labels}"
        entry = Passage("a", 10, 10 + len(text), text, "reference", (), "ref. 1", references=("a:1",))
        (found,) = sources.as_spans([entry])
        assert text[: found.end - 10] == "Smith, J. Sleep [in winter]. 2011."
