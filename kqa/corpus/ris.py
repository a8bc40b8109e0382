"""RIS records as CSL-JSON, as reference managers and publishers export them."""

from __future__ import annotations

import re
from typing import Any

_TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "BOOK": "book",
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "ELEC": "webpage",
    "DATA": "dataset",
    "NEWS": "article-newspaper",
}
_FIELDS = {
    "TI": "title",
    "T1": "title",
    "JO": "container-title",
    "JF": "container-title",
    "T2": "container-title",
    "JA": "container-title-short",
    "VL": "volume",
    "IS": "issue",
    "DO": "DOI",
    "UR": "URL",
    "PB": "publisher",
    "CY": "publisher-place",
    "SN": "ISSN",
    "AB": "abstract",
    "LA": "language",
    "ET": "edition",
}
_LINE = re.compile(r"([A-Z][A-Z0-9])\s\s?-(?:\s(.*))?$")


def read(text: str) -> list[dict[str, Any]]:
    """The records of a `.ris` file, with `file` the attachments that they name."""
    found: list[dict[str, Any]] = []
    lines: list[tuple[str, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line.strip())
        if match is None:
            if lines and line.strip():
                lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "ER":
            found.extend(_items(lines))
            lines = []
        else:
            lines.append((tag, value))
    return [*found, *_items(lines)]


def _items(lines: list[tuple[str, str]]) -> list[dict[str, Any]]:
    if not any(tag == "TY" for tag, _ in lines):
        return []
    item: dict[str, Any] = {"type": "document"}
    pages = {"SP": "", "EP": ""}
    keywords: list[str] = []
    for tag, value in lines:
        if not value:
            continue
        if tag == "TY":
            item["type"] = _TYPES.get(value, "document")
        elif tag in ("AU", "A1"):
            item.setdefault("author", []).append(_person(value))
        elif tag in ("ED", "A2"):
            item.setdefault("editor", []).append(_person(value))
        elif tag in ("PY", "Y1", "DA"):
            _put_date(item, value)
        elif tag in pages:
            pages[tag] = value
        elif tag == "KW":
            keywords.append(value)
        elif tag in ("L1", "L2", "L4"):
            item["file"] = f"{item.get('file', '')};{value}".strip(";")
        elif tag in _FIELDS:
            item.setdefault(_FIELDS[tag], value)
    if pages["SP"]:
        item["page"] = f"{pages['SP']}-{pages['EP']}" if pages["EP"] not in ("", pages["SP"]) else pages["SP"]
    if keywords:
        item["keyword"] = ", ".join(keywords)
    return [item]


def _person(value: str) -> dict[str, str]:
    parts = [part.strip() for part in value.split(",")]
    if len(parts) == 1:
        return {"literal": value}
    person = {"family": parts[0], "given": parts[1]}
    return {**person, "suffix": parts[2]} if len(parts) > 2 and parts[2] else person


def _put_date(item: dict[str, Any], value: str) -> None:
    parts = [int(part) for part in re.split(r"[/-]", value)[:3] if part.strip().isdigit()]
    if parts and len(str(parts[0])) == 4:
        known = item.get("issued", {}).get("date-parts", [[]])[0]
        if len(parts) > len(known):
            item["issued"] = {"date-parts": [parts]}
