"""A printed reference list as CSL-JSON.

What an entry says and no field holds stays in its `note`; an entry in no known style is kept whole there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kqa.corpus import reference_styles as styles
from kqa.corpus.reference_styles import Csl

LABELS = re.compile(
    r"\[?\[\\?\[?(?:CrossRef|PubMed(?: Central)?|PMC|Google Scholar|Green Version|Full Text)\\?\]?\]"
    r"(?:\(([^()\s]*)\))?\]?"
)
"""Links that a publisher sets after an entry; their labels say nothing, an address behind one may."""
LINK = re.compile(r"\[[^\[\]]*\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)|<?(https?://[^\s<>\[\]]+)>?")
DOI = re.compile(
    r"<?(?:https?://(?:dx\.)?doi\.org/|\bdoi\s*:?\s*)(10\.\d{4,9}/\S+(?:\s+\S+)?)|\b(10\.\d{4,9}/\S+)", re.I
)
BROKEN = re.compile(r"[a-z0-9][\w./()-]*\d[\w./()-]*")
"""What after a DOI that ends in a full stop is the rest of it, cut off by a blank."""
ACCESSED = re.compile(
    r"\(?\b(?:accessed|retrieved|cited)(?: on)?:?\s+(\d{1,2})\s+([A-Z][a-z]+)\s+(\d{4})\)?", re.I
)
AVAILABLE = re.compile(r"\bAvailable(?: online| from| at)?\s*(?::\s*|$)", re.I)
PUBMED = re.compile(r"\b(PMID|PMCID)\s*:?\s*((?:PMC)?\d{4,9})\b")

LONGEST = 4000
"""Characters; what is longer is no entry, and matching styles against it would take seconds."""

ORDER = (
    *(
        "id",
        "type",
        "author",
        "title",
        "container-title",
        "publisher",
        "publisher-place",
        "edition",
        "issued",
    ),
    *("volume", "issue", "page", "number-of-pages", "DOI", "PMID", "PMCID", "URL", "accessed", "note"),
)
"""The order of an entry's fields in `references.json`."""


def parse(entries: Sequence[str], key: str) -> list[Csl]:
    """CSL-JSON of the entries of a reference list, in order, ids `<key>:1` and so on.

    Args:
        entries: each entry's text, without its number.
        key: the key of the article whose list it is.
    """
    return [{"id": f"{key}:{number}", **entry(text)} for number, text in enumerate(entries, 1)]


def entry(text: str) -> Csl:
    """CSL-JSON, without an id, of one printed entry."""
    text = " ".join(text.split())
    words, found = _identifiers(text) if len(text) <= LONGEST else (text, {})
    tried = styles.STYLES if len(text) <= LONGEST else ()
    fields = next((fields for style in tried if (fields := style(words))), None)
    if fields is None and "URL" in found:
        fields = styles.web(words)
    if fields is None:
        return _ordered({"type": "document", **found, "note": text})
    if fields["type"] == "document" and "URL" in found:
        fields["type"] = "webpage"
    notes = [fields.pop("rest", "").strip(" ;,"), found.pop("note", "")]
    return _ordered({**fields, **found, "note": "; ".join(note for note in notes if note.strip("."))})


def _identifiers(text: str) -> tuple[str, Csl]:
    """The text without links, DOI and dates of access, and the fields that these give."""
    found: Csl = {}
    text = LABELS.sub(lambda match: f" {match[1]} " if (match[1] or "").startswith("http") else " ", text)
    accessed = ACCESSED.search(text)
    if accessed and accessed[2].lower() in styles.MONTHS:
        month = styles.MONTHS[accessed[2].lower()]
        found["accessed"] = styles.date(int(accessed[3]), month, int(accessed[1]))
        text = text.replace(accessed[0], " ")
    found.update(PUBMED.findall(text))
    text = PUBMED.sub(" ", text)
    doi = DOI.search(text)
    if doi:
        text = _take_doi(text, doi, found)
    link = LINK.search(text)
    if link:
        found["URL"] = (link[1] or link[2]).rstrip(".,;")
        text = text.replace(link[0], " ")
    if "URL" in found or "DOI" in found:
        text = AVAILABLE.sub(" ", text)
    return re.sub(r"[\s.;,]*[.;,]$", ".", " ".join(text.split())), found


def _take_doi(text: str, match: re.Match[str], found: Csl) -> str:
    """Take the DOI out of the text; one with a blank inside cannot be resolved and is kept as a note."""
    first, _, second = (match[1] or match[2]).partition(" ")
    if first.endswith(".") and BROKEN.fullmatch(second.rstrip(".")):
        found["note"] = match[0].strip()
        return text.replace(match[0], " ")
    found["DOI"] = doi_of(first)
    return text.replace(match[0], second, 1)


def doi_of(printed: str) -> str:
    """A DOI without the punctuation and closing brackets that follow it in print."""
    doi = printed.rstrip(".,;>")
    while doi.endswith((")", "]")) and doi.count("(") + doi.count("[") < doi.count(")") + doi.count("]"):
        doi = doi[:-1].rstrip(".,;>")
    return doi


def _ordered(fields: Csl) -> Csl:
    return {name: fields[name] for name in ORDER if fields.get(name)}
