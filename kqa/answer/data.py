"""Kinds of datum that readers of trials ask for, and whether a text gives them.

A review often reports a study and not the age of its patients, what the drug cost, or how many left. The
study is found then, and everything of the question but the datum. The cues are plain English and general.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SEX = r"\b(?:wo)?m[ae]n\b|\b(?:fe)?males?\b|\bsex(?:es)?\b|\bgenders?\b"
_DEATH = r"\bdeceased\b|\bdie[ds]?\b|\bdying\b|\bdeaths?\b|\bfatal\w*|\bmortality\b|\bkill\w*|\blethal\w*"
_MONEY = (
    r"\bcost(?:s|ly|ing)?\b|\bpric(?:e|es|ed|ey|ing)\b|\bexpens\w+|\bcheap\w*|\baffordab\w+|\binsur\w+|\breimburs\w+"
    r"|\bdollars?\b|\beuros?\b"
)
_SPREAD = r"\bconfidence intervals?\b|\bstandard (?:errors?|deviations?)\b"
_EFFECT = (
    r"(?<!\bat )\bodds\b|\bhazard\b|\brelative risks?\b|\brisk ratios?\b|\beffect sizes?\b"
    r"|\bnumbers? needed\b"
)
_MEAN = (
    r"\b(?:the|a|an|overall|their|its) mean\b"
    r"|\bmean (?:age|scor|dos|number|chang|differ|reduc|valu|time|dura|level|rate|weight|length)\w*"
)
"""The noun and the adjective, not what a word means."""
_LEAVING = r"\bdrop(?:ped|s|ping)?[- ]?outs?\b|\battrition\b|\blost to follow"

KINDS = {
    "age": (
        r"\bhow old\b|\bages?\b|\baged\b|\byears? old\b|\belderly\b|\byoungest\b|\boldest\b",
        r"\bage[ds]?\b|\byears? old\b|-year-old\b|\belderly\b|\byoung|\bolder\b"
        r"|\d\s*(?:to|-|–)\s*\d+ years\b",
    ),
    "sex": (_SEX, rf"{_SEX}|\bboys?\b|\bgirls?\b"),
    "descent": (
        r"\brac(?:e|es|ial)\b|\bethnic\w*|\bnationalit\w+",
        r"\brac(?:e|es|ial)\b|\bethnic\w*|\bwhite\b|\bblack\b|\basian\b|\bhispanic\b|\bcaucasian\b|\bafrican\b",
    ),
    "money": (_MONEY, rf"{_MONEY}|[$€£]\s?\d|\bUSD\b|\beconomic\w*"),
    "significance": (
        r"\bp[- ]?values?\b|\bstatistical(?:ly)? significan\w+",
        r"\bp\s?[<=>≤≥]|\bsignifican\w+",
    ),
    "spread": (
        rf"{_SPREAD}|\bmargin of error\b|\b95\s?%\s*(?:CI\b|confidence)",
        rf"{_SPREAD}|\bCIs?\b|±|\bSDs?\b|\bSE\b",
    ),
    "effect": (
        rf"{_EFFECT}|\bcorrelation\b",
        rf"{_EFFECT}|\bβ|\bORs?\b|\bHRs?\b|\bRRs?\b|\bNNT\b|\bCohen|\bcorrelat\w+|\br\s?=",
    ),
    "average": (
        rf"{_MEAN}|\baverages?\b|\bmedian\b|\bbaseline (?:\w+ )?(?:score|level|value|use\b|consum)",
        r"\bmeans?\b|\baveraged?\b|\bmedian\b|\bbaseline\b|±|\busual\w*|\btypical\w*",
    ),
    "extreme": (
        r"\bmaxim(?:um|al)\b|\bminimum\b|\bhighest\b|\blowest\b|\bupper limit\b|\bat most\b",
        r"\bmaxim\w+|\bminim\w+|\bhigh(?:est|er)\b|\blow(?:est|er)\b|\bup to\b|\blimit\w*|\brang\w+"
        r"|\bat (?:most|least)\b|[<>≤≥]|\d\s?[-–]\s?\d",
    ),
    "leaving": (
        rf"{_LEAVING}|\bwithdr(?:e|a)wn? from the (?:stud|trial)\w*|\b(?:left|quit) the (?:study|trial)\b"
        r"|\bdid(?:n.t| not) finish\b",
        rf"{_LEAVING}|\bwithdr[ae]w\w*|\bdiscontinu\w+|\bretention\b|\bretained\b|\bfinish\w*"
        r"|\bcomplet(?:e|ed|ers?|ion)\b",
    ),
    "death": (_DEATH, rf"{_DEATH}|\bdead\b|\bsurviv\w+|\bcasualt\w+"),
    "weight": (
        r"\bbody ?weight\b|\bBMI\b|\bbody mass\b|\bhow heavy\b|\bweigh\b|\bobes\w+",
        r"\bweigh\w*|\bBMI\b|\bbody mass\b|\bkg\b|\bobes\w+",
    ),
    "maker": (
        r"\bbrands?\b|\btrade ?names?\b|\bmanufactur\w+|\bpharma\w* company\b|\bsold (?:as|under)\b",
        r"\bbrand\w*|\btrade ?names?\b|\bmanufactur\w+|®|™|\bInc\b|\bLtd\b|\bcompany\b|\bmarketed\b",
    ),
}
"""By kind, the words that ask for it and those that give it."""

_KINDS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(gives, re.IGNORECASE)) for asks, gives in KINDS.values()
)


def missing(question: str, around: Sequence[str]) -> NDArray[np.float32]:
    """Whether a text lacks a kind of datum that the question asks for: 1 or 0, float32, (texts,).

    Args:
        question: the question.
        around: of each sentence, the text in which the datum may stand.
    """
    wanted = [gives for asks, gives in _KINDS if asks.search(question)]
    lacks = {text: not all(gives.search(text) for gives in wanted) for text in set(around)}
    return np.array([lacks[text] for text in around], np.float32)
