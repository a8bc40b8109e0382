"""Entries of a reference list, put together again where a page or a line break has cut them."""

from __future__ import annotations

import re

BULLET = re.compile(r"\s*[-•*+‣▪]\s+")
NUMBER = re.compile(r"\s*(?:\[(\d{1,4})\]|(\d{1,4})[.)])\s+")
GAP = 3
"""How many numbers may be missing in a row; beyond, a number heading a line is a year or a page."""


def gather(lines: list[str]) -> tuple[list[tuple[int, str]], list[str]]:
    """Numbered entries of the lines under a reference heading, and the lines after the list.

    Lists may be bulleted, numbered, or change from one to the other. In a numbered list a line that
    begins with a bullet or with no mark goes on with the entry before; a paragraph of its own that no
    unfinished entry waits for ends the list.

    Args:
        lines: the lines under the heading, blank ones included.
    """
    entries: list[tuple[int, str]] = []
    numbered = False
    blank = True
    for place, line in enumerate(lines):
        words = " ".join(line.split())
        if not words:
            blank = True
            continue
        mark = NUMBER.match(line)
        number = int(mark[1] or mark[2]) if mark else 0
        last = entries[-1][0] if entries else 0
        if mark and last < number <= last + GAP:
            entries.append((number, " ".join(line[mark.end() :].split())))
            numbered = True
        elif BULLET.match(line) and not numbered:
            entries.append((last + 1, BULLET.sub("", words, count=1)))
        elif blank and not BULLET.match(line) and _ends(entries, words):
            return entries, lines[place:]
        elif entries:
            entries[-1] = (last, f"{entries[-1][1]} {BULLET.sub('', words, count=1)}")
        blank = False
    return entries, []


def _ends(entries: list[tuple[int, str]], words: str) -> bool:
    """Whether a paragraph stands after the list: the last entry is complete, and this is no part of one."""
    if not entries:
        return True
    if re.match(r"\*\*[^*]+:\*\*|©", words):
        return True
    complete = entries[-1][1].rstrip("*_ ")[-1:] in ".)]>"
    return complete and not re.match(r"DOI|Available|PMID|[a-z(]", words.lstrip("*_<- "))
