"""Tables as XML and HTML write them: rows and cells with spans, turned into a plain grid.

A cell that spans rows is repeated in each, so that a row says by itself which group it belongs to; one that
spans columns stands in the first of them, but in every one of them in a header, so that each column's name
is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kqa.corpus.formats.running import Inline, Mark
from kqa.corpus.formats.xml import Element, local

MAX_SPAN = 200
"""Largest rowspan or colspan believed; HTML allows 65,534 rows, which a hostile page would make us fill."""
MAX_CELLS = 200_000
"""Most cells of one table; a grid blown up by spans stops here."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: caption (label and title), column names, body rows, notes beneath it."""

    caption: Inline = field(default_factory=Inline)
    columns: tuple[Inline, ...] = ()
    rows: tuple[tuple[Inline, ...], ...] = ()
    notes: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the source has it."""

    words: Inline
    rowspan: int = 1
    colspan: int = 1
    heading: bool = False


def from_element(
    table: Element, words: Callable[[Element], Inline]
) -> tuple[tuple[Inline, ...], tuple[tuple[Inline, ...], ...]]:
    """Column names and body rows of a `table` element, JATS's or HTML's.

    Args:
        table: the element.
        words: makes the text of one cell.
    """
    head: list[list[Cell]] = []
    body: list[list[Cell]] = []
    for section, row in _rows(table):
        cells = [_cell(c, words) for c in row if local(c) in ("td", "th")]
        if cells:
            (head if section == "thead" else body).append(cells)
    if not head:
        tall = next((n for n, row in enumerate(body) if not all(c.heading for c in row)), 0)
        if not tall and len(body) > 1 and not any(c.heading for r in body for c in r):
            tall = 1
        head, body = body[:tall], body[tall:]
    return columns(grid(head, heading=True)), tuple(
        tuple(row) for row in grid(body) if any(c.text for c in row)
    )


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    for child in table:
        name = local(child)
        if name == "tr":
            yield "tbody", child
        elif name in ("thead", "tbody", "tfoot"):
            for row in child:
                if local(row) == "tr":
                    yield name, row


def _cell(element: Element, words: Callable[[Element], Inline]) -> Cell:
    return Cell(words(element), _span(element, "rowspan"), _span(element, "colspan"), local(element) == "th")


def _span(element: Element, name: str) -> int:
    value = element.get(name) or "1"
    return min(max(int(value), 1), MAX_SPAN) if value.isascii() and value.isdigit() else 1


def grid(rows: Sequence[Sequence[Cell]], *, heading: bool = False) -> list[list[Inline]]:
    """Cells laid out so that every row has one entry a column."""
    out: list[list[Inline]] = []
    hanging: dict[int, tuple[int, Inline]] = {}
    filled = 0
    for cells in rows:
        row: list[Inline] = []
        queue = list(cells)
        while queue or any(column >= len(row) for column in hanging):
            if len(row) in hanging:
                left, words = hanging.pop(len(row))
                if left > 1:
                    hanging[len(row)] = (left - 1, words)
                row.append(words)
                continue
            if not queue:
                row.append(Inline())
                continue
            _place(queue.pop(0), row, hanging, heading=heading)
        filled += len(row)
        if filled > MAX_CELLS:
            break
        out.append(row)
    return out


def _place(cell: Cell, row: list[Inline], hanging: dict[int, tuple[int, Inline]], *, heading: bool) -> None:
    for offset in range(cell.colspan):
        if offset and len(row) in hanging:
            break
        words = cell.words if heading or not offset else Inline()
        if cell.rowspan > 1:
            hanging[len(row)] = (cell.rowspan - 1, words)
        row.append(words)


def columns(rows: Sequence[Sequence[Inline]]) -> tuple[Inline, ...]:
    """One name a column from header rows laid over each other: `Ketamine` above `n` is `Ketamine n`."""
    width = max((len(row) for row in rows), default=0)
    names = []
    for place in range(width):
        above = [row[place] for row in rows if place < len(row) and row[place].text]
        names.append(_joined([c for n, c in enumerate(above) if not n or c.text != above[n - 1].text]))
    return tuple(names)


def _joined(parts: Sequence[Inline]) -> Inline:
    text = ""
    marks: list[Mark] = []
    for part in parts:
        text += " " if text else ""
        marks.extend((s + len(text), e + len(text), n) for s, e, n in part.marks)
        text += part.text
    return Inline(text, tuple(marks))
