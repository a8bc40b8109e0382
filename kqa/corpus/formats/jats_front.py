"""The front matter of a JATS article as CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

from kqa.corpus.formats.jats_people import people
from kqa.corpus.formats.jats_references import tidy_doi
from kqa.corpus.formats.xml import Element, children, first, link, title_words, within, words

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MONTHS = {
    m: n
    for n, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_EDITIONS = ("collection", "ppub", "epub", "pub", "epub-ppub", "epreprint", "")
"""Publication dates by worth: the year a journal's issue bears is the one people cite."""


def read(root: Element) -> dict[str, Any]:
    """CSL-JSON of the article itself, without an id."""
    front = first(root, "front", "front-stub")
    journal, article = first(front, "journal-meta"), first(front, "article-meta")
    if article is None:
        article = front
    item: dict[str, Any] = {"type": "article-journal"}
    _put(item, "title", title(article))
    authors = _authors(article)
    if authors:
        item["author"] = authors
    _put(item, "container-title", _journal(journal))
    _put(item, "publisher", words(next(iter(within(journal, "publisher-name")), None)))
    _put(item, "ISSN", words(next(iter(within(journal, "issn")), None)))
    for field, name in (("volume", "volume"), ("issue", "issue")):
        _put(item, field, words(first(article, name)))
    _put(item, "page", _pages(article))
    _put_ids(article, item)
    _put_date(article, item)
    language = root.get(LANGUAGE, "")
    _put(item, "keyword", ", ".join(_keywords(article, language)))
    _put(item, "language", language)
    _put_licence(article, item)
    return item


def _put(item: dict[str, Any], field: str, value: str) -> None:
    if value:
        item[field] = value


def title(article: Element) -> str:
    """Title and subtitle, without the footnote signs some journals put on them."""
    group = first(article, "title-group")
    if group is None:
        group = article
    main = first(group, "article-title")
    if main is None:
        return ""
    parts = [title_words(main), *(title_words(s) for s in children(group, "subtitle"))]
    return ": ".join(p.rstrip(":") if n < len(parts) - 1 else p for n, p in enumerate(parts) if p)


def _authors(article: Element) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for group in children(article, "contrib-group"):
        for contributor in children(group, "contrib"):
            if (contributor.get("contrib-type") or "author") in ("author", "authors", "group"):
                found.extend(people(contributor)[:1])
        if not children(group, "contrib"):
            found.extend(people(group))
    return found


def _journal(journal: Element) -> str:
    return words(next(iter(within(journal, "journal-title")), None))


def _pages(article: Element) -> str:
    start, end = words(first(article, "fpage")), words(first(article, "lpage"))
    if start:
        return f"{start}-{end}" if end and end != start else start
    return words(first(article, "elocation-id")) or words(first(article, "page-range"))


def _put_ids(article: Element, item: dict[str, Any]) -> None:
    for identifier in children(article, "article-id"):
        kind, value = (identifier.get("pub-id-type") or "").lower(), words(identifier)
        if kind == "doi":
            _put(item, "DOI", tidy_doi(value))
        elif kind == "pmid":
            _put(item, "PMID", value)
        elif kind in ("pmc", "pmcid"):
            _put(item, "PMCID", value if value.upper().startswith("PMC") else f"PMC{value}")


def _put_date(article: Element, item: dict[str, Any]) -> None:
    dates: dict[str, list[int]] = {}
    for date in children(article, "pub-date"):
        parts = _date(date)
        if parts:
            dates.setdefault(date.get("pub-type") or date.get("date-type") or "", parts)
    if not dates:
        return
    kind = next((k for k in _EDITIONS if k in dates), next(iter(dates)))
    date, year = dates[kind], dates[kind][0]
    if len(date) == 1:
        date = max((d for d in dates.values() if d[0] == year), key=len)
    item["issued"] = {"date-parts": [date]}


def _date(element: Element) -> list[int]:
    year = words(first(element, "year"))[:4]
    if not year.isdigit():
        return []
    parts = [int(year)]
    month = words(first(element, "month")).lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    if 1 <= number <= 12:
        parts.append(number)
        day = words(first(element, "day"))
        if day.isdigit() and 1 <= int(day) <= 31:
            parts.append(int(day))
    return parts


def _keywords(article: Element, language: str) -> list[str]:
    """Keywords in the article's language where they are given in several, also from within the abstract."""
    groups = children(article, "kwd-group")
    spoken = [g for g in groups if g.get(LANGUAGE, language)[:2] == language[:2]]
    found = [words(k) for g in spoken or groups for k in within(g, "kwd")]
    for part in within(first(article, "abstract"), "sec"):
        if not found and part.get("sec-type") == "kwd-group":
            found = [k.strip(" .") for k in re.split(r"[,;]", words(part).partition(":")[2]) if k.strip(" .")]
    return found


def _put_licence(article: Element, item: dict[str, Any]) -> None:
    """The licence as its address where there is one, else in its own words."""
    permissions = first(article, "permissions")
    named = within(permissions, "license_ref", "ext-link")
    targets = [link(e) for e in within(permissions, "license")] + [link(e) or words(e) for e in named]
    address = next((t for t in targets if "creativecommons.org" in t), "")
    if not address:
        address = next((t for t in targets if t.startswith("http")), "")
    words_of_it = words(next(iter(within(permissions, "license-p", "license", "copyright-statement")), None))
    _put(item, "license", address or words_of_it[:500])
