"""Formulae of JATS articles on one line: MathML in signs (`x²`, `a/b`, `√(x+1)`), TeX as Unicode."""

from __future__ import annotations

import re

from kqa.corpus.formats import inline
from kqa.corpus.formats.running import plain
from kqa.corpus.formats.xml import Element, local

_RELATIONS = frozenset("=<>≤≥≈≠≡∼∝∈→⊆")
"""Operators that stand between blanks."""
_UNSPOKEN = frozenset(("annotation", "annotation-xml", "mphantom"))
"""The formula again in another notation, and what is not printed."""


def from_mathml(math: Element) -> str:
    """A `math` element as a line of text; a formula of one level is its characters as they stand."""
    return plain(_line(math))


def from_tex(source: str) -> str:
    """A `tex-math` element's formula, without the document that PMC wraps around it."""
    body = re.search(r"\\begin\{document\}(.*?)\\end\{document\}", source, re.DOTALL)
    formula = plain((body[1] if body else source).strip("$ "))
    return plain(inline.plain(f"${formula}$").strip("$"))


def _line(element: Element) -> str:
    kind = local(element)
    if kind in _UNSPOKEN:
        return ""
    inner = [_line(child) for child in element]
    if kind == "msup" and len(inner) == 2:
        return inner[0] + _raised(inner[1])
    if kind == "msubsup" and len(inner) == 3:
        return inner[0] + inner[1] + _raised(inner[2])
    if kind == "mfrac" and len(inner) == 2:
        return f"{_grouped(inner[0])}/{_grouped(inner[1])}"
    if kind == "msqrt":
        return "√" + _grouped("".join(inner) or (element.text or ""))
    if kind == "mfenced":
        between = (element.get("separators", ",").strip() or " ")[0]
        return f"{element.get('open', '(')}{between.join(inner)}{element.get('close', ')')}"
    if kind == "mspace":
        return " "
    if kind in ("mtable", "mtr"):
        return ("; " if kind == "mtable" else " ").join(part for part in map(str.strip, inner) if part)
    said = (element.text or "") + "".join(
        part + (child.tail or "") for part, child in zip(inner, element, strict=True)
    )
    return f" {said.strip()} " if kind == "mo" and said.strip() in _RELATIONS else said


def _raised(said: str) -> str:
    said = said.strip()
    raised = inline.superscript(said)
    return raised if raised != said or not any(c.isalnum() for c in said) else "^" + _grouped(said)


def _grouped(said: str) -> str:
    """A part in brackets, unless it is a single number, letter or bracketed already."""
    said = said.strip()
    alone = re.fullmatch(r"[^\W_]|\d+(?:\.\d+)?|\w[²³]?|\([^()]*\)", said)
    return said if alone or not said else f"({said})"
