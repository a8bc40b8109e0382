"""Finding a place from what a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.answer import place
from kqa.corpus.article import Article, parse
from kqa.errors import UsageError


@pytest.fixture
def garcia(tiny_articles: dict[str, Article]) -> Article:
    return tiny_articles["garcia2020"]


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("sec. 1.1, para. 2", "In a cross-over trial"),
        ("sec 1.1 para 2", "In a cross-over trial"),
        ("SECTION 1.1 PARAGRAPH 2", "In a cross-over trial"),
        ("Table 1, row 3", "Tanaka 2018"),
        ("table 1 row 3", "Tanaka 2018"),
        ("tab. 1 row 3", "Tanaka 2018"),
        ("ref 2", "Smith, J.; Jones, K."),
        ("reference 2", "Smith, J.; Jones, K."),
        ("abstract para 1", "Trouble falling asleep"),
        ("sec 1.2 item 2", "Drowsiness"),
        ("sec. 1.2", "1.2. Children"),
        ("1.2. children", "1.2. Children"),
        ("Table 1, key", "Abbreviations:"),
    ],
)
def test_spellings_of_a_locator(garcia: Article, typed: str, begins: str) -> None:
    start, end = place.span(garcia, typed)
    assert garcia.text[start:end].startswith(begins)


def test_every_locator_leads_back_to_its_block(tiny_articles: dict[str, Article]) -> None:
    for article in tiny_articles.values():
        for block in article.blocks:
            assert place.span(article, block.locator) == (block.start, block.end)


def test_a_table_is_found_whole(garcia: Article) -> None:
    start, end = place.span(garcia, "tab 1")
    assert garcia.text[start:].startswith("Table 1.")
    assert (
        garcia.text[start:end]
        .rstrip(" |")
        .endswith(garcia.text[slice(*place.span(garcia, "Table 1, row 3"))])
    )


def test_offsets_are_taken_as_they_are(garcia: Article) -> None:
    assert place.span(garcia, "10:25") == (10, 25)
    assert place.span(garcia, " 10 – 25 ") == (10, 25)
    assert place.span(garcia, f"0:{len(garcia.text)}") == (0, len(garcia.text))


@pytest.mark.parametrize("outside", ["5:5", "9:3", "0:999999999"])
def test_offsets_outside_the_article_are_refused(garcia: Article, outside: str) -> None:
    with pytest.raises(UsageError, match=rf"{outside} is no place in garcia2020: expected START:END"):
        place.span(garcia, outside)


def test_an_unknown_place_suggests_near_ones(garcia: Article) -> None:
    with pytest.raises(UsageError, match=r"has no place 'sec 1.1 para 9': try .*`sec. 1.1, para. 1`"):
        place.span(garcia, "sec 1.1 para 9")


@given(st.text(max_size=40))
def test_any_text_finds_a_place_or_is_refused(typed: str) -> None:
    text = "# T\n\n## 1. One\n\nWords stand here.\n"
    article = Article("t", text, {}, (), parse(text), "")
    try:
        start, end = place.span(article, typed)
    except UsageError:
        return
    assert 0 <= start < end <= len(text)
