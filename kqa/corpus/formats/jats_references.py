"""JATS reference lists as CSL-JSON: `element-citation`, `mixed-citation`, `citation`, and bare strings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kqa.corpus import people as names
from kqa.corpus import reference_styles as styles
from kqa.corpus.formats import jats_people, jats_printed
from kqa.corpus.formats.xml import Element, children, first, link, local, title_words, within, words

DOI = re.compile(r"\b10\.\d{4,9}/(?:[^\s\"<>{}|\\^`\[\]]|<\d[\w:.;-]{2,30}>(?=[\w.]))+")
"""Old ones hold the pages in angle brackets: `10.1175/1520-0442(2002)015<1609:AIISAS>2.0.CO;2`."""
_CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation", "product", "related-object")
_ALTERNATIVES = "citation-alternatives"
_TYPES = {
    "journal": "article-journal",
    "article": "article-journal",
    "journal-article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "chapter": "chapter",
    "confproc": "paper-conference",
    "conf-proc": "paper-conference",
    "conference": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "gov": "report",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "data": "dataset",
    "database": "dataset",
    "dataset": "dataset",
    "software": "software",
    "preprint": "article",
    "patent": "patent",
    "newspaper": "article-newspaper",
    "standard": "standard",
    **{
        name: name
        for name in ("article-journal", "article-magazine", "article-newspaper", "paper-conference")
    },
}


_DATE = re.compile(r"\b((?:1[5-9]|20)\d\d)(?!\d)[a-z]?(?:\s+([A-Za-z]{3,9})\b\.?)?(?:\s+(\d{1,2})\b)?")
_FEWEST_WORDS = 4
"""Of a comment before an address that is the page's title; `Available from` is none."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry as printed, and what is known of it; `item` lacks its id."""

    printed: str
    item: dict[str, Any]
    structured: bool
    """False where the source has the entry as a string only, still to be parsed."""


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """All entries of an article, and where each id of the source stands among them (from 1)."""

    entries: tuple[Reference, ...]
    places: dict[str, int]
    labels: dict[str, int]
    """Places by printed label, for a citation whose id leads nowhere."""


def read(root: Element) -> ReferenceList:
    """The reference list of an `article`; several lists are taken one after another."""
    entries: list[Reference] = []
    places: dict[str, int] = {}
    labels: dict[str, int] = {}
    for ref in _refs(root):
        works = _works(ref)
        if not works and not words(ref):
            continue
        entries.append(_entry(ref, works))
        place = len(entries)
        for element in ref.iter():
            if element.get("id"):
                places.setdefault(element.get("id"), place)
        label = words(first(ref, "label")).strip("[]().")
        if label:
            labels.setdefault(label, place)
    return ReferenceList(tuple(entries), places, labels)


def _refs(root: Element) -> list[Element]:
    """`ref` elements of the article itself, not of letters and responses appended to it."""
    return [
        ref for part in children(root, "front", "body", "back", "floats-group") for ref in within(part, "ref")
    ]


def _works(ref: Element) -> list[list[Element]]:
    """The works that an entry names, each as the source gives it: once, or as print and as fields."""
    found: list[list[Element]] = []
    for child in ref:
        if local(child) == _ALTERNATIVES:
            found.append(children(child, *_CITATIONS))
        elif local(child) in _CITATIONS:
            found.append([child])
    if sorted(local(work[0]) for work in found if len(work) == 1) == ["element-citation", "mixed-citation"]:
        return [[work[0] for work in found]]  # SciELO's way of giving both
    return [work for work in found if work]


def _entry(ref: Element, works: Sequence[list[Element]]) -> Reference:
    if not works:
        label = words(first(ref, "label"))
        text = words(ref).removeprefix(label).strip()
        return Reference(text, _with_doi({}, text), structured=False)
    described = [_described(work) for work in works]
    printed = " ".join(text for text, _ in described)
    label = words(first(ref, "label")).strip("[]().")
    if label.isdigit():  # printed once more before the entry
        printed = re.sub(rf"^\[?{label}[\].)]*\s+(?=\D)", "", printed)
    notes = " ".join(words(n) for n in children(ref, "note"))
    item = described[0][1]
    for _, other in described[1:]:
        for field, value in other.items():
            if field in ("title", "DOI", "PMID") and field not in item:
                item[field] = value
    if notes:
        item["note"] = "; ".join(filter(None, [item.get("note", ""), notes]))
    return Reference(printed, _with_doi(item, printed), structured="title" in item or "DOI" in item)


def _described(work: list[Element]) -> tuple[str, dict[str, Any]]:
    """One work as printed and as CSL-JSON: the words of its print, the fields of all its forms."""
    by_fields = sorted(work, key=lambda citation: local(citation) != "element-citation")
    item = _item(by_fields[0])
    for other in by_fields[1:]:
        item = {**_item(other), **item}
    by_print = sorted(work, key=lambda citation: not jats_printed.has_own_text(citation))
    printed = jats_printed.printed(by_print[0], item)
    for name in (name for role in jats_people.ROLES for name in item.get(role, ())):
        if "given" in name and not (len(name["given"]) > 2 and name.get("family", "").isupper()):
            name["given"] = names.pointed(name["given"])  # `SMITH JOHN` is set in capitals as a whole
    if "author" in item and any(local(e) == "etal" for e in by_fields[0].iter()):
        item["note"] = names.ET_AL
    return printed, item


def _with_doi(item: dict[str, Any], text: str) -> dict[str, Any]:
    found = DOI.search(text)
    if "DOI" not in item and found:
        item["DOI"] = tidy_doi(found[0])
    return item


def tidy_doi(text: str) -> str:
    """A DOI without resolver, prefix or the full stop that ends its sentence; empty if it is none.

    >>> tidy_doi("https://doi.org/10.1000/ABC.1.")
    '10.1000/ABC.1'
    """
    found = DOI.search(unquote(text) if "%3" in text else text)
    if not found:
        return ""
    doi = found[0].rstrip(".,;:'’”")
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1].rstrip(".,;")
    return doi


def _item(citation: Element) -> dict[str, Any]:
    kind = citation.get("publication-type") or citation.get("citation-type") or ""
    item: dict[str, Any] = {"type": _TYPES.get(kind.lower(), "")}
    jats_people.put(citation, item)
    _put_titles(citation, item)
    _put_year(citation, item)
    for field, element in (
        ("volume", "volume"),
        ("issue", "issue"),
        ("publisher", "publisher-name"),
        ("publisher-place", "publisher-loc"),
        ("edition", "edition"),
        ("event-title", "conf-name"),
        ("version", "version"),
    ):
        value = words(next(iter(within(citation, element)), None))
        if value:
            item[field] = value
    _put_pages(citation, item)
    _put_ids(citation, item)
    _put_access(citation, item)
    if not item["type"]:
        item["type"] = "article-journal" if "container-title" in item else "document"
    return item


def _put_titles(citation: Element, item: dict[str, Any]) -> None:
    title = next((title_words(t) for t in within(citation, *jats_people.TITLES) if words(t)), "")
    source = next((words(t) for t in within(citation, "source") if words(t)), "")
    if title:
        item["title"] = _unquoted(title)
        if source:
            item["container-title"] = re.sub(r"^In:\s*", "", source)
        if item["type"] in ("book", "") and source:
            house, volume = within(citation, "publisher-name"), within(citation, "volume")
            chapter = bool(house) if item["type"] == "" else bool(house) or not volume
            item["type"] = "chapter" if chapter or source.startswith("In:") else "article-journal"
    elif not source and within(citation, "ext-link", "uri"):
        said = words(next(iter(within(citation, "comment")), None))
        if len(said.split()) >= _FEWEST_WORDS:
            item["title"] = re.sub(r"\bAvailable(?: online)?(?: at| from)?:?$", "", said).rstrip(" .")
            item["type"] = item["type"] or "webpage"
    elif source:
        journal = item["type"] == "article-journal" or within(citation, "volume", "fpage")
        alone = item["type"] not in ("article-journal", "") or not journal
        item["title" if alone else "container-title"] = source
    if "title" in item and not item["title"]:
        del item["title"]


def _unquoted(title: str) -> str:
    """A title without the quotation marks that the entry's style puts around it; those inside stay."""
    title = re.sub(r"(?<![.])(?<!\.\w)\.+$", "", title.strip().lstrip(". "))  # `U.S.` keeps its stop
    for opening, closing in ("“”", '""'):
        around = title[:1] == opening, title[-1:] == closing
        if any(around) and title.count(opening) + title.count(closing) <= 2 * (opening == closing) + sum(
            around
        ):
            title = title.removeprefix(opening).removesuffix(closing).strip(" .,")
    return title


def _put_year(citation: Element, item: dict[str, Any]) -> None:
    """The year, with month and day where they are given: in elements, or after it (`2003 December 14`)."""
    printed = words(next(iter(within(citation, "year")), None))
    found = _DATE.search(printed)
    if not found:
        return
    month = words(next(iter(within(citation, "month")), None)) or found[2] or ""
    day = words(next(iter(within(citation, "day")), None)) or found[3] or ""
    number = int(month) if month.isdigit() else styles.MONTHS.get(month.strip(" .").lower(), 0)
    known = 1 <= number <= 12
    within_month = known and day.isdigit() and 1 <= int(day) <= 31
    item["issued"] = styles.date(int(found[1]), number if known else 0, int(day) if within_month else 0)


def _put_access(citation: Element, item: dict[str, Any]) -> None:
    """The day on which a page was read: `(accessed on 4 December 2008)`."""
    said = words(next(iter(within(citation, "access-date", "date-in-citation")), None))
    found = re.search(r"\b(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+((?:19|20)\d\d)\b", said)
    month = styles.MONTHS.get(found[2].lower(), 0) if found else 0
    if found and month:
        item["accessed"] = styles.date(int(found[3]), month, int(found[1]))


def _put_pages(citation: Element, item: dict[str, Any]) -> None:
    start = re.sub(r"^pp?\.\s*(?=\w)", "", words(next(iter(within(citation, "fpage")), None)))
    first_page = next(iter(within(citation, "fpage")), None)
    after = re.match(r"\s*[-–]\s*(\d+)", (first_page.tail or "") if first_page is not None else "")
    end = words(next(iter(within(citation, "lpage")), None)) or (after[1] if after else "")
    whole = words(next(iter(within(citation, "page-range", "elocation-id")), None))
    if start:
        item["page"] = f"{start}-{end}" if end and end != start else start
    elif whole:
        item["page"] = whole
    else:  # Elsevier's way of giving the number of an article
        numbers = [o for o in within(citation, "object-id") if o.get("pub-id-type") == "publisher-id"]
        if numbers and words(numbers[0]):
            item["page"] = words(numbers[0])


def _put_ids(citation: Element, item: dict[str, Any]) -> None:
    for identifier in within(citation, "pub-id", "object-id"):
        kind = (identifier.get("pub-id-type") or "").lower()
        value = words(identifier)
        if kind == "doi" and tidy_doi(value):
            item.setdefault("DOI", tidy_doi(value))
        elif kind in ("pmid", "medline") and value.isdigit():
            item.setdefault("PMID", value)
        elif kind in ("pmc", "pmcid"):
            item.setdefault("PMCID", value if value.upper().startswith("PMC") else f"PMC{value}")
        elif kind == "isbn":
            item.setdefault("ISBN", value)
    for number in within(citation, "isbn", "issn"):
        digits = re.sub(r"[^\dXx]", "", words(number))
        if len(digits) in (10, 13):
            item.setdefault("ISBN", words(number))
        elif len(digits) == 8:  # some name an ISSN an ISBN
            item.setdefault("ISSN", f"{digits[:4]}-{digits[4:]}")
    for target in within(citation, "ext-link", "uri"):
        href = link(target) or words(target)
        if tidy_doi(href):
            item.setdefault("DOI", tidy_doi(href))
        elif href.startswith(("http://", "https://")):
            item.setdefault("URL", href)
