"""In-text citations by author and year, `(Smith et al., 2019)` and `Jones (2018a)`, led to their entries.

Formats that mark their citations need none of this; in a PDF or a text the words are all there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kqa.corpus import citations
from kqa.corpus.ingest import Draft

FEWEST = 4
"""Citations below which a text is not taken to cite by author and year."""

_FAMILY = (
    r"(?:(?:van|von|de|del|della|der|den|di|da|la|le|el|al|bin|ten|ter|dos)\s+){0,2}[^\W\d_a-z][\w'’\-‐]+"
)
_PEOPLE = rf"{_FAMILY}(?:(?:,\s*{_FAMILY}){{0,3}},?\s+(?:and|&)\s+{_FAMILY}|\s+et\s+al\.?,?)?"
_YEARS = r"(?:1[89]|20)\d\d[a-h]?(?:\s*,\s*(?:(?:1[89]|20)\d\d[a-h]?|[b-h]\b))*"
_CITED = re.compile(
    rf"(?P<people>{_PEOPLE})(?P<mid>,?\s*\(?\s*)(?P<years>{_YEARS})(?=\s*[);,.:\]]|\s+(?:and|&)\s)"
)
_YEAR = re.compile(r"((?:1[89]|20)\d\d)([a-h])?|([b-h])\b")

Mark = tuple[int, int, tuple[int, ...]]


def relate(draft: Draft) -> Draft:
    """A draft with its citations by author and year, where it cites so and marks none by number."""
    if draft.citations is not None or not draft.references:
        return draft
    numbered = len(citations.find(draft.markdown, known=len(draft.references)))
    heading = draft.markdown.rfind("\n## References\n")
    marks, unresolved = find(
        draft.markdown, draft.references, heading if heading > 0 else len(draft.markdown)
    )
    if len(marks) <= 2 * numbered:
        return draft
    return replace(draft, citations=marks, unresolved=unresolved)


def find(text: str, references: Sequence[Mapping[str, Any]], end: int) -> tuple[tuple[Mark, ...], int]:
    """The citations in `text[:end]` that lead to an entry, and how many lead to none.

    Args:
        text: canonical text.
        references: CSL-JSON of the entries, in order.
        end: where the reference list begins.

    Returns:
        Marks in the order of the text, none where the text does not cite so; and the count of the others.
    """
    places = _places(references)
    if not places:
        return (), 0
    marks: list[Mark] = []
    unresolved = 0
    for match in _CITED.finditer(text, 0, end):
        family = _fold(re.split(r",|\s+(?:and|&|et)\s", match["people"])[0])
        numbers = _numbers(family, match["years"], places)
        if numbers:
            marks.append((match.start(), match.end(), numbers))
        elif any(name == family for name, _ in places):
            unresolved += 1
    return (tuple(marks), unresolved) if len(marks) >= FEWEST else ((), 0)


def _places(references: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[int]]:
    """Numbers of entries by first author's family name and year."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, entry in enumerate(references, 1):
        authors = entry.get("author") or []
        name = str(authors[0].get("family") or authors[0].get("literal") or "") if authors else ""
        parts = (entry.get("issued") or {}).get("date-parts") or [[""]]
        year = str(parts[0][0]) if parts[0] else ""
        if name and year:
            places[_fold(name), year].append(number)
    return places


def _numbers(family: str, years: str, places: Mapping[tuple[str, str], list[int]]) -> tuple[int, ...]:
    found: list[int] = []
    year = ""
    for match in _YEAR.finditer(years):
        year = match[1] or year
        letter = match[2] or match[3]
        candidates = places.get((family, year), [])
        if letter and len(candidates) > 1:
            place = ord(letter) - ord("a")
            candidates = candidates[place : place + 1]
        found.extend(candidates)
    return tuple(dict.fromkeys(found))


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("’", "'"))
    return re.sub(r"[^\w]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))
