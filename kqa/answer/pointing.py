"""The words by which a follow-up is known: openings, pointing words, and words that name no topic."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPENINGS = re.compile(
    r"\s*(?:and|but|so|then|also|or|plus|still|what about|how about|what else|how come|why not|same)\b", re.I
)
LATE = _words("too either else instead afterwards afterward thereafter likewise again")
"""Adverbs that continue what was said."""
POINTERS = _words(
    "it its they them their theirs he him his she her hers those these this that one ones others former "
    "latter"
)
WEAK_POINTERS = _words("other each both either neither same such another")
"""These point outside only in a question that names little else."""
POINTED_WITHIN = re.compile(
    r"\b(?:this|these|that|those|one|other|both|each|such|another)\s+(?:(?:two|three|narrative)\s+)?"
    r"(?:reviews?|articles?|papers?|corpus|texts?)\b",
    re.I,
)
"""`this review` points to what is being asked, which is always there."""
THAT_POINTS_AFTER = _words(
    "is was were are does did do has have had for of about after before with by to than from in on why "
    "how and at like during until"
)
"""`that` points only after these (and at the start): elsewhere it opens a clause."""
SCAFFOLD = _words(
    "a an the and or but so then also plus still what which who whom whose when where why how is are "
    "was were be been being am do does did done has have had having can could may might must shall "
    "should will would in on at of for to from by with without within into onto over under between "
    "among during after before since until about against as than per via not no nor any some all none "
    "more most much many few several there here it its they them their theirs he him his she her hers "
    "those these this that one ones other others former latter each both neither either same such "
    "another too else instead afterwards afterward thereafter likewise again if because while though "
    "although i you we us me my your our whether just only very really ever yet even versus vs compared "
    "compare comparing up out off upon like"
)
GENERAL = _words(
    "people person patients patient participants participant subjects subject individuals adults adult "
    "men women group groups arm arms study studies trial trials paper papers research work cohort "
    "series report reports evidence data findings finding result results outcome outcomes effect "
    "effects benefit benefits harm harms dose doses dosage amount rate rates number numbers percent "
    "percentage proportion share level levels size day days week weeks month months year years hour "
    "hours minute minutes time times long longer length duration later earlier follow followup end "
    "start begin beginning first second last lasted lasting find found show showed shown see seen say "
    "said report reported observe observed change changed changes differ differed difference "
    "differences significant significantly statistically higher lower better worse best worst greater "
    "less lesser increase increased decrease decreased reduce reduced improve improved help helps "
    "helped work works worked use used uses using give gave given get got take took taken part receive "
    "received happen happened hold held holds stay stayed keep kept go went come came back make made "
    "cause caused side adverse safe safety serious drug drugs treatment treatments therapy medication "
    "thing things way ways kind type sort reason author authors they'd explain mean meant called named "
    "name exactly two three four five six seven eight nine ten twelve half once twice"
)
"""Words that hold for any study, and so name none."""
HEADLESS = re.compile(r"\b(?:how many|how much|how long|how often|how strong|how big|how large)\b", re.I)
YES_OR_NO = re.compile(r"\s*(?:any|is|are|was|were|do|does|did|has|have|had|can|could)\b", re.I)
DEFINES = re.compile(
    r"\s*(?:what|who)(?:'s| is| are| was| were| do| does)\s+(?:an? |the )?"
    r"(?P<what>[^?]+?)(?: mean| stand for)?\??\s*$",
    re.I,
)
PARTING = _words(
    "give gave given get got gets let lets take took taken use used uses using work works worked help "
    "helps helped show showed shown find found stay stayed keep kept hold held make made go went come "
    "came happen happened receive received say said report reported think thought publish published "
    "enroll enrolled enrol include included"
)
"""Verbs that hold a question together without naming its topic: what they part are two phrases."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def is_plain(word: str) -> bool:
    """Whether a word names no topic."""
    return any(word.casefold() in words for words in (SCAFFOLD, GENERAL, PARTING))
