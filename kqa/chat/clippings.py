"""Clippings: quotations collected on the way, with where they stand and what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kqa.chat.markup import Html, tag
from kqa.chat.quotation import passage
from kqa.corpus.article import Article
from kqa.types import Extract

MOST_CLIPPINGS = 200
"""A literature section's worth; the page of 200 has some 0.3 MB."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """One quotation; `text` is checked against the article whenever it comes back from the browser."""

    article: str
    start: int
    end: int
    text: str
    question: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clippings:
    """Quotations in the order in which they were taken, none twice."""

    taken: tuple[Clipping, ...] = ()

    def add(self, extract: Extract, question: str) -> Clippings:
        """With one more, if it is not there and there is room."""
        new = Clipping(
            extract.article, extract.start, extract.end, extract.text, question, extract.references
        )
        there = any((c.article, c.start, c.end) == (new.article, new.start, new.end) for c in self.taken)
        return self if there or len(self.taken) >= MOST_CLIPPINGS else Clippings((*self.taken, new))

    def remove(self, at: int) -> Clippings:
        """Without the clipping at that place, counted from 1."""
        return Clippings(tuple(c for n, c in enumerate(self.taken, 1) if n != at))

    def as_stored(self) -> list[dict[str, object]]:
        """What the browser keeps."""
        return [
            {
                "article": c.article,
                "start": c.start,
                "end": c.end,
                "question": c.question,
                "references": list(c.references),
            }
            for c in self.taken
        ]


def restored(stored: object, shelf: Mapping[str, Article]) -> Clippings:
    """Clippings out of what the browser kept: places that the articles have, with the words there."""
    found = (_clipping(entry, shelf) for entry in (stored if isinstance(stored, list) else ()))
    taken = tuple(c for c in found if c)
    return Clippings(taken[:MOST_CLIPPINGS])


def listed(clippings: Clippings, shelf: Mapping[str, Article], named: Mapping[str, str]) -> Html:
    """The list as markup.

    Args:
        clippings: what was collected.
        shelf: the articles by key.
        named: their short names by key.
    """
    if not clippings.taken:
        return tag(
            "p",
            "Nothing collected yet. Choose Clip under a quotation, and it waits here to be taken along.",
            class_="panel-empty",
        )
    entries = [
        tag(
            "li",
            tag("p", c.question, class_="label"),
            tag("blockquote", passage(shelf[c.article], c.start, c.end)),
            tag(
                "p",
                tag("span", named.get(c.article, c.article), class_="place"),
                " ",
                tag("button", "Remove", type="button", class_="quiet", data_act="unclip", data_number=n,
                    aria_label=f"Remove clipping {n}"),
            ),
        )
        for n, c in enumerate(clippings.taken, 1)
        if c.article in shelf
    ]  # fmt: skip
    return tag("ol", *entries, class_="clippings")


def _clipping(entry: object, shelf: Mapping[str, Article]) -> Clipping | None:
    if not isinstance(entry, dict):
        return None
    article, start, end = shelf.get(str(entry.get("article"))), entry.get("start"), entry.get("end")
    if article is None or not isinstance(start, int) or not isinstance(end, int):
        return None
    if not 0 <= start < end <= len(article.text):
        return None
    known = {str(r.get("id")) for r in article.references}
    cited = entry.get("references")
    references = (
        tuple(r for r in cited if isinstance(r, str) and r in known) if isinstance(cited, list) else ()
    )
    return Clipping(
        article.key, start, end, article.text[start:end], str(entry.get("question") or "")[:2000], references
    )
