"""Sentences of a manuscript, with the quotations and citations that belong to each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kqa.cite.drafts.draft import Cite, Draft, Quoted, Source, Statement
from kqa.corpus import sentences
from kqa.terminal import Progress

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_MARKS = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("「", "」"), ("``", "''"), ('"', '"'))
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\S)(?P<text>[^‘'’\n]*(?:[’'](?=\w)[^‘'’\n]*)*)(?<=\S)[’'](?!\w)")
LONGEST = 2_000
"""Characters between two quotation marks at most; more means that a mark has no partner."""
LEAST_SINGLE = 3
"""Words in single quotation marks before they are taken for a quotation and not for a term."""
_NO_WORD = re.compile(r"[\W\d_]*")


def read_prose(source: Source, *, progress: Progress | None = None) -> Draft:
    """Divide a manuscript into statements."""
    bare = list(source.prose)
    for cite in source.cites:  # a citation is no word, but one within the sentence stands for a name
        for index in range(cite.start, cite.end):
            bare[index] = "X" if cite.textual and source.prose[index] != "\n" else " "
    prose = "".join(bare)
    paragraphs = list(_PARAGRAPH.finditer(prose))
    starts = [cite.start for cite in source.cites]
    statements: list[Statement] = []
    for number, paragraph in enumerate(paragraphs):
        start, end = paragraph.span()
        cites = source.cites[bisect_left(starts, start) : bisect_left(starts, end)]
        statements.extend(_statements(source, prose, start, end, cites))
        if progress is not None and number % 200 == 0:
            progress(f"reading {source.name}", number, len(paragraphs))
    return Draft(source, tuple(statements))


def _statements(
    source: Source, prose: str, start: int, end: int, cites: Sequence[Cite]
) -> Iterator[Statement]:
    quotations = tuple(_quotations(source, prose, start, end, cites))
    spans = _merged(sentences.split(prose, start, end), quotations)
    for index, (begin, finish) in enumerate(spans):
        since = begin if index else start
        until = spans[index + 1][0] if index + 1 < len(spans) else end
        own = tuple(cite for cite in cites if since <= cite.start < until)
        text = _plain(prose[begin:finish])
        if _NO_WORD.fullmatch(text) and not own:
            continue
        inside = tuple(q for q in quotations if begin <= q.start < finish)
        yield Statement(begin, finish, text, inside, own)


def _merged(spans: Sequence[tuple[int, int]], quotations: Sequence[Quoted]) -> list[tuple[int, int]]:
    """Sentences, put together again where a quotation runs over their border."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and any(q.start < merged[-1][1] and q.end > start - 2 for q in quotations):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _quotations(source: Source, prose: str, start: int, end: int, cites: Sequence[Cite]) -> Iterator[Quoted]:
    """Quotations of a paragraph in order: block quotations, marked ones, those between quotation marks."""
    taken: list[tuple[int, int]] = []
    for span in (*_touching(source.blocks, start, end), *_touching(source.quoted, start, end)):
        if (start <= span[0] and span[1] <= end + 2) or (span[0] <= start and end <= span[1]):
            taken.append(_trimmed(prose, max(span[0], start), min(span[1], end)))
    inside = prose[start:end]
    for opening, closing in _MARKS:
        taken.extend(s for s in _between(inside, start, opening, closing) if not _overlaps(s, taken))
    for match in _SINGLE.finditer(inside):
        span = (start + match.start("text"), start + match.end("text"))
        if len(match["text"].split()) >= LEAST_SINGLE and not _overlaps(span, taken):
            taken.append(span)
    for begin, finish in sorted(taken):
        text = _unwrapped(source, begin, finish, cites)
        if not _NO_WORD.fullmatch(text):
            yield Quoted(begin, finish, text)


def _touching(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """The spans, in order and apart, that have something in common with another."""
    first = max(0, bisect_left(spans, (start, start)) - 1)
    return [span for span in spans[first : bisect_left(spans, (end, end))] if span[1] > start]


def _trimmed(prose: str, start: int, end: int) -> tuple[int, int]:
    words = prose[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _unwrapped(source: Source, start: int, end: int, cites: Sequence[Cite]) -> str:
    """The quoted words as they stand, but for the marks of a block quotation and citations put inside."""
    chars = list(source.text[start:end])
    for cite in cites:
        for index in range(max(cite.start, start), min(cite.end, end)):
            chars[index - start] = " "
    words = re.sub(r"^[ ]{0,3}>[ ]?", "", "".join(chars), flags=re.M).strip()
    return re.sub(r"\s+(?=[.,;:](?:\s|$))", "", words)


def _between(text: str, start: int, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (begin := text.find(opening, at)) >= 0:
        first = begin + len(opening)
        finish = text.find(closing, first)
        if finish < 0:
            return
        if finish - first > LONGEST or (opening == closing == '"' and _is_inch(text, begin)):
            at = first
            continue
        yield start + first, start + finish
        at = finish + len(closing)


def _is_inch(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit() and (at + 1 >= len(text) or not text[at + 1].isalpha())


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _plain(text: str) -> str:
    """One line without emphasis, escapes, and the spaces that blanking left."""
    text = re.sub(r"\\([%&_#$\s~-])", r"\1", text).replace("~", " ").replace("``", "“").replace("''", "”")
    text = re.sub(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)", "", text)
    text = " ".join(text.replace("---", "—").replace("--", "–").split())
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\bX{3,}\b", "they", text))
