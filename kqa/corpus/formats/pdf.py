"""PDFs that were born digital. They are read in a process of its own, with bounds on its time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kqa
from kqa.corpus import bare_references
from kqa.corpus.formats.running import Inline, plain
from kqa.corpus.formats.tables import Table
from kqa.corpus.formats.writer import Writer
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

SECONDS = 120
"""Time for one PDF; 400 pages of two columns take about 25 s on a slow core."""
WORKER = ("-P", "-m", "kqa.corpus.formats.pdf_reading")
"""What the reading process runs; -P keeps modules of the current folder out."""
MEMORY = 2 * 1024**3
"""Address space of the reading process; a review of 60 pages stays below 300 MB."""


def read(data: bytes, name: str) -> Draft:
    """Reads one PDF.

    Raises:
        IngestError: encrypted, damaged, pictures only, or beyond the bounds of time and memory.
    """
    return made_of(_run(data, name), name)


def made_of(reading: dict[str, Any], name: str) -> Draft:
    """The draft of what the reading process found.

    Args:
        reading: its answer, `pdf_reading.Reading` as a dictionary.
        name: what to call the file in an error.

    Raises:
        IngestError: nothing in it is running text.
    """
    metadata: dict[str, Any] = reading["metadata"]
    writer = Writer(Inline(plain(str(metadata.get("title", "")))))
    pages: list[list[int]] = []
    caption = Inline()
    for block in reading["blocks"]:
        at = _write(writer, block, caption)
        caption = Inline(plain(block["text"])) if block["kind"] == "caption" else Inline()
        pages.extend(
            [at + offset, page] for offset, page in _starts(block) if not pages or pages[-1][1] != page
        )
    entries = [plain(entry) for entry in reading["references"]]
    writer.references(entries)
    if not reading["blocks"]:
        raise IngestError(f"{name}: a PDF without running text")
    metadata["custom"] = {"pages": pages}
    return Draft(
        markdown=writer.text,
        metadata=metadata,
        references=[bare_references.entry(entry) for entry in entries],
        source_name=name,
        warnings=tuple(reading["warnings"]),
    )


def _write(writer: Writer, block: dict[str, Any], caption: Inline) -> int:
    """Writes one block; returns the offset at which its words begin."""
    words = Inline(plain(block["text"]))
    if block["kind"] == "heading":
        writer.heading(words, level=block["level"])
    elif block["kind"] == "paragraph":
        writer.paragraph(words)
    elif block["kind"] == "table":
        head, *rows = [tuple(Inline(cell) for cell in row) for row in block["rows"]]
        writer.table(Table(caption, head, tuple(rows)))
        return writer.length
    return max(0, writer.length - len(words.text))


def _starts(block: dict[str, Any]) -> list[tuple[int, int]]:
    return [(0, block["page"]), *(tuple(pair) for pair in block["breaks"])]


def _run(data: bytes, name: str) -> dict[str, Any]:
    root = str(Path(kqa.__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)])}
    try:
        done = subprocess.run(
            [sys.executable, *WORKER],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            preexec_fn=_bound(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise IngestError(f"{name}: reading this PDF takes more than {SECONDS} s; it is refused") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise IngestError(
            f"{name}: reading this PDF broke off (exit code {done.returncode}): it is damaged, "
            "or asks for more memory than is allowed"
        ) from None
    if "error" in answer:
        raise IngestError(f"{name}: a PDF that cannot be read: {answer['error']}")
    return dict(answer)


def _bound() -> Callable[[], None] | None:
    """What limits the memory of the process, where the system has such limits."""
    if sys.platform == "win32":
        return None
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    return limit
