"""An entry of a JATS reference list as a line of print.

Some publishers give the printed line with its fields marked in it, others the fields alone, which are then
set here in a plain style. Either way every word of the entry is in the line, except identifiers that are
known by their field.
"""

from __future__ import annotations

import re
from typing import Any

from kqa.corpus.formats.running import plain, raise_
from kqa.corpus.formats.xml import Element, local, within, words

_NAMES = ("name", "string-name", "name-alternatives", "collab", "etal")
_PEOPLE = frozenset((*_NAMES, "person-group"))
_KNOWN = frozenset(
    ("pub-id", "object-id", "ext-link", "uri", "label", "fpage", "lpage", "isbn", "issn", "month", "day")
)
"""Fields whose words stand in the entry's own fields: identifiers and addresses."""
_LOOSE = re.compile(r"\s+(?=[,;.)](?:\s|$))|(?<=\()\s+")
"""A blank before a comma or inside brackets, which XML laid out on lines has wherever an element ends."""


def printed(citation: Element, item: dict[str, Any]) -> str:
    """The entry's words; where the source has fields without punctuation, they are given some.

    Args:
        citation: the element.
        item: what is known of it, as CSL-JSON.
    """
    if local(citation) in ("mixed-citation", "citation", "nlm-citation", "product") and has_own_text(
        citation
    ):
        return _spaced(citation)
    return _composed(citation, item)


def has_own_text(citation: Element) -> bool:
    """Whether there are words or punctuation between the fields."""
    between = (citation.text or "") + "".join(child.tail or "" for child in citation)
    return bool(between.strip()) or len(citation) == 0


def _composed(citation: Element, item: dict[str, Any]) -> str:
    house = ", ".join(str(item[f]).rstrip(" ,.:;") for f in ("publisher", "publisher-place") if f in item)
    where = ". ".join(filter(None, [str(item.get("container-title", "")).rstrip(" ."), house]))
    dates = [words(next(iter(within(citation, part)), None)) for part in ("year", "month", "day")]
    year = " ".join(filter(None, dates))  # as printed: `2003 December 14`
    volume = str(item.get("volume", "")) + (f"({item['issue']})" if "issue" in item else "")
    place = ":".join(filter(None, [volume, str(item.get("page", ""))]))
    names = [_people(item.get(role, [])) for role in ("author", "editor", "translator")]
    if names[0] and any(local(e) == "etal" for e in citation.iter()):
        names[0] += " et al."
    title = item.get("title", "")
    shown = names[0] or names[1]
    edition = str(item.get("edition", ""))
    edition = f"ed. {edition}" if edition.isdigit() else edition
    parts = [shown, title, edition, *(n for n in names[1:] if n != shown), where]
    parts.append(";".join(filter(None, [year, place])))
    known = _sentences(parts)
    said = _sentences([known, *_leftover(citation, known)])
    links = [
        link
        for link in (item.get("DOI", ""), item.get("URL", ""))
        if link.removeprefix("http://").removeprefix("https://") not in said
    ]
    return _sentences([said, *links]) or words(citation)


def _sentences(parts: list[str]) -> str:
    """Parts one after another, each with a full stop unless it has a mark of its own."""
    said = ". ".join(p.rstrip(".") for p in parts if p.strip("."))
    return re.sub(r"(?<=[?!:])\. ", " ", said)


def _people(names: list[dict[str, str]]) -> str:
    return ", ".join(filter(None, (_written(name) for name in names)))


def _written(name: dict[str, str]) -> str:
    return name.get("literal") or " ".join(
        filter(None, [name.get("family"), name.get("given"), name.get("suffix")])
    )


def _leftover(citation: Element, known: str) -> list[str]:
    """Fields that no place of the plain style holds: a supplement, a conference, a comment."""
    left = []
    for child in citation:
        said = words(child).strip(" .")
        if local(child) in _KNOWN or local(child) in _PEOPLE or not said:
            continue
        if not re.search(rf"(?<!\w){re.escape(said)}(?!\w)", known, re.IGNORECASE):
            left.append(said)
    return left


def _spaced(citation: Element) -> str:
    """The entry's text, with a space put in where a field touches what stands beside it."""
    parts: list[str] = []

    def put(text: str, *, field: bool, touching: str = "") -> None:
        last = parts[-1][-1:] if parts else ""
        if field and text[:1].isalnum() and last and (last.isalnum() or last in touching):
            parts.append(" ")
        if text:
            parts.append(text)

    def walk(element: Element, *, field: bool) -> None:
        kind = local(element)
        if kind in ("name", "string-name") and not has_own_text(element):
            put(" ".join(filter(None, map(words, element))), field=True)
            return
        if kind == "etal" and not words(element):
            put("et al.", field=True, touching=".,")
            return
        if (
            kind in ("pub-id", "object-id")
            and element.get("pub-id-type") in ("pmid", "pmcid", "pmc")
            and not _named(parts)
        ):
            return
        if kind == "sup" and element.text and not len(element):
            put(raise_(element.text, before=(parts[-1][-1:] if parts else "")), field=False)
            return
        if kind == "bold" and parts and parts[-1][-1:].isalpha() and (element.text or "")[:1].isdigit():
            parts.append(" ")  # a volume after its journal: `<italic>mBio</italic><bold>8</bold>`
        apart = kind == "person-group" and not has_own_text(element)
        put("" if apart else element.text or "", field=field, touching=".)" if kind == "pub-id" else "")
        for place, child in enumerate(element):
            if local(child) == "label":
                continue
            if apart and place and local(child) in _NAMES:
                parts.append(" " if local(child) == "etal" else ", ")
            walk(child, field=local(child) in _FIELDS)
            if not apart:
                put(child.tail or "", field=local(child) in _FIELDS)

    walk(citation, field=False)
    return _LOOSE.sub("", plain("".join(parts))).replace("et al..", "et al.")


def _named(parts: list[str]) -> bool:
    """Whether the words so far announce an identifier: `PMID: `; a bare number says nothing in print."""
    return re.search(r"\b(?:PMC|PMID|PMCID|PubMed)\W*$", "".join(parts[-3:]), re.IGNORECASE) is not None


_FIELDS = frozenset(
    [
        *_PEOPLE,
        "article-title",
        "source",
        "year",
        "volume",
        "issue",
        "fpage",
        "lpage",
        "pub-id",
        "ext-link",
        "comment",
        "elocation-id",
        "publisher-name",
        "publisher-loc",
        "surname",
        "given-names",
        "chapter-title",
    ]
)
