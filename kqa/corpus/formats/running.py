"""Running text with the places in it that cite references, whatever the source marks them with.

A source gives pieces: plain words, raised or lowered ones, and citations. `run` puts them together as the
canonical text has them: white space single, exponents as Unicode superscripts, and citations that are
printed as bare or raised numbers in square brackets (`effect.<sup>3,4</sup>` becomes `effect.[3,4]`),
because a number glued to a word could not be told from a part of it. No word is added or lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

TAIL = 80
"""Characters before a citation in which its opening bracket is looked for."""

MOST_MOVED = 500
"""Citations of one paragraph that are moved along when its text has to be normalised again."""

Shift = Literal["", "sup", "sub"]
Mark = tuple[int, int, tuple[int, ...]]
"""Start, end and the numbers (1-based places in the reference list) of one in-text citation."""

MAX_RANGE = 100
"""Longest citation range that is expanded; "1990–2020" is a span of years, not of references."""

_SUPERSCRIPTS = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_RAISABLE = re.compile(r"[0-9+\-−–=()]+|[a-pr-z]{1,2}")
_RAISED_LIST = re.compile(r"(?:\d{1,2}|[a-pr-z])(?:,\s?(?:\d{1,2}|[a-pr-z]))+")
"""Signs of several footnotes, `4,5`, whose commas stay where they are."""
_POWER = re.compile(
    r"(?!TM|SM|R$|Th$|Tm$)[A-Z][a-z]{0,2}|[−–+-][^\d\s\[\]][^\[\]]{0,40}|[−–+-][\d.]+[^\W\d][^\[\]]{0,40}"
)
"""A raised sign or term that has no raised form and changes what it stands at: `ΔG^F`, `e^(−f·d)`."""
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DASH = r"\-‐‑‒–—−"
_SEPARATOR = re.compile(rf"[\s,;&.{_DASH}\[\]()]*(?:and)?[\s,;{_DASH}\[\]()]*")
_YEAR = r"(?!(?:1[5-9]|20)\d\d(?!\d))"
_NUMERIC = re.compile(
    rf"\s*[\[(]?\s*{_YEAR}\d{{1,4}}[a-z]?(?:\s*[{_DASH},;]\s*\d{{1,4}}[a-z]?)*\s*[\])]?[\s,;]*"
)
_LOOSE = re.compile(rf"\s*([,;{_DASH}])\s*")
_TO = re.compile(rf"[\s\[\]()]*[{_DASH}][\s\[\]()]*")
_LAYOUT = re.compile(r"\n(?=[\]),;]|\.(?:\s|\Z))|(?<=[\[(])\n")
"""A line break that is no blank: before a comma, or inside a bracket."""
_CLOSING = re.compile(r"[\]),;]|\.(?!\d)")
_OPEN = re.compile(r"[\[(][^\])]*$")
_LISTED = re.compile(rf"[\[(][\d\s,;{_DASH}]*$")
"""A bracket that holds nothing but numbers so far."""
_NAMED = re.compile(r"\b(?:refs?|references?|citations?|nos?)(?:\.\s*|\s+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source; `cites` is None for words, else the references it stands for (perhaps none)."""

    text: str
    shift: Shift = ""
    cites: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Inline:
    """One paragraph's, cell's or heading's text, with its citations as offsets into it."""

    text: str = ""
    marks: tuple[Mark, ...] = ()


def plain(text: str) -> str:
    r"""`text` on one line: NFC, ligatures spelt out, invisible and control characters dropped, spaces single.

    >>> plain(" ef\ufb01cacy \n of\u00a0ket\u00adamine ")
    'efficacy of ketamine'
    """
    return _SPACE.sub(" ", _clean(text)).strip()


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROL.sub(" ", text.translate(_LIGATURES))))


def _single(text: str) -> str:
    """`text` with each stretch of white space a blank, or a line break if it holds one: XML's layout."""
    return _SPACE.sub(lambda match: "\n" if "\n" in match[0] else " ", text)


def raise_(text: str, *, before: str) -> str:
    """Raised words as Unicode superscripts, so far as there are any: `2` is `²`.

    Args:
        text: the words.
        before: the character before them; a caret parts digits that would otherwise run together.
    """
    bare = text.strip()
    if not bare.strip("()"):
        return text  # brackets of a raised citation, which is itself set on the line
    if _POWER.fullmatch(bare) and (before.isalpha() or before == ")"):
        return text.replace(bare, f"^{bare}" if bare.isalnum() else f"^({bare})")
    if _RAISABLE.fullmatch(bare) or _RAISED_LIST.fullmatch(bare):
        return text.replace(bare, bare.translate(_SUPERSCRIPTS))
    return f"^{bare}" if bare[:1].isdigit() and before.isdigit() else text


def run(pieces: Iterable[Piece]) -> Inline:
    """Puts pieces together as one line of canonical text."""
    builder = _Builder()
    items = [replace(piece, text=_single(piece.text)) for piece in pieces]
    place = 0
    while place < len(items):
        if items[place].cites is None:
            builder.words(items[place])
            place += 1
            continue
        end = _end_of_run(items, place)
        builder.citations(items[place:end], following=items[end].text if end < len(items) else "")
        place = end
    return builder.inline()


def _end_of_run(items: Sequence[Piece], start: int) -> int:
    """Where the citations that begin at `start`, parted by separators only, come to an end."""
    end, place = start + 1, start + 1
    while place < len(items):
        if items[place].cites is not None:
            end = place + 1
        elif not _SEPARATOR.fullmatch(items[place].text):
            break
        place += 1
    return end


class _Builder:
    """Collects text; keeps white space single across the pieces' borders."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tail = ""  # the last characters written, which decide how what follows is set
        self._marks: list[Mark] = []
        self._laid_out = False  # whether the blank written last held a line break

    def words(self, piece: Piece) -> None:
        text = _clean(piece.text)
        if piece.shift:  # `10<sup>` and, on the next line, `−8</sup>`
            text = _single(text).strip("\n")
            if self._laid_out and self._tail[-1:] == " " and self._tail[-2:-1].isalnum():
                self._unwrite_blank()
        if piece.shift == "sup":
            text = raise_(text, before=self._tail[-1:])
        self._append(text)

    def _append(self, text: str) -> None:
        text = self._without_layout(text)
        if not self._length or self._tail.endswith(" "):
            text = text.removeprefix(" ")
        if text and not unicodedata.is_normalized("NFC", self._tail[-1:] + text[:1]):
            # A mark that combines with the letter before: the two are one character in canonical text.
            self._parts[-1] = self._parts[-1][:-1]
            text = unicodedata.normalize("NFC", self._tail[-1] + text)
            self._length, self._tail = self._length - 1, self._tail[:-1]
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._tail = (self._tail + text)[-TAIL:]

    def _without_layout(self, text: str) -> str:
        """`text` with white space single, and without line breaks inside brackets and before commas."""
        text = _single(text)
        if self._tail[-1:] in ("[", "("):
            text = text.removeprefix("\n")
        if self._laid_out and self._tail.endswith(" ") and _CLOSING.match(text):
            self._unwrite_blank()
        if text:
            self._laid_out = text.endswith("\n")
        return _LAYOUT.sub("", text).replace("\n", " ")

    def _unwrite_blank(self) -> None:
        """Takes back the blank written last, which was a line break of XML laid out on lines."""
        self._parts[-1] = self._parts[-1][:-1]
        self._length, self._tail = self._length - 1, self._tail[:-1]

    def citations(self, pieces: Sequence[Piece], *, following: str) -> None:
        """Appends a run of citations: numbers as one mark, authors and years as one each."""
        printed = [p.text for p in pieces if p.cites is not None and p.text.strip()]
        if not printed or not all(_NUMERIC.fullmatch(text) for text in printed):
            self._named(pieces)
            return
        wrap = self._is_bare(pieces)
        if following[:1] == "]" or (following[:1] == ")" and not _OPEN.search(self._tail)):
            wrap = False  # their opening bracket stands too far back to be seen
        start = self._append_marker("".join(p.text for p in pieces), wrap=wrap, numeric=True)
        numbers = _expand(pieces)
        if numbers:
            self._marks.append((start, self._length - self._tail.endswith(" "), numbers))

    def _is_bare(self, pieces: Sequence[Piece]) -> bool:
        """Whether the numbers stand without brackets of their own or around them."""
        if re.match(r"\s*[\[(]", pieces[0].text) or _LISTED.search(self._tail):
            return False
        if any(p.shift == "sup" for p in pieces if p.cites is not None):
            return True
        glued = self._tail[-1:].isalnum() or self._tail[-1:] in tuple(".,)")
        if _OPEN.search(self._tail) and (not glued or pieces[0].text[:1].isspace()):
            return False
        return not _NAMED.search(self._tail[-20:])

    def _append_marker(self, text: str, *, wrap: bool, numeric: bool = False) -> int:
        text = _clean(text)
        if numeric:
            text = re.sub(r"(?<=\d)\n(?=\d)", " ", _single(text)).replace("\n", "")
        if wrap:
            lead = " " if text[:1].isspace() else ""
            inside = _LOOSE.sub(r"\1", text).strip()
            text = f"{lead}[{inside}]"
        skipped = text[:1].isspace() and self._length > 0 and not self._tail.endswith(" ")
        before = self._length
        self._append(text)
        return before + skipped

    def _named(self, pieces: Sequence[Piece]) -> None:
        carried: tuple[int, ...] = ()
        for piece in pieces:
            if piece.cites is None:
                self.words(piece)
                continue
            start = self._append_marker(piece.text, wrap=False)
            numbers = carried + piece.cites
            if self._length == start:  # an empty element: its reference goes with its neighbour
                carried = numbers
            elif numbers:
                end = self._length - self._tail.endswith(" ")
                self._marks.append((start, end, _unique(numbers)))
                carried = ()
        if carried and self._marks:
            start, end, numbers = self._marks[-1]
            self._marks[-1] = (start, end, _unique(numbers + carried))

    def inline(self) -> Inline:
        text = "".join(self._parts).rstrip()
        marks = [(s, min(e, len(text)), n) for s, e, n in self._marks if s < len(text)]
        return settle(Inline(text, tuple((*_with_brackets(text, s, e), n) for s, e, n in marks)))


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the square brackets around it, as a citation by number is marked."""
    held = text[start - 1 : start] == "[" and text[end : end + 1] == "]"
    return (start - 1, end + 1) if held else (start, end)


def settle(inline: Inline) -> Inline:
    """`inline` in NFC as a whole: pieces that are in NFC can join into text that is not."""
    if unicodedata.is_normalized("NFC", inline.text):
        return inline

    text = unicodedata.normalize("NFC", inline.text)
    if len(inline.marks) > MOST_MOVED:
        return Inline(text)

    def moved(offset: int) -> int:
        return len(unicodedata.normalize("NFC", inline.text[:offset]))

    return replace(
        inline, text=text, marks=tuple((moved(s), min(moved(e), len(text)), n) for s, e, n in inline.marks)
    )


def _expand(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """References of a run of numbers, with what lies between the ends of a range (`1–4`)."""
    numbers: list[int] = []
    between = ""
    for piece in pieces:
        if piece.cites is None:
            between += piece.text
            continue
        if numbers and piece.cites and _TO.fullmatch(between):
            low, high = numbers[-1], min(piece.cites)
            if low < high <= low + MAX_RANGE:
                numbers.extend(range(low + 1, high))
        numbers.extend(piece.cites)
        if piece.text.strip():
            between = ""
    return _unique(tuple(numbers))


def _unique(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
