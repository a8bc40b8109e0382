"""Paragraphs from the lines of a PDF: where one ends, how its lines join, and what goes on after a column."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kqa.corpus.formats.pdf_lines import Line

WIDER = 1.35
"""How much more than the usual distance of lines parts two paragraphs."""
INDENT = 0.7
"""First-line indent, in ems, from which on a line begins a paragraph."""
LOOK_AHEAD = 8
"""Blocks over which an unfinished paragraph is looked for: figures and tables stand between."""

_OPEN_END = re.compile(r"[^.?!:;”\"')\]]\W*$|[a-z,–-]$|\b(?:et al|e\.g|i\.e|vs|Fig|cf)\.$")
_CLOSED = re.compile(r"[.?!:][\])”\"’']*(?:\[[\d,–\- ]+\])?(?:\ue000[^\ue001]*\ue001)?$")
_BULLET = re.compile(r"[•▪◦●■‣–—*-]\s+\S|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")
_FLOAT = re.compile(r"(?:Fig(?:ure|\.)|Table|TABLE|FIGURE|Box|Scheme)\s*[A-Z]?\d+", re.IGNORECASE)
_DOI_BEGUN = re.compile(r"10\.\d{4,9}/\S+$")
_DOI_MORE = re.compile(r"\d[\w./()-]*$|\d[\w./()-]{2,}\s?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `starts` are the offsets in its text at which a new page begins."""

    lines: list[Line]
    text: str = ""
    breaks: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Type size of most of its characters, in points."""
        return _mode([(round(line.size, 1), len(line.text)) for line in self.lines])

    @property
    def page(self) -> int:
        """The page it begins on, from 1."""
        return self.lines[0].page


def _mode(weighed: Sequence[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighed:
        counts[value] += weight
    return max(counts, key=lambda value: (counts[value], value))


def body_size(regions: Sequence[Sequence[Line]]) -> float:
    """The type size of most of the article, in points."""
    return _mode([(round(line.size, 1), len(line.text)) for region in regions for line in region])


def gather(regions: Sequence[Sequence[Line]], body: float) -> list[Paragraph]:
    """Paragraphs in reading order; those that columns, pages or figures interrupt are whole again.

    Args:
        regions: lines of each stretch of one column, in reading order.
        body: the type size of running text.
    """
    leading = _leading(regions, body)
    indented = _is_indented(regions, body)
    found: list[Paragraph] = []
    starts: list[bool] = []
    for region in regions:
        edge = _edge(region, body)
        for place, line in enumerate(region):
            before = region[place - 1] if place else None
            if before is not None and not _ends(before, line, leading * max(line.size / body, 0.8), edge):
                found[-1].lines.append(line)
            else:
                found.append(Paragraph([line]))
                starts.append(before is None and not (indented and line.left > edge + INDENT * line.size))
    return _rejoined(found, starts, body)


def _edge(region: Sequence[Line], body: float) -> float:
    """The left edge of running text in a column."""
    lefts = [round(line.left) for line in region if abs(line.size - body) < 0.6] or [round(region[0].left)]
    counts = Counter(lefts)
    common = [left for left, count in counts.items() if count >= 0.25 * len(lefts)]
    return float(min(common or lefts))


def _leading(regions: Sequence[Sequence[Line]], body: float) -> float:
    gaps = [
        a.baseline - b.baseline
        for region in regions
        for a, b in itertools.pairwise(region)
        if abs(a.size - body) < 0.6 and abs(b.size - body) < 0.6 and 0 < a.baseline - b.baseline < 4 * body
    ]
    return statistics.median_low(gaps) if gaps else 1.2 * body


def _is_indented(regions: Sequence[Sequence[Line]], body: float) -> bool:
    """Whether this article marks paragraphs by indenting their first line."""
    indents = ends = 0
    for region in regions:
        edge = _edge(region, body)
        for a, b in itertools.pairwise(region):
            if abs(a.size - body) < 0.6 and abs(b.size - body) < 0.6 and a.right < a.column[1] - 2 * body:
                ends += 1
                indents += edge + INDENT * body < b.left < edge + 4 * body
    return ends > 0 and indents >= 0.4 * ends


def _ends(before: Line, line: Line, leading: float, edge: float) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    em = max(before.size, line.size)
    if abs(before.size - line.size) > 0.07 * em or before.baseline - line.baseline > WIDER * leading:
        return True
    if before.bold != line.bold:
        return True
    short = before.right < before.column[1] - 0.12 * (before.column[1] - before.column[0])
    if before.italic != line.italic and (short or before.right < before.column[1] - 3 * em):
        return True
    if before.left <= edge + 0.4 * em and edge + INDENT * em < line.left < edge + 4 * em:
        return True
    if _BULLET.match(line.text) and _CLOSED.search(before.text):
        return True
    return short and bool(_CLOSED.search(before.text)) and line.left <= edge + 0.4 * em


def _rejoined(found: list[Paragraph], starts: Sequence[bool], body: float) -> list[Paragraph]:
    """Puts the end of a paragraph that is cut off to its beginning."""
    gone: set[int] = set()
    for place, paragraph in enumerate(found):
        if place in gone or abs(paragraph.size - body) > 0.6:
            continue
        while True:
            following = _continuation(found, starts, place, paragraph, body, gone)
            if following is None:
                break
            paragraph.lines.extend(found[following].lines)
            gone.add(following)
    return [p for n, p in enumerate(found) if n not in gone]


def _continuation(
    found: Sequence[Paragraph],
    starts: Sequence[bool],
    place: int,
    paragraph: Paragraph,
    body: float,
    gone: set[int],
) -> int | None:
    last = paragraph.lines[-1]
    closed = bool(_CLOSED.search(last.text))
    full = last.right > last.column[1] - 1.5 * last.size
    if _is_heading_like(paragraph) or (closed and not full) or _FLOAT.match(paragraph.lines[0].text):
        return None
    for other in range(place + 1, min(place + 1 + LOOK_AHEAD, len(found))):
        if other in gone:
            continue
        candidate = found[other]
        first = candidate.lines[0]
        if _FLOAT.match(first.text) or candidate.size < body - 0.4:
            continue
        if not starts[other] or abs(candidate.size - body) > 0.6 or first.bold != last.bold:
            return None
        lower = (
            first.text[:1].islower() or first.text[:1] in "([–" or (first.text[:1].isdigit() and not closed)
        )
        if closed and not lower:
            return (
                other
                if other == place + 1 and not _BULLET.match(first.text) and len(candidate.lines) > 1
                else None
            )
        return other if lower or not closed else None
    return None


def _is_heading_like(paragraph: Paragraph) -> bool:
    first = paragraph.lines[0]
    return len(paragraph.lines) <= 2 and all(line.bold for line in paragraph.lines) and len(first.text) < 120


def join(paragraphs: Sequence[Paragraph]) -> None:
    """Fills in the paragraphs' texts; a line's last hyphen goes or stays as other words tell."""
    known = _vocabulary(paragraphs)
    for paragraph in paragraphs:
        text, page = "", paragraph.page
        for line in paragraph.lines:
            text = _joined(text, line.text, known)
            if line.page != page:
                page = line.page
                paragraph.breaks.append((len(text) - len(line.text), page))
        paragraph.text = text


def _vocabulary(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    """Words that stand whole within lines: what a hyphen at a line's end parts is none."""
    known: Counter[str] = Counter()
    for paragraph in paragraphs:
        parted = False
        for line in paragraph.lines:
            words = _WORD.findall(line.text)
            first = 1 if parted else 0
            parted = line.text.endswith("-")
            known.update(word.lower() for word in words[first : len(words) - parted])
    return known


def _joined(text: str, line: str, known: Counter[str]) -> str:
    if not text:
        return line
    if text.endswith("-") and len(text) > 1 and text[-2].isalnum():
        if re.match(r"(?:and|or|to|versus)\b", line):
            return f"{text} {line}"  # pre- and post-treatment
        return text + line if _keeps_hyphen(text, line, known) else text[:-1] + line
    if text.endswith(("–", "—", "/")) and not text.endswith((" –", " —", " /")):
        return text + line
    last = text.rsplit(" ", 1)[-1]
    if (
        ("://" in last or last.startswith("10."))
        and last[-1] in "/._=&?%"
        and line[:1].islower() | line[:1].isdigit()
    ):
        return text + line
    if _DOI_BEGUN.search(last) and not last.endswith(".") and _DOI_MORE.match(line):
        return text + line
    return f"{text} {line}"


def _keeps_hyphen(text: str, line: str, known: Counter[str]) -> bool:
    before = re.search(r"([^\W_]+(?:[-'’][^\W_]+)*)-$", text)
    after = re.match(r"[^\W_]+(?:[-'’][^\W_]+)*", line)
    if before is None or after is None or not line[0].islower():
        return True
    if len(before[1]) == 1 or before[1].isupper() or any(c.isdigit() for c in before[1] + after[0]):
        return True
    left, right = before[1].lower(), after[0].lower()
    whole, parted = known[left + right], known[f"{left}-{right}"]
    if whole or parted:
        return parted > whole
    if left in _PREFIXES or "-" in left or (left[-1] == right[0] and left[-1] in "aiou"):
        return True
    return known[left] > 0 and known[right] > 0 and len(left) > 3 and len(right) > 3


_PREFIXES = frozenset(
    [
        "self",
        "well",
        "half",
        "cross",
        "quasi",
        "evidence",
        "placebo",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "low",
        "high",
        "short",
        "long",
        "double",
        "single",
        "open",
    ]
)
"""First parts after which a hyphen is written more often than not."""
