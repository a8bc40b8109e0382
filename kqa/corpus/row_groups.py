"""Which group of a table each row belongs to, where one label stands above several rows.

    | Characteristic | Placebo | Ketamine |        | Group      | Relapsed | n  |
    | Sex            |         |          |        | Alcohol    | No       | 95 |
    | Women          | 12      | 15       |        |            | Yes      | 22 |

A row is quoted by itself, and `Women | 12 | 15` or `Yes | 22` would not say whose they are. So the label
becomes part of the name of the row's first filled column, as a heading over several columns does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LETTERS = re.compile(r"[^\W\d_]{2}")
LONGEST = 120
"""Characters of a label; what is longer is a note set as a row."""
FEWEST = 2
"""Labels of a table that is divided by them; one alone may be a row whose figures are missing."""
STUDY = re.compile(r"\b(?:19|20)\d\d\b|\bet al\b|\[\d")
"""What stands in the name of a study, which a row without figures may be and a label is not."""
MEASURED = re.compile(
    r"[,(]\s*(?:mean|median|years?|kg|SD|SE|IQR|range|n\b|no\.|%|[^\W\d_]{1,4}/[^\W\d_]{1,3}\b)",
    re.IGNORECASE,
)
"""What a row says of its own measure, `Age, mean (SD)`: it belongs to no label above it."""


def named(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The columns' names for each row, with the label of its group.

    Args:
        columns: names as the header gives them.
        rows: the words of each row's cells.
    """
    group, above = "", ("", "")
    labels = {n for n, cells in enumerate(rows) if _is_label(cells, rows[n + 1 : n + 2])}
    for place, cells in enumerate(rows):
        if place in labels:
            group, above = cells[0] if len(labels) >= FEWEST else "", ("", "")
            yield tuple(columns)
        elif cells and not cells[0] and _is_stub(cells) and all(above):
            yield _with(columns, cells, above[0])
        else:
            above = (cells[0], cells[1]) if len(cells) > 2 and _is_stub(cells) else ("", "")
            group = "" if MEASURED.search(cells[0] if cells else "") else group
            yield _with(columns, cells, group)


def _is_label(cells: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether a row is a label alone, over a row that has its own name and something beside it."""
    alone = len(cells) > 1 and bool(cells[0]) and not any(cells[1:]) and len(cells[0]) <= LONGEST
    alone = alone and not STUDY.search(cells[0])
    return alone and bool(following) and bool(following[0][0]) and any(following[0][1:])


def _is_stub(cells: Sequence[str]) -> bool:
    """Whether the second cell names the row rather than measures it."""
    return len(cells) > 2 and LETTERS.search(cells[1]) is not None


def _with(columns: Sequence[str], cells: Sequence[str], label: str) -> tuple[str, ...]:
    first = next((place for place, cell in enumerate(cells) if cell), None)
    if not label or first is None:
        return tuple(columns)
    names = [*columns, *[""] * (first + 1 - len(columns))]
    names[first] = f"{names[first]}, {label}" if names[first] else label
    return tuple(names)
