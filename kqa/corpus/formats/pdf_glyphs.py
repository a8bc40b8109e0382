"""The characters of a PDF's pages with their places and fonts, through PDFium: the only door to it.

Places are in points from the lower left corner of the page, as PDF has them.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Handle: TypeAlias = Any
"""What PDFium hands out, and the module itself: it has no types."""

MAX_PAGES = 2_000
"""Most pages read: four times the longest review, and a bound on what a hostile file can ask for."""
MAX_CHARACTERS = 6_000_000
"""Most characters read of one file."""

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|\bbd\b|-bd|cmbx|bx\d|sfbx|medi(?:um)?$", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant|-it\b|cmti|sfti|lmri|ti\d", re.IGNORECASE)


class UnreadableError(Exception):
    """A PDF that cannot be opened; the text says why."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its box, baseline, size in points and style."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    baseline: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: size, text runs in the file's order (each without line breaks), pictures counted."""

    width: float
    height: float
    runs: tuple[tuple[Glyph, ...], ...]
    rotated: int


def properties(data: bytes) -> dict[str, str]:
    """The document information: `Title`, `Author`, `CreationDate` and so on, without empty ones."""
    with _opened(data) as document:
        return {k: v for k, v in document.get_metadata_dict().items() if v and v.strip()}


def _opened(data: bytes) -> Handle:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason:
            raise UnreadableError("it is encrypted with a password") from None
        raise UnreadableError("it is damaged or cut short") from None


def sheets(data: bytes) -> Iterator[Sheet]:
    """The pages in order.

    Raises:
        UnreadableError: encrypted, damaged, without pages, or beyond the bounds.
    """
    import pypdfium2

    with _opened(data) as document:
        pages = len(document)
        if pages == 0:
            raise UnreadableError("it has no pages")
        if pages > MAX_PAGES:
            raise UnreadableError(f"it has {pages:,} pages, more than the {MAX_PAGES:,} that are read")
        seen = 0
        for number in range(pages):
            try:
                page = document[number]
                sheet = _sheet(page)
            except pypdfium2.PdfiumError:
                raise UnreadableError(f"page {number + 1} of {pages} is damaged") from None
            seen += sum(len(run) for run in sheet.runs)
            if seen > MAX_CHARACTERS:
                raise UnreadableError(f"it has more than {MAX_CHARACTERS:,} characters")
            yield sheet
            page.close()


def _sheet(page: Handle) -> Sheet:
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        runs, rotated = _runs(text.raw, page.raw)
    finally:
        text.close()
    return Sheet(width, height, runs, rotated)


def _runs(text: Handle, page: Handle) -> tuple[tuple[tuple[Glyph, ...], ...], int]:
    import pypdfium2.raw as pdfium

    reader = _Reader(pdfium, text)
    runs: list[tuple[Glyph, ...]] = []
    run: list[Glyph] = []
    rotated = 0
    for place in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in (10, 13):
            if run:
                runs.append(tuple(run))
                run = []
            continue
        if code in (0, 2, 0xFFFE, 0xFFFF):
            code = 0x2D  # PDFium's sign for the hyphen at the end of a line
        if abs(math.sin(pdfium.FPDFText_GetCharAngle(text, place))) > 0.1:
            rotated += 1
            continue
        run.append(reader.glyph(place, _character(code)))
    if run:
        runs.append(tuple(run))
    return tuple(runs), rotated


def _character(code: int) -> str:
    private = 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF
    return "\ufffd" if private or code > 0x10FFFF else chr(code)


class _Reader:
    """Reads glyphs of one text page; fonts are looked up once a text object."""

    def __init__(self, pdfium: Handle, text: Handle) -> None:
        self._pdfium, self._text = pdfium, text
        self._styles: dict[int, tuple[bool, bool]] = {}
        self._box = [ctypes.c_double() for _ in range(4)]
        self._loose = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._origin = [ctypes.c_double() for _ in range(2)]

    def glyph(self, place: int, character: str) -> Glyph:
        pdfium, text = self._pdfium, self._text
        loose = self._loose
        pdfium.FPDFText_GetLooseCharBox(text, place, loose)
        x, y = self._origin
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        size = pdfium.FPDFText_GetFontSize(text, place)
        if pdfium.FPDFText_GetMatrix(text, place, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        bold, italic = self._style(place)
        return Glyph(character, loose.left, loose.right, loose.bottom, loose.top, y.value, size, bold, italic)

    def _style(self, place: int) -> tuple[bool, bool]:
        pdfium = self._pdfium
        item = pdfium.FPDFText_GetTextObject(self._text, place)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        if address not in self._styles:
            self._styles[address] = self._font_style(item) if address else (False, False)
        return self._styles[address]

    def _font_style(self, item: Handle) -> tuple[bool, bool]:
        pdfium = self._pdfium
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font:
            return False, False
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
        weight = pdfium.FPDFFont_GetWeight(font)
        return bool(_BOLD.search(name)) or weight >= 600, bool(_ITALIC.search(name))
