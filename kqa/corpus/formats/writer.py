"""Writes the canonical text block by block, keeping where in it each reference is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kqa.corpus.formats.running import Inline, Mark
from kqa.corpus.formats.tables import Table

_HEADING = re.compile(r"#{1,6}\s")
DEEPEST = 6


class Writer:
    """Collects blocks; `text` is the canonical Markdown, `citations` the marks in its code points.

    Args:
        title: the article's title, its only heading of the first level.
    """

    def __init__(self, title: Inline | None = None) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._kind = ""
        self._marks: list[Mark] = []
        self.tables = 0
        if title is not None and title.text:
            self.heading(title, level=1)

    @property
    def text(self) -> str:
        """The canonical text so far, ending in one newline."""
        return "".join(self._parts) + "\n" if self._parts else ""

    @property
    def citations(self) -> tuple[Mark, ...]:
        """Start, end and reference numbers of every in-text citation, in the order of the text."""
        return tuple(self._marks)

    @property
    def length(self) -> int:
        """Code points written so far: the offset just after the last block."""
        return self._length

    def heading(self, words: Inline, *, level: int) -> None:
        """A heading; `level` 1 is the title's."""
        if words.text:
            self._block("heading", words, prefix="#" * max(1, min(level, DEEPEST)) + " ")

    def paragraph(self, words: Inline) -> None:
        """A paragraph; one that begins like a heading is kept from being read as one."""
        if words.text:
            self._block("paragraph", words, prefix="\\" if _HEADING.match(words.text) else "")

    def item(self, words: Inline) -> None:
        """An item of a list."""
        if words.text:
            self._block("item", words, prefix="- ")

    def table(self, table: Table) -> None:
        """A caption line, the pipe table, and its notes as paragraphs of their own."""
        self.paragraph(table.caption)
        width = max([len(table.columns), *(len(row) for row in table.rows)], default=0)
        if width and table.rows:
            self.tables += 1
            self._row(table.columns, width, kind="paragraph")
            self._raw("\n|" + " --- |" * width)
            self._kind = "row"
            for row in table.rows:
                self._row(row, width, kind="row")
        for note in table.notes:
            self.paragraph(note)

    def _row(self, cells: Sequence[Inline], width: int, *, kind: str) -> None:
        if kind != "row" and self._parts:
            self._raw("\n\n")
        elif self._parts:
            self._raw("\n")
        self._raw("|")
        for place in range(width):
            cell = cells[place] if place < len(cells) else Inline()
            self._raw(" ")
            self._inline(_escaped(cell))
            self._raw(" |")
        self._kind = kind

    def references(self, entries: Sequence[str], *, heading: str = "References") -> None:
        """The reference list, numbered from 1 in the order given."""
        if not entries:
            return
        self.heading(Inline(heading), level=2)
        for number, entry in enumerate(entries, 1):
            self._block("reference", Inline(entry), prefix=f"{number}. ")

    def _block(self, kind: str, words: Inline, *, prefix: str) -> None:
        if self._parts:
            self._raw("\n" if kind == self._kind and kind in ("item", "reference") else "\n\n")
        self._raw(prefix)
        self._inline(words)
        self._kind = kind

    def _inline(self, words: Inline) -> None:
        self._marks.extend((s + self._length, e + self._length, n) for s, e, n in words.marks)
        self._raw(words.text)

    def _raw(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _escaped(cell: Inline) -> Inline:
    """A cell with its pipes escaped, as canonical text writes them."""
    if "|" not in cell.text:
        return cell

    def moved(offset: int) -> int:
        return offset + cell.text.count("|", 0, offset)

    marks = tuple((moved(s), moved(e), n) for s, e, n in cell.marks)
    return Inline(cell.text.replace("|", "\\|"), marks)
