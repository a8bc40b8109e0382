"""Questions from a file or standard input: one a line, as text or as JSON with an id."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kqa.errors import UsageError

LONGEST_LINE = 4_000_000
"""Bytes; a longer line is no question, and reading on would only fill memory."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch; `place` names it in messages (`questions.txt, line 3`)."""

    place: str
    text: str
    id: str | int | None
    problem: str

    def question(self) -> str:
        """The question of this line.

        Raises:
            UsageError: the line holds none.
        """
        if self.problem:
            raise UsageError(self.problem)
        return self.text


def read(source: str) -> Iterator[Asked]:
    """The lines of a batch, in order, as they come; a bad line is one whose `question()` raises.

    Args:
        source: a file, or `-` for standard input.

    Raises:
        UsageError: the file does not exist or is UTF-16.
    """
    if source == "-":
        yield from _lines("standard input", iter(sys.stdin.buffer))
        return
    path = Path(source)
    if not path.is_file():
        raise UsageError(f"--batch {source!r:.200}: there is no such file; `-` reads standard input")
    with path.open("rb") as opened:
        yield from _lines(source, iter(opened))


def _lines(name: str, lines: Iterator[bytes]) -> Iterator[Asked]:
    for number, raw in enumerate(lines, start=1):
        place = f"{name}, line {number}"
        if number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise UsageError(f"{name} is UTF-16: save it as UTF-8 and ask again")
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        yield _asked(place, raw)


def _asked(place: str, raw: bytes) -> Asked:
    if len(raw) > LONGEST_LINE:
        return _bad(place, f"the line is {len(raw):,} bytes long: expected one question a line")
    try:
        line = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        return _bad(place, f"byte {error.start + 1} of the line is not UTF-8: save the file as UTF-8")
    if not line:
        return _bad(place, "the line is blank: expected a question")
    return _from_json(place, line) if line.startswith("{") else Asked(place, line, None, "")


def _from_json(place: str, line: str) -> Asked:
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return _bad(place, f'no valid JSON ({error}): expected {{"id": …, "question": "…"}}')
    question, given = fields.get("question"), fields.get("id")
    if not isinstance(question, str):
        return _bad(place, f'"question" is {question!r:.40}: expected {{"id": …, "question": "…"}}')
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        return _bad(place, f'"id" is {given!r:.40}: expected a text, a whole number or nothing')
    return Asked(place, question, given, "")


def _bad(place: str, problem: str) -> Asked:
    return Asked(place, "", None, problem)
