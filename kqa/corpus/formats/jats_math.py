"""Formulae of JATS articles on one line: MathML in signs (`x²`, `a/b`, `√(x+1)`), TeX as Unicode."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kqa.corpus.formats import inline
from kqa.corpus.formats.running import plain
from kqa.corpus.formats.xml import Element, local

_RELATIONS = frozenset("=<>≤≥≈≠≡∼∝∈→⊆")
"""Operators that stand between blanks."""
_GOING_ON = _RELATIONS | frozenset("+-−±×·*/")
_GATHERING = frozenset("∑∏∫⋃⋂Σ")
"""Operators whose limits would run into what they gather."""
_RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻⁼ⁿ^]")
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
"""Elements that hold characters; white space in the others is layout."""
_UNSPOKEN = frozenset(("annotation", "annotation-xml", "mphantom"))
"""The formula again in another notation, and what is not printed."""


def from_mathml(math: Element) -> str:
    """A `math` element as a line of text; a formula of one level is its characters as they stand."""
    said = _line(math)
    return f"{' ' * said[:1].isspace()}{plain(said)}{' ' * said[-1:].isspace()}" if said.strip() else ""


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
    if kind in ("munder", "munderover") and len(inner) > 1 and inner[0].strip() in _GATHERING:
        upper = "^" + _grouped(inner[2]) if len(inner) > 2 else ""
        return f"{inner[0].strip()}_{_grouped(inner[1])}{upper} "
    if kind in ("msub", "msubsup") and len(inner) > 1:
        if inner[0].strip() in _GATHERING or (len(inner) > 2 and _RAISED.search(inner[1])):
            inner[1] = "_" + _grouped(inner[1])
        return inner[0] + inner[1] + (_raised(inner[2]) if len(inner) > 2 else "")
    if kind == "mmultiscripts" and inner:
        return _with_scripts(element, inner)
    if kind == "mfrac" and len(inner) == 2:
        return f"{_grouped(inner[0])}/{_grouped(inner[1])}"
    if kind == "msqrt":
        return "√" + _grouped("".join(inner) or (element.text or ""))
    if kind == "mfenced":
        between = (element.get("separators", ",").strip() or " ")[0]
        return f"{element.get('open', '(')}{between.join(inner)}{element.get('close', ')')}"
    if kind == "mspace":
        return " "
    if kind == "mtr":
        return " ".join(part for part in map(str.strip, inner) if part)
    if kind == "mtable":
        return _table(element, inner)
    said = _said(element.text, kind) + "".join(
        part + _said(child.tail, kind) for part, child in zip(inner, element, strict=True)
    )
    return f" {said.strip()} " if kind == "mo" and said.strip() in _RELATIONS else said


def _said(text: str | None, kind: str) -> str:
    return text if text and (kind in _TOKENS or text.strip()) else ""


def _table(element: Element, inner: Sequence[str]) -> str:
    """Rows parted by `;`; of an equation over several lines those that go on with an operator are not."""
    filled = {sum(bool(_line(cell).strip()) for cell in row) for row in element}
    matrix = len(filled) == 1 and min(filled, default=0) > 1
    rows = [part for part in map(str.strip, inner) if part]
    parted = (
        "" if not n else " " if row[0] in _GOING_ON and not matrix else "; " for n, row in enumerate(rows)
    )
    return "".join(sign + row for sign, row in zip(parted, rows, strict=True))


def _with_scripts(element: Element, inner: Sequence[str]) -> str:
    """A base with its scripts behind it and, after `mprescripts`, in front, lower and upper in turn."""
    kinds = [local(child) for child in element]
    cut = kinds.index("mprescripts") if "mprescripts" in kinds else len(kinds)

    def scripts(said: Sequence[str]) -> str:
        return "".join(_raised(part) if n % 2 and part.strip() else part for n, part in enumerate(said))

    return scripts(inner[cut + 1 :]) + inner[0] + scripts(inner[1:cut])


def _raised(said: str) -> str:
    said = said.strip()
    raised = inline.superscript(said)
    return raised if raised != said or not any(c.isalnum() for c in said) else "^" + _grouped(said)


def _grouped(said: str) -> str:
    """A part in brackets, unless it is a single number, letter or bracketed already."""
    said = said.strip()
    alone = re.fullmatch(r"[^\W_]|\d+(?:\.\d+)?|\w[²³]?|\([^()]*\)", said)
    return said if alone or not said else f"({said})"
