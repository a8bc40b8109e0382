"""Whether entries of reference lists denote one paper.

Two entries are one when their DOIs agree; else when volume and first page agree with the year or the first
author; else when first authors, years (a paper appears online a year before print) and titles agree, the
titles up to what scanning does to letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from kqa.corpus.entries import Entry, doi, families, first_page, folded, year

SAME_TITLE = 0.88
"""Similarity of two folded titles; scanning and house style stay above 0.95, sister papers stay below 0.8."""
SAME_NAME = 0.75
"""Similarity of two first authors' names (`Ezquerro-Romano`, `Ezquerra-Romano`)."""


def groups(entries: Mapping[str, Entry]) -> Iterator[list[str]]:
    """Ids of entries that denote one paper, joined transitively; blocks keep the comparisons few."""
    order = {id_: position for position, id_ in enumerate(entries)}
    parent = {id_: id_ for id_ in entries}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for block in _blocks(entries).values():
        for position, one in enumerate(block):
            for other in block[position + 1 :]:
                a, b = root(one), root(other)
                if a != b and same(entries[one], entries[other]):
                    first, second = sorted((a, b), key=lambda id_: order[id_])
                    parent[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in entries:
        groups[root(id_)].append(id_)
    yield from groups.values()


def _blocks(entries: Mapping[str, Entry]) -> Mapping[tuple[str, ...], list[str]]:
    """Entries that share a DOI, a volume and page, or the first telling words of a title."""
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, entry in entries.items():
        if doi(entry):
            blocks["doi", doi(entry)].append(id_)
        if entry.get("volume") and first_page(entry):
            blocks["page", str(entry["volume"]), first_page(entry)].append(id_)
        title = [word for word in folded(str(entry.get("title", ""))).split() if len(word) > 3]
        for word in sorted(title, key=lambda w: (-len(w), w))[:3]:
            blocks["title", word].append(id_)
    return blocks


def same(one: Entry, other: Entry) -> bool:
    """Whether two entries denote one paper."""
    if doi(one) and doi(other):
        return doi(one) == doi(other)
    years = year(one), year(other)
    close = None in years or abs((years[0] or 0) - (years[1] or 0)) <= 1
    author = _alike(families(one)[:1], families(other)[:1], SAME_NAME)
    paged = bool(first_page(one)) and first_page(one) == first_page(other)
    placed = paged and bool(one.get("volume")) and one.get("volume") == other.get("volume")
    titled = _alike([str(one.get("title", ""))], [str(other.get("title", ""))], SAME_TITLE)
    if titled:
        return close and (author or placed or not families(one) or not families(other))
    return placed and close and author


def _alike(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    if not one or not other:
        return False
    a, b = folded(one[0]), folded(other[0])
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) > 25 and longer.startswith(shorter):
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least
