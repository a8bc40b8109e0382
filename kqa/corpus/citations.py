"""In-text citations: `[4–7]`, `[10,32–34,38]`, found with their offsets and expanded to numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

LARGEST = 999
"""Reference lists of reviews run to some hundreds of entries; `[2019]` is a year, not a citation."""
WIDEST = 100
"""A range of more entries than this is a numeric interval, not a citation."""

NUMBERS = r"\d{1,4}(?:\s*[,;\-‐‑–—]\s*\d{1,4})*"
MARKER = re.compile(
    rf"""
    (?<![!\\])(?<!-[a-z]\])(?<!-[a-z]\]\ )    # an image, an escaped bracket, or benzo[2,3-b][1,4]
    (?!\[\d{{1,2}}(?:,\d{{1,2}})+\][a-z]{{4}})   # a chemical's [1,4]oxazepine
    (?P<open>\\?\[)\s*(?P<numbers>{NUMBERS})\s*\\?\]
    (?:\s*[\-‐‑–—]\s*\[\s*(?P<last>\d{{1,4}})\s*\])?   # [4]–[7]
    (?!\((?!\#)|\[|:)                         # not a link, nor a link's definition
    """,
    re.VERBOSE,
)
INTERVAL = re.compile(r"(?:\bCI|\bIQR|\brange|\binterval|\bbetween)\s*[:,=]?\s*$", re.I)
PART = re.compile(r"(\d+)(?:\s*[\-‐‑–—]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Marker:
    """One bracketed citation: its span with the brackets, and the entries that it names, in order."""

    start: int
    end: int
    numbers: tuple[int, ...]


def find(
    text: str, start: int = 0, end: int | None = None, *, known: int | None = None
) -> tuple[Marker, ...]:
    """The markers in `text[start:end]`, in order.

    Args:
        text: the text that the offsets refer to.
        start: where to begin.
        end: where to stop; the end of the text when omitted.
        known: the length of the reference list; a bracket that names an entry beyond it is no marker.
    """
    stop = len(text) if end is None else end
    limit = LARGEST if known is None else known
    found = []
    for match in MARKER.finditer(text, start, stop):
        numbers = expand(match["numbers"] + (f"–{match['last']}" if match["last"] else ""))
        inside = bool(numbers) and all(0 < number <= limit for number in numbers)
        if inside and not INTERVAL.search(text, max(start, match.start() - 12), match.start()):
            found.append(Marker(match.start(), match.end(), numbers))
    return tuple(found)


def expand(numbers: str) -> tuple[int, ...]:
    """`10,32–34` as `(10, 32, 33, 34)`, without repeats; empty if a range runs backwards or too far."""
    found: dict[int, None] = {}
    for first, last in PART.findall(numbers):
        low, high = int(first), int(last or first)
        if high < low or high - low > WIDEST:
            return ()
        found.update(dict.fromkeys(range(low, high + 1)))
    return tuple(found)


def ids(markers: Iterable[Marker], key: str) -> tuple[str, ...]:
    """Ids (`thomas2025:40`) of the entries that markers name, in order of appearance, each once."""
    return tuple(dict.fromkeys(f"{key}:{number}" for marker in markers for number in marker.numbers))


def listed(entries: Sequence[Any], *, length: int, known: int) -> tuple[Marker, ...]:
    """Markers from a list of citations as it is stored, `{"start", "end", "references"}` each.

    Args:
        entries: the list, in the order of the text.
        length: code points of the text.
        known: the length of the reference list.

    Raises:
        ValueError: an entry is no citation, lies outside the text or out of order, or names no reference.
    """
    found: list[Marker] = []
    for entry in entries:
        try:
            numbers = tuple(int(number) for number in entry["references"])
            marker = Marker(int(entry["start"]), int(entry["end"]), numbers)
        except (KeyError, TypeError) as error:
            raise ValueError(f"{str(entry)[:60]} is no citation") from error
        after = found[-1].end if found else 0
        if not after <= marker.start < marker.end <= length or not all(
            0 < n <= known for n in marker.numbers
        ):
            raise ValueError(f"{str(entry)[:60]} is out of place")
        found.append(marker)
    return tuple(found)


def starting(markers: Sequence[Marker], start: int, end: int) -> tuple[Marker, ...]:
    """Those of `markers`, which are in order, that begin in `[start, end)`."""
    first = bisect_left(markers, start, key=lambda marker: marker.start)
    last = bisect_left(markers, end, lo=first, key=lambda marker: marker.start)
    return tuple(markers[first:last])
