"""LaTeX and HTML inside a line of text, turned into the plain Unicode that they stand for."""

from __future__ import annotations

import html
import re
from html.entities import html5

_LETTERS = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ "
    "nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ "
    "Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω textmu μ log log ln ln exp exp min min max max"
)
_SIGNS = (
    "pm ± textpm ± mp ∓ times × div ÷ cdot · ast * star * circ ° degree ° textdegree ° leq ≤ le ≤ leqslant ≤ "
    "geq ≥ ge ≥ geqslant ≥ lt < gt > neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ ll ≪ gg ≫ "
    "propto ∝ infty ∞ partial ∂ sum ∑ prod ∏ sqrt √ int ∫ in ∈ rightarrow → to → leftarrow ← "
    "leftrightarrow ↔ uparrow ↑ downarrow ↓ Rightarrow ⇒ dagger † ddagger ‡ prime ′ ldots … dots … cdots ⋯ "
    "bullet • textendash –"
)
_WORDS = f"{_LETTERS} {_SIGNS}".split()
COMMANDS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True)) | dict.fromkeys(("left", "right", "limits"), "")
"""What each LaTeX command stands for."""
WRAPPERS = frozenset(
    (
        "text",
        "textrm",
        "textit",
        "textbf",
        "mathrm",
        "mathit",
        "mathbf",
        "mathsf",
        "mathcal",
        "mbox",
        "operatorname",
    )
)
"""Commands that only say how their argument is set."""

SUPERSCRIPTS = dict(
    zip("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))

MATH = re.compile(r"(?<!\\)\$(?=\S)([^$\n]{1,300}?)(?<=\S)\$(?!\d)|\\\((.{1,300}?)\\\)")
"""Pandoc's rule for inline mathematics, which passes over `$5 and $10`."""
MATHEMATICAL = re.compile(r"[\\^_=<>≤≥±×~+]|[A-Za-zα-ωΑ-Ω]\Z")
"""What is between two dollar signs is mathematics only if it holds one of these, or is a single letter."""
BLANK = re.compile(
    r"(?<=[(\[]) +(?=\x02)|(?<=\x03) +(?=[)\],.;:%])|(?<=\x02μ\x03) +(?=(?:[gGlLmMsSVA]|mol|mole)\b)|"
    r"[\x02\x03]"
)
"""Blanks that an OCR leaves about mathematics, and the marks that stand where it began and ended."""
TAG = re.compile(
    r"<(sup|sub)>([^<>]{0,200})</\1>|<(?:br|wbr)\s*/?>|</?(?:i|em|b|strong|u|span|small)(?:\s[^<>]*)?>",
    re.I | re.S,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def plain(text: str) -> str:
    r"""`text` with `$\mu$`, `<sup>2</sup>` and `&amp;` as plain Unicode.

    A formula with a command that is not known here is left as it stands: nothing is guessed or lost.
    """
    text = ENTITY.sub(lambda match: _entity(match[0]), TAG.sub(_tag, text))
    marked = MATH.sub(lambda match: _math(match[0], match[1] or match[2]), text)
    return BLANK.sub("", marked)


def superscript(text: str) -> str:
    """`text` raised where every letter of it has a raised form; signs without one stand as they are."""
    return _shifted(text, SUPERSCRIPTS)


def subscript(text: str) -> str:
    """`text` lowered where every letter of it has a lowered form; signs without one stand as they are."""
    return _shifted(text, SUBSCRIPTS)


def _shifted(text: str, forms: dict[str, str]) -> str:
    if any(c.isalnum() and c not in forms for c in text):
        return text
    return "".join(forms.get(c, c) for c in text)


def _tag(match: re.Match[str]) -> str:
    if match[1]:
        return superscript(match[2]) if match[1].lower() == "sup" else subscript(match[2])
    name = match[0].strip("</>").split()[0].lower()
    return {"br": " ", "i": "*", "em": "*", "b": "**", "strong": "**"}.get(name, "")


def _entity(entity: str) -> str:
    """The character of `&amp;` or `&#38;`; a name must be whole, unlike for `html.unescape`."""
    if not entity.startswith("&#"):
        return html5.get(entity[1:], entity)
    character = html.unescape(entity)
    return entity if character in ("", "\0") or "\ud800" <= character[0] <= "\udfff" else character


def _math(whole: str, formula: str) -> str:
    if whole.startswith("$") and not MATHEMATICAL.search(formula):
        return whole
    text = formula.strip()
    for _ in range(8):  # innermost groups first; formulas in running text are not nested deeper
        changed = re.sub(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2", text)
        changed = re.sub(r"\\([A-Za-z]+)\s*\{([^{}]*)\}", _wrapped, changed)
        changed = re.sub(r"\^\s*(?:\{([^{}]*)\}|(\\circ|\\prime|[^\s{}\\]))", _raised, changed)
        changed = re.sub(
            r"_\s*(?:\{([^{}]*)\}|([^\s{}\\]))", lambda m: subscript(m[1] or m[2] or ""), changed
        )
        if changed == text:
            break
        text = changed
    text = re.sub(r"\\([A-Za-z]+)(\s*)", _command, text)
    text = re.sub(r"\\(?:[,;:! ]|q?quad\b)|~", " ", text)
    text = re.sub(r"\\([%&$#_{}|])", r"\1", text)
    if "\\" in text:
        return whole
    bare = re.sub(r"[{}]", "", text)
    return f"\x02{bare}\x03"


def _command(match: re.Match[str]) -> str:
    sign = COMMANDS.get(match[1])
    if sign is None:
        return match[0]
    return sign if sign.isalpha() else sign + match[2]


def _wrapped(match: re.Match[str]) -> str:
    return match[2] if match[1] in WRAPPERS else match[0]


def _raised(match: re.Match[str]) -> str:
    words: str = match[1] if match[1] is not None else match[2]
    if words in ("\\circ", "\\prime"):
        return COMMANDS[words[1:]]
    shifted = superscript(words)
    return shifted if shifted != words or not any(c.isalnum() for c in words) else f"^{words}"
