"""Entries as BibTeX, in the fields that BibTeX styles, biber, pandoc and reference managers all read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kqa.cite.bibliography import exportable
from kqa.corpus.entries import Entry, year
from kqa.corpus.people import ET_AL, cut_short

_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "article": "misc", "book": "book", "chapter": "incollection",
    "paper-conference": "inproceedings", "thesis": "phdthesis",
    "report": "techreport", "webpage": "misc", "post-weblog": "misc", "dataset": "misc", "document": "misc",
}  # fmt: skip
_CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHER = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%", "&": r"\&",
    "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write(entries: Sequence[Entry]) -> str:
    """Entries as one UTF-8 `.bib` file."""
    return "\n".join(_entry(exportable(entry)) for entry in entries)


def _entry(entry: dict[str, Any]) -> str:
    kind = _TYPES.get(str(entry["type"]), "misc")
    note = str(entry.get("note") or "")
    others = cut_short(entry)
    fields = {
        "author": _names(entry.get("author")) + (" and others" if others else ""),
        "editor": _names(entry.get("editor")),
        "title": _title(str(entry.get("title", ""))),
        _CONTAINER.get(kind, "howpublished"): _text(entry.get("container-title")),
        "series": _text(entry.get("collection-title")),
        "year": str(year(entry) or ""),
        "month": _month(entry),
        "volume": _text(entry.get("volume")),
        "number": _text(entry.get("issue") or entry.get("number")),
        "pages": _text(re.sub(r"\s*[-–—]+\s*", "--", str(entry.get("page") or ""))),
        "edition": _text(entry.get("edition")),
        _PUBLISHER.get(kind, "publisher"): _text(entry.get("publisher")),
        "address": _text(entry.get("publisher-place")),
        "doi": _raw(entry.get("DOI")),
        "url": _raw(entry.get("URL")),
        "urldate": _date(entry.get("accessed")),
        "pmid": _text(entry.get("PMID")),
        "isbn": _text(entry.get("ISBN")),
        "issn": _text(entry.get("ISSN")),
        "note": _text(note.removeprefix(ET_AL).lstrip("; ") if others else note),
    }
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'},"
        for name, value in fields.items()
        if value
    ]
    return "@" + kind + "{" + str(entry["id"]) + ",\n" + "\n".join(lines) + "\n}\n"


def _text(value: object) -> str:
    return "".join(_ESCAPED.get(char, char) for char in " ".join(str(value or "").split()))


def _raw(value: object) -> str:
    """DOIs and addresses are read as they stand; braces and spaces are percent-encoded."""
    return str(value or "").strip().replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def _title(text: str) -> str:
    """A title with braces around the words whose capitals a style must not lower.

    In Title Case only capitals within a word tell (`NMDA`, `mTOR`), else any after the first word (`Russia`).
    """
    words = _text(text).split(" ")
    long = [word for word in words[1:] if len(word) > 3]
    title_case = sum(word[0].isupper() for word in long) > len(long) / 2
    kept = []
    for position, word in enumerate(words):
        capital = re.search(r"[A-Z]", word[1:] if title_case or position == 0 else word)
        kept.append("{" + word + "}" if capital and "\\" not in word else word)
    return " ".join(kept)


def _names(names: object) -> str:
    if not isinstance(names, list | tuple):
        return ""
    found = []
    for name in names:
        if name.get("literal"):
            found.append(
                "others"
                if str(name["literal"]).lower() in ("et al", "et al.")
                else "{" + _text(name["literal"]) + "}"
            )
            continue
        particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
        family = _text(f"{particle} {name.get('family', '')}".strip())
        parts = [family, _text(name.get("suffix")), _text(name.get("given"))]
        found.append(", ".join(part for part in parts if part))
    return " and ".join(found)


def _month(entry: Entry) -> str:
    parts = (entry.get("issued") or {}).get("date-parts") or [[]]
    return _MONTHS[int(parts[0][1]) - 1] if len(parts[0]) > 1 and 1 <= int(parts[0][1]) <= 12 else ""


def _date(date: object) -> str:
    parts = (date.get("date-parts") or [[]])[0] if isinstance(date, dict) else []
    return "-".join(f"{int(part):02d}" for part in parts)
