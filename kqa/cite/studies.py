"""The same study in several articles: entries of their reference lists that denote one paper.

An article of the workspace is an entry too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kqa.cite.bibliography import keyed
from kqa.corpus import same_work
from kqa.corpus.article import Article
from kqa.corpus.entries import Entry, doi, families, folded, folded_doi, year


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
    groups = list(same_work.groups(entries))
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
    exact = [s for s in studies if wanted in (s.key, *s.ids) or doi(s.entry) == folded_doi(wanted) != ""]
    if exact:
        return tuple(exact)
    words = [folded(word) for word in re.findall(r"[^\W_]+", wanted)]
    words = [word for word in words if word not in ("et", "al", "and", "the", "study", "trial")]
    found = []
    for study in studies:
        heard = _words_of(study.entry)
        if words and all(word in heard for word in words):
            first = folded(families(study.entry)[0]) if families(study.entry) else ""
            found.append((words[0] not in first.split(), -len(study.ids), study.key, study))
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:3]))


def _words_of(entry: Entry) -> set[str]:
    years = {str(y) for y in (year(entry),) if y}
    text = " ".join((*families(entry), str(entry.get("title", ""))))
    return set(folded(text).split()) | years


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
