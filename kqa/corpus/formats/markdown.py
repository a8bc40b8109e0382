r"""Markdown and plain text: what converters add to it is undone, then it is read as loose text is.

Front matter between lines of dashes gives metadata; a converter's escapes (`1\. Smith`, `\[3\]`) are taken
off; entries of the reference list whose italics are lost are read by their punctuation.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kqa.corpus import article, bare_references
from kqa.corpus.formats import review_text
from kqa.corpus.formats.decoding import decode
from kqa.corpus.formats.jats_references import tidy_doi
from kqa.corpus.formats.running import plain
from kqa.corpus.ingest import Draft

MANY_ESCAPES = 3
"""Escaped list numbers or brackets from which on a converter is taken to have written the file."""
LONGEST_FRONT = 20_000
"""Characters of front matter read."""

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_ESCAPED = re.compile(r"\\([.\[\]()#+\-_!>~\"'])")
_CONVERTED = re.compile(r"^\d{1,4}\\[.)]\s|\\\[\d", re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FIELD = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_NAMES = {
    "title": "title",
    "doi": "DOI",
    "journal": "container-title",
    "container-title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "license": "license",
    "licence": "license",
    "lang": "language",
}


def read(data: bytes, name: str) -> Draft:
    """Reads one text.

    Raises:
        IngestError: no text, or empty.
    """
    text, _ = decode(data, name)
    metadata: dict[str, Any] = {}
    front = _FRONT.match(text[:LONGEST_FRONT])
    if front:
        metadata = _metadata(front[1])
        text = text[front.end() :]
        if "title" in metadata and not re.search(r"^# ", text, re.MULTILINE):
            text = f"# {metadata['title']}\n\n{text}"
    converted = len(_CONVERTED.findall(text)) >= MANY_ESCAPES
    if not front and not converted:
        return _described(review_text.read(data, name))
    if converted:
        text = _ESCAPED.sub(r"\1", text)
    draft = _described(review_text.read(text.encode(), name))
    return replace(draft, metadata={**draft.metadata, **metadata})


def _described(draft: Draft) -> Draft:
    """A draft whose untitled references are read once more, without leaning on emphasis."""
    blocks = [block for block in article.parse(draft.markdown) if block.kind == "reference"]
    if all(entry.get("title") for entry in draft.references) or len(blocks) != len(draft.references):
        return draft
    entries = []
    for entry, block in zip(draft.references, blocks, strict=True):
        if not entry.get("title"):
            entry = {**entry, **bare_references.entry(draft.markdown[block.start : block.end])}
        entries.append(entry)
    return replace(draft, references=entries)


def _metadata(front: str) -> dict[str, Any]:
    """CSL-JSON from the plain fields of front matter; of what nests, only lists of authors."""
    item: dict[str, Any] = {}
    people: list[str] = []
    inside = ""
    for line in front.split("\n"):
        listed = re.match(r"\s*-\s+(?:name:\s*)?(.+)", line)
        match = _FIELD.match(line)
        if match:
            inside = match[1].lower()
            value = _value(match[2])
            if inside in ("author", "authors") and value:
                people.extend(part.strip() for part in re.split(r";|\sand\s", value.strip("[]")))
            elif inside in ("date", "year") and (
                year := re.search(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
            ):
                item["issued"] = {"date-parts": [[int(part) for part in year.groups() if part]]}
            elif inside in _NAMES and value:
                item[_NAMES[inside]] = tidy_doi(value) or value if inside == "doi" else value
        elif listed and inside in ("author", "authors"):
            people.append(_value(listed[1]))
    if people:
        item["author"] = [_person(name) for name in people if name]
    return item


def _value(text: str) -> str:
    return plain(text.strip().strip("\"'"))


def _person(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return {"family": family, "given": given}
    parts = family.rsplit(" ", 1)
    return {"family": parts[1], "given": parts[0]} if len(parts) == 2 else {"literal": family}
