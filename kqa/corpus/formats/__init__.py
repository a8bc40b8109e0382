"""One module a format: each reads a source file into a draft of an article.

Which one is told by what the file holds, and only where that does not say by its name: files are renamed,
and a browser saves a PDF as `download`.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from kqa.errors import IngestError

if TYPE_CHECKING:
    from kqa.corpus.ingest import Draft

READERS = {
    "JATS XML": "jats",
    "PDF": "pdf",
    "DOCX": "docx",
    "HTML": "html",
    "Markdown or plain text": "markdown",
}
"""What a user calls a format, and the module that reads it."""
SUFFIXES = frozenset(
    [
        ".xml",
        ".nxml",
        ".jats",
        ".pdf",
        ".docx",
        ".html",
        ".htm",
        ".xhtml",
        ".md",
        ".markdown",
        ".txt",
        ".text",
    ]
)
"""Suffixes that `kqa add FOLDER` takes up; a file named by itself may have any."""

_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc)"),
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_HTML_TAGS = frozenset(("html", "head", "body"))
_JATS = frozenset(("article", "pmc-articleset", "articles"))
HEAD = 4096
"""Bytes looked at to tell a format; a document type and licence comment fit."""


def read(data: bytes, name: str) -> Draft:
    """The draft that a file makes.

    Raises:
        IngestError: no reader knows it, or its reader finds it damaged.
    """
    from kqa.corpus import named_citations

    module = import_module(f"kqa.corpus.formats.{READERS[identify(data, name)]}")
    return named_citations.relate(module.read(data, name))


def identify(data: bytes, name: str) -> str:
    """The format of a file, as `READERS` names it.

    Raises:
        IngestError: it is something else, such as a picture or a spreadsheet.
    """
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            raise _refused(name, what)
    suffix = PurePath(name).suffix.lower()
    head = _COMMENT.sub("", _text(data[:HEAD])).lstrip("\ufeff \t\r\n")
    root = _ROOT.search(head)
    tag = root[1].rpartition(":")[2].lower() if root else ""
    if _HTML.search(head) or (tag in _HTML_TAGS and head.startswith("<")):
        return "HTML"
    if head.startswith("<?xml") or (head.startswith("<") and root and (suffix in _XML or tag in _JATS)):
        return "JATS XML"
    if suffix == ".pdf":
        raise IngestError(f"{name}: named .pdf, but its content is no PDF; download it again")
    if suffix in (".html", ".htm", ".xhtml") and root:
        return "HTML"
    return "Markdown or plain text"


_XML = frozenset((".xml", ".nxml", ".jats"))


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _zipped(data: bytes, name: str) -> str:
    if b"word/" in data[:HEAD] or b"word/document.xml" in data:
        return "DOCX"
    what = "a spreadsheet" if b"xl/" in data else "a presentation" if b"ppt/" in data else "a zip archive"
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        what = "an OpenDocument file"
    if b"mimetypeapplication/epub" in data[:200]:
        what = "an EPUB book"
    raise _refused(name, what)


def _refused(name: str, what: str) -> IngestError:
    return IngestError(f"{name}: {what}; expected {', '.join(READERS)}: save it as one of these")
