"""Opens XML without doing what it asks: nothing is fetched or expanded, depth and size are bounded."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, TypeAlias

from kqa.corpus.formats.running import plain, raise_
from kqa.errors import IngestError

Element: TypeAlias = Any
"""An element as lxml has it; its own type is private there."""

MAX_BYTES = 32 * 1024 * 1024
"""Largest XML or HTML read, since its tree takes ten times that; PMC's longest articles are below 10 MB."""
MAX_DEPTH = 200
"""Deepest nesting walked; libxml2 itself stops at 256, real articles stay below 30."""

_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_KNOWN = re.compile(
    rb"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d", re.I
)


def parse(data: bytes, name: str) -> Element:
    """The root element of `data`.

    Args:
        data: the file.
        name: what to call it in an error.

    Raises:
        IngestError: too large, not well formed, in an encoding not known, or it declares entities of its own.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise IngestError(
            f"{name}: {len(data) / 1e6:.0f} MB of XML; the most that is read is {MAX_BYTES / 1e6:.0f} MB"
        )
    declared = _ENCODING.search(data[:200])
    if declared and not _KNOWN.fullmatch(declared[1]):
        raise IngestError(
            f"{name}: XML in the encoding {declared[1].decode()!r:.40}; save it as UTF-8 and add it again"
        )
    if b"<!ENTITY" in data or any("<!ENTITY".encode(wide) in data for wide in ("utf-16-le", "utf-16-be")):
        raise _entities(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise IngestError(
            f"{name}: XML that is cut short or not well formed ({plain(str(error))[:120]}); download it again"
        ) from None
    for entity in root.iter(etree.Entity):
        _settle_entity(entity, name)
    return root


def _entities(name: str) -> IngestError:
    return IngestError(
        f"{name}: XML that declares entities of its own; they are never resolved, so it is refused"
    )


def _settle_entity(entity: Element, name: str) -> None:
    """Puts a character entity of the publisher's DTD (`&alpha;`) into words; any other is refused."""
    character = html5.get(f"{entity.name};")
    if character is None:
        raise IngestError(
            f"{name}: XML that uses the entity &{entity.name[:40]};, which is no character; it is refused"
        )
    parent, before = entity.getparent(), entity.getprevious()
    tail = character + (entity.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    entity.tail = None
    parent.remove(entity)


def local(element: Element) -> str:
    """An element's name without its namespace, in lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """Child elements with one of these local names, in document order."""
    return [] if element is None else [child for child in element if local(child) in names]


def first(element: Element, *names: str) -> Element:
    """First child element with one of these local names, or None."""
    return next(iter(children(element, *names)), None)


def within(element: Element, *names: str) -> list[Element]:
    """Descendants with one of these local names, in document order."""
    return [] if element is None else [e for e in element.iter() if local(e) in names]


def words(element: Element) -> str:
    """All text of an element on one line."""
    return "" if element is None else plain("".join(element.itertext()))


def title_words(element: Element) -> str:
    """A title on one line: exponents raised (`10⁹ cells`, not `109 cells`), signs of footnotes left out."""

    def said(node: Element, before: str) -> str:
        if local(node) in ("", "xref", "fn"):
            return ""
        text = node.text or ""
        for child in node:
            last = (before + text)[-1:]
            inner = said(child, last)
            text += raise_(inner, before=last) if inner and local(child) == "sup" else inner
            text += child.tail or ""
        return text

    return "" if element is None else plain(said(element, ""))


def link(element: Element) -> str:
    """The target of an element's link attribute (`xlink:href` or `href`)."""
    return element.get("{http://www.w3.org/1999/xlink}href") or element.get("href") or ""


def parse_html(data: bytes, name: str) -> Element:
    """The root element of an HTML page, whatever state its mark-up is in.

    Raises:
        IngestError: too large, or nothing that could be a page.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise IngestError(
            f"{name}: {len(data) / 1e6:.0f} MB of HTML, more than the {MAX_BYTES / 1e6:.0f} MB read"
        )
    declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    encoding = None
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = declared[1].decode() if declared and _KNOWN.fullmatch(declared[1]) else "utf-8"
        try:
            data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            encoding = "cp1252"
    parser = etree.HTMLParser(
        encoding=encoding, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise IngestError(f"{name}: HTML that holds nothing; save the page again")
    return root
