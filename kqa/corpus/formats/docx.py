"""Word documents: headings by outline level, lists, tables, footnotes, tracked changes as accepted.

Read from the package's XML itself: that alone shows insertions, deletions, footnotes and numbering.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from kqa.corpus import bare_references
from kqa.corpus.formats import tables
from kqa.corpus.formats.package import Package
from kqa.corpus.formats.running import Inline, Piece, Shift, plain, run
from kqa.corpus.formats.tables import Cell, Table
from kqa.corpus.formats.writer import Writer
from kqa.corpus.formats.xml import Element, children, first, local, parse, within, words
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:references?(?: cited| list)?|bibliography|literature cited|works cited)\s*:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*(?:\[\d{1,4}\]|\d{1,4}[.)])\s+")
_CITES = re.compile(r"\s*\d{1,3}(?:\s*[,;‐‑–—-]\s*\d{1,3})*\s*")
_UNIT = re.compile(r"(?:^|[\s(/·×\d])(?:[kcmnµμ]?m|s|min|h|kg|g|L|[RrχX]|cm|10)$")
MANY_RAISED = 5
"""Raised numbers after words from which on they are taken for citations."""
_STYLED = re.compile(
    r"^heading\s*(\d)$|^(?:berschrift|überschrift|titre|título|titolo)\s*(\d)$", re.IGNORECASE
)


def read(data: bytes, name: str) -> Draft:
    """Reads one document.

    Raises:
        IngestError: damaged, refused, or without text.
    """
    package = Package(data, name)
    document = package.read("word/document.xml")
    if not document:
        raise IngestError(f"{name}: a zip package without word/document.xml; save it as .docx again")
    body = first(parse(document, name), "body")
    if body is None:
        raise IngestError(f"{name}: a Word document without a body; save it as .docx again")
    styles = _Styles(_part(package, "word/styles.xml", name))
    metadata = _properties(_part(package, "docProps/core.xml", name))
    reader = _Body(styles, _notes(package, name))
    writer, entries = reader.write(body, metadata)
    if not reader.paragraphs:
        raise IngestError(f"{name}: a Word document without running text")
    return Draft(
        markdown=writer.text,
        metadata=metadata,
        references=[bare_references.entry(entry) for entry in entries],
        source_name=name,
    )


def _part(package: Package, part: str, name: str) -> Element:
    data = package.read(part)
    return parse(data, name) if data else None


def _get(element: Element, attribute: str) -> str:
    """An attribute by its local name, in whatever namespace; empty if there is none."""
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == attribute), "")


class _Styles:
    """Outline levels of paragraph styles, from 1 for `Heading 1`; 0 for a title."""

    def __init__(self, root: Element) -> None:
        self._levels: dict[str, int] = {}
        self._based: dict[str, str] = {}
        for style in children(root, "style"):
            key = _get(style, "styleId")
            title = _get(first(style, "name"), "val")
            outline = _get(first(first(style, "ppr"), "outlinelvl"), "val")
            named = _STYLED.match(title)
            if title.lower() == "title":
                self._levels[key] = 0
            elif named:
                self._levels[key] = int(named[1] or named[2])
            elif outline.isdigit() and int(outline) < 9:
                self._levels[key] = int(outline) + 1
            self._based[key] = _get(first(style, "basedon"), "val")

    def level(self, paragraph: Element) -> int | None:
        """The outline level of a paragraph, None for running text."""
        properties = first(paragraph, "ppr")
        own = _get(first(properties, "outlinelvl"), "val")
        if own.isdigit() and int(own) < 9:
            return int(own) + 1
        key = _get(first(properties, "pstyle"), "val")
        for _ in range(12):
            if key in self._levels:
                return self._levels[key]
            key = self._based.get(key, "")
        return None


def _notes(package: Package, name: str) -> dict[str, Element]:
    """Footnotes and endnotes by kind and number."""
    notes: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        for note in children(_part(package, f"word/{kind}s.xml", name), kind):
            if _get(note, "type") in ("", "normal"):
                notes[f"{kind}{_get(note, 'id')}"] = note
    return notes


class _Body:
    """Writes the blocks of a document.

    Args:
        styles: which paragraphs are headings.
        notes: footnotes and endnotes, put after the paragraph that they belong to.
    """

    def __init__(self, styles: _Styles, notes: dict[str, Element]) -> None:
        self.paragraphs = 0
        self._styles, self._notes = styles, notes
        self._pending: list[str] = []
        self._raised = False

    def write(self, body: Element, metadata: dict[str, Any]) -> tuple[Writer, list[str]]:
        """The document, and the entries of its reference list."""
        blocks = list(self._flat(body))
        self._raised = self._cites_by_raised(body)
        title = self._title(blocks, metadata)
        writer = Writer(Inline(title))
        entries: list[str] = []
        listing = False
        caption = Inline()
        top = min((found for b in blocks if (found := self._level(b, title)) > 0), default=1)
        for block in blocks:
            if local(block) == "tbl":
                writer.table(self._table(block, caption))
                caption = Inline()
                self.paragraphs += 1
                continue
            if caption.text:
                writer.paragraph(caption)
                caption = Inline()
            self._pending = []
            text = run(self._pieces(block))
            level = self._styles.level(block)
            if not text.text or text.text == title:
                continue
            named = bool(_REFERENCES.fullmatch(text.text))
            if named or (level is not None and level > 0 and len(text.text) < 250):
                listing = named
                if not named:
                    writer.heading(text, level=(level or top) - top + 2)
            elif listing:
                entries.append(_NUMBER.sub("", text.text, count=1))
            elif re.match(r"Table\s+\w+", text.text) and self._is_before_table(block):
                caption = text
            else:
                self._running(writer, block, text)
        writer.references(entries)
        return writer, entries

    def _cites_by_raised(self, body: Element) -> bool:
        """Whether raised numbers are this document's citations."""
        pieces = [piece for element in within(body, "p") for piece in [Piece(""), *self._pieces(element)]]
        self._pending = []
        return sum(is_cited(a.text, b) for a, b in pairwise(pieces)) >= MANY_RAISED

    def _running(self, writer: Writer, block: Element, text: Inline) -> None:
        listed = first(first(block, "ppr"), "numpr") is not None
        (writer.item if listed else writer.paragraph)(text)
        self.paragraphs += 1
        for key in self._pending:
            for part in children(self._notes[key], "p"):
                writer.paragraph(run(self._pieces(part)))
        self._pending = []

    def _level(self, block: Element, title: str) -> int:
        """The outline level of a heading below the title, 0 for anything else."""
        return (
            (self._styles.level(block) or 0) if local(block) == "p" and words(block) not in ("", title) else 0
        )

    def _is_before_table(self, block: Element) -> bool:
        following = block.getnext()
        return following is not None and local(following) == "tbl"

    def _flat(self, element: Element) -> list[Element]:
        """Paragraphs and tables in order, out of content controls and the like."""
        found: list[Element] = []
        for child in element:
            if local(child) in ("p", "tbl"):
                found.append(child)
            elif local(child) in ("sdt", "sdtcontent", "ins", "customxml", "smarttag", "moveto"):
                found.extend(self._flat(child))
        return found

    def _title(self, blocks: list[Element], metadata: dict[str, Any]) -> str:
        """A paragraph in the style Title, else the first heading of the highest level if it stands first."""
        for block in blocks[:10]:
            if local(block) == "p" and self._styles.level(block) == 0 and words(block):
                metadata["title"] = run(self._pieces(block)).text
                return str(metadata["title"])
        stated = plain(str(metadata.get("title", "")))
        lead = next((run(self._pieces(b)).text for b in blocks if local(b) == "p" and words(b)), "")
        if stated and len(stated) > 10:
            return stated
        if 10 < len(lead) < 300 and not lead.endswith("."):
            metadata["title"] = lead
            return lead
        return stated

    def _table(self, table: Element, caption: Inline) -> Table:
        rows = [
            [self._cell(c) for c in self._cells(row)]
            for row in within(table, "tr")
            if row.getparent() is table
        ]
        heads = [self._is_header(row) for row in children(table, "tr")]
        count = next((n for n, head in enumerate(heads) if not head), len(heads)) or 1
        merged = _vertical(rows)
        names = tables.columns(tables.grid(merged[:count], heading=True))
        body = tuple(tuple(row) for row in tables.grid(merged[count:]) if any(cell.text for cell in row))
        return Table(caption, names, body)

    def _cells(self, row: Element) -> list[Element]:
        found: list[Element] = []
        for child in row:
            if local(child) == "tc":
                found.append(child)
            elif local(child) == "sdt":
                found.extend(within(child, "tc"))
        return found

    def _is_header(self, row: Element) -> bool:
        return first(first(row, "trpr"), "tblheader") is not None

    def _cell(self, cell: Element) -> Cell:
        properties = first(cell, "tcpr")
        span = _get(first(properties, "gridspan"), "val")
        pieces: list[Piece] = []
        for part in self._flat(cell):
            pieces.extend([*self._pieces(part), Piece(" ")])
        merge = first(properties, "vmerge")
        hangs = merge is not None and _get(merge, "val") != "restart"
        wide = min(int(span), tables.MAX_SPAN) if span.isascii() and span.isdigit() and int(span) else 1
        return Cell(run(pieces), rowspan=0 if hangs else 1, colspan=wide)

    def _pieces(self, element: Element, shift: Shift = "") -> list[Piece]:
        """The words of a paragraph: insertions taken, deletions and field codes left out."""
        pieces: list[Piece] = []
        for child in element:
            kind = local(child)
            if kind == "r":
                for piece in self._run(child):
                    before = pieces[-1].text if pieces else ""
                    pieces.append(
                        replace(piece, cites=()) if self._raised and is_cited(before, piece) else piece
                    )
            elif kind == "tbl":
                pieces.extend(Piece(words(cell) + " ") for cell in within(child, "tc"))
            elif kind not in ("ppr", "del", "movefrom", "prooferr", "rpr", "instrtext"):
                pieces.extend(self._pieces(child, shift))
        return pieces

    def _run(self, element: Element) -> list[Piece]:
        properties = first(element, "rpr")
        align = _get(first(properties, "vertalign"), "val")
        if first(properties, "vanish") is not None:
            return []
        shift: Shift = "sup" if align == "superscript" else "sub" if align == "subscript" else ""
        pieces = []
        for child in element:
            kind = local(child)
            if kind == "t":
                pieces.append(Piece(child.text or "", shift))
            elif kind in ("tab", "br", "cr"):
                pieces.append(Piece(" "))
            elif kind in ("nobreakhyphen",):
                pieces.append(Piece("-"))
            elif kind in ("footnotereference", "endnotereference"):
                key = kind.removesuffix("reference") + _get(child, "id")
                self._pending.extend([key] if key in self._notes else [])
        return pieces


def is_cited(before: str, piece: Piece) -> bool:
    """Whether a raised piece may be a citation: numbers after a word, and not after a unit or number."""
    if piece.shift != "sup" or not _CITES.fullmatch(piece.text):
        return False
    return bool(re.search(r"[^\W\d_]$|[.,;:)\]”\"'’%]$", before)) and not _UNIT.search(before)


def _vertical(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Cells with the rows that they span, which Word marks in the cells below."""
    made: list[list[Cell]] = []
    open_: dict[int, tuple[int, int]] = {}
    for row in rows:
        line: list[Cell] = []
        column = 0
        for cell in row:
            if cell.rowspan == 0 and column in open_:
                at, place = open_[column]
                above = made[at][place]
                made[at][place] = Cell(above.words, above.rowspan + 1, above.colspan)
            else:
                open_[column] = (len(made), len(line))
                line.append(Cell(cell.words, 1, cell.colspan))
            column += cell.colspan
        made.append(line)
    return made


def _properties(root: Element) -> dict[str, Any]:
    """CSL-JSON from the document's properties."""
    item: dict[str, Any] = {"type": "article-journal"}
    if root is None:
        return item
    title = words(first(root, "title"))
    if title:
        item["title"] = title
    creator = words(first(root, "creator"))
    people = [
        _person(name.strip()) for name in re.split(r"\s*;\s*|\s+and\s+", creator) if len(name.split()) > 1
    ]
    if people:
        item["author"] = people
    return item


def _person(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return {"family": family, "given": given}
    parts = family.rsplit(" ", 1)
    return {"family": parts[1], "given": parts[0]}
