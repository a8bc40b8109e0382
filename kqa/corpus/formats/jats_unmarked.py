"""Citations that a JATS article prints as the others, `[8]`, but that its publisher has not marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kqa.corpus import citations
from kqa.corpus.formats.running import Mark
from kqa.corpus.formats.xml import Element, local, within

LEAST = 3
"""Marked citations in brackets that show an article's style; fewer could be chance."""

_MEASURED = re.compile(r"[\d%=<>±]\s*$")
"""What stands before an interval, `51 [41, 59]`, and never before a citation in brackets."""


def in_brackets(root: Element) -> bool:
    """Whether the article prints its citations as numbers in square brackets."""
    found = 0
    for xref in within(root, "xref"):
        if xref.get("ref-type") == "bibr":
            found += (xref.text or "").lstrip().startswith("[") or _before(xref).rstrip().endswith("[")
    return found >= LEAST


def _before(element: Element) -> str:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    text = (parent.text or "") if parent is not None else ""
    if not text.strip() and parent is not None and local(parent) == "sup":
        return _before(parent)
    return text


def add(text: str, marks: tuple[Mark, ...], *, labels: Mapping[str, int], entries: int) -> tuple[Mark, ...]:
    """`marks` and those of the numbers in brackets between them, in the order of the text.

    Args:
        text: the article before its reference list.
        marks: the citations that are marked.
        labels: places in the reference list by printed label.
        entries: the length of the reference list; its places are the labels where it prints none.
    """
    found = list(marks)
    taken = [(start, end) for start, end, _ in marks]
    for marker in citations.find(text, known=citations.LARGEST):
        places = [labels.get(str(n), 0) if labels else n for n in marker.numbers]
        line = text.rfind("\n", 0, marker.start) + 1
        if (
            all(0 < place <= entries for place in places)
            and not any(start < marker.end and marker.start < end for start, end in taken)
            and not text.startswith(("|", "#"), line)
            and not _MEASURED.search(text, line, marker.start)
        ):
            found.append((marker.start, marker.end, tuple(dict.fromkeys(places))))
    return tuple(sorted(found))
