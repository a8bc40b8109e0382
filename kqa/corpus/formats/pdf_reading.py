"""From a PDF's glyphs to blocks of text; runs in a process of its own, since PDFs come from anywhere.

`python -m kqa.corpus.formats.pdf_reading` reads a PDF from standard input and writes one JSON object: either
`{"error": …}` or what `Reading` holds.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kqa.corpus.formats import (
    pdf_front,
    pdf_furniture,
    pdf_glyphs,
    pdf_outline,
    pdf_paragraphs,
    pdf_references,
)
from kqa.corpus.formats.pdf_lines import (
    RAISED,
    RAISED_END,
    WHITE,
    Fragment,
    Line,
    find_gutter,
    fragments,
    lines,
    regions,
)
from kqa.corpus.formats.pdf_paragraphs import Paragraph
from kqa.corpus.formats.pdf_tables import Found, find
from kqa.corpus.formats.running import raise_

FEWEST_CHARACTERS = 40
"""Characters a page, on average, below which a PDF is taken for pictures of pages."""
HEAD, FOOT = 1_500, 600
"""Characters of the first page in which its DOI and year are looked for; between them others are cited."""
MANY_RAISED = 5
"""Raised numbers after words from which on they are taken for citations."""

_RAISED = re.compile(f"{RAISED}([^{RAISED_END}]*){RAISED_END}")
_CITES = re.compile(r"\s*\d{1,3}(?:\s*[,;‐‑–—-]\s*\d{1,3})*\s*,?\s*")
_UNIT = re.compile(r"(?:^|[\s(/·×\d])(?:[kcmnµμ]?m|s|min|h|kg|g|L|[RrχX]|cm|10)$")
_BRACKETED = re.compile(r"\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the article: `kind` is heading, paragraph, caption or table."""

    kind: str
    text: str
    page: int
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
    """Offsets into `text` at which a new page begins, with its number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a PDF holds."""

    metadata: dict[str, Any]
    blocks: tuple[Block, ...]
    references: tuple[str, ...]
    pages: int
    warnings: tuple[str, ...]


def read(data: bytes) -> Reading:
    """Reads a PDF.

    Raises:
        UnreadableError: it cannot be opened, or holds no text.
    """
    sheets = list(pdf_glyphs.sheets(data))
    pages = [fragments(sheet) for sheet in sheets]
    characters = sum(len(f.glyphs) for page in pages for f in page)
    if characters < FEWEST_CHARACTERS * len(pages):
        raise pdf_glyphs.UnreadableError(
            f"it holds pictures of pages ({len(pages)}) and no text; run OCR over it first"
        )
    columns, captions, warnings = _columns(pdf_furniture.without(pages))
    body = pdf_paragraphs.body_size(columns)
    paragraphs = pdf_paragraphs.gather(columns, body)
    pdf_paragraphs.join(paragraphs)
    if any("\ufffd" in p.text for p in paragraphs):
        lost = sum(p.text.count("\ufffd") for p in paragraphs)
        warnings.append(f"{lost} characters have no Unicode value in the PDF")
    blocks, references, front = _blocks(paragraphs, body, captions)
    words = _margins(pages[0])
    metadata = pdf_front.metadata(pdf_glyphs.properties(data), front[0] if front else "", front[1:], words)
    if not references:
        warnings.append("no reference list found")
    return Reading(metadata, tuple(blocks), tuple(references), len(pages), tuple(warnings))


def _margins(page: Sequence[Fragment]) -> str:
    """The words at the head and foot of the first page, where an article says what it is."""
    words = " ".join(f.text for f in sorted(page, key=lambda f: (-f.baseline, f.left)))
    return words if len(words) <= HEAD + FOOT else f"{words[:HEAD]} {words[-FOOT:]}"


def _columns(
    pages: Sequence[Sequence[Fragment]],
) -> tuple[list[list[Line]], dict[tuple[int, float, float], Found], list[str]]:
    """Lines by stretches of one column; tables by page and place of their captions; doubts."""
    columns: list[list[Line]] = []
    captions: dict[tuple[int, float, float], Found] = {}
    uncertain = []
    for number, page in enumerate(pages, 1):
        tables = find(page, find_gutter(page))
        gone: set[int] = set()
        for table in tables:
            captions[(number, round(table.caption.baseline, 1), round(table.caption.left, 1))] = table
            gone |= table.fragments
        rest = [f for f in page if id(f) not in gone]
        stretches = list(regions(rest))
        if len(stretches) > 12:
            uncertain.append(number)
        columns.extend(lines(stretch, number) for stretch in stretches)
    doubt = [f"order of columns uncertain on page {', '.join(map(str, uncertain[:8]))}"] if uncertain else []
    return [column for column in columns if column], captions, doubt


def _blocks(
    paragraphs: Sequence[Paragraph], body: float, captions: dict[tuple[int, float, float], Found]
) -> tuple[list[Block], list[str], list[str]]:
    """Blocks, reference entries, and the title with what follows it on the first page."""
    title = pdf_outline.find_title(paragraphs, body)
    levels = pdf_outline.headings(paragraphs, body, title)
    entries, listed = _reference_list(paragraphs, levels)
    texts = [p.text for p in paragraphs] + entries
    cites = _cites_by_raised(texts, len(entries))
    blocks: list[Block] = []
    for place, paragraph in enumerate(paragraphs):
        if place in listed or paragraph is title:
            continue
        text, breaks = _settled(paragraph, cites=cites)
        if place in levels:
            blocks.append(Block("heading", text, paragraph.page, levels[place], (), breaks))
            continue
        tables = [captions.pop(key) for line in paragraph.lines if (key := _place(line)) in captions]
        blocks.append(Block("caption" if tables else "paragraph", text, paragraph.page, 0, (), breaks))
        blocks.extend(Block("table", "", paragraph.page, 0, table.rows) for table in tables)
    front: list[str] = []
    if title is not None:
        start = next(n for n, p in enumerate(paragraphs) if p is title)
        front = [
            settle(_RAISED.sub("", title.text), cites=False),
            *(p.text for p in paragraphs[start + 1 : start + 4]),
        ]
    return blocks, [settle(e, cites=False) for e in entries], front


def _place(line: Line) -> tuple[int, float, float]:
    return line.page, round(line.baseline, 1), round(line.left, 1)


def _reference_list(paragraphs: Sequence[Paragraph], levels: Mapping[int, int]) -> tuple[list[str], set[int]]:
    """The entries under the last heading that names them, and the paragraphs they stand in."""
    starts = [n for n in levels if pdf_outline.REFERENCES.fullmatch(paragraphs[n].text)]
    if not starts:
        return [], set()
    start = starts[-1]
    like = paragraphs[start].lines[0]
    end = next(
        (n for n in sorted(levels) if n > start and _is_alike(paragraphs[n].lines[0], like)), len(paragraphs)
    )
    inside = [n for n in range(start + 1, end) if not pdf_outline.CAPTION.match(paragraphs[n].text)]
    split = pdf_references.split([paragraphs[n] for n in inside])
    made = [Paragraph(part) for part in split]
    pdf_paragraphs.join([*made, *paragraphs])
    entries = [pdf_references.without_number(entry.text) for entry in made if len(entry.text) > 3]
    return entries, {start, *inside} if entries else set()


def _is_alike(line: Line, other: Line) -> bool:
    """Whether two headings are set alike; a book's title in bold is no heading that ends a reference list."""
    return line.bold == other.bold and line.size > other.size - 0.6


def _cites_by_raised(texts: Sequence[str], known: int) -> bool:
    """Whether raised numbers are this article's citations."""
    raised = sum(
        1
        for text in texts
        for match in _RAISED.finditer(text)
        if _CITES.fullmatch(match[1]) and _is_cited(text, match, known)
    )
    return raised >= MANY_RAISED and raised > 2 * sum(len(_BRACKETED.findall(text)) for text in texts)


def _is_cited(text: str, match: re.Match[str], known: int) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    numbers = [int(n) for n in re.findall(r"\d+", match[1])]
    follows = bool(before) and (before[-1].isalpha() or before[-1] in ".,;:)]”\"'’%")
    return follows and not _UNIT.search(before) and (not known or max(numbers, default=0) <= known)


def settle(text: str, *, cites: bool) -> str:
    """`text` with raised numbers as citations in brackets, or as exponents."""

    def one(match: re.Match[str]) -> str:
        inside = match[1].strip()
        if cites and _CITES.fullmatch(inside) and _is_cited(text, match, 0):
            return f"[{re.sub(r'[ ]+', '', inside).strip(',')}]" + (" " if match[1].endswith(" ") else "")
        return raise_(match[1], before=text[: match.start()][-1:])

    return re.sub(f"\\s*{WHITE}\\s*", " ", _RAISED.sub(one, text))


def _settled(paragraph: Paragraph, *, cites: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
    breaks = tuple((len(settle(paragraph.text[:at], cites=cites)), page) for at, page in paragraph.breaks)
    return settle(paragraph.text, cites=cites), breaks


def main() -> int:
    """Reads standard input, writes JSON; never a traceback."""
    try:
        answer: dict[str, Any] = asdict(read(sys.stdin.buffer.read()))
    except pdf_glyphs.UnreadableError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": "reading it takes more memory than is allowed"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
