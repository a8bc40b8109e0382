"""What kind of answer a question expects, and whether a sentence holds one: a figure, a dose, a time, a name.

The cues are general; how much each counts is learnt from question-answering sets (see `train`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|hundred|thousand|million|half|third|quarter|once|twice"
)
FAMILY = r"[A-Z][^\W\d_A-Z]+"
"""A name with its capital, accents too: Novák."""

ASKED = {
    "count": r"\bhow (?:many|much|big)\b|\bnumber of\b|\bsize of\b|\bsample size\b"
    r"|\b(?:bigg|larg|few|small)est\b",
    "share": r"\bpercent|\bproportion|\bshare\b|\bfraction\b|\brates?\b|\bratio\b|\bodds\b|\bprevalence"
    r"|\bhow (?:often|common|likely)\b|\brisk of\b",
    "dose": r"\bdos(?:e|es|age|ing)\b|\bhow (?:much|strong)\b|\bamount|\bstrength\b|\bconcentration|\blevel\b"
    r"|\bmg\b|\bmilligram|\bper kilo|\binfusion rate",
    "time": r"\bhow (?:long|fast|soon|quickly)\b|\bduration\b|\bfor how\b|\bafter how\b|\bover how"
    r"|\b(?:hour|day|week|month|minute)s?\b|\bfollow-?up",
    "year": r"\bwhen\s+(?:was|were|did|does|do|is|are|has|have|had|will)\b|^\W*when\b"
    r"|\b(?:what|which) year|\bwhat date|\bdate\b",
    "name": r"\bwho\b|\bwhose\b|\bwhich (?:author|researcher|doctor|team|group|scientist)|\bname of",
    "reason": r"\bwhy\b|\bhow come\b|\breason",
    "whether": r"^(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may)\b",
}
"""Words of a question that ask for a kind of answer."""

HELD = {
    "digit": r"\d",
    "count": rf"\b\d{{1,3}}(?:,\d{{3}})*\b(?!\s*%|\s*mg)|\b(?:{NUMBER_WORDS})\b",
    "share": r"\d\s?%|\bpercent|\d+/\d+|\bhalf\b|\bthird\b|\bratio\b|\d:\d",
    "dose": r"\d\s*(?:mg|ng|µg|μg|mcg|g|ml|IU|μM|µM)\b",
    "time": rf"(?:\d|\b(?:{NUMBER_WORDS}))[\s–-]*(?:to \d+ )?"
    r"(?:h|hours?|min|minutes?|days?|weeks?|months?|years?)\b|\bdaily|\bweekly",
    "year": r"\b(?:19|20)\d\d\b",
    "name": rf"\b{FAMILY} et al\b|\bDr\. [A-Z]|\b[A-Z]\. [A-Z][a-z]+|\b{FAMILY} and [A-Z][a-z]+",
    "reason": r"\bbecause\b|\bdue to\b|\bsince\b|\bsuggest|\bas a result|\btherefore|\bthus\b|\bowing\b"
    r"|\bleading to\b|\bmay\b|\bcaused?\b",
    "denial": r"\bno\b|\bnot\b|\bwithout\b|\bnone\b|\bnor\b|n't\b",
}
"""What of that kind a sentence holds."""

PAIRS = (
    ("count", "count"),
    ("count", "digit"),
    ("share", "share"),
    ("share", "digit"),
    ("dose", "dose"),
    ("time", "time"),
    ("year", "year"),
    ("name", "name"),
    ("reason", "reason"),
    ("whether", "denial"),
)
"""What is asked for, and what is looked for then."""

_ASKED = {kind: re.compile(cues, re.IGNORECASE) for kind, cues in ASKED.items()}
_HELD = {kind: re.compile(cues, 0 if kind == "name" else re.IGNORECASE) for kind, cues in HELD.items()}
_MARKER = re.compile(r"\[[\d,–\- ]+\]")


def asked(question: str) -> tuple[bool, ...]:
    """For each of `PAIRS`, whether the question asks for its first."""
    return tuple(bool(_ASKED[kind].search(question)) for kind, _ in PAIRS)


def fulfilled(question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
    """How sentences meet what a question asks for.

    Returns:
        float32, shape (sentences, pairs): 1 where a sentence holds what is asked for, -1 where it does not, 0
        where it is not asked for. Citation markers count as no figures.
    """
    met = np.zeros((len(sentences), len(PAIRS)), np.float32)
    wanted = [number for number, is_asked in enumerate(asked(question)) if is_asked]
    for row, text in enumerate(sentences if wanted else ()):
        bare = _MARKER.sub("", text)
        for number in wanted:
            met[row, number] = 1.0 if _HELD[PAIRS[number][1]].search(bare) else -1.0
    return met
