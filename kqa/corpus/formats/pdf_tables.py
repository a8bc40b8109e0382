"""Tables of a PDF page: rows of fragments that stand under a caption and keep to columns of their own."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from kqa.corpus.formats.pdf_lines import Fragment
from kqa.corpus.formats.running import plain

CAPTION = re.compile(r"\s*(?:TABLE|Table|Tab\.)\s+(?:[A-Z]?\d+|[IVXL]+)\b\s*(?:[.:|–—-]|$|\s+[A-Z])")
FEWEST_ROWS = 3
"""Rows of two or more cells that make a table, its header among them."""
WIDE = 0.62
"""Share of the table's width from which on a row of one fragment is running text."""
WIDE_CELL = 0.8
"""The same as a share of one of two columns, for a table that reaches over both."""
FURTHEST = 3.2
"""Distance in ems of the next row from which on a table has ended."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table's cells, row by row, the header first, and the fragments that it is made of."""

    caption: Fragment
    rows: tuple[tuple[str, ...], ...]
    fragments: frozenset[int]
    """Their `id`s: two fragments may be equal and yet be two."""


def find(page: Sequence[Fragment], gutter: float | None) -> list[Found]:
    """The tables of a page.

    Args:
        page: its fragments.
        gutter: the middle between its columns, None where there is one column.
    """
    rows = cluster(page)
    taken: set[int] = set()
    found = []
    for place, row in enumerate(rows):
        for caption in row:
            if not CAPTION.match(caption.text):
                continue
            for low, high in _extents(page, caption, gutter):
                across = gutter is not None and low < gutter < high
                wide = (WIDE_CELL / 2 if across else WIDE) * (high - low)
                table = _below(rows[place + 1 :], caption, (low, high), wide, taken)
                if table is not None:
                    found.append(table)
                    taken |= table.fragments
                    break
    return found


def cluster(page: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments row by row, from the top; each row from left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(page, key=lambda f: -f.baseline):
        if rows and abs(rows[-1][0].baseline - fragment.baseline) <= 0.35 * max(
            fragment.size, rows[-1][0].size
        ):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.left) for row in rows]


def _extents(page: Sequence[Fragment], caption: Fragment, gutter: float | None) -> list[tuple[float, float]]:
    """How far the table may reach: over the page where there is one column, else first over its own."""
    low, high = min(f.left for f in page) - 1, max(f.right for f in page) + 1
    if gutter is None:
        return [(low, high)]
    if caption.left < gutter < caption.right:
        return [(low, high)]
    own = (low, gutter) if caption.right <= gutter else (gutter, high)
    return [own, (low, high)]


def _below(
    rows: Sequence[Sequence[Fragment]],
    caption: Fragment,
    extent: tuple[float, float],
    wide: float,
    taken: set[int],
) -> Found | None:
    """The table whose rows follow `caption`; a fragment of `wide` points or more is running text."""
    low, high = extent
    body: list[list[Fragment]] = []
    waiting: list[list[Fragment]] = []
    last = caption.baseline
    for row in rows:
        cells = [f for f in row if f.left >= low and f.right <= high and id(f) not in taken]
        if not cells:
            continue
        step = last - cells[0].baseline
        if step > FURTHEST * cells[0].size or CAPTION.match(cells[0].text) or step > 1.9 * _pitch(body, step):
            break
        if len(cells) > 1 and max(f.width for f in cells) < wide:
            body.extend(waiting if body else [])
            waiting = []
            body.append(cells)
        elif max(f.width for f in cells) >= wide and body:
            break
        else:
            waiting.append(cells)
            if len(waiting) > 3:
                break
        last = cells[0].baseline
    if sum(len(row) > 1 for row in body) < FEWEST_ROWS or max(len(row) for row in body) < 2:
        return None
    made = _cells(body)
    return Found(caption, made, frozenset(id(f) for row in body for f in row)) if made else None


def _pitch(body: Sequence[Sequence[Fragment]], otherwise: float) -> float:
    """The usual distance of a table's rows, once there are enough of them."""
    steps = [a[0].baseline - b[0].baseline for a, b in itertools.pairwise(body)]
    return statistics.median(steps) if len(steps) >= 2 else otherwise


def _cells(rows: Sequence[Sequence[Fragment]]) -> tuple[tuple[str, ...], ...]:
    """The rows laid out in columns; a row that leaves the first column empty goes on with the row above."""
    columns = _columns(rows)
    if len(columns) < 2:
        return ()
    leading = min((a[0].baseline - b[0].baseline for a, b in itertools.pairwise(rows)), default=0.0)
    made: list[list[str]] = []
    previous: Sequence[Fragment] | None = None
    for row in rows:
        cells = [""] * len(columns)
        for fragment in row:
            place = _column_of(fragment, columns)
            cells[place] = plain(f"{cells[place]} {fragment.text}")
        close = previous is not None and previous[0].baseline - row[0].baseline < 1.15 * leading
        goes_on = not cells[0] or (sum(map(bool, cells)) == 1 and close and len(row) == 1 and len(made) > 1)
        if made and goes_on and previous is not None:
            made[-1] = [plain(f"{above} {cell}") for above, cell in zip(made[-1], cells, strict=True)]
        else:
            made.append(cells)
        previous = row
    return tuple(tuple(row) for row in made)


def _columns(rows: Sequence[Sequence[Fragment]]) -> list[tuple[float, float]]:
    """Where the columns lie: stretches that fragments cover, parted by white that none crosses."""
    most = max(len(row) for row in rows)
    spans = sorted((f.left, f.right) for row in rows if len(row) >= max(2, most - 1) for f in row)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(fragment: Fragment, columns: Sequence[tuple[float, float]]) -> int:
    overlaps = [min(fragment.right, right) - max(fragment.left, left) for left, right in columns]
    return max(range(len(columns)), key=lambda place: (overlaps[place], -place))
