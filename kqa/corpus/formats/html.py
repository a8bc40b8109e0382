"""HTML pages of articles: publishers', PubMed Central's, and what word processors and converters write.

What surrounds an article (navigation, scripts, forms) is dropped by its elements and roles. A link that leads
to an entry of the page's reference list is a citation of it.
"""

from __future__ import annotations

import re

from kqa.corpus import bare_references
from kqa.corpus.formats import html_front, tables
from kqa.corpus.formats.running import Inline, Piece, Shift, plain, run
from kqa.corpus.formats.tables import Table
from kqa.corpus.formats.writer import Writer
from kqa.corpus.formats.xml import Element, first, local, parse_html, within, words
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

DEEPEST = 150
"""Deepest nesting followed."""

_DROPPED = frozenset(
    [
        "script",
        "style",
        "nav",
        "noscript",
        "template",
        "svg",
        "button",
        "form",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "dialog",
        "menu",
        "head",
        "link",
        "meta",
    ]
)
_ASIDE = frozenset(
    ("navigation", "banner", "search", "complementary", "contentinfo", "menu", "dialog", "toolbar")
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:references?(?: cited| list)?|bibliography|literature cited|works cited)\s*:?",
    re.IGNORECASE,
)
_BACKLINKS = re.compile(
    r"\s*\[?\s*(?:Google Scholar|Cross[Rr]ef|PubMed(?: Central)?|PMC free article|Web of Science|Scopus|"
    r"DOI|View|Full Text|Article|Download citation|↩︎?|\^|Go to)\s*\]?\s*$"
)
_MARKER = re.compile(r"[\[(]?\s*\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*\s*[\])]?")


def read(data: bytes, name: str) -> Draft:
    """Reads one page.

    Raises:
        IngestError: it holds no running text.
    """
    root = parse_html(data, name)
    metadata = html_front.read(root)
    body = _main(root)
    page = _Page(body)
    title = metadata.get("title") or page.first_heading() or words(next(iter(within(root, "title")), None))
    if title:
        metadata["title"] = title
    writer = page.write(str(title or ""))
    if not page.paragraphs:
        raise IngestError(
            f"{name}: an HTML page without running text; save the article's full text, not its summary"
        )
    return Draft(
        markdown=writer.text,
        metadata=metadata,
        references=[bare_references.entry(entry) for entry in page.entries],
        source_name=name,
        citations=writer.citations or None,
        unresolved=page.unresolved if writer.citations else 0,
    )


def _main(root: Element) -> Element:
    """The element that holds the article: the one `main` or `article` with most of the words, else all."""
    whole = len(words(root)) or 1
    for name in ("article", "main"):
        found = max(within(root, name), key=lambda e: len(words(e)), default=None)
        if found is not None and len(words(found)) > 0.5 * whole:
            return found
    return next(iter(within(root, "body")), root)


def _is_dropped(element: Element) -> bool:
    if local(element) in _DROPPED or element.get("role") in _ASIDE or element.get("hidden") is not None:
        return True
    if local(element) in ("aside", "footer", "header") and local(element.getparent()) == "body":
        return not any(True for _ in within(element, "h1"))
    return element.get("aria-hidden") == "true" or "display:none" in (element.get("style") or "").replace(
        " ", ""
    )


class _Page:
    """Walks a page once for its reference list, once for its text.

    Args:
        body: the element that holds the article.
    """

    def __init__(self, body: Element) -> None:
        self.paragraphs = 0
        self.unresolved = 0
        self.entries: list[str] = []
        self._body = body
        self._places: dict[str, int] = {}
        self._lists = self._reference_list()
        self._writer = Writer()

    def first_heading(self) -> str:
        """The page's first `h1`."""
        return next((words(h) for h in within(self._body, "h1") if words(h)), "")

    def _reference_list(self) -> set[Element]:
        """What holds the entries under the last heading that names references: lists, else paragraphs."""
        lists: dict[Element, None] = {}
        loose: dict[Element, None] = {}
        under = False
        for element in self._body.iter():
            kind = local(element)
            if kind in _HEADINGS:
                under = bool(_REFERENCES.fullmatch(words(element)))
                if under:
                    lists, loose = {}, {}
            elif (
                under
                and kind in ("ol", "ul")
                and not any(parent in lists for parent in element.iterancestors())
            ):
                lists[element] = None
            elif (
                under
                and kind in ("p", "div")
                and not any(local(e) in _BLOCKS for e in element.iterdescendants())
            ):
                loose[element] = None
        for item in [i for listed in lists for i in listed if local(i) == "li"] if lists else loose:
            self._take_entry(item)
        return set(lists or loose)

    def _take_entry(self, item: Element) -> None:
        text = self._words(item)
        while _BACKLINKS.search(text):
            text = _BACKLINKS.sub("", text)
        text = re.sub(r"^\s*(?:\[?\d{1,4}[\].]|\^)\s+", "", text)
        if not text:
            return
        self.entries.append(text)
        for element in item.iter():
            for name in ("id", "name"):
                if element.get(name):
                    self._places.setdefault(element.get(name), len(self.entries))

    def _words(self, element: Element) -> str:
        return run(self._pieces(element, cited=False)).text

    def write(self, title: str) -> Writer:
        """The article, its title first."""
        self._writer = Writer(Inline(plain(title)))
        self._title = plain(title)
        self._walk(self._body, 0)
        self._writer.references(self.entries)
        return self._writer

    def _walk(self, element: Element, depth: int) -> None:
        """Writes the blocks inside an element; words between them are paragraphs of their own."""
        if depth > DEEPEST:
            return
        pieces: list[Piece] = [Piece(element.text or "")]
        for child in element:
            kind = local(child)
            if not kind or _is_dropped(child) or child in self._lists:
                pass
            elif kind in _BLOCKS and (kind not in ("div", "section", "article") or _has_text(child)):
                self._paragraph(pieces)
                pieces = []
                self._block(child, kind, depth)
            elif any(local(inner) in _BLOCKS for inner in child.iter()):
                self._paragraph(pieces)
                pieces = []
                self._walk(child, depth + 1)
            else:
                pieces.extend(self._pieces(child, cited=True))
            pieces.append(Piece(child.tail or ""))
        self._paragraph(pieces)

    def _block(self, element: Element, kind: str, depth: int) -> None:
        if kind in _HEADINGS:
            heading = run(self._pieces(element, cited=False))
            if heading.text != self._title and not _REFERENCES.fullmatch(heading.text):
                self._writer.heading(heading, level=max(2, _HEADINGS[kind]))
        elif kind == "table":
            self._table(element)
        elif kind in ("li", "dd", "dt") and not any(
            local(e) in ("ul", "ol", "p", "table") for e in element.iterdescendants()
        ):
            words_ = run(self._pieces(element, cited=True))
            self._writer.item(words_)
            self.paragraphs += bool(words_.text)
        elif kind == "tr" or kind in ("td", "th"):
            self._paragraph([*self._pieces(element, cited=True)])
        else:
            self._walk(element, depth + 1)

    def _paragraph(self, pieces: list[Piece]) -> None:
        text = run(pieces)
        if text.text:
            self._writer.paragraph(text)
            self.paragraphs += 1

    def _table(self, element: Element) -> None:
        if within(element, "table")[1:]:
            self._walk(element, 0)
            return
        names, rows = tables.from_element(element, lambda cell: run(self._pieces(cell, cited=True)))
        caption = first(element, "caption")
        written = run(self._pieces(caption, cited=True)) if caption is not None else Inline()
        if len(names) < 2 and all(len(row) < 2 for row in rows):
            self._walk(element, 0)
            return
        self._writer.table(Table(written, names, rows))
        self.paragraphs += 1

    def _pieces(self, element: Element, *, cited: bool, shift: Shift = "") -> list[Piece]:
        if _is_dropped(element):
            return []
        kind = local(element)
        if kind == "br":
            return [Piece(" ")]
        if kind == "math":
            return [
                Piece(
                    plain(
                        "".join(t for e in element.iter() if local(e) != "annotation" for t in [e.text or ""])
                    )
                )
            ]
        if kind in ("sup", "sub"):
            shift = "sup" if kind == "sup" else "sub"
        if kind == "a" and cited:
            target = (element.get("href") or "").partition("#")[2]
            text = "".join(element.itertext())
            if target in self._places:
                return [Piece(text, shift, (self._places[target],))]
            if (
                target
                and _MARKER.fullmatch(text.strip())
                and re.match(r"(?:ref|bib|cit|cr|b)\W?\d", target, re.I)
            ):
                self.unresolved += 1
        pieces = [Piece(element.text or "", shift)]
        for child in element:
            if local(child):
                pieces.extend(self._pieces(child, cited=cited, shift=shift))
            pieces.append(Piece(child.tail or "", shift))
        if kind in _BLOCKS:
            pieces.append(Piece(" "))
        return pieces


def _has_text(element: Element) -> bool:
    return bool(words(element))
