"""What a PDF says of itself: document information, and the first page's title, names, DOI and year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kqa.corpus.formats.jats_references import DOI, tidy_doi

MOST_AUTHORS = 60
"""Names of one by-line; beyond that the line was something else."""

TOP = 250
"""Characters at the head of the first page in which a bare year is taken for the article's own."""

_MADE_BY = re.compile(
    r"microsoft word|untitled|^doc\d*$|\.(?:docx?|pdf|tex|indd|dvi|qxd)\b|^\W*$|^\d+$|template|latex|"
    r"manuscript",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published|publication date|accepted|available online)\D{0,25}?(?:\d{1,2}\D{1,12})?((?:19|20)\d\d)",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:the authors?\s*)?,?\s*((?:19|20)\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19[5-9]|20[0-4])\d)\b")
_NOTES = re.compile(r"\ue000[^\ue001]*\ue001|[\d*†‡§¶#✉,]+(?=\s|,|$)|[*†‡§¶#✉]")
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w'’-]+(?:\s+(?:Jr|Sr|I{2,3})\.?)?")
_NO_NAMES = re.compile(
    r"universit|department|institut|hospital|school|faculty|journal|received|abstract|correspond|@|http", re.I
)


def metadata(
    information: Mapping[str, str], title: str, byline: Sequence[str], first_pages: str
) -> dict[str, Any]:
    """CSL-JSON of the article, as far as it can be told.

    Args:
        information: PDF's own document information.
        title: the title as printed, empty if none was found.
        byline: the paragraphs after the title.
        first_pages: words at the head and foot of the first page, running heads among them.
    """
    item: dict[str, Any] = {"type": "article-journal"}
    stated = information.get("Title", "").strip()
    good = stated if len(stated) > 15 and " " in stated and not _MADE_BY.search(stated) else ""
    if title or good:
        item["title"] = title or good
    people = _names(information.get("Author", "")) or _first_names(byline)
    if people:
        item["author"] = people
    found = DOI.search(" ".join([information.get("Subject", ""), information.get("doi", ""), first_pages]))
    if found and tidy_doi(found[0]):
        item["DOI"] = tidy_doi(found[0])
    dated = (
        _PUBLISHED.search(first_pages) or _COPYRIGHT.search(first_pages) or _YEAR.search(first_pages[:TOP])
    )
    if dated:
        item["issued"] = {"date-parts": [[int(dated[1])]]}
    return item


def _first_names(byline: Sequence[str]) -> list[dict[str, str]]:
    for text in byline[:3]:
        names = _names(text)
        if names:
            return names
    return []


def _names(text: str) -> list[dict[str, str]]:
    """The people that a by-line names; none if it names anything else."""
    if not text or _NO_NAMES.search(text) or _MADE_BY.search(text):
        return []
    bare = re.sub(
        r"\b(?:MD|PhD|MSc|MPH|BSc|DPhil|RN|FRCP|MBBS|Dr|Prof)\.?\b",
        "",
        _NOTES.sub(" ", text).replace("\ufffd", " "),
    )
    parts = [
        p.strip(" .;,")
        for p in re.split(r"\s*(?:,|;|\band\b|&|·|•|\|)\s*", text_between(bare))
        if p.strip(" .;,")
    ]
    people = [re.sub(r"\s+", " ", p) for p in parts]
    if not people or len(people) > MOST_AUTHORS or not all(_PERSON.fullmatch(p) for p in people):
        return []
    return [_person(p) for p in people]


def text_between(text: str) -> str:
    """`text` with commas for the wide white that parts names."""
    return re.sub(r"\s*\ue002\s*|\s{3,}", ", ", text.strip())


def _person(name: str) -> dict[str, str]:
    words = name.split()
    place = len(words) - 1
    while place > 1 and words[place - 1].islower():
        place -= 1
    return {"family": " ".join(words[place:]), "given": " ".join(words[:place])}
