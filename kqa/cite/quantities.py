"""Figures in prose, read as quantities: `half`, `50 %`, `13/26` and `13 of 26` are one share.

A quantity has a dimension (share, count, year, time, ratio, or an amount such as `mass/kg/h`), a range of
values in one unit of that dimension, and how firmly it is stated (`about`, `more than`). Two quantities agree
when their ranges meet once each has been given the precision with which it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kqa.cite.lexicon import word_set
from kqa.cite.numerals import FIGURE, PARTS, VALUES, dimension_of, room_of, value_of

Relation = Literal["=", "~", "<", ">"]


_ARTICLE = r"\s*(?:an?\s+)?$"
_RELATIONS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (">", re.compile(r"(?:more than|over|above|exceeding|at least|greater than|[>≥])" + _ARTICLE, re.I)),
    ("<", re.compile(r"(?:less than|fewer than|under|below|up to|at most|[<≤])" + _ARTICLE, re.I)),
    (
        "~",
        re.compile(r"(?:about|approximately|roughly|around|nearly|almost|some|circa|[~≈])" + _ARTICLE, re.I),
    ),
)
_LOOSE = 0.08
"""Relative room of a figure given with `about`; shares get at least four points."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it measures."""

    dimension: str
    """`share`, `count`, `year`, `time`, `ratio`, `number`, or an amount such as `mass/mass/time`."""
    low: float
    high: float
    relation: Relation
    room: float
    """Half of the last digit that was written, in units of the dimension."""
    start: int
    end: int
    noun: str = ""
    """The word counted, lower case; empty for what is not a count."""
    part: float | None = None
    """Of a share given as a fraction: its numerator."""
    whole: float | None = None
    """Of a share given as a fraction: its denominator."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every figure of a text in order; the parts of a fraction are one share."""
    return tuple(_all(text))


def _all(text: str) -> Iterator[Quantity]:
    for match in FIGURE.finditer(text):
        found = _read(match, text)
        if found is not None:
            yield _related(found, text[max(0, match.start() - 24) : match.start()])


def _related(quantity: Quantity, before: str) -> Quantity:
    for relation, pattern in _RELATIONS:
        if pattern.search(before):
            if quantity.dimension == "time" and re.search(r"\bover\s*$", before):
                return quantity  # `over 40 minutes` says how long, not longer than
            return replace(quantity, relation=relation)
    return quantity


def _read(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    if match["half"]:
        words = re.split(r"[\s-]+", match["half"].lower())
        value = (VALUES.get(words[0], 1.0) if len(words) > 1 else 1.0) / PARTS[words[-1]]
        return Quantity("share", value, value, "=", 0.035, start, end)
    if match["nothing"]:
        return Quantity("share", 0.0, 0.0, "=", 0.004, start, end)
    if match["of"]:
        return _fraction(match, start, end)
    if match["multiple"]:
        return _multiple(match, start, end)
    return _measured(match, text, start, end)


def _fraction(match: re.Match[str], start: int, end: int) -> Quantity | None:
    part, whole = value_of(match["n"]), value_of(match["N"])
    if not whole or part > whole or (" in " in match["of"] and 1900 <= whole <= 2100):
        return None
    room = 0.04 if match["n"].isalpha() or " in " in match["of"] else 0.006
    return Quantity("share", part / whole, part / whole, "=", room, start, end, "", part, whole)


def _multiple(match: re.Match[str], start: int, end: int) -> Quantity:
    word = match["multiple"].lower()
    value = value_of(match["m"]) if match["m"] else 3.0 if word.startswith(("thrice", "triple")) else 2.0
    return Quantity("ratio", value, value, "=", room_of(match["m"] or ""), start, end)


def _measured(match: re.Match[str], text: str, start: int, end: int) -> Quantity | None:
    raw_unit = re.sub(r"[\s-]", "", (match["unit"] or match["unit0"] or "").lower().replace("per ", "/"))
    low = value_of(match["low"])
    high = value_of(match["high"]) if match["high"] else low
    room = room_of(match["low"])
    if raw_unit in ("%", "percent"):
        return Quantity("share", low / 100, high / 100, "=", room / 100, start, end)
    if raw_unit == "million":
        return Quantity("count", low * 1e6, high * 1e6, "=", room * 1e6, start, end, _noun(text, end))
    if raw_unit:
        dimension, factor = dimension_of(raw_unit)
        low, high = sorted((low * factor, high * factor))
        return Quantity(dimension, low, high, "=", room * factor, start, end)
    if re.fullmatch(r"(?:19|20)\d\d", match["low"]) and not match["high"]:
        return Quantity("year", low, low, "=", 0.0, start, end)
    before = text[max(0, start - 16) : start]
    if re.search(r"(?:\bHR|\bOR|\bRR|ratio(?: of)?|hazard(?: of)?)\s*[=:]?\s*$", before, re.I):
        return Quantity("ratio", low, high, "=", room, start, end)
    noun = _noun(text, end)
    return Quantity(
        "count" if noun else "number", low, high, "=", 0.0 if low == int(low) else room, start, end, noun
    )


def _noun(text: str, end: int) -> str:
    """The head of what is counted: the last of up to four words before a preposition or the like."""
    following = re.match(r"(?:[\s-]+[^\W\d_][\w'’-]*){1,5}", text[end : end + 90])
    if not following:
        return ""
    head = ""
    for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", following.group()):
        lowered = word.lower()
        if lowered in _ENDS_NOUN:
            break
        head = lowered.split("-")[-1]
        if lowered in _PEOPLE:
            return "person"
    return head.removesuffix("s")


_ENDS_NOUN = word_set(
    "of in with who were was and or to for on at by from that than had have has is are did received after "
    "before during over under as a an the given treated randomized within since while when reported vs "
    "against"
)
_PEOPLE = word_set(
    "adults patients participants men women people persons subjects volunteers individuals inpatients "
    "outpatients adult patient participant users smokers cases drinkers males females respondents completers "
    "man americans"
)


def agree(claimed: Quantity, stated: Quantity) -> bool:
    """Whether a claimed quantity is what the source states, given the precision of both.

    `more than` and `fewer than` in the claim are met by any value on that side of it.
    """
    if claimed.dimension != stated.dimension:
        return False
    if claimed.relation == ">" and stated.relation in "=~>":
        return stated.high > claimed.low - 1e-9
    if claimed.relation == "<" and stated.relation in "=~<":
        return stated.low < claimed.high + 1e-9
    if {claimed.relation, stated.relation} == {"<", ">"}:
        return False
    room = _tolerance(claimed, stated)
    return claimed.low <= stated.high + room and stated.low <= claimed.high + room


def _tolerance(claimed: Quantity, stated: Quantity) -> float:
    if claimed.dimension == "year":
        return 1.0 if claimed.relation == "~" else 1e-9
    exact = claimed.dimension in ("count", "number", "time") or "/" in claimed.dimension
    room = 1e-9 if exact else max(claimed.room, stated.room) * 1.02
    if claimed.dimension == "time":
        room = 0.09 * max(claimed.high, stated.high) if claimed.high > 600 else 0.01 * claimed.high
    if claimed.relation == "~" or stated.relation == "~":
        room = max(room, _LOOSE * max(abs(claimed.high), abs(stated.high)))
        if claimed.dimension == "share":
            room = max(room, 0.04)
    return room


def standing(claimed: Quantity, stated: Iterable[Quantity]) -> Literal["agrees", "differs", "absent"]:
    """How a source bears on a claimed quantity: it agrees, gives another of the same kind, or gives none."""
    alike = list(_alike(claimed, stated := tuple(stated)))
    if claimed.dimension == "count" and claimed.relation in "<>":  # any small number is below a hundred
        alike = [q for q in alike if q.noun == claimed.noun]
    if any(agree(claimed, q) for q in alike):
        return "agrees"
    if claimed.dimension == "ratio":
        alike = [q for q in stated if q.dimension == "ratio"]
    if claimed.dimension == "count":
        alike = [q for q in alike if q.noun == claimed.noun]
    return "differs" if alike else "absent"


def _alike(claimed: Quantity, stated: Iterable[Quantity]) -> Iterator[Quantity]:
    """Stated quantities of the same dimension; numerators and denominators count as numbers."""
    bare = ("count", "number", "ratio")
    for quantity in stated:
        if quantity.dimension == claimed.dimension:
            yield quantity
        elif claimed.dimension in bare and quantity.dimension in bare:
            if "number" in (claimed.dimension, quantity.dimension):
                yield replace(quantity, dimension=claimed.dimension)
        elif claimed.dimension in ("count", "number"):
            for value in (quantity.part, quantity.whole):
                if value is not None:
                    yield replace(quantity, dimension=claimed.dimension, low=value, high=value, room=0.0)
