"""Word documents: the paragraphs of `word/document.xml`, with where each character stands in it.

Only what a reader of the final document sees is taken: deleted text, field codes and footnote marks are left
out, headings and the bibliography set aside. The XML is scanned, not parsed, so that nothing in it is ever
expanded, and so that placeholders can be filled in place without touching the rest.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from kqa.cite.drafts import markdown
from kqa.cite.drafts.draft import Source
from kqa.cite.drafts.mask import Mask
from kqa.errors import DraftError

DOCUMENT = "word/document.xml"
LARGEST_XML = 200_000_000
"""Bytes of unpacked XML; more is a decompression bomb, not a manuscript."""

_PIECE = re.compile(
    r"<w:p[ >/](?P<open>)|</w:p>(?P<close>)|<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>"
    r"|<w:(?:tab|br|cr)\b[^>]*/>(?P<space>)"
    r"|<w:(?P<skip>del|moveFrom|instrText)\b(?:[^>]*[^/])?>|<w:noBreakHyphen\s*/>(?P<hyphen>)"
    r"|<w:pStyle\s+w:val=\"(?P<style>[^\"]*)\"|<w:tbl[ >](?P<table>)|</w:tbl>(?P<untable>)"
)
_HEADING = re.compile(r"(?:heading|berschrift|titre|title|subtitle)", re.I)
_BIBLIOGRAPHY = re.compile(
    r"(?:bibliograph|literaturverzeichnis|endnotebib|source ?code|verbatim|html)", re.I
)
"""Styles of paragraphs that are no prose: the bibliography, code."""


def document_xml(data: bytes, name: str) -> str:
    """The main part of a Word document.

    Raises:
        DraftError: the file is no Word document, or its parts are damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo(DOCUMENT).file_size > LARGEST_XML:
                raise DraftError(f"{name} unpacks to more than {LARGEST_XML:,} bytes; that is no manuscript")
            return package.read(DOCUMENT).decode("utf-8")
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, OSError, EOFError, ValueError) as error:
        raise DraftError(f"{name} is no Word document ({error}): save it again as .docx") from error


def source(data: bytes, name: str) -> Source:
    """Read the paragraphs; a paragraph is a line of the text, tables and headings are no prose."""
    xml = document_xml(data, name)
    reader = _Reader()
    at = 0
    while match := _PIECE.search(xml, at):
        at = match.end()
        if match["skip"]:
            end = xml.find(f"</w:{match['skip']}>", at)
            at = end if end >= 0 else len(xml)
        else:
            reader.take(match)
    text = "".join(reader.chars)
    if not text.strip():
        raise DraftError(f"{name} holds no text: there is nothing to check")
    marked = Mask(text)
    for start, end in reader.aside:
        marked.blank(start, end)
    cited = markdown.source(marked.text, name, headers=False)
    return Source(name, text, cited.prose, cited.cites, tuple(reader.blocks), (), tuple(reader.pieces))


class _Reader:
    """Collects characters paragraph by paragraph."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.length = 0
        self.pieces: list[tuple[int, int, int]] = []
        self.aside: list[tuple[int, int]] = []
        self.blocks: list[tuple[int, int]] = []
        self._start = 0
        self._first = 0
        self._style = ""
        self._tables = 0
        self._bibliography = False

    def take(self, match: re.Match[str]) -> None:
        """Take in one piece of the XML."""
        if match["text"] is not None:
            characters = html.unescape(match["text"])
            self.pieces.append((self.length, self.length + len(characters), match.start("text")))
            self._add(characters)
        elif match["space"] is not None or match["hyphen"] is not None:
            self._add(" " if match["space"] is not None else "‑")
        elif match["style"] is not None:
            self._style = match["style"]
        elif match["open"] is not None:
            self._start, self._first, self._style = self.length, len(self.chars), ""
        elif match["close"] is not None:
            self._paragraph()
        elif match["table"] is not None or match["untable"] is not None:
            self._tables += 1 if match["table"] is not None else -1

    def _add(self, characters: str) -> None:
        self.chars.append(characters)
        self.length += len(characters)

    def _paragraph(self) -> None:
        words = "".join(self.chars[self._first :]) if self.length - self._start < 200 else ""
        heading = bool(_HEADING.match(self._style))
        if heading:
            self._bibliography = bool(markdown.REFERENCE_HEADING.fullmatch(words.strip()))
        elif markdown.REFERENCE_HEADING.fullmatch(words.strip() or "-"):
            self._bibliography = heading = True
        if heading or self._tables or self._bibliography or _BIBLIOGRAPHY.match(self._style):
            self.aside.append((self._start, self.length))
        elif re.search(r"quote|zitat|citation", self._style, re.I):
            self.blocks.append((self._start, self.length))
        self._add("\n\n" if not self._tables else "\n")
        self._start = self.length
