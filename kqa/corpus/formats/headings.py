"""Headings whatever their style, nested by their numbers.

`1.1. …`, `## …`, `#### **6.4 …**` and, at the head of a paragraph, `**Smoking cessation:** …` or
`Funding: …`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kqa.corpus.formats.parts import Part, is_numbered_heading

NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\S)")
NAMES = re.compile(
    r"(?:structured |graphical )?abstract|summary|introduction|background|"
    r"(?:materials? and |patients and )?methods?|methodology|results?(?: and discussion)?|discussion|"
    r"conclusions?|limitations|acknowledge?ments?|references?|bibliography|literature cited|works cited|"
    r"appendi(?:x|ces)|keywords|abbreviations",
    re.I,
)
"""Headings that are recognised without hashes, number or bold."""

BACK_MATTER = re.compile(
    r"supplementary (?:materials?|information)|author(?:s[’']|[’']s|s)? contributions?|"
    r"funding(?: statement)?|institutional review board statement|informed consent statement|"
    r"data (?:and code )?availability(?: statement)?|acknowledge?ments?|conflicts? of interests?|"
    r"competing interests?|declarations? of (?:competing )?interests?|disclosures?(?: statement)?|"
    r"ethic(?:s|al) (?:statement|approval)|"
    r"(?:disclaimer/)?publisher[’']s note|disclaimer|patient consent|consent(?: for publication)?|"
    r"(?:use of )?generative ai[^:]*",
    re.I,
)
"""Labels of the paragraphs after the conclusions, which journals set as `Funding: …`."""

ABSTRACT = re.compile(r"(?:structured |graphical )?abstract|summary", re.I)
REFERENCES = re.compile(
    r"(?:\d+\.?\s+)?(?:references?(?: list| cited)?|bibliography|literature cited|works cited)", re.I
)
RUN_IN = re.compile(r"\*\*([^*\n]{2,90}?)(?::\*\*|\*\*:|\.\*\*)\s+(?=\S)")
LABEL = re.compile(r"([A-Z][^:.\n*]{2,60}):\s+(?=\S)")
BOLD_LINE = re.compile(r"\*\*([^*\n]{3,120})\*\*")


def bare(text: str) -> str:
    """A heading's words without emphasis and closing colon."""
    words = re.sub(r"\*\*|(?<!\w)[*_]|[*_](?!\w)", "", text)
    return " ".join(words.split()).removesuffix(":").rstrip()


@dataclass
class Outline:
    """Says which parts are headings and how deep, going through a file from the top."""

    numbers: tuple[int, ...] = ()
    """The number of the section that we are in."""
    level: int = 1
    heading: str = ""
    """The words of the last heading."""
    in_body: bool = False
    """Whether a numbered section has begun; until then bold lines are front matter."""
    after_body: bool = False
    seen: list[tuple[int, int]] = field(default_factory=list)
    """Hashes and level of the headings so far."""

    def place(self, part: Part) -> list[Part]:
        """The part itself, or the heading and paragraph that it is, each heading with its canonical level."""
        if part.kind == "heading":
            return [self._heading(part)]
        if part.kind == "item" and part.number:
            whole = f"{part.number}. {part.text}"
            if self._is_next(whole) and is_numbered_heading(whole):
                return [self._heading(replace(part, kind="heading", text=whole, level=0, number=0))]
        if part.kind != "paragraph":
            return [part]
        if self._is_heading(part.text):
            return [self._heading(replace(part, kind="heading", level=0))]
        return self._run_in(part)

    def _is_heading(self, text: str) -> bool:
        words = bare(text)
        if NAMES.fullmatch(words):
            return True
        if is_numbered_heading(text) and self._is_next(words):
            return True
        return self.in_body and bool(BOLD_LINE.fullmatch(text)) and words[-1] not in ".;,"

    def _is_next(self, words: str) -> bool:
        """Whether a number follows the last: its next sibling, first child, or a parent's next sibling."""
        match = NUMBER.match(words)
        if not match:
            return False
        numbers = tuple(int(n) for n in match[1].split("."))
        if numbers in ((1,), (*self.numbers, 1)):
            return numbers != (1,) or not self.numbers
        depth = len(numbers)
        return depth <= len(self.numbers) and numbers == (
            *self.numbers[: depth - 1],
            self.numbers[depth - 1] + 1,
        )

    def _heading(self, part: Part) -> Part:
        words = bare(part.text)
        match = NUMBER.match(words)
        if match:
            self.numbers = tuple(int(n) for n in match[1].split("."))
            level = 1 + len(self.numbers)
            self.in_body, self.after_body = True, False
        elif NAMES.fullmatch(words) or BACK_MATTER.fullmatch(words):
            level = 2
            self.after_body = self.in_body and bool(
                REFERENCES.fullmatch(words) or BACK_MATTER.fullmatch(words)
            )
            self.in_body = self.in_body or (
                not ABSTRACT.fullmatch(words) and words.lower().startswith("introduc")
            )
        else:
            level = self._unnumbered(part.level)
        self.seen.append((part.level, level))
        self.level, self.heading = level, words
        return Part("heading", words, level=min(level, 6))

    def _unnumbered(self, hashes: int) -> int:
        """As deep as the last heading with as many hashes; one deeper than the last with fewer."""
        if not hashes:
            return min(self.level + 1, 6) if self.in_body and not self.after_body else 2
        for earlier, level in reversed(self.seen):
            if earlier and earlier == hashes:
                return max(level, 2)
            if earlier and earlier < hashes:
                return level + 1
        return 2

    def _run_in(self, part: Part) -> list[Part]:
        """Headings that stand at the head of their paragraph.

        A bold one becomes a heading of its own, under the section it stands in; a plain label of the back
        matter (`Funding: …`) stays in its paragraph, which then stands under a heading with the same words.
        """
        bold = RUN_IN.match(part.text)
        if bold and BACK_MATTER.fullmatch(bold[1].strip()):
            return [self._heading(Part("heading", bold[1])), Part("paragraph", part.text[bold.end() :])]
        if bold and self.in_body and not self.after_body:
            level = min(1 + len(self.numbers) + 1, 6)
            return [Part("heading", bare(bold[1]), level=level), Part("paragraph", part.text[bold.end() :])]
        label = LABEL.match(part.text)
        named = label[1].strip() if label else ""
        if self.in_body and BACK_MATTER.fullmatch(named) and named != self.heading:
            return [self._heading(Part("heading", named)), part]
        return [part]
