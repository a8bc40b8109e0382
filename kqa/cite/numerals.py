"""How figures and units are written in prose: the grammar that `quantities` reads them by."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
VALUES: dict[str, float] = {
    **{word: float(i) for i, word in enumerate(_ONES.split())},
    **{word: 10.0 * i for i, word in enumerate(_TENS.split(), 2)},
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "tenth": 10, "tenths": 10,
}  # fmt: skip
_TIMES = {
    "s": 1 / 3600, "sec": 1 / 3600, "second": 1 / 3600, "min": 1 / 60, "minute": 1 / 60, "h": 1.0, "hr": 1.0,
    "hour": 1.0, "d": 24.0, "day": 24.0, "week": 168.0, "wk": 168.0, "month": 730.0, "mo": 730.0,
    "year": 8760.0, "yr": 8760.0, "decade": 87600.0,
}  # fmt: skip
_MASSES = {
    "kg": 1e6, "g": 1e3, "mg": 1.0, "mcg": 1e-3, "µg": 1e-3, "μg": 1e-3, "ug": 1e-3, "ng": 1e-6, "pg": 1e-9,
}  # fmt: skip
_VOLUMES = {"l": 1e3, "dl": 100.0, "ml": 1.0, "µl": 1e-3, "μl": 1e-3}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_ONE = "|".join(_ONES.split())
_TEN = "|".join(_TENS.split())
_WORD = rf"(?:(?:{_TEN})(?:[\s-](?:{'|'.join(_ONES.split()[1:10])}))?|{_ONE})"
_SCALED = rf"(?:{_WORD}|an?)(?:\s+(?:hundred|thousand|million|billion)(?:\s+(?:and\s+)?{_WORD})?)+"
NUMBER = rf"(?:{_DIGITS}|{_SCALED}|{_WORD})"
_UNIT = (
    r"(?:kg|mg|mcg|[µμun]g|pg|g|d?l|m[lL]|[µμ]l|mmhg|[mnµμ]?mol|iu|hz|bpm|°c|[µμnmc]m|kcal|seconds?|secs?|s"
    r"|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|months?|mos?|years?|yrs?|decades?)(?![^\W\d_])"
)
_NO_SHARE = "life|session|trial|study|dose|hospital|visit|infusion|person|year|week|day|hour|arm|party"
FIGURE = re.compile(
    rf"""(?<![\w.])
    (?:(?P<half>(?:(?:one|a|two|three|four)[\s-])?
         (?:half|thirds?|quarters?|fourths?|fifths?|sixths?|tenths?)|halves)(?![\s-]+(?:{_NO_SHARE}))\b
      |(?P<of>(?P<n>{NUMBER})\s*(?:/|\s(?:out\s+of|of|in|of\s+the|of\s+every|in\s+every)\s)\s*
         (?P<N>{NUMBER}))(?![\w.]*/)
      |(?P<nothing>none\s+of|no\s+one|nobody)\b
      |(?P<multiple>(?P<m>{NUMBER})[\s-]?(?:fold|times)\b|twice|thrice|doubled?\b|tripled?\b)
      |(?P<low>{NUMBER})(?P<unit0>\s*[-\s]?{_UNIT}(?:\s*/\s*{_UNIT})*|\s*%)?
         (?:\s*(?:[-–—]|to|and)\s*(?P<high>{NUMBER})(?=\s*(?:%|percent|{_UNIT})))?
         (?P<unit>\s*[-\s]?(?:%|percent\b|per\s+cent\b|million\b|{_UNIT}(?:\s*(?:/|per\s)\s*{_UNIT})*))?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""One figure with its unit; which group matched says how it is written."""


def value_of(text: str) -> float:
    """The value of a number in figures or words."""
    lowered = text.lower().replace(",", "").strip()
    if re.fullmatch(r"\d*\.?\d+", lowered):
        return float(lowered)
    total, part = 0.0, 0.0
    for word in re.split(r"[\s-]+", lowered):
        if word in ("a", "an"):
            part = 1.0
        elif word in _SCALES:
            part = (part or 1.0) * _SCALES[word]
            if _SCALES[word] > 100:
                total, part = total + part, 0.0
        else:
            part += VALUES.get(word, 0.0)
    return total + part


def room_of(text: str) -> float:
    """Half a unit of the last digit written; number words are exact."""
    bare = text.replace(",", "")
    if not re.fullmatch(r"\d*\.?\d+", bare):
        return 0.0
    return 0.5 * 10.0 ** -(len(bare.split(".")[1]) if "." in bare else 0)


def dimension_of(unit: str) -> tuple[str, float]:
    """The dimension of a unit such as `mg/kg/h`, and its factor to mg, ml, hours."""
    names, factor = [], 1.0
    for position, part in enumerate(unit.split("/")):
        bare = part.removesuffix("s") if part.removesuffix("s") in _TIMES and part != "s" else part
        for name, table in (("time", _TIMES), ("mass", _MASSES), ("volume", _VOLUMES)):
            if bare in table:
                names.append("kg" if position and bare == "kg" else name)
                if not (position and bare == "kg"):
                    factor = factor / table[bare] if position else factor * table[bare]
                break
        else:
            names.append(bare)
    return "/".join(names), factor
