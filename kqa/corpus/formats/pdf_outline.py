"""Which of a PDF's paragraphs are its title, its headings and of what level, its captions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kqa.corpus.formats.pdf_paragraphs import Paragraph

LARGER = 1.08
"""How much larger than running text a heading's type is."""
LONGEST = 160
"""Characters of the longest heading."""

_NUMBERED = re.compile(r"((?:\d{1,2}\.)*\d{1,2})\.?\s+[^\W\d_]")
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+[A-Z]")
_NAMES = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:(?:graphical |structured )?abstract|summary|introduction|background|"
    r"(?:materials? and )?methods?(?: and materials?)?|methodology|results?(?: and discussion)?|discussion|"
    r"conclusions?|limitations|references|bibliography|literature cited|works cited|"
    r"acknowledge?ments?|funding|"
    r"abbreviations|appendix|conflicts? of interests?|competing interests|author contributions|"
    r"data availability(?: statement)?|supplementary materials?)\s*:?",
    re.IGNORECASE,
)
CAPTION = re.compile(r"(?:fig(?:ure|\.)|table|box|scheme|chart)\s*[a-z]?\d+", re.IGNORECASE)
REFERENCES = re.compile(
    r"(?:\d+\.?\s+|[IVX]+\.\s+)?(?:references?(?: cited| list| and notes)?|bibliography|literature cited|"
    r"works cited)\s*:?",
    re.IGNORECASE,
)

Style = tuple[float, bool, bool, bool]
"""Size, bold, capitals, upright: what ranks headings that have no numbers."""


def find_title(paragraphs: Sequence[Paragraph], body: float) -> Paragraph | None:
    """The largest type of the first page, if it is larger than running text."""
    first = [p for p in paragraphs if p.page == 1 and len(re.findall(r"[^\W\d_]{2,}", p.text)) >= 3]
    best = max(first, key=lambda p: (p.size, -p.lines[0].page), default=None)
    return best if best is not None and best.size > LARGER * body and len(best.text) < 400 else None


def headings(paragraphs: Sequence[Paragraph], body: float, title: Paragraph | None) -> Mapping[int, int]:
    """Levels of the headings, from 2, by their place among the paragraphs."""
    bold_body = _mostly_bold(paragraphs, body)
    found = {
        place: _style(paragraph)
        for place, paragraph in enumerate(paragraphs)
        if paragraph is not title and _is_heading(paragraph, body, bold_body=bold_body)
    }
    started = min(found, default=0)
    found = {n: style for n, style in found.items() if n >= started and not _is_byline(paragraphs, n, title)}
    return _levels({n: (paragraphs[n].text, style) for n, style in found.items()})


def _is_byline(paragraphs: Sequence[Paragraph], place: int, title: Paragraph | None) -> bool:
    """Whether larger type after the title is the authors' names rather than a heading."""
    if title is None or place == 0 or paragraphs[place - 1] is not title:
        return False
    return not _NUMBERED.match(paragraphs[place].text) and not _NAMES.fullmatch(paragraphs[place].text)


def _mostly_bold(paragraphs: Sequence[Paragraph], body: float) -> bool:
    lines = [line for p in paragraphs for line in p.lines if abs(line.size - body) < 0.6]
    return sum(line.bold for line in lines) > 0.5 * len(lines)


def _style(paragraph: Paragraph) -> Style:
    line = paragraph.lines[0]
    letters = [c for c in paragraph.text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) > 0.9 * len(letters)
    return round(line.size * 2) / 2, line.bold, capitals, not line.italic


def _is_heading(paragraph: Paragraph, body: float, *, bold_body: bool) -> bool:
    text, line = paragraph.text, paragraph.lines[0]
    letters = sum(c.isalpha() for c in text)
    if len(text) > LONGEST or len(paragraph.lines) > 3 or letters < 3 or letters < 0.5 * len(text):
        return False
    if CAPTION.match(text) or text[0] in "•*†‡§[(" or "@" in text or text.endswith((",", ";", "-")):
        return False
    if _NAMES.fullmatch(text):
        return True
    larger = line.size > LARGER * body
    bold = all(part.bold for part in paragraph.lines) and not bold_body and line.size > 0.93 * body
    if larger or bold:
        return not text.endswith(".") or bool(_NUMBERED.match(text)) or len(text) < 60
    if line.size < 0.93 * body or text.endswith((".", "?", "!")) or len(paragraph.lines) > 2:
        return False
    numbered = _NUMBERED.match(text) or _ROMAN.match(text)
    deep = (
        numbered is not None
        and "." in numbered[0].rstrip(". \t" + numbered[0][-1])
        and len(paragraph.lines) == 1
    )
    capitals = _style(paragraph)[2] and letters >= 5
    italic = all(part.italic for part in paragraph.lines)
    return deep or bool(numbered and (italic or capitals)) or capitals or (italic and len(text) < 90)


def _levels(found: Mapping[int, tuple[str, Style]]) -> dict[int, int]:
    """By number where there is one, else by rank of style."""
    numbered = {n: _NUMBERED.match(text) for n, (text, _) in found.items()}
    plain = sorted({style for n, (_, style) in found.items() if not numbered[n]}, reverse=True)
    has_numbers = sum(m is not None for m in numbered.values()) >= 2
    levels = {}
    for n, (text, style) in found.items():
        match = numbered[n]
        if match is not None and has_numbers:
            levels[n] = 2 + match[1].count(".")
        elif has_numbers and (_NAMES.fullmatch(text) or style[0] == max(s[0] for _, s in found.values())):
            levels[n] = 2
        else:
            levels[n] = min(2 + plain.index(style), 5) if style in plain else 2
    return levels
