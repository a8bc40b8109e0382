r"""The structure of an article's canonical text: headings, paragraphs, items, rows, and their places.

Canonical text is a small Markdown dialect, UTF-8, NFC, `\n`:

- `# Title` once, `## 1. Section` … `###### deeper` for headings;
- paragraphs, one line each, apart by blank lines;
- `- ` for bullets (a line that begins with a star is a paragraph: reviews mark footnotes so) and `1. ` for
  numbered items; under a heading such as `References`, numbered items are the entries of the reference list;
- pipe tables, `|` in a cell written `\|`, with the caption (`Table 2. …`) in the paragraph before and a key
  (`Abbreviations: …`) in the paragraph after.

Every offset is a half-open range of code points into that text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kqa.corpus import row_groups

Kind = Literal["heading", "paragraph", "item", "row", "note", "reference"]

REFERENCE_HEADING = re.compile(
    r"(?:\d+\.?\s+)?(?:references?(?: cited| list)?|bibliography|literature cited|works cited)", re.I
)
HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*$")
NUMBER = re.compile(r"((?:\d+|[A-Z](?=\.\d))(?:\.\d+)*)\.?\s")
ITEM = re.compile(r"[ \t]*(?:-|(\d{1,4})[.)])[ \t]+(?=\S)")
DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
CAPTION = re.compile(r"[*_]*(Table[ \xa0]+[A-Z]?\d*(?:\.\d+)*[a-z]?)\b", re.I)
EMPHASISED = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*)])([^*\n|]+)(?<=[^\s*\\(])\1(?![\w*])")
"""Words between marks of emphasis; `8.16*** (4)` and `* p < 0.05` hold none, but signs of their own."""
KEY = re.compile(r"[*_]*(?:abbreviations?|notes?|legend|key)\b[^.]{0,40}?[:.]|[*†‡]|\\\*", re.I)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article's structure; its span holds its own words without list marks or outer pipes."""

    kind: Kind
    """`note` is a table's caption or the key to its abbreviations."""
    start: int
    end: int
    section: tuple[str, ...]
    """Heading path, outermost first, without the title; a heading's path includes itself."""
    locator: str
    level: int = 0
    """Of a heading: 1 for the title, 2 for a section and so on."""
    columns: tuple[str, ...] = ()
    caption: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    """Spans of a row's cells, in order; an empty cell has an empty span."""


def parse(text: str) -> tuple[Block, ...]:
    """The structure of canonical text, in reading order.

    Header and delimiter lines of tables belong to no block: their words are the rows' `columns`.
    """
    reader = _Reader(text)
    chunks = list(_chunks(text))
    reader.sectioned = any(chunk.kind == "heading" and chunk.start for chunk in chunks)
    for number, chunk in enumerate(chunks):
        following = chunks[number + 1].kind if number + 1 < len(chunks) else ""
        previous = chunks[number - 1].kind if number else ""
        reader.take(chunk, previous, following)
    return tuple(reader.blocks)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines that belong together, before their place in the article is known."""

    kind: Literal["heading", "paragraph", "item", "table"]
    start: int
    end: int
    lines: tuple[tuple[int, int], ...] = ()


@dataclass
class _Reader:
    """Walks over the chunks of an article and keeps the heading path and the counts of locators."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    table: str = ""
    caption: str = ""
    sectioned: bool = False

    def take(self, chunk: _Chunk, previous: str, following: str) -> None:
        """Add the blocks of one chunk; `previous` and `following` are the kinds of its neighbours."""
        if chunk.kind == "heading":
            self._heading(chunk)
        elif chunk.kind == "table":
            self._table(chunk)
        elif chunk.kind == "item":
            self._item(chunk)
        else:
            self._paragraph(chunk, previous, following)

    def _heading(self, chunk: _Chunk) -> None:
        match = HEADING.match(self.text, chunk.start, chunk.end)
        level = len(match[1]) if match else 1
        start, end = match.span(2) if match else (chunk.start, chunk.end)
        name = plain(self.text[start:end]).removesuffix(":").rstrip()
        title = level == 1 and not any(block.kind == "heading" for block in self.blocks)
        if title:
            self.blocks.append(Block("heading", start, end, (name,), "title", level=1))
            return
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        self.path.append((level, name))
        self.blocks.append(Block("heading", start, end, self._section(), self._place(), level=level))

    def _paragraph(self, chunk: _Chunk, previous: str, following: str) -> None:
        words = self.text[chunk.start : chunk.end]
        label = CAPTION.match(words)
        if label and following == "table":
            self.table, self.caption = " ".join(label[1].split()), words
            self._add("note", chunk.start, chunk.end, f"{self.table}, caption")
        elif previous == "table" and KEY.match(words):
            self._add("note", chunk.start, chunk.end, f"{self.table}, key")
        else:
            self._count("paragraph", "para.", chunk)

    def _item(self, chunk: _Chunk) -> None:
        match = ITEM.match(self.text, chunk.start, chunk.end)
        start = match.end() if match else chunk.start
        own = _Chunk("item", start, chunk.end)
        if match and match[1] and self.path and REFERENCE_HEADING.fullmatch(self.path[-1][1]):
            self._add("reference", start, chunk.end, f"ref. {int(match[1])}")
        else:
            self._count("item", "item", own)

    def _table(self, chunk: _Chunk) -> None:
        caption, self.caption = self.caption, ""
        if not caption:
            prefix = self._prefix()
            self.counts[f"{prefix}table"] += 1
            self.table = f"{prefix}table {self.counts[f'{prefix}table']}"
        header, *rest = [_cells(self.text, start, end) for start, end in chunk.lines]
        columns = tuple(plain(self.text[start:end]) for start, end in header)
        words = [[plain(self.text[start:end]) for start, end in cells] for cells in rest[1:]]
        for cells, names in zip(rest[1:], row_groups.named(columns, words), strict=True):
            start, end = cells[0][0], cells[-1][1]
            if not self.text[start:end].strip(" |"):
                continue
            self.counts[f"{self.table}, row"] += 1
            locator = f"{self.table}, row {self.counts[f'{self.table}, row']}"
            self.blocks.append(
                Block(
                    "row",
                    start,
                    end,
                    self._section(),
                    locator,
                    columns=names,
                    caption=caption,
                    cells=tuple(cells),
                )
            )

    def _count(self, kind: Kind, word: str, chunk: _Chunk) -> None:
        place = f"{self._prefix()}{word}"
        self.counts[place] += 1
        self._add(kind, chunk.start, chunk.end, f"{place} {self.counts[place]}")

    def _add(self, kind: Kind, start: int, end: int, locator: str) -> None:
        self.blocks.append(Block(kind, start, end, self._section(), locator))

    def _section(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.path)

    def _place(self) -> str:
        """`sec. 6.3, Memory` for an unnumbered heading under 6.3; the words alone where none is numbered."""
        place: list[str] = []
        for _, name in self.path:
            number = NUMBER.match(name)
            place = [f"sec. {number[1]}"] if number else [*place, name]
        return ", ".join(place)

    def _prefix(self) -> str:
        place = self._place() or ("Front matter" if self.sectioned else "")
        return f"{place}, " if place else ""


def plain(markup: str) -> str:
    """`markup` on one line without emphasis marks and escapes: how a heading or a column is named."""
    bare = re.sub(r"(?<!\\)(?:\*+|__|(?<!\w)_|_(?!\w))", "", markup)
    return " ".join(re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~$])", r"\1", bare).split())


def _chunks(text: str) -> Iterator[_Chunk]:
    """The chunks of a text in order: headings, tables, items with their continuation lines, paragraphs."""
    run: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        start, end = position, position + len(line.rstrip())
        position += len(line) + 1
        indented = start + len(line) - len(line.lstrip())
        if start == end or HEADING.match(text, start, end):
            yield from _flush(text, run)
            run = []
            if start != end:
                yield _Chunk("heading", start, end)
        elif ITEM.match(text, start, end) or (run and _is_row(text, start) != _is_row(text, run[-1][0])):
            yield from _flush(text, run)
            run = [(indented, end)]
        else:
            run.append((indented, end))
    yield from _flush(text, run)


def _flush(text: str, run: list[tuple[int, int]]) -> Iterator[_Chunk]:
    if not run:
        return
    start, end = run[0][0], run[-1][1]
    if len(run) > 1 and _is_row(text, start) and DELIMITER.fullmatch(text, *run[1]):
        yield _Chunk("table", start, end, tuple(run))
    elif ITEM.match(text, start, end):
        yield _Chunk("item", start, end)
    else:
        yield _Chunk("paragraph", start, end)


def _is_row(text: str, start: int) -> bool:
    return text.startswith("|", start)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of one table line, trimmed; pipes after a backslash belong to their cell."""
    edges = [match.start() for match in re.compile(r"(?<!\\)\|").finditer(text, start, end)]
    if edges and edges[-1] == end - 1:
        end = edges.pop()
    edges = edges if edges and edges[0] == start else [start - 1, *edges]
    spans = []
    for left, right in zip(edges, [*edges[1:], end], strict=True):
        words = text[left + 1 : right]
        lead = len(words) - len(words.lstrip())
        spans.append((left + 1 + lead, left + 1 + max(lead, len(words.rstrip()))))
    return spans
