"""From the bytes of a text file to text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import unicodedata

from kqa.errors import IngestError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 comes before UTF-16, whose mark its own begins with."""

BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
"""Line, page and paragraph separators that are not line feeds."""

CONTROL = frozenset(map(chr, (*range(9), *range(14, 27), 127)))
"""Characters that no text holds; a file with any of them is binary."""


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file, NFC with `\n`, and warnings about how it was read.

    UTF-8 and anything with a byte order mark are read as what they are; other files as Windows-1252 if
    that gives text, with a warning.

    Args:
        data: the file's bytes.
        name: what to call it in messages.

    Raises:
        IngestError: the file is empty, or no text in any of these encodings.
    """
    text, warnings = _decode(data, name)
    strange = next((c for c in text if c in CONTROL), None)
    if strange is not None:
        raise IngestError(
            f"{name} is not a text file: it holds the control character U+{ord(strange):04X} at character "
            f"{text.index(strange)}; expected plain text or Markdown in UTF-8"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    if not text.strip():
        raise IngestError(f"{name} is empty: expected the text of an article")
    return unicodedata.normalize("NFC", text), warnings


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                raise IngestError(
                    f"{name} begins with the mark of {encoding.upper()} but is not valid {encoding.upper()} "
                    f"(byte {error.start + len(mark)}): save it as UTF-8 and ingest it again"
                ) from error
    if b"\0" in data:
        raise IngestError(
            f"{name} holds NUL bytes (first at byte {data.index(0)}): it is a binary file, or UTF-16 without "
            "a byte order mark; save it as UTF-8 and ingest it again"
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        where = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise IngestError(
            f"{name} is neither UTF-8 (byte {where}) nor Windows-1252 (byte {error.start}): it is a binary "
            "file, or text in another encoding; save it as UTF-8 and ingest it again"
        ) from error
    return text, (f"{name} is not UTF-8 (byte {where}): read as Windows-1252; check its accents and signs",)
