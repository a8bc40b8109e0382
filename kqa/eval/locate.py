"""Finds a quotation in an article's canonical text, whatever a copy or a conversion did to its setting.

Both sides are reduced to a skeleton: white space, the pipes of tables and Markdown's emphasis are left out,
inline LaTeX becomes the Unicode it stands for, typographic quotes and dashes become plain ones. Letters,
digits and every sign that carries meaning (`<`, `>`, `=`, `%`, `.`) stay, so a quotation whose number was
altered is not found. Each character of the skeleton remembers where it came from, which gives the span back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LATEX = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "Delta": "Δ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "sigma": "σ",
    "chi": "χ",
    "eta": "η",
    "pm": "±",
    "times": "×",
    "cdot": "·",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "lt": "<",
    "gt": ">",
    "neq": "≠",
    "approx": "≈",
    "sim": "~",
    "degree": "°",
    "infty": "∞",
    "rightarrow": "→",
    "to": "→",
    "ldots": "...",
    "text": "",
    "mathrm": "",
    "mathit": "",
    "left": "",
    "right": "",
}
"""The commands that review articles use inside `$…$`; an unknown one keeps its letters."""

_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)
_TOKEN = re.compile(
    r"\[\[?(?:CrossRef|PubMed|PMC|Google Scholar)\](?:\([^)\s]*\)\])?"  # labels of links
    r"|\\(?P<command>[A-Za-z]+)"
    r"|<(?P<address>https?://[^>\s]*)>"  # without the angle brackets of a bare address
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SILENT = frozenset("|*_$\\`#{}\u00ad\u200b")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The signs of a text that carry meaning; `letters[i]` came from `text[starts[i]:ends[i]]`."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=64)
def skeleton(text: str) -> Skeleton:
    """Reduce a text to its skeleton.

    Args:
        text: an article's text or a quotation.

    Returns:
        The skeleton; empty when the text holds nothing but setting.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        letters.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Skeleton("".join(letters), tuple(starts), tuple(ends))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(text):
        command, sign = match["command"], match["sign"]
        if command is not None:
            piece = LATEX.get(command, command)
        elif match["address"] is not None:
            yield from (
                (sign, at, at + 1) for at, sign in enumerate(match["address"], match.start("address"))
            )
            continue
        elif sign is None or sign in _SILENT or sign.isspace():
            continue
        else:
            piece = sign
        folded = unicodedata.normalize("NFKC", piece.translate(_PLAIN)).replace(" ", "")
        if folded:
            yield folded, match.start(), match.end()


def spans(text: str, quotation: str) -> tuple[tuple[int, int], ...]:
    """Every place where a quotation stands in a text.

    Args:
        text: the article's canonical text.
        quotation: words copied from it, or from the file it was made of.

    Returns:
        Spans `[start, end)` in code points of `text`, in order; none when it does not stand there.
    """
    wanted, held = skeleton(quotation).letters, skeleton(text)
    found: list[tuple[int, int]] = []
    at = held.letters.find(wanted) if wanted else -1
    while at >= 0:
        found.append((held.starts[at], held.ends[at + len(wanted) - 1]))
        at = held.letters.find(wanted, at + len(wanted))
    return tuple(found)


def same(a: str, b: str) -> bool:
    """Whether two texts say the same, setting aside."""
    return skeleton(a).letters == skeleton(b).letters


def longest_start(text: str, quotation: str) -> str:
    """The longest beginning of a quotation, in whole words, that stands in the text; for error messages."""
    words = quotation.split()
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if spans(text, " ".join(words[:middle])):
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low])
