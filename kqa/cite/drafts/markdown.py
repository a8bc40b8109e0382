"""Markdown, Quarto and plain text: Pandoc's citations and quotations in prose, everything else set aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kqa.cite.drafts.draft import Cite, Source
from kqa.cite.drafts.mask import Mask
from kqa.errors import DraftError

_HEADER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|\Z)", re.S | re.M)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_MATH = re.compile(
    r"\$\$.+?\$\$|(?<![\\$\w])\$(?=[^\s$])(?:[^$\n\\]|\\.)*?(?<=[^\s\\])\$(?!\d)|\\\[.+?\\\]|\\\(.+?\\\)",
    re.S,
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)(?:\{[^}\n]*\})?")
_INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)((?:(?: {4}|\t)[^\n]*(?:\n|\Z))+)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}\n]*\})?")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]@]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = re.compile(r"<?\bhttps?://[^\s<>]+>?")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|\{\{<.*?>\}\}|(?<=[\])])\{[^{}\n]*\}")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_DIV = re.compile(r"^:{3,}[^\n]*$", re.M)
_REFERENCES_DIV = re.compile(r"^:{3,}\s*\{#refs\}.*?^:{3,}\s*$", re.S | re.M)
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]^@]+\]:\s+\S+[^\n]*$", re.M)
_HEADING = re.compile(
    r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$|^(?P<under>[^\n]+)\n(?P<rule>=+|-{2,})[ \t]*$", re.M
)
_TABLE = re.compile(r"^[ ]{0,3}\|.*$|^[ ]{0,3}[^\n|]*\|[^\n]*\n(?=[ |:+-]*-[ |:+-]*\n)|^[ |:+=-]{3,}$", re.M)
_BLOCK = re.compile(r"(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+", re.M)
_LIST = re.compile(r"^[ \t]*(?:[-*+]|\(?(?:\d{1,3}|[a-z])[.)]|\(@[^)\s]*\))[ \t]+", re.M)
REFERENCE_HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:references?(?: list)?|bibliography|literature(?: cited)?|works cited)\W*"
    r"(?:\{.*\})?",
    re.I,
)
_KEY = r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>[^\W_][\w]*(?:[:.#$%&\-+?<>~/][\w]+)*|\?))"
_AT = re.compile(rf"(?<![\w.@/\\])-?@{_KEY}")
_GROUP = re.compile(r"\[(?P<inside>[^\[\]]*?-?@[^\[\]]*)\]")
_CROSS = re.compile(r"(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr)[-:]")


def source(text: str, name: str, *, headers: bool = True) -> Source:
    """Set aside what is no prose and find the citations.

    Raises:
        DraftError: the YAML header cannot be read.
    """
    mask = Mask(text)
    header = _HEADER.match(text) if headers else None
    if header:
        _check_header(header.group(1), name)
        mask.blank(*header.span())
    elif headers and re.match(r"---[ \t]*\n[\w-]+:", text):
        raise DraftError(
            f"{name}: the YAML header that opens on line 1 is never closed; end it with a line `---`"
        )
    for pattern in (_FENCE, _COMMENT, _REFERENCES_DIV, _MATH, _CODE, _INDENTED):
        mask.blank_all(pattern, keep=None)
    _blank_references(mask)
    for match in _HEADING.finditer(mask.text):
        mask.blank(*match.span())
    for pattern in (_TABLE, _IMAGE, _DEFINITION, _DIV, _NOTE):
        mask.blank_all(pattern)
    mask.blank_all(_LINK, keep="text")
    blocks = tuple(m.span() for m in _BLOCK.finditer(mask.text))
    mask.blank_all(re.compile(r"^[ ]{0,3}>", re.M))
    mask.blank_all(_LIST)
    cites = tuple(sorted(_cites(mask.text), key=lambda cite: cite.start))
    for pattern in (_ADDRESS, _TAG):
        mask.blank_all(pattern)
    return Source(name, text, mask.text, cites, blocks)


def _check_header(header: str, name: str) -> None:
    import yaml  # type: ignore[import-untyped]

    try:
        parsed = yaml.safe_load(header)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise DraftError(f"{name}: broken YAML header{where} ({problem}); mend it and check again") from error
    if parsed is not None and not isinstance(parsed, dict):
        raise DraftError(
            f"{name}: broken YAML header: expected `name: value` lines, found {type(parsed).__name__}"
        )


def _blank_references(mask: Mask) -> None:
    """Blank every section whose heading says that it is the bibliography, up to the next heading as high."""
    text = mask.text
    headings = list(_HEADING.finditer(text))
    for index, heading in enumerate(headings):
        title = heading.group(2) if heading.group(1) else heading["under"]
        if not title or not REFERENCE_HEADING.fullmatch(title.strip()):
            continue
        level = _level(heading)
        following = (other.start() for other in headings[index + 1 :] if _level(other) <= level)
        mask.blank(heading.start(), next(following, len(text)))


def _level(heading: re.Match[str]) -> int:
    if heading.group(1):
        return len(heading.group(1))
    return 1 if heading["rule"].startswith("=") else 2


def _cites(text: str) -> Iterator[Cite]:
    """Pandoc citations: `[@a, sec. 1; @b]`, `@a [p. 3]`, `-@a`; cross-references and addresses are none."""
    grouped: list[tuple[int, int]] = []
    for group in _GROUP.finditer(text):
        grouped.append(group.span())
        yield from _in_group(group)
    starts = [start for start, _ in grouped]
    for match in _AT.finditer(text):
        key = match["braced"] or match["key"]
        before = bisect_right(starts, match.start()) - 1
        if (before >= 0 and match.start() < grouped[before][1]) or _CROSS.match(key):
            continue
        after = re.match(r"\s?\[(?P<locator>[^\[\]@]{1,80})\]", text[match.end() :])
        end = match.end() + (after.end() if after else 0)
        yield Cite(key, after["locator"].strip() if after else "", match.start(), end, textual=True)


def _in_group(group: re.Match[str]) -> Iterator[Cite]:
    for part in group["inside"].split(";"):
        match = _AT.search(" " + part)
        if match is None:
            continue
        key = match["braced"] or match["key"]
        if _CROSS.match(key):
            continue
        locator = (" " + part)[match.end() :].strip(" ,{}")
        yield Cite(key, locator, *group.span())
