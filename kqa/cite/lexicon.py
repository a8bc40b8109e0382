"""General words that carry or turn a meaning: negation, hedges, direction, restriction. No word of one field.

Both the comparison of quotations and the comparison of claims read these lists. They hold closed classes
and everyday words only; names of drugs, scales and illnesses come from the articles, never from here.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


NEGATORS = word_set(
    "no not never none neither nor without cannot can't don't doesn't didn't isn't aren't wasn't "
    "weren't won't wouldn't couldn't shouldn't hasn't haven't hadn't lack lacks lacked lacking absent "
    "absence fail fails failed failing non nonsignificant insignificant unable hardly barely scarcely "
    "nothing nobody nowhere"
)
CONTRAST = word_set(
    "but however although though except excepting unless only solely merely despite whereas while yet "
    "nevertheless nonetheless otherwise instead rather unlike if provided until"
)
HEDGES = word_set(
    "may might could can would should possibly potentially perhaps probably likely unlikely suggest "
    "suggests suggested suggesting appear appears appeared seem seems seemed apparently arguably "
    "hypothetically presumably reportedly preliminary tentative tentatively hint hints hinting posited "
    "proposed hypothesized unclear uncertain unknown putative purported promise promising"
)
DEGREE = word_set(
    "some most many few several all any each every half partly partially mostly mainly largely nearly "
    "almost approximately about roughly around over under above below least exactly major minor slight "
    "slightly small large moderate moderately severe severely mild mildly significant significantly "
    "substantial substantially marked markedly serious limited greater greatest less lesser fewer "
    "higher highest lower lowest more better worse best worst best longer shorter earlier later short "
    "long acute chronic first second last once twice single double repeated repeatedly initial "
    "initially early late high low temporary temporarily transient transiently persistent always often "
    "sometimes rarely seldom usually frequently occasionally generally typically"
)
SCOPE = word_set(
    "group groups arm arms control controls controlled placebo saline baseline versus vs compared "
    "relative among within during after before rats rat mice mouse animals animal monkeys preclinical "
    "pilot open retrospective uncontrolled unblinded adults children adolescents women men females "
    "males inpatient outpatient subset subgroup responders nonresponders"
)
HIDDEN = NEGATORS | CONTRAST | HEDGES | DEGREE | SCOPE
"""Words that an honest ellipsis does not leave out."""

RAISE = word_set(
    "increase increases increased increasing rise rises rose risen rising raise raises raised raising "
    "elevate elevates elevated elevating enhance enhances enhanced enhancing grow grew grown higher "
    "greater more longer gain gained upregulation prolong prolongs prolonged prolonging boost boosts "
    "boosted boosting heighten heightens heightened augment augmented larger elevation above exceeded "
    "exceeds surpassed increment intensify intensified potentiate potentiates potentiated strengthen "
    "strengthened climb climbed doubled tripled accelerated extend extended"
)
LOWER = word_set(
    "decrease decreases decreased decreasing reduce reduces reduced reducing reduction reductions lower "
    "lowers lowered lowering fall falls fell fallen falling drop drops dropped decline declines "
    "declined declining diminish diminishes diminished less fewer shorter smaller attenuate attenuates "
    "attenuated attenuating suppress suppresses suppressed suppressing suppression alleviate alleviates "
    "alleviated alleviating ease eased eases lessen lessens lessened curb curbs curbed cut cuts shorten "
    "shortens shortened below downregulation blunt blunted dampen dampened relieve relieved relieves "
    "halve halved inhibit inhibits inhibited deplete depleted"
)
BETTER = word_set(
    "improve improves improved improving improvement improvements better superior best recovered benefit "
    "benefited outperformed excellent"
)
WORSE = word_set(
    "worsen worsens worsened worsening worse inferior worst deteriorated impair impairs impaired poor"
)
ALIKE = word_set(
    "same similar similarly equal equally equivalent comparable alike identical indistinguishable"
)
SAME = word_set("unchanged unaffected stable constant steady intact spared sparing preserved unaltered flat")
BLOCKS = word_set(
    "block blocks blocked blocking prevent prevents prevented preventing abolish abolished hinder "
    "hindered interfere interfered interferes interfering undermine undermined disrupt disrupts "
    "disrupted antagonize antagonized counteract counteracted negate negated eliminate eliminated stop "
    "stopped stops"
)

DIRECTIONS = (RAISE, LOWER, BETTER, WORSE, ALIKE, SAME, BLOCKS)
"""Words that say which way something goes."""

ANTONYMS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (word_set(a), word_set(b))
    for a, b in (
        ("high higher highest", "low lower lowest"),
        ("long longer longest", "short shorter shortest"),
        ("fast faster rapid rapidly quick quicker quickly", "slow slower slowly"),
        ("large larger big bigger", "small smaller tiny little"),
        ("strong stronger strongly potent", "weak weaker weakly"),
        ("better superior best", "worse inferior worst"),
        ("early earlier", "late later delayed"),
        ("before prior preceding", "after following subsequent"),
        ("safe safely", "unsafe dangerous harmful"),
        ("effective efficacious", "ineffective inefficacious"),
        ("common frequent frequently commonly often", "rare rarely infrequent uncommon seldom"),
        ("positive positively", "negative negatively"),
        ("acute short-term", "chronic long-term"),
        ("present", "absent"),
        ("men male males man", "women female females woman"),
        ("human humans people", "rat rats mouse mice animal animals monkey monkeys rodent rodents"),
        ("adults adult", "children child adolescents adolescent"),
        ("inpatient inpatients hospitalized", "outpatient outpatients ambulatory"),
        ("intravenous intravenously iv", "intramuscular intramuscularly im"),
        ("intravenous intravenously iv", "oral orally mouth intranasal sublingual"),
        ("intramuscular intramuscularly im", "oral orally mouth intranasal sublingual"),
        ("prospective prospectively", "retrospective retrospectively"),
        ("blind blinded double-blind", "open-label unblinded"),
        ("single once one", "repeated multiple several"),
        ("with", "without"),
        ("mature sufficient adequate ready", "immature under-developed insufficient inadequate"),
        ("easy easily", "difficult hard"),
        ("known clear established certain", "unknown unclear uncertain obscure"),
        ("resistant refractory", "responsive sensitive"),
        ("all every", "none no"),
        ("most majority", "few minority"),
        ("agonist", "antagonist"),
        ("stimulates stimulate stimulated activate activates activated", "inhibit inhibits inhibited blocks"),
        ("remained", "disappeared vanished"),
        ("recovered improved", "deteriorated worsened"),
    )
)  # fmt: skip
"""Pairs of word classes of which one denies the other."""

STOPWORDS = word_set(
    "a an the of in on for to and or is are was were be been being do does did has have had by as at it "
    "its that this these those they them their then than from into there here he she his her we our you "
    "your i which who whom whose what when where how so such also both either very with about over "
    "under between against during through up down out off own same other another s t et al one"
)
PRONOUNS = word_set(
    "it its they them their theirs he him his she her hers we us our this that these those such the "
    "both one ones former latter here there i my me authors study trial"
)
AUXILIARIES = word_set("is are was were be been being has have had do does did")
