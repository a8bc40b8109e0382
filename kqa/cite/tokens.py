"""Text as the tokens by which quotations are compared: what typography changes is folded, nothing else is.

Folded: curly and straight quotes, dashes, every kind of space, soft hyphens, ligatures, LaTeX names of
symbols, thousands separators, `>=` and `≥`. Passed over: Markdown emphasis, table pipes, dollar signs,
quotation marks and citation markers. Kept apart: digits, signs, comparison signs, units, words, commas.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

MARKER = re.compile(
    r"\[\d{1,3}(?:\s*[,;‐‑‒–—−-]\s*\d{1,3})*\]"
    r"|(?:(?<=[^\W\d_]{4})|(?<=[.,;:)]))[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*(?!\w)"
)
"""In-text citation markers of the numeric styles: `[22]`, `[10,32–34]`, superscript figures after a word
of four letters or punctuation (so that `10²` and `m²` are none)."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LATEX = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\kappa": "κ", r"\mu": "μ", r"\pm": "±",
    r"\times": "×", r"\leq": "≤", r"\geq": "≥", r"\le": "≤", r"\ge": "≥", r"\approx": "≈", r"\sim": "~",
    r"\%": "%", r"\&": "&", r"\_": "_", r"\#": "#", r"\$": "$",
}  # fmt: skip
_FOLD = {"µ": "μ", "⩽": "≤", "⩾": "≥", ">=": "≥", "<=": "≤", "＜": "<", "＞": ">", "…": "..."}
_DASHES = "‐‑‒–—―−﹘﹣－"
_QUOTES = "\"'‘’‚‛“”„‟«»‹›`´′″"
_APOSTROPHE = "['’‘ʼ＇]"
_LETTER = r"[^\W\d_⁰¹²³⁴-⁹]"
_TOKEN = re.compile(
    rf"""
    (?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)
  | (?P<word>(?:{_LETTER}|[ﬀ-ﬆ]|[\u0300-\u036f\u00ad\u200b-\u200d\ufeff])+
        (?:{_APOSTROPHE}(?:{_LETTER})+)*)
  | (?P<dash>-{{2,3}}|[-{_DASHES}])
  | (?P<dots>\.\s?\.\s?\.+|…)
  | (?P<latex>\\[A-Za-z]+|\\[%&_\#$])
  | (?P<two>[<>]=)
  | (?P<skip>[*_|${re.escape(_QUOTES)}{{}}]|\\(?![A-Za-z%&_\#$]))
  | (?P<symbol>\S)
    """,
    re.VERBOSE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufeff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of comparison: its folded form, its span in the text it came from, and its spelling there."""

    form: str
    """What is compared: case folded, dashes and quotes made one."""
    start: int
    end: int
    spelling: str
    """The letters as they stand, ligatures and soft hyphens undone; tells `AUD` from `aud`."""
    breaks: bool = False
    """A hyphen after a letter and before white space: the typesetter may have put it there."""


def tokens(text: str, *, start: int = 0, skip: Iterable[tuple[int, int]] | None = None) -> tuple[Token, ...]:
    """The tokens of a text in order; spans are offset by `start`.

    Args:
        text: any text.
        start: where `text` begins in the text that offsets refer to.
        skip: spans (in those offsets) to pass over, such as citation markers; those of `MARKER` when omitted.
    """
    skipped = (
        sorted(skip)
        if skip is not None
        else [(start + m.start(), start + m.end()) for m in MARKER.finditer(text)]
    )
    starts = [s for s, _ in skipped]
    found = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "skip":
            continue
        begin, end = start + match.start(), start + match.end()
        before = bisect_left(starts, begin + 1) - 1
        if before >= 0 and skipped[before][0] <= begin < skipped[before][1]:
            continue
        token = _token(match, begin, end, text)
        if token is not None:
            found.append(token)
    return tuple(found)


def _token(match: re.Match[str], start: int, end: int, text: str) -> Token | None:
    raw, group = match.group(), match.lastgroup
    if group == "number":
        return Token(raw.replace(",", ""), start, end, raw)
    if group == "dash":
        around = text[max(0, match.start() - 1) : match.end() + 1]
        line_end = raw in "-‐" and len(around) == 3 and around[0].isalpha() and around[2].isspace()
        return Token("-", start, end, raw, breaks=line_end)
    if group == "dots":
        return Token("...", start, end, raw)
    if group == "latex":
        form = _LATEX.get(raw, "")
        return Token(form, start, end, form) if form else None
    if group == "word":
        return _word(raw, start, end)
    form = _FOLD.get(raw, raw)
    return Token(form, start, end, form)


def _word(raw: str, start: int, end: int) -> Token | None:
    spelling = _INVISIBLE.sub("", raw)
    for ligature, letters in _LIGATURES.items():
        spelling = spelling.replace(ligature, letters)
    spelling = re.sub(_APOSTROPHE, "'", spelling.replace("µ", "μ"))
    return Token(spelling.casefold(), start, end, spelling) if spelling else None


def forms(found: Iterable[Token]) -> tuple[str, ...]:
    """The folded forms alone."""
    return tuple(token.form for token in found)
