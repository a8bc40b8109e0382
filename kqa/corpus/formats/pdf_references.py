"""The entries of a PDF's reference list, told apart by their numbers, else by their hanging indent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kqa.corpus.formats.pdf_lines import Line
from kqa.corpus.formats.pdf_paragraphs import Paragraph

_NUMBER = re.compile(r"(?P<open>[\[(]?)(?P<number>\d{1,4})(?P<close>[\].)]{0,2})(?!(?<=\.)\d)\s*(?=\S)")
MOST_SKIPPED = 2
"""Numbers that may be missing between two entries before a number is taken for something else."""


def split(paragraphs: Sequence[Paragraph]) -> list[list[Line]]:
    """Lines of each entry, in order."""
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    if not lines:
        return []
    return _numbered(lines) or _hanging(lines) or [list(paragraph.lines) for paragraph in paragraphs]


def _numbered(lines: Sequence[Line]) -> list[list[Line]]:
    first = _NUMBER.match(lines[0].text)
    if first is None or int(first["number"]) > 3 or not (first["open"] or first["close"] or len(lines) > 3):
        return []
    shape = (first["open"], first["close"])
    entries: list[list[Line]] = []
    number = int(first["number"]) - 1
    for line in lines:
        match = _NUMBER.match(line.text)
        fits = match is not None and (match["open"], match["close"]) == shape
        if (
            match is not None
            and fits
            and number < int(match["number"]) <= number + 1 + MOST_SKIPPED * bool(entries)
        ):
            number = int(match["number"])
            entries.append([line])
        elif entries:
            entries[-1].append(line)
    return entries if len(entries) > 1 or number == 1 else []


def _hanging(lines: Sequence[Line]) -> list[list[Line]]:
    """Entries that begin at the column's edge and go on indented."""
    entries: list[list[Line]] = []
    inside = 0
    for place, line in enumerate(lines):
        near = [other.left for other in lines[max(0, place - 30) : place + 30] if other.column == line.column]
        edge = min(near)
        if line.left <= edge + 0.35 * line.size or not entries:
            entries.append([line])
        else:
            inside += 1
            entries[-1].append(line)
    return entries if inside >= 0.25 * len(lines) and len(entries) > 1 else []


def without_number(text: str) -> str:
    """An entry without the number it is listed by."""
    match = _NUMBER.match(text)
    if match is None or not (match["open"] or match["close"] or len(match["number"]) < 4):
        return text
    return text[match.end() :]
