"""What a bibliographic entry says: its year, its authors' family names, its DOI, its first page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

Entry = Mapping[str, Any]
"""CSL-JSON."""


def year(entry: Entry) -> int | None:
    """The year of issue."""
    issued = entry.get("issued")
    if not isinstance(issued, Mapping):
        return None
    parts = issued.get("date-parts")
    if isinstance(parts, list | tuple) and parts and isinstance(parts[0], list | tuple) and parts[0]:
        digits = re.match(r"\s*(\d{1,4})", str(parts[0][0]))  # `2019a`, in some exports
        if digits:
            return int(digits[1])
    raw = re.search(r"\b(1[89]\d\d|20\d\d)\b", str(issued.get("raw") or issued.get("literal") or ""))
    return int(raw.group()) if raw else None


def families(entry: Entry) -> tuple[str, ...]:
    """Family names of the authors, particles included; a group's name where there is no person."""
    found = []
    for name in entry.get("author") or ():
        if name.get("family"):
            particle = name.get("non-dropping-particle") or ""
            found.append(f"{particle} {name['family']}".strip())
        elif name.get("literal"):
            found.append(str(name["literal"]))
    return tuple(found)


def doi(entry: Entry) -> str:
    """The DOI as DOIs are compared, or an empty string."""
    return folded_doi(str(entry.get("DOI") or ""))


def doi_in(text: str) -> str:
    """The DOI in a text (a DOI, a link), without the stop after it; empty where none is."""
    match = re.search(r"10\.\d{4,9}/\S+", text)
    return match.group().rstrip(".,;") if match else ""


def folded_doi(text: str) -> str:
    """The same in lower case, as DOIs are compared."""
    return doi_in(text).lower()


def first_page(entry: Entry) -> str:
    """The page on which it begins, or an empty string."""
    match = re.match(r"\s*([A-Za-z]*\d+)", str(entry.get("page") or ""))
    return match.group(1).lower() if match else ""


def folded(text: str) -> str:
    """Words in ASCII, lower case, one space between them."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))
