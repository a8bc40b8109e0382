"""Everyday words in which prose about studies varies while it says the same: classes of interchangeable words.

General English of research reporting only. Words of a field, and what its users call them, belong to the
synonyms of the index and to the articles' own abbreviation keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from kqa.cite import lexicon

_CLASSES = (
    "study studies trial trials experiment experiments investigation investigations research project work",
    "review reviews overview survey",
    "literature research evidence data publications",
    "patient patients participant participants subject subjects adult adults individual individuals people "
    "person persons volunteer volunteers men man sample user users sufferers recruits receiving",
    "find finds found show shows showed shown demonstrate demonstrates demonstrated report reports reported "
    "reveal reveals revealed observe observes observed note notes noted state states stated see seen exhibit "
    "exhibited document documented describe described conclude concludes concluded say says said judge judged "
    "count counts consider considered deem deemed regard regarded indicate indicates indicated",
    "give gives gave given administer administered administering administration administers receive received "
    "receives receiving treat treated treating treatment treatments take took taken taking get got gets "
    "undergo underwent infuse infused infusing infusion infusions inject injected injection injections deliver "
    "delivered offered offer dose dosed dosing exposed exposure apply applied",
    "enrol enroll enrolled enrolling recruit recruited recruits include includes included including involve "
    "involved involving randomize randomized randomised randomly assign assigned comprise comprised contain "
    "contained consist consisted sample sampled",
    "compare compared comparing comparison against versus vs relative contrast contrasted than",
    "cause causes caused causing lead leads led result results resulted produce produces produced producing "
    "induce induces induced inducing provoke provoked trigger triggers triggered yield yields yielded bring "
    "brought associated linked related followed going went",
    "use uses used using usage consumption consume consumed consuming intake taking",
    "stop stops stopped quit quitting cease ceased cessation discontinue discontinued end ended",
    "keep keeps kept remain remains remained stay stays stayed staying maintain maintained maintaining retain "
    "continue continued last lasted lasting persist persisted sustained still",
    "attain attained reach reached achieve achieved achieving accomplish obtain obtained",
    "necessary needed need needs require required requires requirement requirements indispensable essential "
    "crucial must",
    "begin began begun start started starting initiate initiated initiation onset commence commenced",
    "make made making synthesize synthesized develop developed create created form formed turn turns turned",
    "try tried attempt attempted test tested testing examine examined examining explore explored evaluate "
    "evaluated assess assessed investigate investigated study studied measure measured check checked analyze "
    "analyzed",
    "effect effects impact impacts influence influences affect affects affected action outcome outcomes result "
    "results response responses",
    "benefit benefits beneficial help helps helped helpful useful advantage advantageous promising favorable "
    "efficacy effective effectiveness efficacious potent",
    "adverse side undesirable unwanted harmful harm harms",
    "safe safety tolerated tolerability harmless",
    "difference differences differ differed different",
    "predict predicts predicted correlate correlated correlates correlation correlations associated association "
    "relate related mediate mediated mediates",
    "about approximately roughly around nearly almost circa some",
    "many numerous several multiple various most majority",
    "year years annual annually yearly", "month months monthly", "week weeks weekly", "day days daily",
    "hour hours", "session sessions visit visits", "country nation", "drug drugs medication medications medicine "
    "medicines agent agents substance substances compound pharmacological",
    "therapy therapies treatment treatments intervention interventions",
    "psychotherapy therapy counseling psychotherapeutic",
    "dose doses dosage dosing dosages", "group groups arm arms condition", "score scores scale scales rating",
    "rate rates proportion percentage share frequency",
    "death deaths mortality die died fatal lethal",
    "hospital hospitalized inpatient inpatients hospitalization admission admitted ward",
    "illness illnesses disorder disorders disease diseases condition conditions",
    "mechanism mechanisms way pathway pathways", "early initial first original originally earliest",
    "replace replaced replacement substitute substituted",
    "enough sufficient adequate", "fast rapid rapidly quick quickly", "large larger high higher big great",
    "small smaller low lower little tiny", "male males men man", "female females women woman",
    "often frequent frequently commonly common commonest most mostly usually generally typically predominantly",
    "long longer extended prolonged", "short shorter brief", "twice double doubled twofold",
    "quarter fourth", "half halve halved", "worldwide global globally world",
    "us usa american americans states u.s",
    "before prior previous previously earlier", "after following subsequent subsequently later afterwards post",
    "alone only solely single sole", "together combined combination combining concurrent alongside with plus "
    "added adding adjunctive addition", "without lacking absence no",
    "depressed depression depressive", "anxiety anxious anxiolytic", "addicted addiction addictive dependent "
    "dependence", "urine urinary", "researchers authors investigators colleagues team",
    "mouth oral orally", "route routes administration", "breathing respiration respiratory", "brain cerebral neural",
    "routine clinical practice care", "improve improved improvement better recover recovered",
    "resolve resolved resolution relieve relieved relief ease eased easing alleviate alleviated suppress "
    "suppressed suppression attenuate attenuated control",
)  # fmt: skip


def _table() -> Mapping[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    classes = [*(c.split() for c in _CLASSES), lexicon.RAISE, lexicon.LOWER, lexicon.SAME | lexicon.ALIKE]
    classes += [lexicon.BLOCKS, lexicon.BETTER, lexicon.WORSE]
    for number, words in enumerate(classes):
        for word in words:
            table.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


TABLE = _table()
"""The classes, by number, that a word belongs to."""


def interchangeable(one: str, other: str) -> bool:
    """Whether two words, lower case, share a class."""
    return bool(TABLE.get(one, frozenset()) & TABLE.get(other, frozenset()))
