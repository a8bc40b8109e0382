"""Reads a review that lies as plain text or loose Markdown: what an OCR or a converter made of its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kqa.corpus import references
from kqa.corpus.formats import entries, front, headings, inline, parts
from kqa.corpus.formats.decoding import decode
from kqa.corpus.formats.parts import Part
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

INFORMATION = "Article information"
"""The heading under which what stands after the abstract and tells of the article is put."""
CAPTION = re.compile(r"[*_]*(Table\s+\w+)[.:]?[*_]*[.:]?\s*(.*)", re.I)
CONTINUED = re.compile(r"[*_(\[]*cont(?:inued|['’]d|\.)?[*_)\]]*\.?[*_)\]]*", re.I)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file cut into what stands before its reference list, the list, and what stands after."""

    before: list[Part]
    heading: str
    entries: list[tuple[int, str]]
    after: list[Part]


def read(data: bytes, name: str) -> Draft:
    """The article in a text file.

    Args:
        data: the file's bytes.
        name: its name, for messages.

    Raises:
        IngestError: the file is no text, or holds no paragraph.
    """
    text, warnings = decode(data, name)
    source = _cut(inline.plain(text))
    before = _merged(source.before)
    if not any(part.kind in ("paragraph", "item") for part in before):
        raise IngestError(f"{name} holds no paragraph of text: expected the text of an article")
    title = front.find_title(before)
    metadata, missing = front.metadata([*before, *source.after], title)
    blocks = _outlined(before, title, source)
    csl = [{**references.entry(words), "id": str(number)} for number, words in source.entries]
    gaps = [n for n, (number, _) in enumerate(source.entries, 1) if n != number][:1]
    lost = (
        (f"the reference list skips from {gaps[0] - 1} to {source.entries[gaps[0] - 1][0]}",) if gaps else ()
    )
    return Draft(
        markdown="\n\n".join(blocks) + "\n",
        metadata=metadata,
        references=csl,
        source_name=name,
        warnings=(*warnings, *missing, *lost),
    )


def _cut(text: str) -> _Source:
    lines = text.split("\n")
    places = [
        n for n, line in enumerate(lines) if headings.REFERENCES.fullmatch(headings.bare(line.lstrip("# ")))
    ]
    for place in reversed(places):
        found, rest = entries.gather(lines[place + 1 :])
        if found:
            heading = headings.bare(lines[place].lstrip("# "))
            return _Source(parts.read("\n".join(lines[:place])), heading, found, parts.read("\n".join(rest)))
    return _Source(parts.read(text), "", [], [])


def _merged(source: Sequence[Part]) -> list[Part]:
    """Tables with their continuations: a caption that says only `Cont.` and a repeated header are dropped."""
    merged: list[Part] = []
    open_table = -1
    waiting = ""
    for place, part in enumerate(source):
        caption = CAPTION.fullmatch(part.text) if part.kind == "paragraph" else None
        following = source[place + 1] if place + 1 < len(source) else None
        if caption and following and following.kind == "table":
            label = " ".join(caption[1].split()).lower()
            if open_table >= 0 and label == waiting and CONTINUED.fullmatch(caption[2].strip()):
                continue
            waiting, open_table = label, -1
        if part.kind == "table" and open_table >= 0:
            first = merged[open_table]
            rows = part.rows[1:] if part.rows[0] == first.rows[0] else part.rows
            merged[open_table] = replace(first, rows=(*first.rows, *rows))
            continue
        if part.kind == "table":
            open_table = len(merged) if waiting else -1
        elif not caption:
            open_table = -1
        merged.append(part)
    return merged


def _outlined(before: Sequence[Part], title: int, source: _Source) -> list[str]:
    """The blocks of the canonical text, with the headings that the outline finds."""
    outline = headings.Outline()
    placed: list[Part] = []
    information = next((headings.bare(p.text) for p in before if _is_information(p)), INFORMATION)
    for place, part in enumerate(before):
        if place == title:
            placed.append(Part("heading", headings.bare(part.text), level=1))
            outline.seen.append((part.level, 1))
            continue
        section = next((p for p in reversed(placed) if p.kind == "heading"), None)
        apart = section is not None and section.level > 1 and not _is_information(section)
        if apart and not outline.in_body and front.is_information(part):
            placed.append(Part("heading", information, level=2))
        placed.extend(outline.place(part))
    if source.entries:
        placed.extend(outline.place(Part("heading", source.heading, level=0)))
        placed.extend(Part("item", words, number=number) for number, words in source.entries)
    for part in source.after:
        placed.extend(outline.place(part))
    return _rendered(placed)


def _is_information(part: Part) -> bool:
    return part.kind == "heading" and headings.bare(part.text).lower() == INFORMATION.lower()


def _rendered(placed: Sequence[Part]) -> list[str]:
    blocks: list[str] = []
    for place, part in enumerate(placed):
        if part.kind == "heading":
            blocks.append(f"{'#' * part.level} {part.text}")
        elif part.kind == "table":
            blocks.append(_table(part.rows))
        elif part.kind == "item":
            line = f"{part.number}. {part.text}" if part.number else f"- {part.text}"
            if place and placed[place - 1].kind == "item":
                blocks[-1] += f"\n{line}"
            else:
                blocks.append(line)
        else:
            blocks.append(part.text)
    return blocks


def _table(rows: Sequence[Sequence[str]]) -> str:
    width = max(len(row) for row in rows)
    lines = [
        [cell.replace("\\|", "|").replace("|", "\\|") for cell in row] + [""] * (width - len(row))
        for row in rows
    ]
    header, *body = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([header, "|" + " --- |" * width, *body])
