"""Clauses of a sentence and what each asserts: a direction, a likeness, or a denial, and of which words.

`Drinking days increased in the midazolam group but remained stable in the ketamine group` asserts a rise for
midazolam and no change for ketamine. Claims are compared with their source clause by clause, so that a
direction is held against the one for the same outcome and the same arm.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Literal

from kqa.cite import lexicon
from kqa.cite.numerals import NUMBER, VALUES
from kqa.cite.quantities import Quantity, quantities
from kqa.cite.terms import Abbreviations, Term, terms

Sign = Literal["+", "-", "g", "b", "0", "=", "≠", "!", "·"]
"""Up, down, better, worse, no change, no difference, a difference, another denial, a statement."""

_COMPARING = (
    r"than|(?:as )?compared (?:to|with)|in comparison (?:to|with)|versus|vs\.?|relative to|as opposed to"
    r"|superior to|against"
)
_COORDINATING = "but|and|while|whereas|although|though|rather|however|unlike|without|except|or|instead"
_BORDER = re.compile(rf"[;:—|]|,(?!\d)|\b(?:{_COORDINATING}|{_COMPARING})\b", re.I)
_COMPARE = re.compile(rf"\b(?:{_COMPARING})\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DIFFERENCE = frozenset(("difference", "differences", "differ", "differed", "different"))
_CHANGE = frozenset(
    ("change", "changes", "changed", "effect", "effects", "impact", "influence", "alter", "altered", "affect")
)
_DENYING = (lexicon.NEGATORS - {"non"}) | {"rather", "instead", "unlike"}
_DEGREES = frozenset(
    (
        "more",
        "less",
        "fewer",
        "greater",
        "larger",
        "higher",
        "lower",
        "longer",
        "shorter",
        "smaller",
        "below",
        "above",
    )
)
_BEFORE, _AFTER = 4, 6
"""Words before and after the one that asserts a direction among which is what it is asserted of."""
_BEARERS = 6
"""Words after a figure among which is what it is of: `(48.2%) of the ketamine group`."""
_REACH = 5
"""Words between a negation and the direction it denies: `no significant or lasting increase`."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence and what it asserts."""

    text: str
    start: int
    terms: tuple[Term, ...]
    focus: tuple[Term, ...]
    """The terms beside the word that asserts the direction, or behind the denial; all where there is none."""
    bearers: frozenset[str]
    """Stems of the terms right behind the clause's figures: who or what the figures are of."""
    weak: bool
    """The direction rests on a degree (`larger effects`), not on a verb or noun."""
    numbers: frozenset[float]
    """Small whole numbers in words or figures (`three sessions`): they name arms as often as counts."""
    quantities: tuple[Quantity, ...]
    sign: Sign


@dataclass(frozen=True, slots=True)
class Comparison:
    """`A … than B`: the clause of what is compared and the clause of what it is compared with."""

    subject: Clause
    standard: Clause


def clauses(sentence: str, abbreviations: Abbreviations) -> tuple[Clause, ...]:
    """The clauses of a sentence in order."""
    borders = [0, *(m.start() for m in _BORDER.finditer(sentence)), len(sentence)]
    return _pieces(sentence, borders, abbreviations)


def comparison(sentence: str, abbreviations: Abbreviations) -> Comparison | None:
    """The two sides of a comparison; `compared to B, A …` is turned round. None where nothing is compared."""
    match = _COMPARE.search(sentence)
    if match is None:
        return None
    if not sentence[: match.start()].strip() or len(sentence[: match.start()].split()) <= 1:
        comma = sentence.find(",", match.end())
        if comma < 0:
            return None
        borders = [match.end(), comma, len(sentence)]
        standard, subject = (_piece(sentence, a, b, abbreviations) for a, b in itertools.pairwise(borders))
        return Comparison(subject, standard)
    end = re.search(r"[,;.]\s", sentence[match.end() :])
    finish = match.end() + end.start() if end else len(sentence)
    return Comparison(
        _piece(sentence, 0, match.start(), abbreviations),
        _piece(sentence, match.end(), finish, abbreviations),
    )


def _pieces(sentence: str, borders: list[int], abbreviations: Abbreviations) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for start, end in itertools.pairwise(borders):
        if not re.search(r"[^\W_]", sentence[start:end]):
            continue
        piece = _piece(sentence, start, end, abbreviations)
        if found and found[-1].sign == "!" and piece.sign == "·" and re.match(r"\W*n?or\b", piece.text):
            piece = replace(piece, sign="!")  # `not the A or B` denies both
        found.append(piece)
    return tuple(found)


def _piece(sentence: str, start: int, end: int, abbreviations: Abbreviations) -> Clause:
    text = sentence[start:end]
    asserted, place = _assertion(text)
    words = list(_WORD.finditer(text))
    before = 0 if asserted == "!" else _BEFORE
    near = words[max(0, place - before) : place + _AFTER + 1] if place >= 0 else words
    focus = terms(" ".join(m.group() for m in near), abbreviations)
    weak = place >= 0 and words[place].group().lower() in _DEGREES
    found, figures = terms(text, abbreviations), quantities(text)
    bearers = frozenset(
        term.stem
        for figure in figures
        for term in terms(" ".join(_WORD.findall(text[figure.end :])[:_BEARERS]), abbreviations)
    )
    return Clause(text, start, found, focus, bearers, weak, _numbers(text), figures, asserted)


def sign(text: str) -> Sign:
    """What a clause asserts, its negations taken into account."""
    return _assertion(text)[0]


def _assertion(text: str) -> tuple[Sign, int]:
    """What a clause asserts, and which of its words says so; -1 where none does.

    Verbs and nouns of direction count before degrees: `the higher dose gave the greater fall` asserts a fall.
    """
    words = [match.group().lower() for match in _WORD.finditer(text)]
    denied: int | None = None
    weak: tuple[Sign, int] | None = None
    for position, word in enumerate(words):
        if word in _DENYING:
            denied = position
        here = denied is not None and position - denied <= _REACH
        for part in word.split("-") if word not in _DENYING else [word]:
            found = _sign_of(part, here)
            if found is not None and part in _DEGREES:
                if weak is None and not _is_degree(words, position, text):
                    weak = found, position
            elif found is not None:
                return found, position
    return weak or (("!", denied) if denied is not None else ("·", -1))


def _is_degree(words: list[str], position: int, text: str) -> bool:
    """Whether `more`, `greater` and the like measure something else: `greater fall`, `more than four`."""
    following = words[position + 1 : position + 3]
    if following[:1] == ["than"]:
        return bool(re.search(rf"\b{words[position]}\s+than\s+(?:a\b|an\b|half|{NUMBER})", text, re.I))
    return False


def _sign_of(word: str, denied: bool) -> Sign | None:
    """What one word asserts; None if it asserts nothing of this kind."""
    if word in lexicon.ALIKE:
        return "≠" if denied else "="
    if word in _DIFFERENCE:
        return "=" if denied else "≠"
    if word in lexicon.SAME or (word in _CHANGE and denied):
        return "+" if word in lexicon.SAME and denied else "0"
    kinds: tuple[tuple[frozenset[str], Sign], ...] = (
        (lexicon.RAISE, "+"), (lexicon.LOWER, "-"), (lexicon.BLOCKS, "-"),
        (lexicon.BETTER, "g"), (lexicon.WORSE, "b"),
    )  # fmt: skip
    for words, sign_ in kinds:
        if word in words:
            return "0" if denied else sign_
    return None


def _numbers(text: str) -> frozenset[float]:
    bare = re.sub(rf"\b{NUMBER}[\s-]+(?:hour|day|week|month|year|min)\w*", " ", text, flags=re.I)
    words = {VALUES[w.lower()] for w in re.split(r"[^A-Za-z]+", bare) if w.lower() in VALUES}
    if re.search(r"\b(?:single|once)\b", text, re.I):
        words.add(1.0)
    if re.search(r"\btwice\b", text, re.I):
        words.add(2.0)
    return frozenset(words | {float(n) for n in re.findall(r"(?<![\d.,/])\d{1,2}(?![\d.,/%])", bare)})


_OPPOSED = frozenset(
    [
        ("+", "-"),
        ("+", "0"),
        ("-", "0"),
        ("+", "="),
        ("-", "="),
        ("≠", "="),
        ("g", "b"),
        ("g", "0"),
        ("b", "0"),
        ("g", "="),
        ("b", "="),
        ("-", "+"),
        ("0", "+"),
        ("0", "-"),
        ("=", "≠"),
        ("b", "g"),
        ("0", "g"),
        ("0", "b"),
        ("·", "!"),
    ]
)


def opposed(claimed: Sign, stated: Sign) -> bool:
    """Whether a claim about something denies what the source asserts of it."""
    return (claimed, stated) in _OPPOSED


def in_accord(claimed: Sign, stated: Sign) -> bool:
    """Whether one assertion bears out the other."""
    if claimed == stated:
        return True
    return {claimed, stated} in ({"≠", "+"}, {"≠", "-"}, {"0", "!"}, {"0", "="}, {"≠", "g"}, {"≠", "b"})
