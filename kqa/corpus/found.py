"""What was found in a paper, in figures, and where it looks poor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kqa.corpus import article, citations
from kqa.corpus.ingest import Draft

FEWEST_PASSAGES = 8
"""Passages below which a text is hardly a whole paper."""
POOR_REFERENCES = 0.8
"""Share of entries that say which work they are below which the reference list reads poorly."""
POOR_CITATIONS = 0.9
"""Share of in-text citations led to entries below which the user is warned."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Counts of one paper."""

    title: str
    sections: int
    passages: int
    tables: int
    references: int
    described: int
    """References that say which work they are: by title, identifier, or journal, volume and page."""
    citations: int
    resolved: int
    """Citations that lead to an entry of the reference list."""
    warnings: tuple[str, ...]


def examine(draft: Draft) -> Findings:
    """The figures of a draft."""
    blocks = article.parse(draft.markdown)
    passages = sum(block.kind not in ("heading", "reference") for block in blocks)
    tables = len(
        {(block.section, block.locator.rpartition(", row")[0]) for block in blocks if block.kind == "row"}
    )
    total, resolved = _citations(draft)
    findings = Findings(
        title=str(draft.metadata.get("title", "")),
        sections=sum(block.kind == "heading" and block.locator != "title" for block in blocks),
        passages=passages,
        tables=tables,
        references=len(draft.references),
        described=sum(map(_is_described, draft.references)),
        citations=total,
        resolved=resolved,
        warnings=(),
    )
    # the front page's reader does not know what a sidecar or an option has said since
    told = [warning for warning in draft.warnings if not warning.endswith(" found on the first page")]
    doubts = (*told, *_doubts(findings, draft))
    return replace(findings, warnings=tuple(dict.fromkeys(doubts)))


def _is_described(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says which work it is; chemistry's print no titles."""
    placed = all(entry.get(field) for field in ("container-title", "volume", "page"))
    return placed or any(entry.get(field) for field in ("title", "DOI", "PMID"))


def _citations(draft: Draft) -> tuple[int, int]:
    """How many in-text citations there are, and how many lead to an entry."""
    if draft.citations is not None:
        return len(draft.citations) + draft.unresolved, len(draft.citations)
    every = citations.find(draft.markdown)
    return len(every), len(citations.find(draft.markdown, known=len(draft.references)))


def _doubts(findings: Findings, draft: Draft) -> list[str]:
    doubts = []
    if not draft.metadata.get("title"):
        doubts.append("no title found; give it with --title")
    if not draft.metadata.get("author"):
        doubts.append("no author found; give the metadata with --metadata FILE or --author")
    if not draft.metadata.get("issued"):
        doubts.append("no year found; give it with --year")
    if findings.passages < FEWEST_PASSAGES:
        doubts.append(f"only {findings.passages} passages: is this the whole paper?")
    if not findings.references:
        doubts.append("no reference list found")
    elif findings.described < POOR_REFERENCES * findings.references:
        doubts.append("many references could not be read")
    if findings.references and not findings.citations:
        doubts.append("no citation in the text leads to the reference list")
    elif findings.resolved < POOR_CITATIONS * findings.citations:
        doubts.append("many citations lead to no reference")
    return doubts
