from html.parser import HTMLParser

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.chat.markup import Html, is_web_address, join, link, tag, text

ANY = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)


class Seen(HTMLParser):
    """Elements, attributes and text, as a browser would read them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, name, attributes):
        self.tags.append((name, dict(attributes)))

    def handle_data(self, data):
        self.words += data


@given(ANY)
def test_text_stays_text(words):
    seen = Seen(tag("p", words))
    assert [name for name, _ in seen.tags] == ["p"]
    assert seen.words == words.replace("\r\n", "\n").replace("\r", "\n") or seen.words == words


@given(ANY)
def test_an_attribute_holds_what_it_was_given_and_makes_no_other(words):
    seen = Seen(tag("button", data_copy=words, class_="x"))
    assert seen.tags == [("button", {"data-copy": words, "class": "x"})]


@pytest.mark.parametrize("words", hostile.ALL)
def test_hostile_words_make_no_element(words):
    assert Seen(join(words, tag("b", words))).tags == [("b", {})]


def test_markup_of_ours_is_put_in_as_it_is():
    assert join(tag("b", "a & b"), None, Html("<i></i>"), "<i>") == "<b>a &amp; b</b><i></i>&lt;i&gt;"
    assert text(3) == "3"


def test_none_and_false_leave_an_attribute_out_and_true_gives_no_value():
    assert tag("br", hidden=True, title=None, disabled=False) == "<br hidden>"


@pytest.mark.parametrize("name", ["script", "P", "p onclick", "", "1"])
def test_an_element_that_may_not_be_made_is_refused(name):
    with pytest.raises(ValueError, match="is not an element that the chat may make"):
        tag(name)


@pytest.mark.parametrize("name", ["onclick", "style", "on_load", "x y"])
def test_a_handler_or_style_is_refused(name):
    with pytest.raises(ValueError, match="is not an attribute that the chat may set"):
        tag("p", **{name: "x"})


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "java\nscript:x",
        "//x",
        "",
        "https://",
        "http://[x",
    ],
)
def test_an_address_that_is_no_plain_web_address_makes_no_link(url):
    assert not is_web_address(url)
    assert link(url, "a<b") == "a&lt;b"


def test_a_link_opens_elsewhere_and_tells_nothing_of_where_from():
    assert link('https://doi.org/10.1/a"b', "x") == (
        '<a href="https://doi.org/10.1/a&quot;b" target="_blank" rel="noopener noreferrer">x</a>'
    )
