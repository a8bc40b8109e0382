"""Where an altered quotation comes from: the span of an article that it matches best, and the difference.

Words that both share vote for the offset between quotation and article; the best offsets are aligned word by
word. Weights fall with how often a word occurs, so that function words alone never place a quotation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log
from typing import Literal

from kqa.cite.pages import Page, Shelf
from kqa.cite.quotation import parse
from kqa.cite.tokens import Token, forms

LEAST_WORDS = 3
"""Shorter quotations (scare quotes, names) are looked up word for word only."""
LEAST_SHARE = 0.55
"""Share of a quotation's weight that must stand in the span in order; below it, the words are someone else's.
On 2,000 pairs of unrelated sentences of the seed articles the best share was 0.41."""
_COMMON = 60
"""Words that occur more often in a page cast no vote."""
_OFFSETS = 4
"""Offsets aligned for each page."""

Op = Literal["equal", "replace", "delete", "insert"]


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of a word-level difference: the draft's words and the article's."""

    op: Op
    draft: str
    article: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The span of an article that a quotation resembles most, and how they differ."""

    article: str
    start: int
    end: int
    share: float
    """Weight of the quotation's words found there in order, 0 to 1."""
    changes: tuple[Change, ...]


def nearest(quotation: str, shelf: Shelf) -> Alignment | None:
    """The best-aligned span over all articles, or None when no span resembles the quotation."""
    words = parse(quotation).words
    if sum(token.form.isalpha() for token in words) < LEAST_WORDS:
        return None
    found = [a for page in shelf.likely(words) if (a := _nearest_in(words, quotation, page))]
    best = max(found, key=lambda a: a.share, default=None)
    return best if best is not None and best.share >= LEAST_SHARE else None


def _nearest_in(words: tuple[Token, ...], quotation: str, page: Page) -> Alignment | None:
    votes: Counter[int] = Counter()
    for index, token in enumerate(words):
        places = page.places.get(token.form, ())
        if len(places) <= _COMMON:
            for place in places:
                votes[place - index] += 1
    slack = 3 + len(words) // 4
    best: Alignment | None = None
    taken: list[int] = []
    pooled = Counter({d: sum(votes[d + k] for k in range(-slack, slack + 1)) for d in votes})
    for offset, _ in pooled.most_common():
        if any(abs(offset - other) <= slack for other in taken):
            continue
        taken.append(offset)
        candidate = _align(words, quotation, page, offset, slack + 8)
        if candidate is not None and (best is None or candidate.share > best.share):
            best = candidate
        if len(taken) == _OFFSETS:
            break
    return best


def _align(
    words: tuple[Token, ...], quotation: str, page: Page, offset: int, margin: int
) -> Alignment | None:
    low = max(0, offset - margin)
    window = page.tokens[low : max(0, offset) + len(words) + margin]
    mine, theirs = forms(words), forms(window)
    codes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    equal = [code for code in codes if code[0] == "equal"]
    if not equal:
        return None
    total = sum(_weight(form, page) for form in mine)
    share = sum(_weight(form, page) for code in equal for form in mine[code[1] : code[2]]) / total
    # words replaced at either end belong to the span, words that merely follow it do not
    first = max(0, equal[0][3] - (equal[0][1] if equal[0][1] <= equal[0][3] else 0))
    tail = len(mine) - equal[-1][2]
    last = min(len(window), equal[-1][4] + tail)
    codes = SequenceMatcher(None, mine, theirs[first:last], autojunk=False).get_opcodes()
    inside = window[first:last]
    changes = tuple(
        Change(op, _words_of(quotation, words[a:b]), _words_of(page.text, inside[c:d]))
        for op, a, b, c, d in codes
    )
    return Alignment(page.key, inside[0].start, inside[-1].end, share, changes)


def _weight(form: str, page: Page) -> float:
    if not form[0].isalnum():
        return 0.05
    return 1.0 / (1.0 + log(1 + len(page.places.get(form, ()))) / 2)


def _words_of(text: str, span: tuple[Token, ...]) -> str:
    if not span:
        return ""
    return " ".join(text[span[0].start : span[-1].end].split())


def as_text(changes: tuple[Change, ...], *, context: int = 6) -> str:
    """A difference on one line: `(0.8 mg/kg [-IM-]{+IV+} over 40 min)`, the draft's words in `[-…-]`."""
    parts = []
    for index, change in enumerate(changes):
        if change.op == "equal":
            parts.append(_shortened(change.draft, index, len(changes), context))
            continue
        parts.append(
            (f"[-{change.draft}-]" if change.draft else "")
            + (f"{{+{change.article}+}}" if change.article else "")
        )
    return " ".join(part for part in parts if part)


def _shortened(text: str, index: int, count: int, context: int) -> str:
    words = text.split(" ")
    head = context if index else 0
    tail = context if index < count - 1 else 0
    if len(words) <= head + tail + 2:
        return text
    return " ".join([*words[:head], "…", *(words[-tail:] if tail else [])])
