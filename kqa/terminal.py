"""What printing needs of a terminal: its width, colour when wanted, a progress bar, safe streams."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""

WIDEST = 100  # lines longer than this are hard to read
NARROWEST = 40
BAR_CELLS = 30

STYLES = {"number": "1;36", "strong": "1", "quiet": "2", "warning": "33", "mark": "7"}
"""ANSI codes by role: a citation number, a heading, a side matter, a caution, a highlighted place."""


def prepare_streams() -> None:
    """Keep output from failing on a character that the terminal's or pipe's encoding lacks."""
    # None where who started us closed them (`>&-`)
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def speaks_unicode(stream: TextIO) -> bool:
    """Whether every character can be written to `stream`."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def width() -> int:
    """Columns to wrap text to, between 40 and 100."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def coloured(stream: TextIO) -> bool:
    """Whether to colour: only on a terminal, and not where NO_COLOR (no-color.org) is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def painter(stream: TextIO) -> Callable[[str, str], str]:
    """Gives a function (text, role) -> text that styles by role where `stream` shows colour."""
    if not coloured(stream):
        return lambda text, role: text
    return lambda text, role: f"\x1b[{STYLES[role]}m{text}\x1b[0m" if text else text


def printable(text: str) -> str:
    """`text` without characters that would steer a terminal: control codes and direction overrides."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def one_line(message: str) -> str:
    """`message` on one line without control characters, whatever it quotes."""
    return " ".join(printable(message).split())


class ProgressBar:
    """A progress bar on standard error while it is a terminal; on anything else one line a stage.

    Called as a `Progress`; used as a context manager it leaves the cursor on a fresh line.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._stage = ""
        self._open = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of `stage` are done."""
        if stage != self._stage:
            self._close_line()
            self._stage = stage
            if not self._live:
                print(f"kqa: {stage}", file=self._stream, flush=True)
        if self._live:
            filled = BAR_CELLS * done // total if total else 0
            bar = "█" * filled + "░" * (BAR_CELLS - filled)
            self._stream.write(
                f"\r\x1b[K{stage}  {bar}  {done}/{total}" if total > 1 else f"\r\x1b[K{stage} …"
            )
            self._stream.flush()
            self._open = True

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_line()

    def _close_line(self) -> None:
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False
