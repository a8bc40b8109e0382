"""Blanking out what is no prose, so that offsets into a manuscript stay what they are."""

from __future__ import annotations

import re
from collections.abc import Callable


class Mask:
    """A text whose characters are blanked span by span; its length and line ends never change."""

    def __init__(self, text: str) -> None:
        self._chars = list(text)

    @property
    def text(self) -> str:
        """The text as it now stands."""
        return "".join(self._chars)

    def blank(self, start: int, end: int, *, fill: str = " ") -> None:
        """Put `fill` in place of every character of a span but the line ends."""
        for index in range(start, end):
            if self._chars[index] != "\n":
                self._chars[index] = fill

    def blank_all(self, pattern: re.Pattern[str], *, keep: str | int | None = None) -> None:
        """Blank every match of a pattern, but for the group `keep`."""
        for match in pattern.finditer(self.text):
            if keep is None or match.start(keep) < 0:
                self.blank(*match.span())
                continue
            self.blank(match.start(), match.start(keep))
            self.blank(match.end(keep), match.end())

    def blank_lines(self, wanted: Callable[[str], bool]) -> None:
        """Blank whole lines."""
        at = 0
        for line in self.text.split("\n"):
            if wanted(line):
                self.blank(at, at + len(line))
            at += len(line) + 1
