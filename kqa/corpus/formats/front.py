"""What an article says of itself on its first page, as CSL-JSON: title, authors, journal, DOI, licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kqa.corpus import people, reference_styles, references
from kqa.corpus.formats.headings import NAMES, bare
from kqa.corpus.formats.parts import Part, is_numbered_heading

FIRST_PAGE = 12
"""Parts; a title stands among them or nowhere."""
CAPTION = re.compile(r"(?:table|figure|fig)\.?\s+\w{1,4}\b", re.I)
ARTICLE_TYPE = re.compile(
    r"(?:(?:systematic|narrative|scoping|mini|short|original|open access|invited)[ -])*"
    r"(?:review|article|review article|research article|research|original article|case report|communication|"
    r"editorial|"
    r"perspective|commentary|letter|brief report|meta-analysis|study protocol|open access)",
    re.I,
)
INFORMATION = re.compile(
    r"(?:academic |handling |guest )?editors?:|received:|revised:|accepted:|published(?: online)?:|citation:|"
    r"cite (?:this article )?as:|"
    r"how to cite|copyright|©|doi:|correspond(?:ence|ing author)|edited by:|reviewed by:|article history",
    re.I,
)
"""Paragraphs of the first page that are about the article rather than of it."""
CITATION = re.compile(r"(?:citation|cite (?:this article )?as|how to cite(?: this article)?):\s*", re.I)
KEYWORDS = re.compile(r"\**_?(?:key ?words|index terms):?\**\s*:?\s*", re.I)
PUBLISHED = re.compile(r"published(?: online)?:\s*(.+)", re.I)
LICENCE = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.I
)
MDPI_DOI = re.compile(r"10\.3390/[a-z]+?(\d{1,3})(\d{2})(\d{4})")
"""MDPI's DOIs end in volume, issue (two digits) and article number (four)."""
NUMERIC_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})-(\d{2})")
WRITTEN_DATE = re.compile(r"(\d{1,2})\s+([A-Z][a-z]+)\.?,?\s+(\d{4})|([A-Z][a-z]+)\.?\s+(\d{1,2}),\s+(\d{4})")
MARKS = re.compile(
    r"[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s*,\s*[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|\\?[*†‡§¶#]|(?<=\w)\d[\d,]*"
)


def find_title(parts: Sequence[Part]) -> int:
    """The place of the title among the parts; -1 where none of the first ones can be it.

    A heading of the first level is the title wherever it stands on the first page; else the first line before
    any section that is no kind of article, no information and no sentence.
    """
    page = [(place, part, bare(part.text)) for place, part in enumerate(parts[:FIRST_PAGE])]
    for place, part, words in page:
        if part.kind == "heading" and part.level == 1 and not _is_section(words):
            return place
    for place, part, words in page:
        if _is_section(words):
            return -1
        is_line = part.kind in ("paragraph", "heading") and 10 <= len(words) <= 300 and words[-1] not in ".;,"
        is_other = ARTICLE_TYPE.fullmatch(words) or INFORMATION.match(words) or CAPTION.match(words)
        if is_line and not is_other:
            return place
    return -1


def _is_section(words: str) -> bool:
    return bool(NAMES.fullmatch(words)) or is_numbered_heading(words)


def is_information(part: Part) -> bool:
    """Whether a paragraph tells of the article: editor, dates, citation, copyright, kind of article."""
    words = bare(part.text).lstrip("*\\† ")
    return part.kind == "paragraph" and bool(INFORMATION.match(words) or ARTICLE_TYPE.fullmatch(words))


def metadata(parts: Sequence[Part], title: int) -> tuple[dict[str, Any], list[str]]:
    """CSL-JSON (without id and hashes) from the parts of an article, and warnings on what was not found.

    Args:
        parts: all parts of the article, in order.
        title: the place of the title among them, -1 where there is none.
    """
    texts = [part.text for part in parts if part.kind == "paragraph"]
    cited = _cited(texts)
    name = bare(parts[title].text) if title >= 0 else ""
    byline = _byline(parts, title, cited.get("author", []))
    found: dict[str, Any] = {"type": "article-journal", **cited}
    if name:
        found["title"] = name
    if byline:
        found["author"] = byline
    issued = _published(texts)
    if issued:
        found["issued"] = {"date-parts": [issued]}
    _identifiers(texts, found)
    keywords = next((t[m.end() :] for t in texts if (m := KEYWORDS.match(t))), "")
    if keywords:
        found["keyword"] = keywords.strip(" *_.")
    missing = [label for label in ("title", "author", "issued") if not found.get(label)]
    names = {"title": "title", "author": "authors", "issued": "year"}
    return found, [f"no {names[label]} found on the first page" for label in missing]


def _cited(texts: Sequence[str]) -> dict[str, Any]:
    """Fields of the line that says how to cite the article."""
    for text in texts:
        match = CITATION.match(text.replace("**", "", 2) if text.startswith("**") else text)
        if match:
            line = (text.replace("**", "", 2) if text.startswith("**") else text)[match.end() :]
            fields = references.entry(line)
            return fields if fields.get("title") else {}
    return {}


def _byline(parts: Sequence[Part], title: int, cited: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Authors with full names, from the first paragraph after the title that names those of the citation."""
    for part in parts[title + 1 : title + 5]:
        if part.kind != "paragraph" or "@" in part.text:
            continue
        line = MARKS.sub("", re.sub(r"\*\*|__", "", part.text))
        people = [
            name.strip(" .")
            for name in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+", line)
            if name.strip(" .")
        ]
        people = [
            name for name in people if not re.fullmatch(r"M\.?D\.?|Ph\.?D\.?|MPH|MSc|MBBS|BSc|FRCP\w*", name)
        ]
        plausible = bool(people) and all(_is_name(name) for name in people)
        families = [author.get("family", "") for author in cited]
        if plausible and (not cited or all(f in line for f in families)):
            return [_matched(name, families) for name in people]
    return list(cited)


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 6
        and not re.search(r"[\d:/]", name)
        and all(w[0].isupper() or (w[0].islower() and len(w) <= 4) for w in words if w[0].isalpha())
    )


def _matched(name: str, families: Sequence[str]) -> dict[str, Any]:
    """A full name, cut where the citation says that the family name begins."""
    for family in sorted(families, key=len, reverse=True):
        if family and name.endswith(f" {family}"):
            return {"family": family, "given": name.removesuffix(family).strip()}
    return people.full(name)


def _published(texts: Sequence[str]) -> list[int]:
    dates = [bare(text) for text in texts if is_information(Part("paragraph", text))]
    found = next((m[1] for text in dates if (m := PUBLISHED.match(text))), "")
    numeric = [(int(m[1]), int(m[2])) for text in dates for m in NUMERIC_DATE.finditer(text) if m[1]]
    american = any(second > 12 for _, second in numeric)
    return date_parts(found, american=american)


def date_parts(text: str, *, american: bool = False) -> list[int]:
    """Year, month and day of the first date in `text`; `american` reads 09/21/2024 month first."""
    numeric = NUMERIC_DATE.search(text)
    if numeric and numeric[1]:
        first, second, year = int(numeric[1]), int(numeric[2]), int(numeric[3])
        month, of_month = (first, second) if american else (second, first)
        return [year, month, of_month] if 1 <= month <= 12 else [year]
    if numeric:
        return [int(numeric[4]), int(numeric[5]), int(numeric[6])]
    written = WRITTEN_DATE.search(text)
    if written:
        printed = written.group(3, 2, 1) if written[1] else written.group(6, 4, 5)
        named = reference_styles.MONTHS.get(printed[1].lower(), 0)
        return [int(printed[0]), named, int(printed[2])] if named else [int(printed[0])]
    year_alone = re.search(r"\b(?:19|20)\d\d\b", text)
    return [int(year_alone[0])] if year_alone else []


def _identifiers(texts: Sequence[str], found: dict[str, Any]) -> None:
    """DOI, issue where an MDPI DOI tells it, and the licence."""
    if not found.get("DOI"):
        line = next((t for t in texts if INFORMATION.match(bare(t)) and references.DOI.search(t)), "")
        doi = references.DOI.search(line)
        if doi:
            found["DOI"] = (doi[1] or doi[2]).split()[0].rstrip(".,;>)")
    coded = MDPI_DOI.fullmatch(found.get("DOI", ""))
    if coded and not found.get("issue") and found.get("volume") == coded[1]:
        found["issue"] = str(int(coded[2]))
    custom: dict[str, Any] = {}
    for text in texts:
        licence = LICENCE.search(text)
        if licence:
            label = "CC0" if licence[1].lower() == "publicdomain" else f"CC {licence[2].upper()}"
            custom["license"] = f"{label} {licence[3]}"
            custom["license-url"] = f"https://creativecommons.org/{licence[1]}/{licence[2]}/{licence[3]}/"
            custom["copyright"] = re.sub(r"<(https?://[^>]+)>", r"\1", bare(text))
            break
    if custom:
        found["custom"] = custom
    if found.get("DOI") and not found.get("URL"):
        found["URL"] = f"https://doi.org/{found['DOI']}"
