"""Bibliographic entries as CSL-JSON: what may be exported, and the key each is cited by.

Keys are made from the entry alone (family name, first three telling title words, year:
`dakwarEffectsSubanestheticKetamine2014`, as Better BibTeX does), so they stay the same when articles are
added; articles keep the key of their folder.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from kqa.cite.lexicon import word_set
from kqa.corpus.entries import Entry, families, year

CSL_VARIABLES = word_set(
    "id type title title-short author editor translator collection-title container-title "
    "container-title-short issued accessed volume issue page page-first number number-of-pages edition "
    "publisher publisher-place DOI URL ISBN ISSN PMID PMCID language abstract note event-title archive "
    "genre status medium source version keyword annote"
)
"""What a citation processor reads; kqa's own fields (licence, hash) stay out of exports."""

_TITLE_WORDS = 3
_SKIPPED = word_set(
    "a an the of in on for to and or as by with from at is are its into via using "
    "der die das le la les de du des un une el los las"
)


def exportable(entry: Entry) -> dict[str, Any]:
    """An entry with CSL variables only, and a type."""
    kept = {
        name: value
        for name, value in entry.items()
        if name in CSL_VARIABLES and value not in (None, "", [], {})
    }
    kept.setdefault("type", "article-journal" if "container-title" in kept else "document")
    return kept


def citation_key(entry: Entry) -> str:
    """The key made from an entry: ASCII letters and digits, safe in Pandoc, LaTeX and BibTeX."""
    names = families(entry)
    who = _ascii(names[0].rsplit(" ", 1)[-1] if names else "anonymous").lower() or "anonymous"
    words = re.findall(
        r"[A-Za-z]{2,}", _ascii(re.sub(r"[’']s?\b", "", str(entry.get("title") or "")), keep=" -")
    )
    telling = [word for word in words if word.lower() not in _SKIPPED][:_TITLE_WORDS]
    title = "".join(word[:1].upper() + word[1:] for word in telling)
    when = year(entry)
    return f"{who}{title}{when if when is not None else ''}"


def _ascii(text: str, *, keep: str = "") -> str:
    special = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"}
    text = "".join(special.get(char, char) for char in text)
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(rf"[^A-Za-z0-9{re.escape(keep)}]", "", bare)


def keyed(entries: Iterable[Entry]) -> tuple[dict[str, Any], ...]:
    """Entries with their made keys as ids; entries whose keys would collide get `a`, `b`, …, by title."""
    groups: dict[str, list[Entry]] = {}
    order = list(entries)
    for entry in order:
        groups.setdefault(citation_key(entry), []).append(entry)
    keys: dict[int, str] = {}
    for key, group in groups.items():
        ranked = sorted(group, key=lambda e: (str(e.get("title", "")), str(e.get("id", ""))))
        for position, entry in enumerate(ranked):
            keys[id(entry)] = key if len(group) == 1 else key + _letters(position)
    return tuple({**exportable(entry), "id": keys[id(entry)]} for entry in order)


def _letters(position: int) -> str:
    found = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def csl_json(entries: Sequence[Entry]) -> str:
    """Entries as a CSL-JSON array, one file that pandoc, Zotero and citeproc read."""
    return json.dumps([exportable(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"
