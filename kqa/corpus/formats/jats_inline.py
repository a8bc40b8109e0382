"""What stands inside a JATS paragraph, cell or heading: words, exponents, formulae and citations."""

from __future__ import annotations

import re

from kqa.corpus.formats import jats_math
from kqa.corpus.formats.jats_references import ReferenceList
from kqa.corpus.formats.running import Inline, Piece, Shift, run
from kqa.corpus.formats.xml import Element, first, link, local, words

SILENT = frozenset(
    ("object-id", "graphic", "media", "inline-graphic", "alt-text", "long-desc", "permissions")
)
"""Elements whose words are no part of the running text."""
_PARTING = frozenset(("p", "list", "list-item", "td", "title", "def", "term", "disp-quote", "label"))
_CITED = re.compile(r"[\s\[(]*(\d+)\s*[-‐‑–—−]\s*(\d+)[\s\])]*")
"""A range of entries; with words before it, `Bergson 33–34`, it is one of pages."""
_SIGN = re.compile(r"\s*(?:\d{1,2}|[a-z*†‡§])\s*")
_PLAIN = frozenset(("sup", "sub", "italic", "bold", "styled-content", "named-content", "sc", "roman"))
"""What a raised text holds that is raised as a whole."""
_UNDERLINED = {">": "≥", "<": "≤"}
"""Signs that old type made of others by a line beneath."""
WIDEST = 50
"""Entries of the widest range printed as one link, `1–50`."""


def _is_sign(xref: Element) -> bool:
    """Whether a link is a footnote's sign that touches the word before, which it would become part of."""
    if xref.get("ref-type") not in ("fn", "table-fn") or not _SIGN.fullmatch("".join(xref.itertext())):
        return False
    previous, parent = xref.getprevious(), xref.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return (before or "")[-1:].strip() != ""


class Reader:
    """Turns mark-up into pieces; counts the citations that lead nowhere.

    Args:
        references: what citations point to.
    """

    def __init__(self, references: ReferenceList) -> None:
        self.unresolved = 0
        self._references = references

    def inline(self, element: Element) -> Inline:
        """The text of an element, empty for none."""
        return run(self.contents(element)) if element is not None else Inline()

    def contents(self, element: Element, *, shift: Shift = "") -> list[Piece]:
        """What stands inside an element, as pieces."""
        pieces = [Piece(element.text or "", shift)]
        for child in element:
            pieces.extend(self.pieces(child, shift=shift))
            pieces.append(Piece(child.tail or "", shift))
        return pieces

    def pieces(self, element: Element, *, shift: Shift = "") -> list[Piece]:
        """An element itself, as pieces."""
        kind = local(element)
        if kind in SILENT:
            return []
        if kind == "xref" and self._cites(element):
            return [self._citation(element, shift)]
        if kind == "xref" and _is_sign(element):
            return self.contents(element, shift="sup")
        if kind == "sup" and all(local(part) in _PLAIN for part in element.iter()):
            return [Piece("".join(element.itertext()), "sup")]
        if kind in ("sup", "sub"):
            return self.contents(element, shift="sup" if kind == "sup" else "sub")
        if kind in ("inline-formula", "disp-formula", "alternatives"):
            return self._formula(element, shift=shift)
        if kind == "tex-math":
            return [Piece(jats_math.from_tex(words(element)))]
        if kind == "math":
            return [Piece(jats_math.from_mathml(element))]
        if kind == "break":
            return [Piece(" ")]
        if kind == "underline" and words(element) in _UNDERLINED:
            return [Piece(_UNDERLINED[words(element)], shift)]
        if kind in ("ext-link", "uri") and not words(element):
            return [Piece(link(element), shift)]
        pieces = self.contents(element, shift=shift)
        if kind in _PARTING:
            pieces.append(Piece(" "))
        return pieces

    def _cites(self, xref: Element) -> bool:
        """Whether a link is a citation: it says so, or says nothing and leads to entries alone."""
        kind = xref.get("ref-type")
        if kind in (None, "", "other"):
            named = (xref.get("rid") or "").split()
            return bool(named) and all(name in self._references.places for name in named)
        return kind in ("bibr", "ref")

    def _formula(self, element: Element, *, shift: Shift) -> list[Piece]:
        """One of a formula's renderings: MathML's characters before TeX's."""
        inner = first(element, "alternatives")
        source = element if inner is None else inner
        chosen = (
            first(source, "math", "textual-form")
            if inner is not None or local(element) == "alternatives"
            else None
        )
        if chosen is None and first(source, "math") is not None:
            chosen = first(source, "math")
        if chosen is None and first(source, "tex-math") is not None:
            chosen = first(source, "tex-math")
        if chosen is None:
            return self.contents(source, shift=shift)
        label = words(first(element, "label"))
        label = f"({label})" if label.isdigit() else label
        inside = (
            jats_math.from_tex(words(chosen))
            if local(chosen) == "tex-math"
            else jats_math.from_mathml(chosen)
        )
        return [Piece(inside), *([Piece(" " + label)] if label else [])]

    def _citation(self, element: Element, shift: Shift) -> Piece:
        text = "".join(element.itertext())
        raised: Shift = "sup" if shift == "sup" or first(element, "sup") is not None else ""
        places = [
            self._references.places[i]
            for i in (element.get("rid") or "").split()
            if i in self._references.places
        ]
        ends = _CITED.fullmatch(text)
        if ends and places:
            low, high = int(ends[1]), int(ends[2])
            if len(places) <= 2 and 0 < high - low <= WIDEST:
                last = min(places[0] + high - low, len(self._references.entries))
                places = list(range(places[0], last + 1))
        if not places:
            by_label = self._references.labels.get(text.strip(" []()."))
            places = [by_label] if by_label else []
        if not places:
            self.unresolved += 1
        return Piece(text, raised, tuple(places))
