"""Entries as RIS, the exchange format that Zotero, EndNote and Mendeley import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kqa.cite.bibliography import exportable
from kqa.corpus.entries import Entry, year

_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK",
    "chapter": "CHAP", "paper-conference": "CPAPER", "thesis": "THES", "report": "RPRT", "webpage": "ELEC",
    "dataset": "DATA",
}  # fmt: skip


def write(entries: Sequence[Entry]) -> str:
    """Entries as one UTF-8 RIS file; every record ends with `ER  - `."""
    return "\n".join(
        "\n".join(f"{tag}  - {value}" for tag, value in _lines(exportable(e))) + "\n" for e in entries
    )


def _lines(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    first, last = _pages(str(entry.get("page") or ""))
    yield "TY", _TYPES.get(str(entry["type"]), "GEN")
    yield "ID", str(entry["id"])
    for tag, role in (("AU", "author"), ("A2", "editor")):
        for name in entry.get(role) or ():
            yield tag, _name(name)
    plain = (
        ("TI", entry.get("title")), ("T2", entry.get("container-title")), ("PY", year(entry)),
        ("DA", _date(entry)), ("VL", entry.get("volume")), ("IS", entry.get("issue")), ("SP", first),
        ("EP", last), ("ET", entry.get("edition")), ("PB", entry.get("publisher")),
        ("CY", entry.get("publisher-place")),
        ("DO", entry.get("DOI")), ("UR", entry.get("URL")), ("SN", entry.get("ISSN") or entry.get("ISBN")),
        ("AN", entry.get("PMID")), ("LA", entry.get("language")), ("AB", entry.get("abstract")),
        ("N1", entry.get("note")),
    )  # fmt: skip
    for tag, value in plain:
        if value not in (None, ""):
            yield tag, " ".join(str(value).split())
    yield "ER", ""


def _name(name: dict[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    parts = [
        f"{particle} {name.get('family', '')}".strip(),
        str(name.get("given") or ""),
        str(name.get("suffix") or ""),
    ]
    return ", ".join(part for part in parts if part)


def _pages(page: str) -> tuple[str, str]:
    """First and last page; an abbreviated last page (`40-6`) is written out."""
    match = re.fullmatch(r"\s*([A-Za-z]*\d+)\s*[-–—]+\s*([A-Za-z]*\d+)\s*", page)
    if not match:
        return page.strip(), ""
    first, last = match.groups()
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def _date(entry: Entry) -> str:
    parts = (entry.get("issued") or {}).get("date-parts") or [[]]
    if len(parts[0]) < 2:
        return ""
    padded = [f"{int(part):02d}" for part in parts[0]] + [""] * (3 - len(parts[0]))
    return "/".join(padded) + "/"
