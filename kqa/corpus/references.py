"""A printed reference list as CSL-JSON: MDPI's, Vancouver's, APA's and Chicago's ways of writing an entry.

What an entry says and no field holds stays in its `note`; an entry in no known style is kept whole there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Csl = dict[str, Any]

LABELS = re.compile(
    r"\[?\[\\?\[?(?:CrossRef|PubMed(?: Central)?|PMC|Google Scholar|Green Version|Full Text)\\?\]?\](?:\(([^()\s]*)\))?\]?"
)
"""Links that a publisher sets after an entry; their labels say nothing, an address behind one may."""
LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)|<?(https?://[^\s<>\[\]]+)>?")
DOI = re.compile(r"<?(?:https?://(?:dx\.)?doi\.org/|\bdoi\s*:?\s*)(10\.\d{4,9}/\S+(?:\s+\S+)?)|\b(10\.\d{4,9}/\S+)", re.I)
ACCESSED = re.compile(r"\(?\b(?:accessed|retrieved|cited)(?: on)?:?\s+(\d{1,2})\s+([A-Z][a-z]+)\s+(\d{4})\)?", re.I)
AVAILABLE = re.compile(r"\bAvailable(?: online| from| at)?\s*:?\s*$|\bAvailable(?: online| from| at)?\s*:\s*", re.I)
PUBMED = re.compile(r"\b(PMID|PMCID)\s*:?\s*((?:PMC)?\d{4,9})\b")
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep sept,october oct,"
        "november nov,december dec".split(","),
        1,
    )
    for name in names.split()
}

_MARK = r"\*?"
_PAGES = r"[A-Za-z]{0,3}\d[\w.]*(?:\s?[-–]\s?[A-Za-z]{0,3}\d[\w.]*)?"
MDPI = re.compile(
    rf"(?P<head>.+?[.?!])\s+\*(?P<container>[^*]+)\*,?\s+\*\*(?P<year>(?:19|20)\d\d)\*\*"
    rf"(?:,\s*\*(?P<volume>[^*]+)\*)?(?:\s*\((?P<issue>[^)]+)\))?(?:,\s*(?P<pages>{_PAGES}))?\.?\s*(?P<rest>.*)"
)
MDPI_BOOK = re.compile(
    r"(?P<authors>.+?[.;])\s+\*(?P<title>[^*]+)\*(?:,\s*(?P<edition>\d+)(?:st|nd|rd|th) ed\.)?;\s*(?P<publisher>[^:;]+):\s*"
    r"(?P<place>[^;]+?),\s*(?P<year>(?:19|20)\d\d)(?:;\s*(?:p\.\s*(?P<total>\d+)|pp\.\s*(?P<pages>\d+\s?[-–]\s?\d+)))?\.?\s*(?P<rest>.*)"
)
VANCOUVER = re.compile(
    rf"(?P<head>.+?[.?!][\"”]?)\s+(?:\*(?P<container>[^*]+)\*|(?P<unmarked>[^*.?!;]+(?:\.(?!\s)[^*.?!;]*)*))\.?\s*"
    rf"(?P<year>(?:19|20)\d\d)(?:\s+(?P<month>[A-Z][a-z]{{2,8}})(?:\s+(?P<day>\d{{1,2}}))?)?\s*;\s*(?P<volume>[\w.]+)?"
    rf"(?:\s*\((?P<issue>[^)]+)\))?(?:\s*[:,]\s*(?P<pages>{_PAGES}))?\.?\s*(?P<rest>.*)"
)
THESIS = re.compile(r"(?P<head>.+?[.?!]\s.+?);\s*(?P<year>(?:19|20)\d\d)\.?\s*(?P<rest>.*)")
CHICAGO = re.compile(
    rf"(?P<authors>.+?)\.?\s+(?P<year>(?:19|20)\d\d)\.\s+[\"“](?P<title>.+?)[.,]?[\"”][.,]?\s+\*?(?P<container>[^*\d]+?)\*?,?\s+"
    rf"(?P<volume>\d+)\s*(?:\((?P<issue>[^)]+)\))?(?:\s*:\s*(?P<pages>{_PAGES}))?\.?\s*(?P<rest>.*)"
)
APA = re.compile(
    rf"(?P<authors>[^()]+?)\s*\((?P<year>(?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)\.?\s+(?P<title>.+?[.?!])\s+\*?(?P<container>[^*.]+?)\*?,\s*"
    rf"\*?(?P<volume>\d+)\*?\s*(?:\((?P<issue>[^)]+)\))?(?:,\s*(?P<pages>{_PAGES}))?\.?\s*(?P<rest>.*)"
)
ET_AL = "et al."
"""Kept as a note: CSL has no sign for authors that an entry leaves out."""
INITIALS = r"(?:[^\W\d_a-zà-ÿ]\.[-‐]?\s?){1,6}"
MDPI_AUTHOR = re.compile(rf"(?P<family>[^,;]+), (?P<given>{INITIALS})(?:,?\s*(?P<suffix>Jr\.|Sr\.|I{{1,3}}))?")
VANCOUVER_AUTHOR = re.compile(
    r"(?P<family>(?:[^\W\d_][\w’'‐-]*\s){1,4})(?P<given>[^\W\d_a-z]{1,4})(?:\s(?P<suffix>Jr|Sr|II|III))?"
)
WEB_HEAD = re.compile(r"(?:(?P<author>[^.:?!“\"]{2,60})\.\s+)?(?P<title>.+?)(?:\.\s+(?P<year>(?:19|20)\d\d))?\.?\s*")


def parse(entries: Sequence[str], key: str) -> list[Csl]:
    """CSL-JSON of the entries of a reference list, in order, ids `<key>:1` and so on.

    Args:
        entries: each entry's text, without its number.
        key: the key of the article whose list it is.
    """
    return [{"id": f"{key}:{number}", **entry(text)} for number, text in enumerate(entries, 1)]


def entry(text: str) -> Csl:
    """CSL-JSON, without an id, of one printed entry."""
    words, found = _identifiers(" ".join(text.split()))
    for style in (_mdpi, _mdpi_book, _chicago, _apa, _vancouver, _thesis, _web):
        fields = style(words, bool(found.get("URL")))
        if fields:
            note = fields.pop("rest", "").strip(" ;,")
            note = "" if note == "." else note
            notes = "; ".join(part for part in (note, found.pop("note", "")) if part)
            return _ordered({**fields, **found, **({"note": notes} if notes else {})})
    found["note"] = " ".join(text.split())
    return _ordered({"type": "document", **found})


def names(printed: str) -> list[Csl]:
    """CSL names from a list of authors as printed: `Thomas, A.; Chambers, R.A.` or `Gao M, Liu H`."""
    bare = re.sub(r"[,;]?\s*(?:and others|et al\.?)\s*$", "", printed.strip())
    if ";" in bare or MDPI_AUTHOR.fullmatch(bare):
        made = [MDPI_AUTHOR.fullmatch(name.strip()) for name in bare.split(";") if name.strip()]
    else:
        made = [VANCOUVER_AUTHOR.fullmatch(name.strip()) for name in bare.rstrip(".").split(",") if name.strip()]
    if made and all(made):
        return [_name(match) for match in made if match]
    return [{"literal": bare.rstrip(".")}] if bare else []


def _name(match: re.Match[str]) -> Csl:
    given = match["given"].strip()
    if "." not in given:
        given = "".join(f"{letter}." for letter in given)
    suffix = {"suffix": match["suffix"].rstrip(".") + "."} if match["suffix"] else {}
    return {"family": match["family"].strip(), "given": given, **suffix}


def _identifiers(text: str) -> tuple[str, Csl]:
    """The text without links, DOI and dates of access, and the fields that these give."""
    found: Csl = {}
    notes: list[str] = []
    text = LABELS.sub(lambda match: f" {match[1]} " if (match[1] or "").startswith("http") else " ", text)
    accessed = ACCESSED.search(text)
    if accessed and accessed[2].lower() in MONTHS:
        found["accessed"] = _date(int(accessed[3]), MONTHS[accessed[2].lower()], int(accessed[1]))
        text = text.replace(accessed[0], " ")
    for label, number in PUBMED.findall(text):
        found[label] = number
    text = PUBMED.sub(" ", text)
    doi = DOI.search(text)
    if doi:
        text = _doi(text, doi, found, notes)
    link = LINK.search(text)
    if link:
        found["URL"] = (link[2] or link[3]).rstrip(".,;")
        text = text.replace(link[0], " ")
    if found.get("URL") or found.get("DOI"):
        text = AVAILABLE.sub(" ", text)
    if notes:
        found["note"] = "; ".join(notes)
    return re.sub(r"[\s.;,]*[.;,]$", ".", " ".join(text.split())), found


def _doi(text: str, match: re.Match[str], found: Csl, notes: list[str]) -> str:
    """Take the DOI out of the text; one with a blank inside cannot be resolved and is kept as a note."""
    first, _, second = (match[1] or match[2]).partition(" ")
    broken = bool(second) and first.endswith(".") and re.fullmatch(r"[a-z0-9][\w./()-]*\d[\w./()-]*", second)
    if broken:
        notes.append(match[0].strip())
        return text.replace(match[0], " ")
    found["DOI"] = re.sub(r"[\])>]+(?:\(.*)?$", "", first.rstrip(".,;>")) if "(" not in first else first.rstrip(".,;>")
    return text.replace(match[0], second, 1)


def _mdpi(text: str, _: bool) -> Csl | None:
    match = MDPI.fullmatch(text)
    if not match:
        return None
    authors, title = _split_mdpi(match["head"])
    return {
        "type": "article-journal",
        **authors,
        "title": _title(title),
        "container-title": _squeezed(match["container"]),
        **_issue(match),
        "rest": "; ".join(part for part in (authors.get("rest", ""), match["rest"]) if part),
    }


def _split_mdpi(head: str) -> tuple[Csl, str]:
    """Authors and title of `Family, I.; Family, I.; et al. Title.`; all of it the title where no author is found."""
    place, found = 0, []
    while match := re.compile(rf"{MDPI_AUTHOR.pattern}(?:(?P<more>;\s+)|\s+(?=[\w“\"‘'(*]))").match(head, place):
        found.append(_name(match))
        place = match.end()
        if not match["more"]:
            return {"author": found}, head[place:]
    if found and head.startswith("et al. ", place):
        return {"author": found, "rest": ET_AL}, head[place + len("et al. ") :]
    return {}, head


def _mdpi_book(text: str, _: bool) -> Csl | None:
    match = MDPI_BOOK.fullmatch(text)
    if not match:
        return None
    fields: Csl = {
        "type": "book",
        "author": names(match["authors"]),
        "title": _title(match["title"]),
        "publisher": _squeezed(match["publisher"]),
        "publisher-place": _squeezed(match["place"]),
        "issued": _date(int(match["year"])),
        "rest": match["rest"],
    }
    optional = {"edition": match["edition"], "number-of-pages": match["total"], "page": _pages(match["pages"])}
    return {**fields, **{name: value for name, value in optional.items() if value}}


def _vancouver(text: str, _: bool) -> Csl | None:
    match = VANCOUVER.fullmatch(text)
    if not match:
        return None
    authors, title = _split_vancouver(match["head"])
    return {
        "type": "article-journal",
        **authors,
        "title": _title(title),
        "container-title": _squeezed(match["container"] or match["unmarked"]),
        **_issue(match),
        "rest": match["rest"],
    }


def _split_vancouver(head: str) -> tuple[Csl, str]:
    """Authors and title of `Family II, Family I, et al. Title.`."""
    authors, stop, title = head.partition(". ")
    found = names(authors) if stop else []
    if found and "literal" not in found[0]:
        return {"author": found}, title
    return {}, head


def _thesis(text: str, has_url: bool) -> Csl | None:
    """`Authors. Title; 2023.`: a report, thesis or other work without a container."""
    match = THESIS.fullmatch(text)
    authors, title = _split_vancouver(match["head"]) if match else ({}, "")
    if not match or not authors:
        return None
    kind = "webpage" if has_url else "document"
    return {"type": kind, **authors, "title": _title(title), "issued": _date(int(match["year"])), "rest": match["rest"]}


def _chicago(text: str, _: bool) -> Csl | None:
    match = CHICAGO.fullmatch(text)
    if not match:
        return None
    return {
        "type": "article-journal",
        "author": _chicago_names(match["authors"]),
        "title": _title(match["title"]),
        "container-title": _squeezed(match["container"]),
        **_issue(match),
        "rest": match["rest"],
    }


def _chicago_names(printed: str) -> list[Csl]:
    """`Family, Given, Given Family, and Given Family`: only the first is turned round."""
    parts = [part for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", printed.strip()) if part]
    if len(parts) < 2:
        return [{"literal": printed.strip()}]
    first = {"family": parts[0], "given": parts[1]}
    return [first, *(full_name(part) for part in parts[2:])]


def full_name(name: str) -> Csl:
    """`Given Given Family` as a CSL name; particles such as `de` and `van` stay with the family name."""
    words = name.split()
    if len(words) < 2:
        return {"literal": name.strip()}
    suffix = {"suffix": words.pop()} if words[-1].rstrip(".") in ("Jr", "Sr", "II", "III") and len(words) > 2 else {}
    split = len(words) - 1
    while split > 1 and words[split - 1][0].islower():
        split -= 1
    return {"family": " ".join(words[split:]), "given": " ".join(words[:split]), **suffix}


def _apa(text: str, _: bool) -> Csl | None:
    match = APA.fullmatch(text)
    if not match:
        return None
    printed = re.sub(r",?\s*&\s*|,\s*\.\.\.\s*", ", ", match["authors"])
    pairs = re.findall(rf"([^,]+),\s+({INITIALS})(?:,\s*|$)", printed + " ")
    authors = [{"family": family.strip(), "given": given.strip()} for family, given in pairs]
    return {
        "type": "article-journal",
        "author": authors or [{"literal": match["authors"].strip(" .")}],
        "title": _title(match["title"]),
        "container-title": _squeezed(match["container"]),
        **_issue(match),
        "rest": match["rest"],
    }


def _web(text: str, has_url: bool) -> Csl | None:
    """What is left of an entry whose address has been taken out: `WHO. Title. 2022.` or a title alone."""
    match = WEB_HEAD.fullmatch(text)
    if not has_url or not match:
        return None
    authors, title = _split_vancouver(text)
    if not authors and match["author"]:
        authors = {"author": [{"literal": match["author"].strip()}]}
    if not authors or "literal" in authors["author"][0]:
        title = match["title"]
    issued = {"issued": _date(int(match["year"]))} if match["year"] else {}
    return {"type": "webpage", **authors, "title": _title(title), **issued}


def _issue(match: re.Match[str]) -> Csl:
    """Date, volume, issue and pages, those that the entry gives."""
    groups = match.groupdict()
    month = MONTHS.get((groups.get("month") or "").lower(), 0)
    day = int(groups["day"]) if groups.get("day") and month else 0
    fields = {"volume": groups.get("volume"), "issue": groups.get("issue"), "page": _pages(groups.get("pages"))}
    return {"issued": _date(int(groups["year"]), month, day), **{name: v.strip() for name, v in fields.items() if v}}


def _pages(printed: str | None) -> str:
    return re.sub(r"\s?[-–]\s?", "-", printed).rstrip(".") if printed else ""


def _date(year: int, month: int = 0, day: int = 0) -> Csl:
    return {"date-parts": [[part for part in (year, month, day) if part]]}


def _title(printed: str) -> str:
    """A title without its closing stop, emphasis, and a quotation mark that nothing opened."""
    title = re.sub(r"(?<!\\)\*", "", printed).strip()
    if title.count('"') == 1:
        title = title.replace('"', "")
    return re.sub(r"(?<!\.\w)\.$", "", title.strip()).strip()


def _squeezed(printed: str) -> str:
    return " ".join(printed.split()).strip(" ,")


ORDER = (
    "id type author title container-title publisher publisher-place edition issued volume issue page number-of-pages "
    "DOI PMID PMCID URL accessed note"
).split()


def _ordered(fields: Csl) -> Csl:
    return {name: fields[name] for name in ORDER if fields.get(name)}
