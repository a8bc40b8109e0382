"""The units of retrieval: an article's paragraphs, list items, table rows and reference entries.

A passage is found by more than its own words: the headings above it, a row's column names, and who wrote what
it cites. Those words are indexed with it and never shown as its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kqa.corpus import citations
from kqa.corpus.article import Article, Block
from kqa.types import Kind, Passage

KINDS: Mapping[str, Kind] = {
    "paragraph": "paragraph",
    "item": "item",
    "row": "row",
    "note": "paragraph",
    "reference": "reference",
}
"""What each kind of block becomes; the words of headings are indexed with what stands under them."""

MOST_AUTHORS = 3
"""Authors of a cited work whose names lead to a passage: readers ask for the first, seldom past the third."""


def split(article: Article) -> tuple[Passage, ...]:
    """The passages of an article, in reading order; each is the words of one block."""
    return tuple(_passage(block, article) for block in article.blocks if block.kind in KINDS)


def indexed_text(passage: Passage, article: Article) -> str:
    """What word search sees of a passage: headings, column names, its words, and who wrote what it cites."""
    return "\n".join(part for part in (*context(passage), passage.text, _cited(passage, article)) if part)


def embedded_text(passage: Passage) -> str:
    """What the encoder sees of a passage: a row with its column names, anything else as it stands."""
    if passage.kind != "row":
        return passage.text
    return "; ".join(
        f"{column}: {cell}" if column else cell
        for column, cell in zip(_columns(passage), _cells(passage), strict=True)
        if cell
    )


def context(passage: Passage) -> tuple[str, ...]:
    """The headings above a passage and a row's column names, one string each, where there are any."""
    return tuple(part for part in (" / ".join(passage.section), " | ".join(passage.columns)) if part)


def _passage(block: Block, article: Article) -> Passage:
    return Passage(
        article=article.key,
        start=block.start,
        end=block.end,
        text=article.text[block.start : block.end],
        kind=KINDS[block.kind],
        section=block.section,
        locator=block.locator,
        columns=block.columns,
        caption=block.caption if block.kind == "row" else "",
        references=_references(block, article),
    )


def _references(block: Block, article: Article) -> tuple[str, ...]:
    """Ids of the entries that a block cites; a reference entry stands for itself."""
    if block.kind == "reference":
        return (f"{article.key}:{block.locator.removeprefix('ref. ')}",)
    return citations.ids(article.markers(block.start, block.end), article.key)


def _cells(passage: Passage) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", passage.text)]


def _columns(passage: Passage) -> list[str]:
    cells = len(_cells(passage))
    return [*passage.columns, *[""] * cells][:cells]


def _cited(passage: Passage, article: Article) -> str:
    """Family names and years of the works a passage cites: `Rothberg Azhari 2021`."""
    if not passage.references or passage.kind == "reference":
        return ""
    entries = {str(entry.get("id")): entry for entry in article.references}
    return "\n".join(_signature(entries[id]) for id in passage.references if id in entries)


def _signature(entry: Mapping[str, Any]) -> str:
    authors = entry.get("author") or ()
    families = [str(a.get("family") or a.get("literal") or "") for a in authors[:MOST_AUTHORS] if a]
    dates = (entry.get("issued") or {}).get("date-parts") or [[]]
    year = [str(part) for part in dates[0][:1]]
    return " ".join([*families, *year])
