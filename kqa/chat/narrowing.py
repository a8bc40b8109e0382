"""What a search may be narrowed to: articles, sections, and substances that have a section of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kqa.answer import names
from kqa.chat.conversation import Narrowing
from kqa.chat.turns import Shelf
from kqa.corpus.article import Article

SUBSTANCES = {
    "Alcohol": "alcohol",
    "Opioids": "opioid",
    "Cocaine": "cocaine",
    "Cannabis": "cannabis",
    "Tobacco": "tobacco",
    "Methamphetamine": "methamphetamine",
}
"""A substance, and the word that headings of sections about it hold."""

NOT_SEARCHED = re.compile(r"references|bibliography", re.IGNORECASE)


def articles(shelf: Shelf) -> list[tuple[str, str]]:
    """(`Thomas & Chambers 2025`, key) of every article, by key."""
    return [(names.short(article.metadata), key) for key, article in sorted(shelf.items())]


def sections(shelf: Shelf) -> list[str]:
    """Headings that have text of their own under them, in reading order, article by article."""
    found: dict[str, None] = {}
    for _, article in sorted(shelf.items()):
        found.update(dict.fromkeys(_headings(article)))
    return list(found)


def substances(shelf: Shelf) -> list[str]:
    """The substances that some heading of the corpus is about."""
    headings = " ".join(sections(shelf)).casefold()
    return [name for name, word in SUBSTANCES.items() if re.search(rf"\b{word}", headings)]


def chosen(shelf: Shelf, keys: object = (), headings: object = (), about: object = ()) -> Narrowing:
    """A narrowing out of what the page sent: what the corpus does not have is left out."""
    known, there = set(sections(shelf)), set(substances(shelf))
    return Narrowing(
        tuple(key for key in _listed(keys) if key in shelf),
        tuple(heading for heading in _listed(headings) if heading in known),
        tuple(name for name in _listed(about) if name in there),
    )


def as_sections(narrowing: Narrowing) -> Sequence[str]:
    """The heading texts that `ask` narrows by: sections and substances widen each other."""
    return (*narrowing.sections, *(SUBSTANCES[name] for name in narrowing.substances))


def _listed(sent: object) -> tuple[str, ...]:
    return tuple(map(str, sent)) if isinstance(sent, (list, tuple)) else ()


def _headings(article: Article) -> Iterable[str]:
    for block in article.blocks:
        if (
            block.kind in ("paragraph", "item", "row")
            and block.section
            and not NOT_SEARCHED.search(block.section[-1])
        ):
            yield block.section[-1]
