"""JATS and NLM journal XML, as PubMed Central and publishers give it out."""

from __future__ import annotations

import re
from typing import Any

from kqa.corpus import bare_references as printed
from kqa.corpus.formats import jats_front, jats_references, jats_unmarked
from kqa.corpus.formats.jats_body import Body
from kqa.corpus.formats.jats_references import ReferenceList
from kqa.corpus.formats.running import Inline
from kqa.corpus.formats.writer import Writer
from kqa.corpus.formats.xml import Element, children, local, parse, within
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

_PLACES = ("container-title", "volume", "issue", "page")


def read(data: bytes, name: str) -> Draft:
    """Reads one article.

    Raises:
        IngestError: not well formed, not an article, or without text.
    """
    root = _article(parse(data, name), name)
    references = jats_references.read(root)
    metadata = jats_front.read(root)
    body = Body(Writer(Inline(metadata.get("title", ""))), references)
    body.whole(root)
    if not body.written:
        raise IngestError(
            f"{name}: an article without text; PubMed Central gives some publishers' abstracts only"
        )
    marks = body.writer.citations
    if jats_unmarked.in_brackets(root):
        marks = jats_unmarked.add(
            body.writer.text, marks, labels=references.labels, entries=len(references.entries)
        )
    body.writer.references([entry.printed for entry in references.entries])
    return Draft(
        markdown=body.writer.text,
        metadata=metadata,
        references=_items(references),
        source_name=name,
        warnings=_warnings(root, references),
        citations=marks,
        unresolved=body.unresolved,
    )


def _warnings(root: Element, references: ReferenceList) -> tuple[str, ...]:
    found = () if references.entries else ("no reference list found",)
    apart = len(children(root, "sub-article", "response"))
    if not apart:
        return found
    parts = f"{apart} part" if apart == 1 else f"{apart} parts"
    return (*found, f"{parts} kept apart in the file (translation, letter, review) left out")


def _items(references: ReferenceList) -> list[dict[str, Any]]:
    """CSL-JSON of the entries; those that are strings in the source are parsed as printed ones are."""
    items = []
    for entry in references.entries:
        item = entry.item
        if "title" in item and not {"volume", "page", "publisher", "URL"} & item.keys():
            parsed = printed.entry(entry.printed)  # whose places the source has as words alone
            if _folded(str(parsed.get("title", ""))) == _folded(item["title"]):
                item = {**{k: v for k, v in parsed.items() if k in _PLACES}, **item}
        if not entry.structured or "title" not in item:
            parsed = printed.entry(entry.printed)
            if "title" not in parsed and "container-title" in item:
                parsed = {}  # chemistry's entries, which have no title to be found
            item = {**parsed, **{k: v for k, v in item.items() if k != "type" or v not in ("", "document")}}
        items.append(item)
    return items


def _folded(title: str) -> str:
    return re.sub(r"\W", "", title).casefold()


def _article(root: Element, name: str) -> Element:
    """The `article` element, which may stand in an envelope (`pmc-articleset`, OAI records)."""
    if local(root) == "article":
        return root
    found = within(root, "article")
    if len(found) == 1:
        return found[0]
    if found:
        raise IngestError(f"{name}: {len(found)} articles in one file; split it into one file an article")
    raise IngestError(
        f"{name}: XML, but not a JATS article: its root is <{local(root)[:40]}>, <article> was expected"
    )
