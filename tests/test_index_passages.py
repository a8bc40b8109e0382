from __future__ import annotations

from kqa.corpus.article import Article
from kqa.index import passages


def by_locator(article: Article) -> dict[str, passages.Passage]:
    return {passage.locator: passage for passage in passages.split(article)}


def test_every_passage_is_the_words_at_its_place(tiny_articles: dict[str, Article]) -> None:
    for article in tiny_articles.values():
        found = passages.split(article)
        assert [p.start for p in found] == sorted({p.start for p in found})
        for passage in found:
            assert article.text[passage.start : passage.end] == passage.text
            assert passage.article == article.key


def test_paragraphs_items_rows_keys_and_references_are_passages(tiny_articles: dict[str, Article]) -> None:
    found = by_locator(tiny_articles["garcia2020"])
    kinds = {locator: passage.kind for locator, passage in found.items()}
    assert kinds["sec. 1.1, para. 1"] == "paragraph"
    assert kinds["sec. 1.2, item 1"] == "item"
    assert kinds["Table 1, row 2"] == "row"
    assert kinds["Table 1, key"] == "paragraph"
    assert kinds["ref. 3"] == "reference"
    assert not any(p.text.startswith("1.1. Adults") for p in found.values())


def test_a_row_has_its_columns_and_caption(tiny_articles: dict[str, Article]) -> None:
    row = by_locator(tiny_articles["garcia2020"])["Table 1, row 2"]
    assert row.text == "Novák 2014 [3] | 3 mg | 27 shift workers | longer sleep"
    assert row.columns == ("Study", "Dose", "Participants", "Result")
    assert row.caption == "Table 1. Trials of melatonin for sleep."
    assert row.section == ("1. Introduction", "1.2. Children")
    assert passages.embedded_text(row) == (
        "Study: Novák 2014 [3]; Dose: 3 mg; Participants: 27 shift workers; Result: longer sleep"
    )


def test_a_passage_names_what_it_cites(tiny_articles: dict[str, Article]) -> None:
    found = by_locator(tiny_articles["garcia2020"])
    assert found["sec. 1.1, para. 2"].references == ("garcia2020:3", "garcia2020:4")
    assert found["ref. 2"].references == ("garcia2020:2",)


def test_authors_and_years_of_the_reference_list_are_indexed_where_they_are_cited(
    tiny_articles: dict[str, Article],
) -> None:
    article = tiny_articles["garcia2020"]
    passage = by_locator(article)["sec. 1.1, para. 2"]
    words = passages.indexed_text(passage, article)
    assert "Dvořák" in words
    assert "Tanaka 2018" in words
    assert "1.1. Adults" in words
    assert "Dvořák" not in passage.text + passages.embedded_text(passage)


def test_a_row_of_fewer_cells_than_columns_keeps_its_words() -> None:
    passage = passages.Passage("a", 0, 9, r"x \| y | z", "row", (), "Table 1, row 1", ("one", "two", "three"))
    assert passages.embedded_text(passage) == "one: x | y; two: z"
