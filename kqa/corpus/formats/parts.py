"""The parts of a text file before they are an article: headings, paragraphs, items and tables, in order.

A file that was read from printed pages breaks paragraphs and reference entries where a page ended; here they
are whole again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

SHORTEST_BROKEN = 60
"""Characters; what a page break cuts is a running paragraph, not a line of front matter."""

HASHES = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
BULLET = re.compile(r"[ \t]*[-•*+‣▪][ \t]+(?=\S)")
NUMBERED = re.compile(r"[ \t]*(?:\[(\d{1,4})\]|(\d{1,4})[.)])[ \t]+(?=\S)")
RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$")
"""A line across the page; under a line of text it makes that a heading."""
CLOSERS = " \t*_\"”’')]}»"
TERMINALS = ".?!:;…"
OPENERS = " \t*_\"“‘'([{«"
_OPEN_ENDED = (
    "a an and as at between but by during for from in into its of on or than that the their these this to "
    "via was were with within without"
)
DANGLING = frozenset(_OPEN_ENDED.split())
"""A paragraph that ends in one of these goes on, even before a capital letter."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph, item or table of the source."""

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str = ""
    level: int = 0
    """Of a heading: its number of hashes, 0 where the source marks it otherwise."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: its cells, the column names first."""
    number: int = 0
    """Of a numbered item."""


def read(text: str) -> list[Part]:
    """The parts of `text`, with white space inside each collapsed and broken paragraphs joined."""
    return _joined(list(_parts(text)))


def _parts(text: str) -> Iterator[Part]:
    run: list[str] = []
    item = False
    lines = text.split("\n")
    for place, line in enumerate(lines):
        hashes = HASHES.match(line.strip())
        if RULE.match(line):
            yield from _ruled(run, item, line)
            run, item = [], False
            continue
        if hashes or not line.strip():
            yield from _flush(run, item)
            run, item = [], False
            if hashes and hashes[2].strip():
                yield Part("heading", _squeezed(hashes[2]), level=len(hashes[1]))
            continue
        starts_item = bool(NUMBERED.match(line) or _is_bullet(lines, place))
        if run and (starts_item or _is_table(line) != _is_table(run[-1])):
            yield from _flush(run, item)
            run, item = [], False
        item = item or starts_item
        run.append(line)
    yield from _flush(run, item)


def _ruled(run: list[str], item: bool, rule: str) -> Iterator[Part]:
    """What stands above a line across the page: a heading if it is a single line, else what it is anyway."""
    if len(run) == 1 and not item and not _is_table(run[0]) and rule.strip()[0] in "=-":
        yield Part("heading", _squeezed(run[0]), level=1 if rule.strip()[0] == "=" else 2)
    else:
        yield from _flush(run, item)


def _is_bullet(lines: list[str], place: int) -> bool:
    """Whether a line begins an item; a single line that begins with a star is a footnote, not a list."""
    line = lines[place]
    if not BULLET.match(line):
        return False
    if line.lstrip()[0] != "*":
        return True
    neighbours = [lines[i] for i in range(max(0, place - 2), min(len(lines), place + 3)) if i != place]
    return any(n.lstrip().startswith("* ") for n in neighbours)


def _is_table(line: str) -> bool:
    return "\t" in line.strip() or (line.strip().startswith("|") and line.strip().endswith("|"))


def _flush(run: list[str], item: bool) -> Iterator[Part]:
    if not run:
        return
    rows = _rows(run)
    if len(rows) > 1:
        yield Part("table", rows=rows)
        return
    words = _squeezed(" ".join(run))
    number, bullet = NUMBERED.match(words), BULLET.match(words)
    if item and number:
        yield Part("item", words[number.end() :], number=int(number[1] or number[2]))
    elif item and bullet:
        yield Part("item", words[bullet.end() :])
    else:
        yield Part("paragraph", words)


def _rows(run: list[str]) -> tuple[tuple[str, ...], ...]:
    if not all(_is_table(line) for line in run):
        return ()
    if run[0].strip().startswith("|"):
        cells = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in run]
        cells = [row for row in cells if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in row)]
    else:
        cells = [line.strip(" \n").split("\t") for line in run]
    return tuple(tuple(_squeezed(cell) for cell in row) for row in cells)


def _joined(parts: list[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if joined and part.kind == "paragraph" and is_continued(joined[-1], part):
            last = joined.pop()
            glue = "" if last.text.endswith("-") and not last.text.endswith(" -") else " "
            joined.append(replace(last, text=f"{last.text}{glue}{part.text}"))
        else:
            joined.append(part)
    return joined


def is_continued(before: Part, after: Part) -> bool:
    """Whether `after` goes on in the middle of the sentence that `before` breaks off in.

    `before` must be a paragraph or item long enough to have been cut by a page and end without a stop;
    `after` must begin in lower case, with a digit (`…Scale for` / `64 inpatient adults…`), or follow a word
    such as `the` or a comma.
    """
    if before.kind not in ("paragraph", "item") or len(before.text) < SHORTEST_BROKEN:
        return False
    end = before.text.rstrip(CLOSERS)
    if not end or end[-1] in TERMINALS or before.text.endswith(("]", ">")):
        return False
    start = after.text.lstrip(OPENERS)
    if not start or is_numbered_heading(after.text):
        return False
    if after.text.startswith("(") or unicodedata.category(start[0]) in ("Ll", "Nd"):
        return True
    return end[-1] in ",-–" or end.split()[-1].lower() in DANGLING


def is_numbered_heading(text: str) -> bool:
    """Whether a line looks like `1.1. Alcohol Use Disorder`: a number, a capital, short, without a stop."""
    bare = text.strip("*_ ")
    return bool(
        len(bare) <= 150
        and re.match(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[^\W\d_a-z]", bare)
        and bare[-1] not in ".;,:?!"
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split())
