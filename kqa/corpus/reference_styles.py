"""How journals print an entry of a reference list: MDPI, Vancouver, APA, Chicago, and addresses on the web.

Each style is a function from an entry's text, without its DOI and address, to CSL-JSON fields, or None where
the entry is not in that style. What a style cannot place is its field `rest`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kqa.corpus import people

Csl = dict[str, Any]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}

PAGES = r"[A-Za-z]{0,3}\d[\w.]*(?:\s?[-–]\s?[A-Za-z]{0,3}\d[\w.]*)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
ISSUE_AND_PAGES = rf"(?:\s*\((?P<issue>[^)]+)\))?(?:\s*[:,]\s*(?P<pages>{PAGES}))?\.?\s*(?P<rest>.*)"

MDPI = re.compile(
    rf"(?P<head>.+?[.?!])\s+\*(?P<container>[^*]+)\*,?\s+\*\*{YEAR}\*\*"
    rf"(?:,\s*\*(?P<volume>[^*]+)\*)?{ISSUE_AND_PAGES}"
)
MDPI_BOOK = re.compile(
    r"(?P<authors>.+?[.;])\s+\*(?P<title>[^*]+)\*(?:,\s*(?P<edition>\d+)(?:st|nd|rd|th) ed\.)?;\s*"
    rf"(?P<publisher>[^:;]+):\s*(?P<place>[^;]+?),\s*{YEAR}"
    r"(?:;\s*(?:p\.\s*(?P<total>\d+)|pp\.\s*(?P<pages>\d+\s?[-–]\s?\d+)))?\.?\s*(?P<rest>.*)"
)
VANCOUVER = re.compile(
    r"(?P<head>.+?[.?!][\"”]?)\s+"
    r"(?:\*(?P<container>[^*]+)\*|(?P<unmarked>[^*.?!;]+(?:\.(?!\s)[^*.?!;]*)*))\.?\s*"
    rf"{YEAR}(?:\s+(?P<month>[A-Z][a-z]{{2,8}})(?:\s+(?P<day>\d{{1,2}}))?)?\s*;\s*(?P<volume>[\w.]+)?"
    rf"{ISSUE_AND_PAGES}"
)
UNCONTAINED = re.compile(rf"(?P<head>.+?[.?!]\s.+?);\s*{YEAR}\.?\s*(?P<rest>.*)")
CHICAGO = re.compile(
    rf"(?P<authors>.+?)\.?\s+{YEAR}\.\s+[\"“](?P<title>.+?)[.,]?[\"”][.,]?\s+"
    rf"\*?(?P<container>[^*\d]+?)\*?,?\s+(?P<volume>\d+){ISSUE_AND_PAGES}"
)
APA = re.compile(
    r"(?P<authors>[^()]+?)\s*\((?P<year>(?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)\.?\s+(?P<title>.+?[.?!])\s+"
    rf"\*?(?P<container>[^*.]+?)\*?,\s*\*?(?P<volume>\d+)\*?{ISSUE_AND_PAGES}"
)
WEB = re.compile(rf"(?:(?P<author>[^.:?!“\"]{{2,60}})\.\s+)?(?P<title>.+?)(?:\.\s+{YEAR})?\.?\s*")


def mdpi(text: str) -> Csl | None:
    """MDPI: `Family, I.; Family, I. Title. *Container* **2010**, *113*, 678–684`."""
    match = MDPI.fullmatch(text)
    if not match:
        return None
    authors, rest, title = people.split_semicolons(match["head"])
    return _article(match, authors, title, match["container"], rest)


def mdpi_book(text: str) -> Csl | None:
    """MDPI, a book: `Family, I. *Title*, 1st ed.; Publisher: Place, 2017; p. 304`."""
    match = MDPI_BOOK.fullmatch(text)
    if not match:
        return None
    return {
        "type": "book",
        "author": people.names(match["authors"]),
        "title": title_of(match["title"]),
        "publisher": squeezed(match["publisher"]),
        "publisher-place": squeezed(match["place"]),
        "edition": match["edition"],
        "issued": date(int(match["year"])),
        "number-of-pages": match["total"],
        "page": _pages(match["pages"]),
        "rest": match["rest"],
    }


def vancouver(text: str) -> Csl | None:
    """Vancouver: `Family II, Family I. Title. *Container*. 2018 Jul 24;9(2):277`."""
    match = VANCOUVER.fullmatch(text)
    if not match:
        return None
    authors, rest, title = people.split_commas(match["head"])
    return _article(match, authors, title, match["container"] or match["unmarked"], rest)


def uncontained(text: str) -> Csl | None:
    """`Family II, Family I. Title; 2023.`: a report, thesis or other work without a container."""
    match = UNCONTAINED.fullmatch(text)
    if not match:
        return None
    authors, rest, title = people.split_commas(match["head"])
    if not authors:
        return None
    return {
        "type": "document",
        "author": authors,
        "title": title_of(title),
        "issued": date(int(match["year"])),
        "rest": _joined(rest, match["rest"]),
    }


def chicago(text: str) -> Csl | None:
    """Chicago: `Family, Given, and Given Family. 2024. "Title". *Container* 36 (10):125-33`."""
    match = CHICAGO.fullmatch(text)
    return (
        _article(match, people.inverted_first(match["authors"]), match["title"], match["container"])
        if match
        else None
    )


def apa(text: str) -> Csl | None:
    """APA: `Family, I. I., & Family, I. (2020). Title. *Container*, *12*(3), 45–67`."""
    match = APA.fullmatch(text)
    return (
        _article(match, people.ampersand(match["authors"]), match["title"], match["container"])
        if match
        else None
    )


def web(text: str) -> Csl | None:
    """`Author. Title. 2022.` or a title alone: what stands before an address on the web."""
    match = WEB.fullmatch(text)
    if not match:
        return None
    authors, rest, title = people.split_commas(text)
    if not authors:
        title = match["title"]
        authors = [{"literal": match["author"].strip()}] if match["author"] else []
    issued = date(int(match["year"])) if match["year"] else None
    return {"type": "webpage", "author": authors, "title": title_of(title), "issued": issued, "rest": rest}


STYLES: tuple[Callable[[str], Csl | None], ...] = (mdpi, mdpi_book, chicago, apa, vancouver, uncontained)
"""In the order in which they are tried: the most telling first."""


def _article(match: re.Match[str], authors: list[Csl], title: str, container: str, rest: str = "") -> Csl:
    groups = match.groupdict()
    month = MONTHS.get((groups.get("month") or "").lower(), 0)
    day = int(groups["day"]) if month and groups.get("day") else 0
    return {
        "type": "article-journal",
        "author": authors,
        "title": title_of(title),
        "container-title": squeezed(container),
        "issued": date(int(groups["year"]), month, day),
        "volume": squeezed(groups["volume"] or ""),
        "issue": squeezed(groups["issue"] or ""),
        "page": _pages(groups["pages"]),
        "rest": _joined(rest, groups["rest"]),
    }


def date(year: int, month: int = 0, day: int = 0) -> Csl:
    """A CSL date of as many parts as are known."""
    return {"date-parts": [[part for part in (year, month, day) if part]]}


def title_of(printed: str) -> str:
    """A title without its closing stop, emphasis, and a quotation mark that nothing opened."""
    title = re.sub(r"(?<!\\)\*", "", printed).strip()
    if title.count('"') == 1:
        title = title.replace('"', "")
    return re.sub(r"(?<!\.\w)\.$", "", title.strip()).strip()


def squeezed(printed: str) -> str:
    """On one line, without commas about it."""
    return " ".join(printed.split()).strip(" ,")


def _pages(printed: str | None) -> str:
    return re.sub(r"\s?[-–]\s?", "-", printed).rstrip(".") if printed else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
