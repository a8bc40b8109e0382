"""Reference entries as part of an answer."""

from kqa.answer.extracts import Span
from kqa.answer.sources import MOST_ENTRIES, entries_cited
from kqa.corpus.article import Article
from kqa.types import Passage

PASSAGE = Passage("garcia2020", 0, 1, "x", "paragraph", (), "para. 1")


def span(*references: str) -> Span:
    return Span(PASSAGE, 0, 1, references)


def locators(spans: tuple[Span, ...]) -> list[str]:
    return [s.passage.locator for s in spans]


def test_the_entries_of_the_first_quotation_that_cites(tiny_articles: dict[str, Article]) -> None:
    quoted = [span(), span("garcia2020:2"), span("garcia2020:1")]
    found = entries_cited(quoted, tiny_articles.__getitem__)
    assert locators(found) == ["ref. 2"]
    text = tiny_articles["garcia2020"].text
    assert text[found[0].start : found[0].end].startswith("Smith, J.; Jones, K. Melatonin and sleep latency")


def test_a_range_names_no_more_than_three(tiny_articles: dict[str, Article]) -> None:
    found = entries_cited([span(*(f"garcia2020:{n}" for n in (4, 3, 2, 1)))], tiny_articles.__getitem__)
    assert locators(found) == ["ref. 4", "ref. 3", "ref. 2"]
    assert len(found) == MOST_ENTRIES


def test_no_entry_is_made_up(tiny_articles: dict[str, Article]) -> None:
    assert entries_cited([span(), span("garcia2020:99")], tiny_articles.__getitem__) == ()
