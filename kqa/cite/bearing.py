"""How sentences bear on a claim beyond its words: same direction or not, same arm or another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kqa.cite import lexicon, senses
from kqa.cite.clauses import Clause, Comparison, Sign, comparison, in_accord, opposed
from kqa.cite.evidence import Claim, Evidence, Reader, share
from kqa.cite.quantities import Quantity, standing
from kqa.cite.terms import Cover, coverage, stem

ALIGNED = 0.55
"""Share of a clause's weight that another must cover before their directions are held against each other."""
DENIED = 0.75
"""The same for a plain statement against a denial, which says less about what is denied."""
NEARBY = 0.85
"""Cover of one word from which two clauses speak of the same thing."""
BESIDE = 0.7
"""Worth of a word that stands in the sentence but not in the aligned clause."""
AROUND = 0.75
"""Worth of a word that stands around the sentence only."""
BEHIND = 0.6
"""Sentences that score this much below the best say nothing of the claim."""
FARTHER = 0.3
"""Loss of an alignment for each point that its sentence scores below the best: another study, perhaps."""
_PREFIXES = ("non-", "non", "un", "in", "im", "ir", "dis")
_DIRECTED: frozenset[Sign] = frozenset(("+", "-", "g", "b", "0", "=", "≠"))


@dataclass(frozen=True, slots=True)
class Bearing:
    """The strongest agreement and opposition found, 0 to 1 each."""

    accord: float = 0.0
    opposition: float = 0.0
    misbound: float = 0.0
    """A figure or direction of the claim stands in the source, but for another arm."""
    turned: float = 0.0
    """The source compares the same two the other way round."""
    antonym: float = 0.0
    """The source has the opposite of a word of the claim where it lacks the word."""


def bearing(reader: Reader, claim: Claim, evidence: Sequence[Evidence]) -> Bearing:
    """Hold the clauses of a claim against those of its best sentences."""
    if not evidence:
        return Bearing()
    close = [item for item in evidence if item.score >= evidence[0].score - BEHIND]
    accord, opposition = _directions(reader, claim, evidence)
    mine = comparison(claim.text, reader.abbreviations)
    misbound = turned = antonym = 0.0
    for item in close:
        covered = share(claim, item.around)
        theirs = reader.clauses(item.sentence, item.passage.article)
        misbound = max(misbound, covered * _misbound(claim.clauses, theirs))
        antonym = max(antonym, share(claim, item.inside) * _antonyms(claim.text, item.sentence.text))
        if mine is not None:
            turned = max(
                turned, covered * _turned(mine, comparison(item.sentence.text, reader.abbreviations))
            )
    return Bearing(accord, opposition, misbound, turned, antonym)


def _directions(reader: Reader, claim: Claim, evidence: Sequence[Evidence]) -> tuple[float, float]:
    accord = opposition = 0.0
    for clause in claim.clauses:
        value, sign = _aligned(reader, claim, clause, evidence)
        if value < (ALIGNED if clause.sign in _DIRECTED else DENIED):
            continue
        if opposed(clause.sign, sign):
            opposition = max(opposition, value)
        elif in_accord(clause.sign, sign) and clause.sign in _DIRECTED:
            accord = max(accord, value)
    return accord, opposition


def _aligned(
    reader: Reader, claim: Claim, clause: Clause, evidence: Sequence[Evidence]
) -> tuple[float, Sign]:
    """The best cover that any clause gives to a clause of the claim, and what that clause asserts.

    A direction is compared with directions only, and only where both are asserted of a word in common;
    anything else with whatever clause covers it best.
    """
    positions = [
        i for i, term in enumerate(claim.terms) if term in clause.terms and not _directional(term.word)
    ]
    if not positions:
        return 0.0, "·"
    wanted = [claim.terms[i] for i in positions]
    weights = claim.weights[positions]
    focus = [i for i, term in enumerate(wanted) if term in clause.focus]
    best: tuple[float, Sign] = (0.0, "·")
    top = evidence[0].score
    for item in evidence:
        for theirs in reader.clauses(item.sentence, item.passage.article):
            directed = clause.sign in _DIRECTED
            if directed and theirs.sign == "·":
                continue
            if not directed and theirs.sign == "!" and not _speaks_of(claim, theirs):
                continue
            own = coverage(wanted, Cover.of(theirs.terms))
            if directed and focus:
                near = coverage([wanted[i] for i in focus], Cover.of(theirs.focus))
                least = 0.6 if clause.weak or theirs.weak else 0.3
                if near.max() < NEARBY or float((near * weights[focus]).sum() / weights[focus].sum()) < least:
                    continue
            both = np.maximum.reduce([own, BESIDE * item.inside[positions], AROUND * item.around[positions]])
            value = float((weights * both).sum() / weights.sum())
            if item.passage != evidence[0].passage:
                value *= 1 - FARTHER * (top - item.score)
            if own.max(initial=0.0) >= NEARBY and value > best[0]:
                best = (value, theirs.sign)
    return best


def _speaks_of(claim: Claim, denial: Clause) -> bool:
    """Whether a claim has most of the words that a clause denies."""
    if not denial.focus:
        return False
    cover = Cover.of(claim.terms)
    return sum(cover.covers(term) for term in denial.focus) >= len(denial.focus) / 2


def _directional(word: str) -> bool:
    return any(word in words for words in lexicon.DIRECTIONS)


def _misbound(claimed: Sequence[Clause], stated: Sequence[Clause]) -> bool:
    """Whether a value of the claim stands in the sentence, but beside another arm than in the claim."""
    for clause in claimed:
        for here in stated:
            if not _same_value(clause, here):
                continue
            for other in stated:
                if other is here or not _other_value(clause, other):
                    continue
                own, mine, theirs = _arms(clause), _arms(here), _arms(other)
                if _figures(clause) and here.bearers and other.bearers:
                    mine, theirs = here.bearers & mine, other.bearers & theirs
                if own & (theirs - mine) and not own & (mine - theirs):
                    return not any(
                        _same_value(clause, c) and own & (theirs - mine) & _arms(c) for c in stated
                    )
    return False


def _arms(clause: Clause) -> frozenset[str]:
    words = {t.stem for t in clause.terms if not _directional(t.word) and t.word not in senses.TABLE}
    words |= {t.stem for t in clause.terms if t.word in ("control", "controls", "placebo", "group")} - {
        "group"
    }
    return frozenset(words | {f"#{n:g}" for n in clause.numbers if n <= 10})


def _figures(clause: Clause) -> list[Quantity]:
    return [q for q in clause.quantities if q.dimension in ("share", "ratio") or "/" in q.dimension]


def _same_value(claimed: Clause, stated: Clause) -> bool:
    figures = _figures(claimed)
    if figures:
        return any(standing(q, stated.quantities) == "agrees" for q in figures)
    return claimed.sign in "+-0gb" and claimed.sign == stated.sign


def _other_value(claimed: Clause, stated: Clause) -> bool:
    figures = _figures(claimed)
    if figures:
        return any(standing(q, stated.quantities) == "differs" for q in figures)
    return opposed(claimed.sign, stated.sign)


def _turned(mine: Comparison, theirs: Comparison | None) -> bool:
    """Whether two comparisons of the same things contradict: sides or directions swapped, not both."""
    if theirs is None:
        return False
    m1, m2 = _arms(mine.subject) - _arms(mine.standard), _arms(mine.standard) - _arms(mine.subject)
    t1, t2 = _arms(theirs.subject) - _arms(theirs.standard), _arms(theirs.standard) - _arms(theirs.subject)
    straight = bool(m2 & t2)
    crossed = bool(m2 & t1) or bool(m1 & t2)
    if crossed == straight:
        return False
    signs = _compared(mine), _compared(theirs)
    if crossed:
        return signs[0] == signs[1] and signs[0] in "+-gb"
    return bool(m1 & t1) and opposed(*signs) and "·" not in signs and "!" not in signs


def _compared(sides: Comparison) -> Sign:
    """The direction of a comparison; where no word says it, that of the shares on both sides."""
    if sides.subject.sign in _DIRECTED:
        return sides.subject.sign
    one = [q.low for q in sides.subject.quantities if q.dimension == "share"]
    other = [q.low for q in sides.standard.quantities if q.dimension == "share"]
    if one and other and one[-1] != other[0]:
        return "+" if one[-1] > other[0] else "-"
    return sides.subject.sign


def _antonyms(claimed: str, stated: str) -> bool:
    """Whether the source says the opposite of a word of the claim, and not the word, of the same thing."""
    mine, there = _tokens(claimed), _tokens(stated)
    for one, other in lexicon.ANTONYMS:
        for a, b in ((one, other), (other, one)):
            if not _near(mine, a) or _near(mine, b) or _near(there, a):
                continue
            if (_near(mine, a) & _near(there, b)) - a - b:
                return True
    for x, y in ((mine, there), (there, mine)):
        for word in x:
            for prefix in _PREFIXES:
                bare = word.removeprefix(prefix)
                if bare != word and len(bare) >= 5 and bare in y and bare not in x and word not in y:
                    return True
    return False


def _near(tokens: Sequence[str], wanted: frozenset[str]) -> frozenset[str]:
    """Stems of the words around every occurrence of some words; themselves among them."""
    found: set[str] = set()
    for position, token in enumerate(tokens):
        if token in wanted:
            around = tokens[max(0, position - 5) : position + 5]
            found |= {stem(t) for t in around if t not in lexicon.STOPWORDS and len(t) > 2} | {token}
    return frozenset(found)


def _tokens(text: str) -> tuple[str, ...]:
    """Words in order, compounds whole and, but for those with `non-`, in parts."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
    return tuple(
        part
        for word in words
        for part in ([word] if word.startswith("non-") or "-" not in word else [word, *word.split("-")])
    )
