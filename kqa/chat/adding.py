"""Adding a paper from the page: what is found in it, what a person corrects, and into the corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kqa.corpus import ingest, library
from kqa.corpus.entries import doi_in
from kqa.corpus.formats import SUFFIXES
from kqa.corpus.found import Findings, examine
from kqa.errors import IngestError, UsageError
from kqa.workspace import KEY

if TYPE_CHECKING:
    from kqa.workspace import Workspace

__all__ = ["FIELDS", "SUFFIXES", "Field", "Found", "add", "look"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something about a paper that a person may correct."""

    name: str
    label: str
    hint: str
    lines: int = 1


FIELDS = (
    Field("title", "Title", "", 2),
    Field("authors", "Authors", "One a line: Family, Given", 3),
    Field("year", "Year", "Four digits"),
    Field("journal", "Journal", ""),
    Field("doi", "DOI", "Such as 10.3390/neurosci6030083"),
    Field(
        "key",
        "Citation key",
        "Small letters and digits, such as smith2020; made from author and year when empty",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a paper holds, and what it says of itself, in the order of `FIELDS`."""

    findings: Findings
    values: tuple[str, ...]


def look(file: Path) -> Found:
    """Read a paper without adding it.

    Raises:
        IngestError: it cannot be read as a paper.
    """
    draft = ingest.read(ingest.contents(file), file.name)
    metadata = draft.metadata
    issued = (metadata.get("issued") or {}).get("date-parts") or [[]]
    people = [
        f"{a.get('family', '')}, {a.get('given', '')}".strip(", ") for a in metadata.get("author") or ()
    ]
    values = (
        str(metadata.get("title") or ""),
        "\n".join(people),
        str(issued[0][0]) if issued[0] else "",
        str(metadata.get("container-title") or ""),
        str(metadata.get("DOI") or ""),
        "",
    )
    return Found(examine(draft), values)


def add(workspace: Workspace, file: Path, values: Sequence[str]) -> library.Result:
    """Add a paper with its corrected metadata.

    Args:
        workspace: where it is added.
        file: the paper.
        values: what a person left or wrote, in the order of `FIELDS`.

    Raises:
        UsageError: a value that cannot be used.
        IngestError: it cannot be added; the corpus is as it was.
    """
    said = {field.name: " ".join(value.split()) for field, value in zip(FIELDS, values, strict=True)}
    if said["key"] and not KEY.fullmatch(said["key"]):
        raise UsageError(
            f"{said['key']!r:.80} is no citation key: use small letters and digits, such as smith2020"
        )
    authors = values[[field.name for field in FIELDS].index("authors")]
    result = library.Shelf(workspace).add(file, key=said["key"] or None, given=_given(said, authors))
    if result.outcome == "failed":
        raise IngestError(result.reason)
    return result


def _given(said: Mapping[str, str], authors: str) -> dict[str, Any]:
    """CSL-JSON of what a person says of the paper."""
    given: dict[str, Any] = {"title": said["title"], "container-title": said["journal"]}
    if said["year"]:
        if not re.fullmatch(r"1[4-9]\d\d|2[01]\d\d", said["year"], re.ASCII):
            raise UsageError(f"{said['year']!r:.40} is no year: use four digits, such as 2024")
        given["issued"] = {"date-parts": [[int(said["year"])]]}
    if said["doi"]:
        given["DOI"] = doi_in(said["doi"])
        if not given["DOI"]:
            raise UsageError(f"{said['doi']!r:.80} is no DOI: one looks like 10.3390/neurosci6030083")
    people = [" ".join(line.split()) for line in authors.splitlines() if line.strip()]
    if people:
        given["author"] = [_person(name) for name in people]
    return {name: value for name, value in given.items() if value}


def _person(name: str) -> dict[str, str]:
    family, _, rest = (part.strip() for part in name.partition(","))
    return {"family": family, "given": rest} if rest else {"family": family}
