"""Manuscripts in Markdown, Quarto, LaTeX, Word or plain text, read into sentences with what they cite."""

from __future__ import annotations

from pathlib import Path

from kqa.cite.drafts import latex, markdown, word
from kqa.cite.drafts.draft import Draft, Source
from kqa.cite.drafts.prose import read_prose
from kqa.errors import DraftError
from kqa.terminal import Progress

FORMATS = (".md", ".markdown", ".qmd", ".rmd", ".tex", ".docx", ".txt")
LARGEST = 50_000_000
"""Bytes; a manuscript of 10 MB is a book, one of 50 MB is not a manuscript."""


def read(path: Path, *, progress: Progress | None = None) -> Draft:
    """Read a manuscript.

    Raises:
        DraftError: there is no such file, it is empty, binary, too large, of an unknown format, or damaged.
    """
    source = _source(path)
    return read_prose(source, progress=progress)


def _source(path: Path) -> Source:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise DraftError(f"no file {path}: `kqa check` reads one manuscript ({', '.join(FORMATS)})")
    if suffix not in FORMATS:
        raise DraftError(
            f"{path.name}: cannot read {suffix or 'a file without suffix'}; expected {', '.join(FORMATS)}"
        )
    size = path.stat().st_size
    if size > LARGEST:
        raise DraftError(
            f"{path.name} has {size:,} bytes; at most {LARGEST:,} are read: split the manuscript"
        )
    data = path.read_bytes()
    if not data.strip():
        raise DraftError(f"{path.name} is empty: there is nothing to check")
    if suffix == ".docx":
        return word.source(data, path.name)
    text = _decoded(data, path.name)
    if suffix == ".tex":
        return latex.source(text, path.name)
    return markdown.source(text, path.name, headers=suffix != ".txt")


def _decoded(data: bytes, name: str) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DraftError(f"{name} is binary, not text: save the manuscript as UTF-8 text or .docx")
    for encoding in (
        ("utf-8-sig", "utf-16") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",)
    ):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            where = error.start
    raise DraftError(f"{name} is not UTF-8 (byte {where}): save it with UTF-8 encoding")
