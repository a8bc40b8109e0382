"""The same study in several articles: entries of their reference lists that denote one paper.

Two entries are one study when their DOIs agree; else when volume and first page agree with the year or the
first author; else when first authors, years (a paper appears online a year before print) and titles agree,
the titles up to what scanning does to letters. An article of the workspace is an entry too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kqa.cite.bibliography import Entry, families, keyed, year
from kqa.corpus.article import Article

SAME_TITLE = 0.88
"""Similarity of two folded titles; scanning and house style stay above 0.95, sister papers stay below 0.8."""
SAME_NAME = 0.75
"""Similarity of two first authors' names (`Ezquerro-Romano`, `Ezquerra-Romano`)."""


@dataclass(frozen=True, slots=True)
class Study:
    """One paper and the entries that denote it."""

    key: str
    """Its citation key: the article's where it is one of the workspace, else made from the entry."""
    entry: Mapping[str, Any]
    """CSL-JSON put together from all its entries, so that each gains what another gives (a DOI)."""
    ids: tuple[str, ...]
    """Reference ids (`thomas2025:36`) and article keys, in order."""


def link(articles: Sequence[Article]) -> tuple[Study, ...]:
    """Every study that the articles cite or are, in the order of its first entry."""
    entries: dict[str, Entry] = {}
    for article in articles:
        entries[article.key] = {**article.metadata, "id": article.key}
    for article in articles:
        entries.update((str(entry["id"]), entry) for entry in article.references)
    groups = list(_groups(entries))
    own = {article.key for article in articles}
    merged = [_merged([entries[i] for i in ids]) for ids in groups]
    made = keyed(merged)
    studies = []
    for ids, entry, with_key in zip(groups, merged, made, strict=True):
        key = next((i for i in ids if i in own), str(with_key["id"]))
        studies.append(Study(key, {**entry, "id": key}, tuple(ids)))
    return tuple(studies)


def find(studies: Sequence[Study], query: str) -> tuple[Study, ...]:
    """The studies that a query names: a key, a reference id, a DOI, or words of authors, title and year.

    Best first; all words must be found, names and years as whole words.
    """
    wanted = query.strip()
    exact = [s for s in studies if wanted in (s.key, *s.ids) or _doi(s.entry) == _folded_doi(wanted) != ""]
    if exact:
        return tuple(exact)
    words = [_fold(word) for word in re.findall(r"[^\W_]+", wanted)]
    words = [word for word in words if word not in ("et", "al", "and", "the", "study", "trial")]
    found = []
    for study in studies:
        heard = _words_of(study.entry)
        if words and all(word in heard for word in words):
            first = _fold(families(study.entry)[0]) if families(study.entry) else ""
            found.append((words[0] not in first.split(), -len(study.ids), study.key, study))
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:3]))


def _words_of(entry: Entry) -> set[str]:
    years = {str(y) for y in (year(entry),) if y}
    text = " ".join((*families(entry), str(entry.get("title", ""))))
    return set(_fold(text).split()) | years


def _groups(entries: Mapping[str, Entry]) -> Iterator[list[str]]:
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
        if _doi(entry):
            blocks["doi", _doi(entry)].append(id_)
        if entry.get("volume") and _first_page(entry):
            blocks["page", str(entry["volume"]), _first_page(entry)].append(id_)
        title = [word for word in _fold(str(entry.get("title", ""))).split() if len(word) > 3]
        for word in sorted(title, key=lambda w: (-len(w), w))[:3]:
            blocks["title", word].append(id_)
    return blocks


def same(one: Entry, other: Entry) -> bool:
    """Whether two entries denote one paper."""
    if _doi(one) and _doi(other):
        return _doi(one) == _doi(other)
    years = year(one), year(other)
    close = None in years or abs((years[0] or 0) - (years[1] or 0)) <= 1
    author = _alike(families(one)[:1], families(other)[:1], SAME_NAME)
    paged = bool(_first_page(one)) and _first_page(one) == _first_page(other)
    placed = paged and bool(one.get("volume")) and one.get("volume") == other.get("volume")
    titled = _alike([str(one.get("title", ""))], [str(other.get("title", ""))], SAME_TITLE)
    if titled:
        return close and (author or placed or not families(one) or not families(other))
    return placed and close and author


def _alike(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    if not one or not other:
        return False
    a, b = _fold(one[0]), _fold(other[0])
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) > 25 and longer.startswith(shorter):
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def _fold(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _doi(entry: Entry) -> str:
    return _folded_doi(str(entry.get("DOI") or ""))


def _folded_doi(text: str) -> str:
    match = re.search(r"10\.\d{4,9}/\S+", text)
    return match.group().rstrip(".,;").lower() if match else ""


def _first_page(entry: Entry) -> str:
    match = re.match(r"\s*([A-Za-z]*\d+)", str(entry.get("page") or ""))
    return match.group(1).lower() if match else ""


def _merged(entries: Sequence[Entry]) -> dict[str, Any]:
    """The fullest entry, completed by what only the others give; the year is the latest (print)."""
    ranked = sorted(entries, key=_fullness, reverse=True)
    merged: dict[str, Any] = dict(ranked[0])
    for entry in ranked[1:]:
        for name, value in entry.items():
            if name != "note" and not merged.get(name):
                merged[name] = value
    latest = max(entries, key=lambda entry: year(entry) or 0)
    if year(latest) and len((merged.get("issued") or {}).get("date-parts", [[]])[0]) < 2:
        merged["issued"] = latest.get("issued")
    return merged


def _fullness(entry: Entry) -> tuple[int, int, int]:
    return (len(entry.get("author") or ()), len(str(entry.get("title") or "")), len(entry))


def by_id(studies: Iterable[Study]) -> Mapping[str, Study]:
    """Studies by every id that denotes them."""
    return {id_: study for study in studies for id_ in study.ids}
