"""Metadata from a reference manager: CSL-JSON, BibTeX or RIS beside a paper, or named by the user.

`paper.pdf` is described by `paper.json`, `paper.bib` or `paper.ris` beside it, or by the record of the
folder's one export that names its file, its DOI or its title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kqa.corpus import bibtex, ris
from kqa.corpus.entries import doi
from kqa.errors import IngestError

SUFFIXES = (".json", ".bib", ".ris")
LARGEST = 32 * 1024 * 1024
"""Bytes; an export of ten thousand records with abstracts is half of this."""
FEWEST_LETTERS = 15
"""Letters that a title must have before two records are taken for one by title alone."""

Csl = dict[str, Any]


def read(path: Path) -> list[Csl]:
    """The records of an export.

    Raises:
        IngestError: it cannot be read, or holds no record.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise IngestError(
                f"{path}: larger than {LARGEST // 2**20} MB, too large for an export of records"
            )
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise IngestError(
            f"{path}: cannot be read ({error.strerror}); expected CSL-JSON, BibTeX or RIS"
        ) from error
    records = _parsed(text, path)
    if not records:
        raise IngestError(f"{path}: holds no record; expected CSL-JSON, BibTeX or RIS as Zotero exports them")
    return records


def _parsed(text: str, path: Path) -> list[Csl]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise IngestError(f"{path}: no valid JSON; export the record as CSL-JSON again") from None
        values = value.get("items", [value]) if isinstance(value, dict) else value
        return [v for v in values if isinstance(v, dict) and ("title" in v or "DOI" in v)]
    if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        return bibtex.read(text)
    if re.search(r"^\s*TY\s\s?-", text, re.MULTILINE):
        return ris.read(text)
    return []


def beside(file: Path) -> list[Csl]:
    """Records that describe `file`: of a sidecar with its name, else of exports in its folder.

    A sidecar that cannot be read is an error, since the user put it there for this file; other files of
    the folder that are no exports are passed over.
    """
    for suffix in (".csl.json", *SUFFIXES):
        for name in (file.with_suffix(suffix), file.with_name(file.name + suffix)):
            if name != file and name.is_file():
                return read(name)
    records: list[Csl] = []
    for suffix in (".bib", ".ris"):
        for path in sorted(file.parent.glob(f"*{suffix}"))[:20]:
            try:
                records.extend(record for record in read(path) if _names(record, file))
            except IngestError:
                continue
    return records[:1]


def choose(records: Sequence[Csl], file: Path, found: Mapping[str, Any]) -> Csl:
    """The record that describes a paper, ready to be laid over what was found in it; empty if none does.

    Args:
        records: of one export.
        file: the paper.
        found: CSL-JSON found in it.
    """
    matching = [r for r in records if _names(r, file) or _same(r, found)]
    if not matching and len(records) == 1:
        matching = list(records)
    if not matching:
        return {}
    return {
        k: v for k, v in matching[0].items() if k not in ("id", "file", "custom") and v not in ("", None, [])
    }


def _names(record: Mapping[str, Any], file: Path) -> bool:
    attached = str(record.get("file") or "")
    return bool(attached) and file.name in re.split(r"[;:/\\]", attached)


def _same(record: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    mine, theirs = doi(found), doi(record)
    if mine and theirs:
        return mine == theirs
    title, other = _letters(found.get("title")), _letters(record.get("title"))
    return len(title) >= FEWEST_LETTERS and title == other


def _letters(value: object) -> str:
    return re.sub(r"[\W_]+", "", str(value or "").lower())
