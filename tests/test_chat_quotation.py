import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_chat_markup import Seen

from kqa.chat import quotation
from kqa.corpus.article import Article, parse


def _article(text: str, references: int = 4) -> Article:
    return Article(
        "a1", text, {}, tuple({"id": f"a1:{n}"} for n in range(1, references + 1)), parse(text), ""
    )


@given(st.text(alphabet="a* [1],–2<&\n", max_size=60), st.data())
def test_what_is_quoted_is_word_for_word_what_stands_there(text, data):
    article = _article(text)
    place = st.integers(0, len(text))
    start, end = sorted((data.draw(place), data.draw(place)))
    highlights = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(place, place), max_size=3))]
    seen = Seen(quotation.quoted(article, start, end, highlights=highlights))
    assert seen.words == text[start:end]
    assert {name for name, _ in seen.tags} <= {"mark", "span"}


def test_the_extract_is_marked_and_the_articles_own_markers_are_set_apart():
    text = "Before. It worked [2]. After [1,3]."
    markup = quotation.quoted(_article(text), 0, len(text), highlights=[(8, 22)])
    assert markup == (
        'Before. <mark>It worked <span class="own" title="the article&#x27;s own reference 2">'
        "[2]</span>.</mark>"
        ' After <span class="own" title="the article&#x27;s own reference 1, 3">[1,3]</span>.'
    )


def test_marks_of_emphasis_are_there_and_out_of_sight():
    text = "**Results:** It *fell* to 8.1*** (* p < 0.01)."
    sign = '<span class="sign">{}</span>'
    markup = quotation.quoted(_article(text), 0, len(text))
    assert markup.startswith(f"{sign.format('**')}Results:{sign.format('**')} It {sign.format('*')}fell")
    assert markup.endswith(" to 8.1*** (* p &lt; 0.01).")


def test_a_row_is_shown_by_its_columns(tiny_articles):
    article = tiny_articles["garcia2020"]
    row = next(b for b in article.blocks if b.kind == "row")
    markup = quotation.passage(article, row.start, row.end)
    assert markup.startswith('<dl class="row"><dt>Study</dt><dd>Smith 2011 ')
    assert "<dt>Result</dt><dd>latency −9 min</dd>" in markup
    assert "|" not in markup


def test_a_part_of_a_row_is_shown_as_it_stands(tiny_articles):
    article = tiny_articles["garcia2020"]
    row = next(b for b in article.blocks if b.kind == "row")
    assert quotation.cells(article, row.start, row.end - 1) is None
    assert (
        Seen(quotation.passage(article, row.start, row.end - 1)).words
        == article.text[row.start : row.end - 1]
    )


@pytest.mark.parametrize("words", hostile.ALL)
def test_hostile_words_of_an_article_make_no_element(words):
    article = _article(f"Zebras {words} [1].")
    assert {name for name, _ in Seen(quotation.quoted(article, 0, len(article.text))).tags} == {"span"}
