"""What an author writes between quotation marks, taken apart: runs of quoted words and declared changes.

An ellipsis (`…`, `...`, `[...]`) declares that words were left out, square brackets that words were added
or changed. Both are accepted only where they cannot turn the meaning; `quotes` judges that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from kqa.cite.tokens import MARKER, Token, tokens

MAX_LINE_ENDS = 6
"""Hyphens at line ends tried both ways in one run; 2**6 variants are looked up in under a millisecond."""

_BRACKET = re.compile(r"\[([^\[\]]{0,200})\]")
_DOTS = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\.?\s*")
_CITATION = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|\\[a-z]*cite[a-z]*\*?(?:\[[^\]]*\]){0,2}\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Gap:
    """A declared change between two runs: words left out, or words in brackets."""

    kind: Literal["ellipsis", "bracket"]
    words: tuple[Token, ...] = ()
    stem: str = ""
    """Letters that touch the bracket: `suffer[ed]` has the stem `suffer`."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Runs of words and the gaps between them: `len(gaps) == len(runs) - 1`."""

    text: str
    runs: tuple[tuple[Token, ...], ...]
    gaps: tuple[Gap, ...]
    markers: tuple[str, ...]
    """Citation markers that stand in the quotation."""
    opens: bool = False
    """It begins with an ellipsis."""
    breaks_off: bool = False
    """It ends with an ellipsis."""

    @property
    def words(self) -> tuple[Token, ...]:
        """All quoted tokens, those in brackets left out."""
        return tuple(token for run in self.runs for token in run)


def plain(text: str) -> Quotation:
    """A quotation taken as it stands, ellipses and brackets as characters like others."""
    found = tokens(text)
    return Quotation(text, (found,) if found else (), (), _markers(text))


def parse(text: str) -> Quotation:
    """A quotation with its declared changes."""
    text = _CITATION.sub(lambda m: " " * len(m.group()), text)
    runs: list[tuple[Token, ...]] = []
    gaps: list[Gap] = []
    pending: Gap | None = None
    opens = False
    for piece in _pieces(text):
        if isinstance(piece, Gap):
            if piece.stem and runs:  # the stem belongs to the gap, not to the run before it
                runs[-1] = runs[-1][:-1]
                if not runs[-1]:
                    runs.pop()
                    pending = gaps.pop() if gaps else pending
            pending = _joined(pending, piece)
        elif piece:
            if pending is not None and not runs:
                opens = pending.kind == "ellipsis" or opens
            elif pending is not None:
                gaps.append(pending)
            elif runs:  # only a `[sic]` stood between them
                runs[-1] = (*runs[-1], *piece)
                continue
            runs.append(piece)
            pending = None
    ends = pending is not None and pending.kind == "ellipsis"
    return Quotation(text, tuple(runs), tuple(gaps), _markers(text), opens=opens, breaks_off=ends)


def _joined(before: Gap | None, gap: Gap) -> Gap:
    if before is None:
        return gap
    kind: Literal["ellipsis", "bracket"] = "ellipsis" if "ellipsis" in (before.kind, gap.kind) else "bracket"
    return Gap(kind, (*before.words, *gap.words), gap.stem or before.stem)


def _markers(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", m.group()) for m in MARKER.finditer(text))


def _pieces(text: str) -> Iterator[tuple[Token, ...] | Gap]:
    """Runs of tokens and gaps in the order of the text; a capital in brackets (`[T]he`) is put back first."""
    at = 0
    text = re.sub(r"\[([^\W\d_])\](?=[^\W\d_])", r"\1", text)
    for match in _BRACKET.finditer(text):
        content = match.group(1).strip()
        if MARKER.fullmatch(match.group()):
            continue
        yield from _run(text[at : match.start()], at)
        at = match.end()
        if content.casefold() in ("sic", "sic!", "emphasis added", "our emphasis", "italics added"):
            continue
        if not content or _DOTS.fullmatch(content):
            yield Gap("ellipsis")
            continue
        touching = re.search(r"[^\W\d_]+$", text[: match.start()])
        yield Gap("bracket", tokens(content), touching.group().casefold() if touching else "")
    yield from _run(text[at:], at)


def _run(text: str, start: int) -> Iterator[tuple[Token, ...] | Gap]:
    at = 0
    for match in _DOTS.finditer(text):
        yield tokens(text[at : match.start()], start=start + at)
        yield Gap("ellipsis")
        at = match.end()
    yield tokens(text[at:], start=start + at)


def line_end_variants(run: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """A run with each hyphen that may come from the end of a line kept, or taken out and its words joined."""
    ends = [i for i, token in enumerate(run) if token.breaks and 0 < i < len(run) - 1][:MAX_LINE_ENDS]
    found = []
    for choice in product((False, True), repeat=len(ends)):
        joined = {i for i, take in zip(ends, choice, strict=True) if take}
        found.append(_without_hyphens(run, joined))
    return found


def _without_hyphens(run: tuple[Token, ...], hyphens: set[int]) -> tuple[Token, ...]:
    built: list[Token] = []
    for index, token in enumerate(run):
        if index in hyphens:
            continue
        if index - 1 in hyphens:
            before = built.pop()
            token = replace(
                token,
                form=before.form + token.form,
                start=before.start,
                spelling=before.spelling + token.spelling,
            )
        built.append(token)
    return tuple(built)
