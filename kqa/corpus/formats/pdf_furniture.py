"""What every page repeats and is not the article's text: running heads and feet, page and line numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kqa.corpus.formats.pdf_lines import Fragment

OUTERMOST = 3
"""Rows at the top and at the bottom of a page among which running heads and feet are looked for."""
NEAR = 4.0
"""Points by which the height of a running head may differ from page to page."""
NUMBERED_LINES = 12
"""Numbers in the margin of a page from which on they are taken for line numbers."""

_PAGE = re.compile(
    r"[-–—|\s]*(?:p(?:age|\.)?\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|from)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)


def without(pages: Sequence[Sequence[Fragment]]) -> list[list[Fragment]]:
    """The pages without what they repeat."""
    outer = [_outer(page) for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for rows in outer:
        seen.update({key for row in rows for key in _keys(row)})
    fewest = 2 if len(pages) < 6 else 3
    dropped = []
    for rows in outer:
        gone: set[int] = set()
        for row in rows:
            repeated = any(seen[key] >= fewest for key in _keys(row))
            if repeated or (_PAGE.fullmatch(_text(row)) and len(pages) > 1):
                gone.update(id(fragment) for fragment in row)
        dropped.append(gone)
    kept = [[f for f in page if id(f) not in gone] for page, gone in zip(pages, dropped, strict=True)]
    return [_without_line_numbers(page) for page in kept]


def _outer(page: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in sorted(page, key=lambda f: -f.baseline):
        if rows and abs(rows[-1][0].baseline - fragment.baseline) < 0.4 * fragment.size:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows if len(rows) <= 2 * OUTERMOST else [*rows[:OUTERMOST], *rows[-OUTERMOST:]]


def _text(row: Sequence[Fragment]) -> str:
    return " ".join(f.text.strip() for f in sorted(row, key=lambda f: f.left))


def _keys(row: Sequence[Fragment]) -> tuple[tuple[str, int], ...]:
    """Its words without digits, at its height; heights are rounded both ways so that near ones meet."""
    words = re.sub(r"\d+", "#", re.sub(r"\s+", " ", _text(row))).strip()
    if not words or words == "#":
        return ()
    place = row[0].baseline / NEAR
    return tuple({(words, int(place)), (words, int(place + 0.5))})


def _without_line_numbers(page: Sequence[Fragment]) -> list[Fragment]:
    """Manuscripts number their lines in the margin."""
    numbers = [f for f in page if f.text.strip().isdigit() and len(f.text.strip()) <= 4]
    words = [f for f in page if not f.text.strip().isdigit()]
    if len(numbers) < NUMBERED_LINES or not words:
        return list(page)
    edge = min(f.left for f in words)
    margin = {id(f) for f in numbers if f.right <= edge}
    return [f for f in page if id(f) not in margin] if len(margin) >= NUMBERED_LINES else list(page)
