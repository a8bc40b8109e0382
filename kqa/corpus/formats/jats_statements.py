"""What the front matter of a JATS article says of its making: interests, funding, contributions, data.

Publishers put it there or behind the text; readers ask who paid wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kqa.corpus.formats.jats_inline import Reader
from kqa.corpus.formats.running import Inline, Piece, run
from kqa.corpus.formats.xml import Element, children, first, within, words

INTERESTS, FUNDING, DATA = "Competing interests", "Funding", "Data availability"
KINDS = {
    "conflict": INTERESTS,
    "coi-statement": INTERESTS,
    "financial-disclosure": FUNDING,
    "supported-by": FUNDING,
    "con": "Author contributions",
}
"""Headings of the footnotes to the authors that readers ask about; the others are addresses."""
_INTERESTS = re.compile(r"\b(?:competing|conflicts?\b.{0,10}) (?:financial )?interests?\b", re.IGNORECASE)
_EQUAL = re.compile(r"[^.]*contributed equally[^.]*\.?", re.IGNORECASE)
"""A note that is a sign beside names, and says nothing without them."""


def read(meta: Element, reader: Reader) -> Iterator[tuple[str, Inline]]:
    """Headings and paragraphs, in the order in which an article has them behind its text.

    Args:
        meta: the `article-meta` element, or None.
        reader: of running text.
    """
    for notes in children(meta, "author-notes"):
        for note in children(notes, "fn"):
            heading = KINDS.get((note.get("fn-type") or "").lower(), "")
            if not heading and _INTERESTS.search(words(note)):
                heading = INTERESTS
            if heading and not _EQUAL.fullmatch(words(note)):
                yield heading, reader.inline(note)
    for award in within(meta, "award-group"):
        text = run(list(_award(award)))
        if text.text:
            yield FUNDING, text
    for said in within(meta, "funding-statement"):
        yield FUNDING, reader.inline(said)
    for said in within(meta, "custom-meta"):
        if words(first(said, "meta-name")).lower().startswith(DATA.lower()):
            yield DATA, reader.inline(first(said, "meta-value"))


def _award(award: Element) -> Iterator[Piece]:
    """Who paid, by which grant, to whom, one after another."""
    parts = [
        words(first(source, "institution-wrap", "institution")) or words(source)
        for source in within(award, "funding-source")
    ]
    parts += [words(number) for number in within(award, "award-id")]
    parts += [
        " ".join(filter(None, (words(first(name, "given-names")), words(first(name, "surname")))))
        for name in within(award, "name")
    ]
    yield Piece(", ".join(part for part in parts if part))
