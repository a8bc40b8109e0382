"""What stands between the front matter and the reference list of a JATS article, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kqa.corpus.formats import jats_statements, tables
from kqa.corpus.formats.jats_front import LANGUAGE
from kqa.corpus.formats.jats_inline import Reader
from kqa.corpus.formats.jats_references import ReferenceList
from kqa.corpus.formats.running import Inline, Piece, run
from kqa.corpus.formats.writer import Writer
from kqa.corpus.formats.xml import MAX_DEPTH, Element, children, first, local, within, words

_SKIPPED_ABSTRACTS = frozenset(("graphical", "toc", "teaser", "web-summary", "precis"))
_BULLETS = " •●○◦▪■□–—-*·"
"""Labels that a list's own bullet says."""
_OWN_DOI = re.compile(r"DOI:?\s*(?:https?://(?:dx\.)?doi\.org/)?10\.\S+", re.IGNORECASE)
"""The identifier of a figure or an abstract, printed beneath it."""
_FLOATS = frozenset(
    ["fig", "fig-group", "table-wrap", "table-wrap-group", "boxed-text", "supplementary-material"]
)
_BREAKING = _FLOATS | frozenset(
    [
        "list",
        "def-list",
        "disp-quote",
        "disp-formula",
        "disp-formula-group",
        "verse-group",
        "preformat",
        "speech",
    ]
)


def _is_captioned(element: Element) -> bool:
    """Whether it is a film, a file or a structure with a caption, which is read as a figure is."""
    return local(element) in ("media", "chem-struct-wrap") and first(element, "caption") is not None


class Body:
    """Walks an article, writing blocks as it meets them.

    Args:
        writer: takes the blocks.
        references: what citations point to.
    """

    def __init__(self, writer: Writer, references: ReferenceList) -> None:
        self.writer = writer
        self.written = False
        self._reader = Reader(references)
        self._boxes: list[Element] = []
        self._apart: dict[str, Element] = {}

    @property
    def unresolved(self) -> int:
        """Citations that lead to no entry."""
        return self._reader.unresolved

    def whole(self, root: Element) -> None:
        """Write the abstracts, the body, what stands behind it, and the figures and tables kept apart."""
        front = first(root, "front", "front-stub")
        meta = first(front, "article-meta")
        abstracts = children(meta if meta is not None else front, "abstract")
        proper = [a for a in abstracts if a.get("abstract-type") not in _SKIPPED_ABSTRACTS]
        for abstract in proper or abstracts[:1]:  # a magazine's teaser is the only one that some have
            self._section(abstract, level=2, untitled="Abstract")
        if not (root.get(LANGUAGE) or "en").lower().startswith("en"):
            for abstract in children(meta, "trans-abstract"):
                if (abstract.get(LANGUAGE) or "").lower().startswith("en"):
                    self._section(abstract, level=2, untitled="Abstract")
        for group in children(root, "floats-group", "floats-wrap"):
            for part in group:
                if local(part):
                    id = part.get("id")
                    self._apart[id if id and id not in self._apart else f"#{len(self._apart)}"] = part
        body = first(root, "body")
        if body is not None:
            self._body(body)
        back = first(root, "back")
        for part in back if back is not None else ():
            self._back(part)
        self._statements(meta)
        self._rest()

    def _rest(self) -> None:
        """Figures and tables that stand apart and that no paragraph speaks of."""
        if self._apart:
            self.writer.heading(Inline("Figures and tables"), level=2)
        while self._apart:  # one may speak of another, which then comes with it
            self._block(self._apart.pop(next(iter(self._apart))), level=3)
            self._flush_boxes(level=3)

    def _statements(self, meta: Element) -> None:
        """What the front matter alone says of interests, funding and data."""
        heading = ""
        for name, text in jats_statements.read(meta, self._reader):
            if text.text and text.text not in self.writer.text:
                if name != heading:
                    self.writer.heading(Inline(name), level=2)
                self._put(text)
                heading = name

    def _body(self, body: Element) -> None:
        """The text itself; what stands before its first section does not belong to the abstract above it."""
        headed = len(body) and local(body[0]) == "sec" and words(first(body[0], "title", "label"))
        if self.written and len(body) and not headed:
            self.writer.heading(Inline("Main text"), level=2)
        self._blocks(body, level=2)
        self._flush_boxes(level=3)

    def _back(self, part: Element) -> None:
        kind = local(part)
        if {local(child) for child in part} <= {"title", "label", "ref-list"}:
            return  # the reference list, which is read by itself
        if kind in ("ack", "app", "sec", "notes", "glossary"):
            self._section(part, level=2, untitled="Acknowledgements" if kind == "ack" else "")
        elif kind == "app-group":
            for app in children(part, "app"):
                self._section(app, level=2)
        elif kind == "fn-group":
            self._section(part, level=2, untitled="Notes")

    def _section(self, section: Element, *, level: int, untitled: str = "") -> None:
        title = self._reader.inline(first(section, "title"))
        label = words(first(section, "label"))
        if label and title.text:
            shift = len(label) + 1
            title = Inline(
                f"{label} {title.text}", tuple((s + shift, e + shift, n) for s, e, n in title.marks)
            )
        if local(section) == "sec" and section.get("sec-type") == "kwd-group":
            return  # keywords, which the front matter's reader takes
        heading = title if title.text else Inline(label or untitled)
        if heading.text:
            self._flush_boxes(level=level)  # of what stands above without a heading of its own
        self.writer.heading(heading, level=level)
        self._blocks(section, level=level + 1)
        if heading.text:
            self._flush_boxes(level=level + 1)

    def _blocks(self, parent: Element, *, level: int) -> None:
        if level > MAX_DEPTH:
            return
        for child in parent:
            if local(child) not in ("title", "label"):
                self._block(child, level=level)

    def _block(self, element: Element, *, level: int) -> None:
        kind = local(element)
        if kind == "sec":
            self._section(element, level=level)
        elif kind in ("p", "disp-quote", "attrib", "verse-line") and not (
            kind == "disp-quote" and children(element, "p")
        ):
            self._paragraph(element, level=level)
        elif kind == "list":
            self._list(element, level=level)
        elif kind == "def-list":
            self._definitions(element)
        elif kind in ("fig", "supplementary-material") or _is_captioned(element):
            self._figure(element)
        elif kind == "table-wrap":
            self._table(element)
        elif kind == "boxed-text":
            self._boxes.append(element)
        elif kind == "disp-formula":
            self._put(run(self._reader.pieces(element)))
        elif kind in ("preformat", "code"):
            self._put(self._reader.inline(element))
        elif kind == "fn":
            for note in self._notes(element):
                self._put(note)
        elif kind in (
            "fn-group",
            "statement",
            "disp-quote",
            "fig-group",
            "table-wrap-group",
            "speech",
            "glossary",
            "verse-group",
            "disp-formula-group",
            "sec-meta",
            "answer",
            "question",
            "notes",
            "ack",
            "app",
        ):
            self._group(element, level=level)

    def _group(self, element: Element, *, level: int) -> None:
        heading = " ".join(filter(None, (words(first(element, "label")), words(first(element, "title")))))
        caption = first(element, "caption")
        if heading:
            self._put(Inline(heading))
        if caption is not None:
            self._put(self._caption(element))
        for child in element:
            if local(child) not in ("label", "title", "caption"):
                self._block(child, level=level)

    def _put(self, text: Inline) -> None:
        if text.text and not _OWN_DOI.fullmatch(text.text):
            self.writer.paragraph(text)
            self.written = True

    def _paragraph(self, element: Element, *, level: int) -> None:
        """A paragraph; lists and formulae inside part it, figures and tables follow it."""
        pieces: list[Piece] = []
        floats: list[Element] = []

        def flush() -> None:
            self._put(run(pieces))
            pieces.clear()

        def take(node: Element) -> None:
            pieces.append(Piece(node.text or ""))
            for child in node:
                kind = local(child)
                if kind in _FLOATS or _is_captioned(child):
                    floats.append(child)
                elif kind in _BREAKING:
                    flush()
                    self._block(child, level=level)
                elif kind not in ("bold", "italic", "named-content", "styled-content") or not within(
                    child, *_BREAKING
                ):
                    pieces.extend(self._reader.pieces(child))
                else:
                    take(child)
                pieces.append(Piece(child.tail or ""))

        take(element)
        flush()
        for xref in within(element, "xref"):  # a figure kept apart comes where it is first spoken of
            called = [self._apart.pop(id) for id in (xref.get("rid") or "").split() if id in self._apart]
            floats.extend(called)
        for child in floats:
            self._block(child, level=level)

    def _list(self, element: Element, *, level: int) -> None:
        for entry in children(element, "list-item"):
            lead = words(first(entry, "label")).strip(_BULLETS)
            for child in entry:
                kind = local(child)
                if kind == "p" and not within(child, *_BREAKING):
                    pieces = [Piece(lead + " ")] if lead else []
                    text = run([*pieces, *self._reader.contents(child)])
                    if text.text:
                        self.writer.item(text)
                        self.written = True
                    lead = ""
                elif kind not in ("label", "title"):
                    self._block(child, level=level)

    def _definitions(self, element: Element) -> None:
        for entry in within(element, "def-item"):
            pieces: list[Piece] = []
            for part in children(entry, "term", "def"):
                pieces.extend([*self._reader.contents(part), Piece(": " if local(part) == "term" else " ")])
            text = run(pieces)
            if text.text:
                self.writer.item(text)
                self.written = True

    def _caption(self, element: Element) -> Inline:
        pieces: list[Piece] = []
        label = words(first(element, "label"))
        if label:
            pieces.append(Piece(label if label.endswith((".", ":", "|")) else label + "."))
        caption = first(element, "caption")
        for part in caption if caption is not None else ():
            said = words(part)
            pieces.append(Piece(" "))
            pieces.extend(self._reader.contents(part))
            if local(part) == "title" and part.getnext() is not None and said[-1:].isalnum():
                pieces.append(Piece("."))
        if caption is not None and not len(caption):
            pieces.append(Piece(" " + (caption.text or "")))
        return run(pieces)

    def _figure(self, element: Element) -> None:
        self._put(self._caption(element))
        for said in children(element, "attrib"):
            self._put(self._reader.inline(said))
        for child in children(element, "table-wrap", "table", "p", "list", "media"):
            self._block(child, level=3)

    def _table(self, element: Element) -> None:
        notes: list[Inline] = [self._reader.inline(said) for said in children(element, "attrib")]
        for foot in children(element, "table-wrap-foot"):
            for part in foot:
                notes.extend(self._notes(part))
        found = within(element, "table")
        if not found:
            self._put(self._caption(element))
            for note in notes:
                self._put(note)
            return
        for number, table in enumerate(found):
            names, rows = tables.from_element(table, lambda cell: run(self._reader.contents(cell)))
            self.writer.table(
                tables.Table(
                    caption=self._caption(element) if not number else Inline(),
                    columns=names,
                    rows=rows,
                    notes=tuple(notes) if number == len(found) - 1 else (),
                )
            )
            self.written = True

    def _notes(self, part: Element) -> Iterator[Inline]:
        if local(part) == "fn-group":
            for note in part:
                yield from self._notes(note)
            return
        if local(part) == "p" or not len(part):
            yield self._reader.inline(part)
            return
        yield run([p for child in part for p in (*self._reader.contents(child), Piece(" "))])

    def _flush_boxes(self, *, level: int) -> None:
        """Boxes come at the end of their section, so that what follows them there is not read as theirs."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._box(box, level=level)
            self._flush_boxes(level=level + 1)

    def _box(self, element: Element, *, level: int) -> None:
        caption = self._caption(element)
        if caption.text:
            self.writer.heading(caption, level=level)
        self._blocks_without_caption(element, level=level + 1)

    def _blocks_without_caption(self, element: Element, *, level: int) -> None:
        for child in element:
            if local(child) not in ("label", "caption", "title"):
                self._block(child, level=level)
