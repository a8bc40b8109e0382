"""Does an article hold these words? Verbatim, cosmetically different, or not at all.

Only typography may differ (`tokens` lists what), citation markers may be dropped, and an author may declare
omissions and additions where these hide or add nothing that turns the meaning. Digits, signs, comparison
signs, units, negations and words are compared as they are; there is no similarity threshold here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kqa.cite import lexicon
from kqa.cite.pages import Page, Shelf
from kqa.cite.quotation import Gap, Quotation, line_end_variants, parse, plain
from kqa.cite.tokens import MARKER, Token, tokens

MAX_OMITTED = 80
"""Tokens that one ellipsis may leave out: about three sentences."""
MAX_REPLACED = 6
"""Tokens that one pair of brackets may stand for."""

_SIGNS = frozenset("<>≤≥±~≈=+−")
_ATTACHED = frozenset(
    ["non", "un", "in", "im", "ir", "anti", "sub", "pre", "post", "pseudo", "quasi", "semi", "counter", "dis"]
)
_MARKERS_BEHIND = re.compile(rf"(?:\s?(?:{MARKER.pattern}))+")
_UNIT = re.compile(
    r"(?:[kcdmμn]?g|[kmμn]?l|[cmμn]?m|mmhg|[mμn]?mol|h|hr|hrs|hours?|min|minutes?|days?|weeks?|months?|years?"
    r"|iu|mg|kg|hz|°c|percent|fold)"
)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a quotation stands, and how it differs there."""

    kind: Literal["verbatim", "cosmetic"]
    article: str
    start: int
    end: int
    notes: tuple[str, ...] = ()
    """What differs, in words: `citation marker [22] left out`."""
    cut: str = ""
    """A negation right before the quoted words in the article: quoted without it, they deny it."""


def find(quotation: str, shelf: Shelf) -> Match | None:
    """The first place, best kind first, at which an article holds the quoted words; None if none does."""
    matches = [match for page in shelf.likely(tokens(quotation)) if (match := find_in(quotation, page))]
    return min(matches, key=lambda m: (m.kind != "verbatim", bool(m.cut)), default=None)


def find_in(quotation: str, page: Page) -> Match | None:
    """The place at which one article holds the quoted words, or None."""
    found: Match | None = None
    for reading in (plain(quotation), parse(quotation)):
        for indices in _placements(reading, page):
            match = _judge(reading, page, indices)
            if match is not None and not match.cut:
                return match
            found = found or match
    return found


@dataclass(frozen=True, slots=True)
class _Placement:
    runs: tuple[tuple[Token, ...], ...]
    spans: tuple[tuple[int, int], ...]
    """Token indices `[first, last)` of each run in the page."""


def _placements(reading: Quotation, page: Page) -> Iterator[_Placement]:
    """Every way in which the runs stand in the page in order, no further apart than their gaps allow."""
    if not reading.runs:
        return
    choices = [line_end_variants(run) for run in reading.runs]
    last = choices[-1]
    choices[-1] = [
        *last,
        *(run[:-1] for run in last if len(run) > 1 and run[-1].form in (".", ",", ";", ":")),
    ]

    def extend(
        depth: int, runs: tuple[tuple[Token, ...], ...], spans: tuple[tuple[int, int], ...]
    ) -> Iterator[_Placement]:
        if depth == len(choices):
            yield _Placement(runs, spans)
            return
        first, limit = 0, None
        if depth:
            gap = reading.gaps[depth - 1]
            first = spans[-1][1]
            limit = first + (MAX_OMITTED if gap.kind == "ellipsis" else MAX_REPLACED)
        for run in choices[depth]:
            run_forms = [token.form for token in run]
            last_index = None if limit is None else min(limit + len(run), len(page.tokens))
            for index in page.occurrences(run_forms, first=first, last=last_index):
                yield from extend(depth + 1, (*runs, run), (*spans, (index, index + len(run))))

    yield from extend(0, (), ())


def _judge(reading: Quotation, page: Page, placement: _Placement) -> Match | None:
    first, last = placement.spans[0][0], placement.spans[-1][1]
    start, end = page.tokens[first].start, page.tokens[last - 1].end
    source = page.text[start:end]
    if not (_cased_alike(placement, page) and _whole(page, first, last)):
        return None
    behind = _MARKERS_BEHIND.match(page.text, end)
    if not _markers_stand(reading.markers, page.text[start : behind.end() if behind else end]):
        return None
    for gap, before, after in zip(reading.gaps, placement.spans, placement.spans[1:], strict=False):
        if not _honest(gap, page, before[1], after[0]):
            return None
    if (reading.opens and _negated(page, first)) or (reading.breaks_off and _goes_on_otherwise(page, last)):
        return None
    cut = _negation_before(page, first)
    if behind and re.search(rf"(?:{MARKER.pattern})\W*$", reading.text):
        end = behind.end()
    if _flat(reading.text) in _flat(page.text[max(0, start - 4) : end + 4]):
        return Match("verbatim", page.key, start, end, cut=cut)
    return Match("cosmetic", page.key, start, end, tuple(_notes(reading, source)), cut)


def _flat(text: str) -> str:
    """Lines joined; other kinds of space, such as one that does not break, are typography and stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _cased_alike(placement: _Placement, page: Page) -> bool:
    """Capitals agree, but for the first letter of a run and of words of four letters or more."""
    for run, (first, _) in zip(placement.runs, placement.spans, strict=True):
        for offset, token in enumerate(run):
            other = page.tokens[first + offset].spelling
            if token.spelling == other or not token.form[0].isalpha():
                continue
            if token.spelling[1:] == other[1:] and (offset == 0 or len(token.form) >= 4):
                continue
            return False
    return True


def _whole(page: Page, first: int, last: int) -> bool:
    """The words do not cut a number from its sign or unit, nor a word from a prefix that denies it."""
    words = page.tokens
    head, tail = words[first], words[last - 1]
    if first and head.form[0].isdigit():
        before = words[first - 1]
        if before.form in _SIGNS:
            return False
        if before.form in "-/" and before.end == head.start:
            return False
    if first > 1 and words[first - 1].form == "-" and words[first - 1].end == head.start:
        prefix = words[first - 2]
        if prefix.end == words[first - 1].start and prefix.form in _ATTACHED:
            return False
    if last == len(words):
        return True
    after = words[last]
    if tail.form[0].isdigit():
        if after.form == "%" or (after.form in "/-" and after.start == tail.end):
            return False
        return not _UNIT.fullmatch(after.form)
    return not (after.form == "/" and after.start == tail.end and _UNIT.fullmatch(tail.form))


def _markers_stand(markers: tuple[str, ...], source: str) -> bool:
    """Every citation marker in the quotation stands in the source words, in the same order."""
    there = iter(_plain_marker(m.group()) for m in MARKER.finditer(source))
    return all(_plain_marker(marker) in there for marker in markers)


def _plain_marker(marker: str) -> str:
    return re.sub(r"[‐‑‒–—−]", "-", re.sub(r"\s", "", marker))


def _honest(gap: Gap, page: Page, first: int, last: int) -> bool:
    """Whether the words of the page between two runs may be left out, or stand replaced, as declared."""
    omitted = page.tokens[first:last]
    if omitted and "\n\n" in page.text[page.tokens[first - 1].end : page.tokens[last].start]:
        return False
    if gap.kind == "ellipsis":
        return not _critical(gap.words) and _may_go(omitted)
    return _may_stand_for(gap, omitted)


def _may_go(omitted: tuple[Token, ...]) -> bool:
    """Nothing that turns the meaning is left out: no qualifier, no figure outside a whole parenthesis."""
    depth = 0
    outside = []
    for token in omitted:
        depth += token.form in "(["
        if depth <= 0:
            outside.append(token)
        depth -= token.form in ")]"
        if depth < 0:
            return False
    if depth:
        return False
    inside = [t for t in omitted if t not in outside]
    if any(t.form in lexicon.NEGATORS or t.form in lexicon.CONTRAST for t in inside):
        return False
    return not any(t.form in lexicon.HIDDEN or t.form[0].isdigit() or t.form in _SIGNS for t in outside)


def _critical(words: tuple[Token, ...]) -> bool:
    turning = (
        lexicon.NEGATORS | lexicon.CONTRAST | lexicon.RAISE | lexicon.LOWER | lexicon.DEGREE | lexicon.SAME
    )
    return any(
        t.form in turning or not t.form[0].isalpha()
        for t in words
        if t.form not in ("-", ",", "'", ".", "(", ")")
    )


def _may_stand_for(gap: Gap, omitted: tuple[Token, ...]) -> bool:
    """Brackets may add words, resolve a pronoun, inflect a word, or write out an abbreviation."""
    if _critical(gap.words) and not _inflected(gap, omitted):
        return False
    if not omitted:
        return not gap.stem
    if _inflected(gap, omitted):
        return True
    if gap.stem:
        return False
    if all(t.form in lexicon.PRONOUNS for t in omitted):
        return True
    return _abbreviated(gap.words, omitted) or _abbreviated(omitted, gap.words)


def _inflected(gap: Gap, omitted: tuple[Token, ...]) -> bool:
    if len(omitted) != 1 or len(gap.words) > 1:
        return False
    there = omitted[0].form
    if gap.stem:
        return (
            len(gap.stem) >= 3
            and there.startswith(gap.stem[: max(3, len(gap.stem) - 2)])
            and len(there) - len(gap.stem) < 5
        )
    given = gap.words[0].form if gap.words else ""
    if given in lexicon.AUXILIARIES and there in lexicon.AUXILIARIES:
        return True
    shared = next(
        (i for i, (a, b) in enumerate(zip(given, there, strict=False)) if a != b), min(len(given), len(there))
    )
    return shared >= 4 and max(len(given), len(there)) - shared <= 3


def _abbreviated(short: tuple[Token, ...], full: tuple[Token, ...]) -> bool:
    """Whether one word is made of the initials of the others."""
    if len(short) != 1 or len(full) < 2 or not short[0].spelling.isupper():
        return False
    initials = "".join(t.form[0] for t in full if t.form[0].isalpha())
    return short[0].form.removesuffix("s") == initials


def _negation_before(page: Page, first: int) -> str:
    """A negation among the two tokens before the quoted words, in the same clause."""
    for index in (first - 1, first - 2):
        if index < 0 or not page.tokens[index].form[0].isalpha():
            return ""
        if page.tokens[index].form in lexicon.NEGATORS:
            return page.tokens[index].spelling
    return ""


def _negated(page: Page, first: int) -> bool:
    """Whether the clause before the quoted words holds a negation that an opening ellipsis would hide."""
    for token in reversed(page.tokens[max(0, first - 12) : first]):
        if token.form in (".", ";", ":", ","):
            return False
        if token.form in lexicon.NEGATORS:
            return True
    return False


def _goes_on_otherwise(page: Page, last: int) -> bool:
    """Whether the rest of the sentence turns what a closing ellipsis leaves off."""
    turning = lexicon.NEGATORS | lexicon.CONTRAST | lexicon.SCOPE - {"within", "during", "after", "before"}
    for token in page.tokens[last : last + MAX_OMITTED]:
        if token.form == ".":
            return False
        if token.form in turning:
            return True
    return False


def _notes(reading: Quotation, source: str) -> Iterator[str]:
    kept = set(reading.markers)
    for marker in MARKER.findall(source):
        if re.sub(r"\s", "", marker) not in kept:
            yield f"citation marker {marker} left out"
    for gap in reading.gaps:
        yield "words left out with an ellipsis" if gap.kind == "ellipsis" else "words in brackets"
    if not reading.gaps:
        yield "typography differs"
