"""The side panel: a passage in its surroundings, its heading path, and the primary references behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kqa.answer import names
from kqa.chat.conversation import Exchange, citation, extracts_of
from kqa.chat.markup import Html, join, link, tag
from kqa.chat.quotation import Span, passage
from kqa.chat.turns import Shelf, title, voice
from kqa.corpus.article import Article, Block
from kqa.types import Passage

READABLE = frozenset({"paragraph", "item", "note", "row"})


def opened(one: Exchange, number: int, shelf: Shelf) -> Html | None:
    """The passage behind the chip `[number]`, and what the other articles say to the same question."""
    cited = citation(one.answer, number)
    if cited is None:
        return None
    others = {
        c.passage.article: c
        for c in reversed(one.answer.citations)
        if c.passage.article != cited.passage.article
    }
    return _panel(
        cited.passage,
        shelf,
        number,
        _place(cited.passage, shelf, highlights=_spans(one, number)),
        *(
            _place(c.passage, shelf, highlights=_spans(one, c.number), beside=c.number)
            for c in sorted(others.values(), key=lambda c: c.number)
        ),
    )


def near(one: Exchange, rank: int, shelf: Shelf) -> Html | None:
    """A passage of the nearest, which no answer quotes."""
    hit = next((h for h in one.answer.hits if h.rank == rank), None)
    if hit is None:
        return None
    return _panel(hit.passage, shelf, None, _place(hit.passage, shelf, highlights=()))


def as_json(article: Article, start: int, end: int) -> dict[str, Any]:
    """A place of an article, for programs: its words, the passages around it, and what it cites.

    Args:
        article: where the words stand.
        start: first code point.
        end: one past the last.
    """
    at = next((b for b in article.blocks if b.start < end and start < b.end), None)
    place = Passage(
        article.key,
        at.start if at else start,
        at.end if at else end,
        "",
        "paragraph",
        at.section if at else (),
        at.locator if at else "",
    )
    before, after = _neighbours(article, place)
    numbers = [n for marker in article.markers(start, end) for n in marker.numbers]
    return {
        "article": article.key,
        "section": place.section[-1] if place.section else "",
        "locator": place.locator,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "before": [article.text[b.start : b.end] for b in before],
        "after": [article.text[b.start : b.end] for b in after],
        "references": [dict(article.references[n - 1]) for n in dict.fromkeys(numbers)],
    }


def nothing_open() -> Html:
    """What the panel says before anything is opened."""
    return tag(
        "div",
        tag(
            "p",
            "Choose a number such as ",
            tag("span", "[1]", class_="chip sample-chip"),
            " to read the passage it stands for, in its surroundings, with the studies it cites.",
        ),
        class_="panel-empty",
    )


def _panel(place: Passage, shelf: Shelf, number: int | None, *places: Html | None) -> Html:
    name = (tag("span", f"[{number}] ", class_="number") if number else None, title(shelf, place.article))
    close = tag(
        "button",
        "Close",
        type="button",
        class_="quiet close",
        data_act="close",
        aria_label="Close the passage",
    )
    return tag(
        "section",
        tag(
            "div",
            tag(
                "h2",
                *name,
                tag("span", f" {place.locator}", class_="place"),
                tabindex="-1",
                class_="panel-title",
            ),
            close,
            class_="panel-head",
        ),
        *places,
        class_=f"panel-open {voice(shelf, place.article)}",
        aria_label="Passage",
        data_open=True,
    )


def _place(
    place: Passage, shelf: Shelf, *, highlights: Sequence[Span], beside: int | None = None
) -> Html | None:
    article = shelf.get(place.article)
    if article is None:
        return None
    before, after = _neighbours(article, place)
    return tag(
        "section",
        tag("p", "In the other article", class_="label") if beside else None,
        tag("h3", f"[{beside}] {title(shelf, place.article)}", class_="source") if beside else None,
        _path(place),
        tag("p", place.caption, class_="caption") if place.caption else None,
        *(_around(article, block) for block in before),
        tag("div", passage(article, place.start, place.end, highlights=highlights), class_="here"),
        *(_around(article, block) for block in after),
        _references(article, place),
        _about(article),
        class_=f"place {voice(shelf, place.article)}",
        aria_label=f"{title(shelf, place.article)}, {place.locator}",
    )


def _path(place: Passage) -> Html:
    steps = [tag("li", step) for step in place.section]
    return tag(
        "ol",
        *steps,
        tag("li", place.locator, aria_current="location"),
        class_="path",
        aria_label="Where it stands",
    )


def _neighbours(article: Article, place: Passage) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The block before and the block after, of the same section."""
    blocks = [b for b in article.blocks if b.kind in READABLE and b.section == place.section]
    at = next((i for i, b in enumerate(blocks) if (b.start, b.end) == (place.start, place.end)), None)
    if at is None:
        return (), ()
    return tuple(blocks[max(at - 1, 0) : at]), tuple(blocks[at + 1 : at + 2])


def _around(article: Article, block: Block) -> Html:
    return tag("div", passage(article, block.start, block.end), class_="around")


def _spans(one: Exchange, number: int) -> tuple[Span, ...]:
    return tuple((e.start, e.end) for e in extracts_of(one.answer, number))


def _references(article: Article, place: Passage) -> Html | None:
    known = {str(item.get("id")): item for item in article.references}
    cited = [(ref, known[ref]) for ref in place.references if ref in known]
    if not cited:
        return None
    entries = [
        tag(
            "li",
            tag("span", f"[{ref.rpartition(':')[2]}]", class_="own"),
            " ",
            _entry(item),
        )
        for ref, item in cited
    ]
    return join(tag("h4", "Primary references"), tag("ul", *entries, class_="references"))


def _entry(item: object) -> Html:
    """Authors, year, title, journal, and the DOI as a link."""
    if not isinstance(item, dict):
        return Html()
    doi = names.doi_link(item)
    heading, journal = str(item.get("title") or ""), str(item.get("container-title") or "")
    return join(
        names.short(item),
        f". {heading}" if heading and heading not in names.short(item) else None,
        ". " if journal else None,
        tag("i", journal.rstrip(".")) if journal else None,
        ". ",
        link(doi, f"doi:{doi.removeprefix('https://doi.org/')}") if doi else None,
    )


def _about(article: Article) -> Html:
    return tag("p", tag("span", "From: ", class_="label"), _entry(dict(article.metadata)), class_="about")
