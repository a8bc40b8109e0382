"""A corrected copy of a manuscript: placeholders filled, typography mended, no meaning changed.

Each replacement is looked up again before it is written; one that does not stand word for word in the source
is left out.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kqa.cite import quotes
from kqa.cite.drafts.draft import Draft, Source
from kqa.cite.drafts.word import DOCUMENT, document_xml
from kqa.cite.findings import Finding
from kqa.cite.pages import Page
from kqa.cite.tokens import MARKER

_CLOSERS = ".,;:"


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of the manuscript's text and what replaces it."""

    start: int
    end: int
    text: str


def edits(draft: Draft, findings: Sequence[Finding]) -> tuple[Edit, ...]:
    """The edits that change no meaning, in the order of the text, none overlapping another."""
    made: list[Edit] = []
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if finding.replacement is None or (made and finding.start < made[-1].end):
            continue
        old = draft.source.text[finding.start : finding.end]
        new = (
            finding.replacement
            if finding.verdict == "needs_citation"
            else _mended(draft.source, old, finding)
        )
        if new is not None and new != old:
            made.append(Edit(finding.start, finding.end, new))
    return tuple(made)


def _mended(source: Source, old: str, finding: Finding) -> str | None:
    """The source's words in place of a cosmetic variant of them; None where they would not be the same."""
    if "\n" in old or "@" in old or "\\" in old:  # wrapped lines, citations and commands are the author's
        return None
    words = finding.replacement or ""
    if not MARKER.search(old):
        words = re.sub(r"\s+(?=[.,;:])", "", MARKER.sub("", words))
    words = re.sub(r"\$|\*{1,3}|(?<!\w)_|_(?!\w)|\s*\|\s*(?=\S)", "", " ".join(words.split()))
    words = words.replace('"', "'").replace("“", "‘").replace("”", "’")
    if old[-1:] in _CLOSERS and words[-1:] not in _CLOSERS:
        words += old[-1]
    elif old[-1:] not in _CLOSERS:
        words = words.rstrip(_CLOSERS)
    if words[:1].lower() == old[:1].lower():
        words = old[:1] + words[1:]
    text = finding.source.text if finding.source else ""
    if quotes.find_in(words, Page("", f"{text} {old[-1:]}")) is None:
        return None
    if source.name.lower().endswith(".tex"):
        words = re.sub(r"([%&_#$])", r"\\\1", words)
    return words


def target(path: Path) -> Path:
    """A name beside the manuscript that is not taken: `draft.fixed.md`, `draft.fixed-2.md`."""
    number = 1
    while True:
        suffix = ".fixed" if number == 1 else f".fixed-{number}"
        candidate = path.with_name(f"{path.stem}{suffix}{path.suffix}")
        if not candidate.exists():
            return candidate
        number += 1


def write(path: Path, draft: Draft, made: Sequence[Edit]) -> Path:
    """Write the corrected copy beside the manuscript, which stays as it is.

    Returns:
        The copy's path.
    """
    copy = target(path)
    if path.suffix.lower() == ".docx":
        data = _word(path.read_bytes(), draft.source, made)
    else:
        data = _applied(draft.source.text, made).encode("utf-8")
    with copy.open("xb") as stream:
        stream.write(data)
    return copy


def _applied(text: str, made: Sequence[Edit]) -> str:
    for edit in reversed(made):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _word(data: bytes, source: Source, made: Sequence[Edit]) -> bytes:
    """The document with the text of some runs replaced and every other byte of its parts kept."""
    xml = document_xml(data, source.name)
    for start, end, offset in reversed(source.pieces):
        old = source.text[start:end]
        new = old
        for edit in reversed(made):
            if edit.start < end and start < edit.end:
                kept = edit.text if start <= edit.start else ""  # the run in which it begins takes it whole
                new = new[: max(0, edit.start - start)] + kept + new[max(0, edit.end - start) :]
        if new != old:
            stop = xml.index("<", offset)
            xml = xml[:offset] + html.escape(new, quote=False) + xml[stop:]
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for item in package.infolist():
            copy.writestr(
                item, xml.encode("utf-8") if item.filename == DOCUMENT else package.read(item.filename)
            )
    return written.getvalue()
