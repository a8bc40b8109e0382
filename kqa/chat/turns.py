"""Answers as markup: numbered quotations, and abstentions that look like what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kqa.answer import names
from kqa.chat.conversation import Conversation, Exchange, Narrowing, citation
from kqa.chat.markup import Html, join, tag
from kqa.chat.quotation import passage
from kqa.corpus.article import Article
from kqa.types import Extract, Hit, Passage

Shelf = Mapping[str, Article]
"""The articles by key."""
Copies = Callable[[Exchange, Extract], Sequence[tuple[str, str]]]
"""The ways to copy an extract: (name of the way, what is copied)."""

NEAREST_SHOWN = 5
VOICES = 3
"""Colours that articles take in turn, by key; see `page.css`."""


def conversation(talk: Conversation, shelf: Shelf, copies: Copies) -> Html:
    """The whole conversation."""
    return join(*(exchange(e, n, shelf, copies, vote=talk.votes.get(n)) for n, e in talk.numbered()))


def exchange(one: Exchange, ordinal: int, shelf: Shelf, copies: Copies, *, vote: str | None = None) -> Html:
    """One question and its answer."""
    heading = f"q{ordinal}"
    return tag(
        "article",
        tag(
            "h2",
            tag("span", "You asked: ", class_="sr"),
            one.question,
            id=heading,
            class_="question",
            tabindex="-1",
        ),
        _understood(one, ordinal),
        _narrowed(one.narrowing, shelf),
        _abstention(one, ordinal, shelf) if one.answer.abstained else _answer(one, ordinal, shelf, copies),
        _foot(one, ordinal, vote),
        class_="turn",
        aria_labelledby=heading,
        data_turn=ordinal,
    )


def chip(number: int, place: Passage, shelf: Shelf, ordinal: int) -> Html:
    """The number that is kqa's own, which opens the passage."""
    return tag(
        "button",
        f"[{number}]",
        type="button",
        class_="chip",
        data_act="open",
        data_turn=ordinal,
        data_number=number,
        aria_label=f"[{number}] {title(shelf, place.article)}, {place.locator}: open the passage",
    )


def title(shelf: Shelf, key: str) -> str:
    """`Thomas & Chambers 2025`, or the key of an article that is gone."""
    return names.short(shelf[key].metadata) if key in shelf else key


def voice(shelf: Shelf, key: str) -> str:
    """The class that gives an article its colour, the same wherever it is quoted."""
    return f"voice-{1 + sorted(shelf).index(key) % VOICES}" if key in shelf else "voice-1"


def _understood(one: Exchange, ordinal: int) -> Html | None:
    if not one.rewriting.changed:
        return None
    return tag(
        "p",
        tag("span", "understood as: ", class_="label"),
        tag("q", one.rewriting.text),
        " ",
        _act(
            "drop",
            "Ask it as typed",
            ordinal,
            label=f"Drop what was carried over and ask only: {one.question}",
        ),
        class_="understood",
    )


def _narrowed(narrowing: Narrowing, shelf: Shelf) -> Html | None:
    if narrowing.empty:
        return None
    parts = (*(title(shelf, key) for key in narrowing.articles), *narrowing.sections, *narrowing.substances)
    return tag("p", tag("span", "narrowed to: ", class_="label"), "; ".join(parts), class_="understood")


def _answer(one: Exchange, ordinal: int, shelf: Shelf, copies: Copies) -> Html:
    by_article: dict[str, list[Extract]] = {}
    for extract in one.answer.extracts:
        by_article.setdefault(extract.article, []).append(extract)
    columns = [
        tag(
            "section",
            tag("h3", title(shelf, key), class_="source"),
            *(_extract(one, e, ordinal, shelf, copies) for e in extracts),
            class_=f"voice {voice(shelf, key)}",
            aria_label=f"In {title(shelf, key)}",
        )
        for key, extracts in by_article.items()
    ]
    return tag("div", *columns, class_="answer side-by-side" if len(columns) > 1 else "answer")


def _extract(one: Exchange, extract: Extract, ordinal: int, shelf: Shelf, copies: Copies) -> Html | None:
    cited = citation(one.answer, extract.number)
    if cited is None or extract.article not in shelf:
        return None
    article = shelf[extract.article]
    ways = [
        tag(
            "button", tag("b", name), tag("span", copied, class_="sample"), type="button", role="menuitem",
            data_copy=copied, aria_label=f"Copy for {name}: {copied}",
        )
        for name, copied in copies(one, extract)
    ]  # fmt: skip
    return tag(
        "figure",
        tag("blockquote", passage(article, extract.start, extract.end)),
        tag(
            "figcaption",
            chip(extract.number, cited.passage, shelf, ordinal),
            tag("span", cited.passage.locator, class_="place"),
            _relayed(extract, article),
            tag("span", class_="spring"),
            tag(
                "details",
                tag("summary", "Copy", aria_label=f"Copy quotation [{extract.number}] with its citation"),
                tag("div", *ways, class_="menu", role="menu"),
                class_="copy",
                id=f"copy-{ordinal}-{extract.start}",
            )
            if ways
            else None,
            _act(
                "clip", "Clip", ordinal, number=extract.number, at=extract.start,
                label=f"Add quotation [{extract.number}] to the clippings",
            ),
        ),
        class_="extract",
    )  # fmt: skip


def _relayed(extract: Extract, article: Article) -> Html | None:
    """`citing Dakwar et al. 2019`: the finding is relayed, and from whom."""
    known = {str(item.get("id")): item for item in article.references}
    cited = [names.short(known[ref]) for ref in extract.references if ref in known]
    if not cited:
        return None
    shown = ", ".join(cited[:2]) + (f" and {len(cited) - 2} more" if len(cited) > 2 else "")
    return tag("span", f"citing {shown}", class_="relayed")


def _abstention(one: Exchange, ordinal: int, shelf: Shelf) -> Html:
    nearest = one.answer.hits[:NEAREST_SHOWN]
    return tag(
        "div",
        tag("p", tag("strong", "These articles do not answer that."), class_="abstained"),
        tag(
            "p",
            "Nothing in them is close enough to quote. Try other words, or ask about one study or substance.",
        ),
        tag(
            "details",
            tag("summary", f"Nearest passages ({len(nearest)}), which are not answers"),
            tag("ol", *(_hit(h, ordinal, shelf) for h in nearest), class_="nearest"),
            id=f"nearest-{ordinal}",
        )
        if nearest
        else None,
        class_="abstention",
        role="note",
    )


def _hit(hit: Hit, ordinal: int, shelf: Shelf) -> Html | None:
    place = hit.passage
    if place.article not in shelf:
        return None
    return tag(
        "li",
        tag(
            "p",
            _act(
                "near", f"{title(shelf, place.article)}, {place.locator}", ordinal, number=hit.rank,
                label=f"Open the passage {title(shelf, place.article)}, {place.locator}", class_="place-link",
            ),
        ),
        passage(shelf[place.article], place.start, place.end),
    )  # fmt: skip


def _foot(one: Exchange, ordinal: int, vote: str | None) -> Html:
    return tag(
        "div",
        tag("span", one.answer.sureness, class_="sureness"),
        tag("span", class_="spring"),
        tag("button", "Copy link", type="button", class_="quiet", data_link=one.asked,
            aria_label="Copy a link that opens this question again"),
        *(
            _act("vote", sign, ordinal, vote=kind, label=label, class_="quiet thumb", pressed=vote == kind)
            for kind, sign, label in (
                ("up", "Right", "This answer is right"),
                ("down", "Wrong", "This answer is wrong, or one is missing"),
            )
        ),
        class_="foot",
    )  # fmt: skip


def _act(
    act: str,
    words: str,
    ordinal: int,
    *,
    label: str,
    number: int | None = None,
    at: int | None = None,
    vote: str | None = None,
    class_: str = "quiet",
    pressed: bool | None = None,
) -> Html:
    return tag(
        "button", words, type="button", class_=class_, data_act=act, data_turn=ordinal, data_number=number,
        data_at=at, data_vote=vote, aria_label=label, title=label,
        aria_pressed=None if pressed is None else str(pressed).lower(),
    )  # fmt: skip
