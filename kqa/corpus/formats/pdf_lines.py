"""Lines of a PDF page in reading order: fragments of text, their columns, and the lines they make.

A page is cut at the white gutter between its columns; what crosses the gutter (title, wide tables, a heading
over both columns) parts the page into bands, and each band is read column by column.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kqa.corpus.formats.pdf_glyphs import Glyph, Sheet
from kqa.corpus.formats.running import plain

GAP = 0.85
"""Width of white, in ems, that parts two fragments: cells of a table, columns, now and then two words."""
RAISED, RAISED_END, WHITE = "\ue000", "\ue001", "\ue002"
"""The first two stand around raised words until the whole article has shown what they are, exponents or
citations; the third for wide white in a line, which parts the names of a by-line."""
SAME_LINE = 0.35
"""Difference of baselines, in ems, up to which two fragments stand on one line."""
MOST_CROSSING = 0.3
"""Share of fragments that may cross a gutter: titles, abstracts and wide tables do."""
FEWEST_ROWS = 4
"""Rows that must stand side by side before a page is taken to have columns."""
RUN_OVER = 0.95
"""Share of fragments that keep within the right edge; an address without spaces may run off the page."""
DEEPEST = 3
"""Columns within columns, at most."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Glyphs that stand together on one line."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    baseline: float
    size: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def text(self) -> str:
        """Its characters as they stand."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one column."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    page: int
    column: tuple[float, float]
    """Left and right edge of the column it stands in."""


def fragments(sheet: Sheet) -> list[Fragment]:
    """The fragments of a page in the file's order."""
    found = []
    for glyphs in sheet.runs:
        part: list[Glyph] = []
        last: Glyph | None = None
        for glyph in glyphs:
            if glyph.text.isspace():
                part.append(glyph)
                continue
            if last is not None and _parts(last, glyph):
                found.append(part)
                part = []
            part.append(glyph)
            last = glyph
        if part:
            found.append(part)
    made = (_fragment(part, sheet.width) for part in found)
    return [fragment for fragment in made if fragment is not None]


def _parts(before: Glyph, glyph: Glyph) -> bool:
    em = max(before.size, glyph.size, 1.0)
    back = glyph.left < before.left - em
    apart = glyph.left - before.right > GAP * em
    return back or apart or abs(glyph.baseline - before.baseline) > 0.9 * em


def _fragment(glyphs: Sequence[Glyph], width: float) -> Fragment | None:
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        return None
    size = statistics.median_high(glyph.size for glyph in seen) or 1.0
    baseline = statistics.median_low(glyph.baseline for glyph in seen if glyph.size >= 0.9 * size)
    left, right = min(g.left for g in seen), min(max(g.right for g in seen), width)
    return Fragment(tuple(glyphs), left, right, baseline, size)


def regions(page: Sequence[Fragment], depth: int = 0) -> Iterator[list[Fragment]]:
    """Stretches of one column each, in reading order.

    Args:
        page: fragments of a page or column, in any order.
        depth: how many columns they stand in already.
    """
    gutter = find_gutter(page) if depth < DEEPEST else None
    if gutter is None:
        if page:
            yield sorted(page, key=lambda f: -f.baseline)
        return
    sides: tuple[list[Fragment], list[Fragment]] = ([], [])
    across: list[Fragment] = []
    edges = extent(page)
    ordered = sorted(page, key=lambda f: -f.baseline)
    rows = {id(f): [o for o in ordered if abs(o.baseline - f.baseline) < 0.4 * f.size] for f in ordered}
    for fragment in ordered:
        side = _side(fragment, rows[id(fragment)], gutter, edges)
        if side is None:
            if sides[0] or sides[1]:
                yield from _both(sides, depth)
                sides = ([], [])
            across.append(fragment)
        else:
            if across:
                yield across
                across = []
            sides[side].append(fragment)
    if across:
        yield across
    yield from _both(sides, depth)


def _both(sides: tuple[list[Fragment], list[Fragment]], depth: int) -> Iterator[list[Fragment]]:
    for side in sides:
        yield from regions(side, depth + 1)


def _side(
    fragment: Fragment, row: Sequence[Fragment], gutter: float, edges: tuple[float, float]
) -> int | None:
    """0 or 1 for left or right of the gutter, None for what crosses it or is centred on it."""
    em = fragment.size
    if len(row) > 1 and _is_centred(row, edges):
        return None
    if fragment.right <= gutter + 0.3 * em:
        return 0
    if fragment.left >= gutter - 0.3 * em:
        return 1
    beside = any(f.left >= gutter - 0.3 * em and f.width > 4 * em for f in row)
    return 0 if beside else None  # a word too long for its column reaches over the gutter


def extent(page: Sequence[Fragment]) -> tuple[float, float]:
    """Left and right edge of the text, but for the few lines that run over: addresses do."""
    rights = sorted(f.right for f in page)
    return min(f.left for f in page), rights[math.ceil(RUN_OVER * (len(rights) - 1))]


def _is_centred(row: Sequence[Fragment], edges: tuple[float, float]) -> bool:
    """Whether a row keeps the same wide margin at both sides, as names under a title do."""
    before, after = min(f.left for f in row) - edges[0], edges[1] - max(f.right for f in row)
    width = edges[1] - edges[0]
    return min(before, after) > 0.1 * width and abs(before - after) < 0.06 * width


def find_gutter(page: Sequence[Fragment]) -> float | None:
    """The middle of the white strip between two columns, or None where there is but one column."""
    if len(page) < 2 * FEWEST_ROWS:
        return None
    low, high = extent(page)
    width = high - low
    best: tuple[float, float] | None = None
    for step in range(25, 76):
        place = low + width * step / 100
        crossing = sum(f.width for f in page if f.left < place - 1 and f.right > place + 1)
        beside = sum(f.width for f in page) - crossing
        share = crossing / (crossing + beside)
        if share > MOST_CROSSING or (best is not None and share > best[0] + 0.001):
            continue
        left = [f for f in page if f.right <= place + 1]
        right = [f for f in page if f.left >= place - 1]
        if not left or not right or _abreast(left, right) < FEWEST_ROWS:
            continue
        edge_left, edge_right = max(f.right for f in left), min(f.left for f in right)
        if edge_right - edge_left < 0.5 * statistics.median(f.size for f in page):
            continue
        if best is None or share < best[0] - 0.001:
            best = (share, (edge_left + edge_right) / 2)
    return None if best is None else best[1]


def _abreast(left: Iterable[Fragment], right: Sequence[Fragment]) -> int:
    """Rows on the left that have text at their height on the right, both as wide as running text is."""
    heights = sorted(f.baseline for f in right if f.width > 8 * f.size)
    count = 0
    for fragment in left:
        if fragment.width > 8 * fragment.size and any(
            abs(fragment.baseline - h) < fragment.size for h in heights
        ):
            count += 1
    return count


def lines(region: Sequence[Fragment], page: int) -> list[Line]:
    """The lines of one column, from top to bottom."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(region, key=lambda f: (-f.baseline, f.left)):
        if rows and _same_row(rows[-1], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    edges = extent(region)
    return [_line(row, page, edges) for row in rows]


def _same_row(row: Sequence[Fragment], fragment: Fragment) -> bool:
    main = max(row, key=lambda f: f.width)
    em = max(main.size, fragment.size)
    smaller = min(main.size, fragment.size) < 0.85 * em
    reach = 0.6 if smaller else SAME_LINE
    overlaps = any(f.left < fragment.right - 0.5 * em and fragment.left < f.right - 0.5 * em for f in row)
    return abs(main.baseline - fragment.baseline) <= reach * em and not overlaps


def _line(row: Sequence[Fragment], page: int, column: tuple[float, float]) -> Line:
    ordered = sorted(row, key=lambda f: f.left)
    main = max(row, key=lambda f: f.width)
    text = ""
    raised = False
    for before, fragment in zip([None, *ordered[:-1]], ordered, strict=True):
        white = fragment.left - before.right if before is not None else 0.0
        text += f" {WHITE} " if white > 1.5 * main.size else " " if white > 0.2 * main.size else ""
        for glyph in fragment.glyphs:
            lifted = raised if glyph.text.isspace() else _is_raised(glyph, main)
            if lifted != raised:
                text += RAISED if lifted else RAISED_END
                raised = lifted
            text += glyph.text
    text = plain(text + RAISED_END * raised)
    glyphs = [glyph for fragment in ordered for glyph in fragment.glyphs]
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    bold = sum(g.bold for g in seen) > 0.8 * len(seen)
    italic = sum(g.italic for g in seen) > 0.8 * len(seen)
    return Line(
        text, ordered[0].left, max(f.right for f in row), main.baseline, main.size, bold, italic, page, column
    )


def _is_raised(glyph: Glyph, main: Fragment) -> bool:
    return glyph.size <= 0.85 * main.size and glyph.baseline > main.baseline + 0.12 * main.size
