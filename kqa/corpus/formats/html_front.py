"""What an HTML page says of its article: citation tags, Dublin Core, JSON-LD; as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kqa.corpus.formats.jats_references import tidy_doi
from kqa.corpus.formats.running import plain
from kqa.corpus.formats.xml import Element, within

_CITED = {
    "citation_title": "title",
    "citation_journal_title": "container-title",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_doi": "DOI",
    "citation_publisher": "publisher",
    "citation_issn": "ISSN",
    "dc.title": "title",
    "dc.publisher": "publisher",
    "dc.language": "language",
    "og:title": "title",
}


def read(root: Element) -> dict[str, Any]:
    """CSL-JSON of the article, without an id."""
    item: dict[str, Any] = {"type": "article-journal"}
    people: list[dict[str, str]] = []
    pages = {"citation_firstpage": "", "citation_lastpage": ""}
    for meta in within(root, "meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = plain(meta.get("content") or "")
        if not value:
            continue
        if name in _CITED:
            item.setdefault(_CITED[name], value)
        elif name in ("citation_author", "dc.creator"):
            people.append(_person(value))
        elif name in ("citation_publication_date", "citation_date", "citation_online_date", "dc.date"):
            date = [int(part) for part in re.findall(r"\d+", value)[:3]]
            if date and 1400 < date[0] < 2200:
                item.setdefault("issued", {"date-parts": [date]})
        elif name in pages:
            pages[name] = value
        elif name == "dc.identifier" and tidy_doi(value):
            item.setdefault("DOI", tidy_doi(value))
        elif name in ("dc.rights", "citation_license"):
            item.setdefault("license", value)
    if people:
        item["author"] = [p for n, p in enumerate(people) if p not in people[:n]]
    if pages["citation_firstpage"]:
        item["page"] = "-".join(filter(None, pages.values()))
    if "DOI" in item:
        item["DOI"] = tidy_doi(item["DOI"]) or item["DOI"]
    return {**_json_ld(root), **item}


def _json_ld(root: Element) -> Mapping[str, Any]:
    for script in within(root, "script"):
        if (script.get("type") or "") != "application/ld+json":
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value.get("@type") in (
            "ScholarlyArticle",
            "MedicalScholarlyArticle",
            "Article",
        ):
            title = value.get("headline") or value.get("name")
            return {"title": plain(title)} if isinstance(title, str) else {}
    return {}


def _person(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return {"family": family, "given": given}
    parts = family.rsplit(" ", 1)
    return {"family": parts[1], "given": parts[0]} if len(parts) == 2 else {"literal": family}
