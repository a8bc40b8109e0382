"""A manuscript: its text, which characters of it are prose, and what its sentences cite and quote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

PLACEHOLDER = "?"
"""The key of `[@?]`, which asks for a citation."""


@dataclass(frozen=True, slots=True)
class Cite:
    """One work cited: its key, where in it, and the span of the whole citation command in the text."""

    key: str
    locator: str
    start: int
    end: int
    textual: bool = False
    """It is part of the sentence (`@thomas2025 report`), not put behind it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A manuscript's text before it is divided into sentences."""

    name: str
    text: str
    prose: str
    """As long as `text`; what is no prose (headers, code, comments, mathematics, commands) is blanked."""
    cites: tuple[Cite, ...]
    blocks: tuple[tuple[int, int], ...] = ()
    """Spans of block quotations."""
    quoted: tuple[tuple[int, int], ...] = ()
    """Spans of quotations marked by a command, such as `\\enquote{…}`."""
    pieces: tuple[tuple[int, int, int], ...] = ()
    """Word only: (start, end, offset in document.xml) of each run of characters of `text`."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks: the span without the marks, and the words as they stand."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a manuscript."""

    start: int
    end: int
    text: str
    """The sentence on one line, without markup and citations."""
    quotations: tuple[Quoted, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Draft:
    """A manuscript read."""

    source: Source
    statements: tuple[Statement, ...]

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(i + 1 for i, char in enumerate(self.source.text) if char == "\n")]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset; of a Word document, the paragraph and its character."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1
