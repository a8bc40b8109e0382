"""Reference entries whose italics and bold are lost, as in a PDF's text: read by their punctuation alone.

Tried after the styles of `references`, which lean on emphasis; what no pattern knows is read as authors, then
the first sentence long enough for a title.
"""

from __future__ import annotations

import re
from typing import Any

from kqa.corpus import people, references

Csl = dict[str, Any]

FEWEST_WORDS = 3
"""Words that a sentence must have to be guessed to be a title."""

# Names are matched atomically, `(?>…)`: an entry made to be misread must not have every division tried.
_PAGES = r"[A-Za-z]{0,3}\d[\w.]*(?:\s?[-–]\s?[A-Za-z]{0,3}\d[\w.]*)?"
_FAMILY = (
    r"(?>(?:(?:[a-z]{2,3}|[A-Z])[ '’]){0,3}[^\W\d_][\w'’‐-]*(?: (?!and\b)[^\W\d_][^\W\dA-Z_][\w'’‐-]*){0,2})"
)
_PARTICLE = r"(?: (?:d[aeo]s?|del|van|von|der))"
_INITIALS = rf"(?>[^\W\d_]\.(?:{_PARTICLE}?[ ‐-]?[^\W\d_]\.){{0,4}}{_PARTICLE}?)"
"""`J.-C.`, `M. de F. P. M. de`: a Portuguese name's particles stay among its initials."""
_POINTED = rf"(?>{_FAMILY}, {_INITIALS}(?:, (?:Jr|Sr|II|III)\.?)?)"
_FIRST = rf"(?>{_INITIALS}\s?{_FAMILY}|[^\W\d_][\w'’-]+(?: [^\W\d_]\.){{0,3}} {_FAMILY})"
_ANY = rf"(?!et al\b|and others\b)(?>{_POINTED}|{_FAMILY} [A-Z](?:[‐-]?[A-Z]){{0,3}}\b|{_FIRST})"
_LIST = rf"(?>{_ANY}(?:(?:[;,]|,? (?:&|and)) ?{_ANY})*)"
_MORE = r"(?:[;,]?\s*(?:et al\.|and others))?"
_YEAR_ = r"(?P<year>(?:19|20)\d\d)"
STYLES = (
    # Smith AB, Jones C. 2019. Title. J Name. 12(3):45–67.
    re.compile(
        rf"(?P<authors>{_LIST}{_MORE})[.,]?\s+\(?{_YEAR_}[a-h]?\)?[.,:]?\s+"
        r"(?P<title>[^\s“\"].+?[.?!])\s+(?P<container>[^\d“”\"]{2,80}?)[.,]?\s+(?P<volume>\d+)"
        rf"(?:\s*\((?P<issue>[^)]+)\))?[:,]\s*(?P<page>{_PAGES})"
    ),
    # Domino, E.F.; Chodoff, P. Title. J. Name 2007, 21, 820–825.
    re.compile(
        rf"(?P<authors>(?>{_POINTED}(?:; ?{_POINTED})*);?{_MORE})\.?\s*(?P<title>.+?[.?!])\s+"
        rf"(?P<container>[^\d]{{3,80}}?)\.?,?\s{_YEAR_}(?:,\s*(?P<volume>[\w-]+))?"
        rf"(?:\s*\((?P<issue>[^)]+)\))?(?:,\s*(?P<page>{_PAGES}))?\."
    ),
    # Smith, A. B., Jones, C. & Doe, J. Title. J. Name 12, 34–56 (2019).
    re.compile(
        rf"(?P<authors>(?>{_POINTED}(?:, {_POINTED})*)(?:,? (?:&|and) {_POINTED})?{_MORE})\s*"
        r"(?P<title>.+?[.?!])\s+"
        rf"(?P<container>[^\d]{{2,80}}?),?\s(?P<volume>\d+)(?:\s*\((?P<issue>[^)]+)\))?"
        rf"(?:[,:]\s*(?P<page>{_PAGES}))?\s+\({_YEAR_}\)"
    ),
    # A. B. Smith and J. Doe, “Title,” J. Name, vol. 3, no. 2, pp. 1–9, 2020.
    re.compile(
        r"(?P<authors>[^“”\"]{3,400}),\s+[“\"](?P<title>[^“”\"]+?),?[”\"],?\s+(?P<container>[^\d]{2,120}?),"
        r"\s+vol\.\s*(?P<volume>\w+)(?:,\s+no\.\s*(?P<issue>[\w–-]+))?"
        rf"(?:,\s+pp?\.\s*(?P<page>{_PAGES}))?,\s+(?:[A-Z][a-z]{{2,8}}\.?\s+)?{_YEAR_}"
    ),
    # A. B. Smith and J. Doe. Title. J. Name, 12(3):45–67, 2019.
    re.compile(
        rf"(?P<authors>(?>{_FIRST}(?:, {_FIRST})*)(?:,? and {_FIRST})?{_MORE})\.\s+(?P<title>.+?[.?!])\s+"
        rf"(?P<container>[^\d]{{2,120}}?),\s+(?P<volume>\d+)(?:\s*\((?P<issue>[^)]+)\))?(?::\s*(?P<page>{_PAGES}))?,"
        rf"\s+(?:[A-Z][a-z]+\s+)?{_YEAR_}"
    ),
)
_SHORTENED = re.compile(rf"{_LIST}[;,]?\s*(?:et al\.|and others)")
"""A list of authors that is cut short."""
_YEAR = re.compile(r"\b((?:19|20)\d\d)[a-h]?\b")
_AUTHORS = re.compile(
    rf"{_LIST}{_MORE}"
    r"(?:[.,:]\s|(?<=\.)\s|(?=\s?\()|(?=\s(?:19|20)\d\d[a-h]?\s))\s*"
    r"(?:\((?:19|20)\d\d[a-h]?\)[.,:]?\s*)?"
)
LONGEST = 1_500
"""Characters of an entry that is matched; the patterns are not tried on what must be several entries."""


def entry(text: str) -> Csl:
    """CSL-JSON of one printed entry; what is not understood stays in its `note`."""
    known = references.entry(text)
    if known.get("title") or len(text) > LONGEST:
        return known
    made = next((csl for style in STYLES if (csl := _styled(style, text))), None) or _guessed(text)
    if not made:
        return known
    kept = {field: value for field, value in known.items() if field in ("DOI", "PMID", "PMCID", "URL")}
    return {
        "type": "article-journal" if "container-title" in made else "document",
        **made,
        **kept,
        "note": f"{people.ET_AL}; {text}" if _SHORTENED.match(text) else text,
    }


def _styled(style: re.Pattern[str], text: str) -> Csl:
    match = style.match(text)
    if match is None:
        return {}
    groups = {name: value.strip(" .,") for name, value in match.groupdict().items() if value}
    del groups["authors"]
    made: Csl = {"author": _people(match["authors"]), "title": groups.pop("title")}
    made["issued"] = {"date-parts": [[int(groups.pop("year"))]]}
    made["container-title"] = groups.pop("container")
    return {**made, **groups}


def _guessed(text: str) -> Csl:
    """Authors at the beginning, then the first sentence that is long enough for a title."""
    head = _AUTHORS.match(text)
    rest = text[head.end() :] if head else text
    sentences = re.split(r"(?<=[^\s.]{2}[.?!])\s+", rest)
    title = next((s for s in sentences if len(re.findall(r"[^\W\d_]{2,}", s)) >= FEWEST_WORDS), "")
    if not title or "://" in title[:12] or title.endswith("et al."):
        return {}
    made: Csl = {"title": re.sub(r"\s*\((?:19|20)\d\d\)$", "", title.strip(' .,“”"'))}
    if head and head[0].strip():
        made["title"] = re.sub(r"^(?:19|20)\d\d[a-z]?\s+(?=[^\W\d_])", "", made["title"])
        made["author"] = _people(re.sub(r"\((?:19|20)\d\d[a-h]?\)", "", head[0]).strip(" .,:"))
    year = _YEAR.search(text)
    if year:
        made["issued"] = {"date-parts": [[int(year[1])]]}
    return made


def _people(printed: str) -> list[Csl]:
    bare = re.sub(r"[;,]?\s*(?:et al\.?|and others)[.,:]?$", "", printed.strip()).strip(" ,;:")
    bare = re.sub(r"(?<=[\s.‐-][^\W\d_a-z])$", ".", bare)  # a last initial's stop, which ended the list too
    if re.match(rf"{_POINTED}(?:,|$| &| and)", bare) and ";" not in bare:
        found = re.findall(rf"({_FAMILY}), ({_INITIALS})", bare)
        last = re.search(rf",? (?:and|&) ({_FIRST})$", bare)  # turned round no more: `Smith, A. and C. Jones`
        return [
            *({"family": family, "given": given.strip()} for family, given in found),
            *([_first_last(last[1])] if last else []),
        ]
    if re.match(rf"{_INITIALS}\s?[^\W\d_]", bare) or re.search(r"\band\b", bare):
        parts = re.split(r",? and |, ", bare)
        return [_first_last(part) for part in parts if part.strip()]
    return people.names(bare)


def _first_last(name: str) -> Csl:
    match = re.match(
        rf"(?P<given>(?:{_INITIALS}\s?)+|[^\W\d_][\w'’-]+(?: [^\W\d_]\.)*\s)(?P<family>.+)$", name.strip()
    )
    if match is None:
        return {"literal": name.strip()}
    return {"family": match["family"].strip(), "given": match["given"].strip()}
