"""Variants of sentences of the shipped articles: cosmetic ones, and ones that change what is said."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from kqa.corpus.article import Article, load
from kqa.corpus.sentences import sentences
from kqa.index.passages import split

CORPUS = Path(__file__).parent.parent / "corpus"

Change = Callable[[str, random.Random], str | None]
"""Changes a quotation; None where it holds nothing that the change could touch."""


def articles() -> list[Article]:
    return [load(folder) for folder in sorted(CORPUS.iterdir()) if (folder / "article.md").is_file()]


def quotable() -> list[tuple[str, str]]:
    """(article, sentence) for every sentence of prose of some length."""
    found = []
    for article in articles():
        for passage in split(article):
            if passage.kind in ("paragraph", "item") and not passage.locator.endswith((", key", ", caption")):
                found += [(article.key, s.text) for s in sentences(passage) if len(s.text.split()) >= 8]
    return found


# --- what typography changes -------------------------------------------------------------------------


def curly(text: str, rng: random.Random) -> str | None:
    changed = text.replace("'", "’").replace('"', "”")
    return changed if changed != text else None


def straight(text: str, rng: random.Random) -> str | None:
    changed = re.sub("[‘’]", "'", re.sub("[“”]", '"', text))
    return changed if changed != text else None


def dashes(text: str, rng: random.Random) -> str | None:
    spots = [m.start() for m in re.finditer("[-–—]", text)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + rng.choice("-–—‑‐−") + text[at + 1 :]


def hard_spaces(text: str, rng: random.Random) -> str:
    spots = [m.start() for m in re.finditer(" ", text)]
    at = rng.choice(spots)
    return text[:at] + rng.choice("\u00a0\u202f\u2009\n\t") + text[at + 1 :]


def ligature(text: str, rng: random.Random) -> str | None:
    for letters, sign in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        if letters in text:
            return text.replace(letters, sign)
    return None


def line_end(text: str, rng: random.Random) -> str | None:
    words = list(re.finditer(r"[a-z]{6,}", text))
    if not words:
        return None
    word = rng.choice(words)
    at = word.start() + rng.randint(2, len(word.group()) - 3)
    return text[:at] + rng.choice(("-\n", "\u00ad", "\u00ad\n")).replace("\u00ad\n", "\u00ad") + text[at:]


def no_markers(text: str, rng: random.Random) -> str | None:
    changed = re.sub(r"\s*\[\d+(?:[,–-]\d+)*\]", "", text)
    return changed if changed != text else None


def no_parenthesis(text: str, rng: random.Random) -> str | None:
    inside = [
        m
        for m in re.finditer(r"\s\([^()]*\)", text)
        if not re.search(r"\b(?:no|not|nor|only|but|without)\b", m.group())
    ]
    inside = [m for m in inside if m.start() > 0 and m.end() < len(text) - 8]
    if not inside:
        return None
    gone = rng.choice(inside)
    return (
        text[: gone.start()] + rng.choice((" … ", " ... ", " [...] ", " […] ")) + text[gone.end() :].lstrip()
    )


def small_first(text: str, rng: random.Random) -> str | None:
    if not re.match(r"[A-Z][a-z]{3,}", text):
        return None
    return (f"[{text[0].lower()}]" if rng.random() < 0.5 else text[0].lower()) + text[1:]


def comma_inside(text: str, rng: random.Random) -> str | None:
    return text[:-1] + "," if text.endswith(".") else None


def named_pronoun(text: str, rng: random.Random) -> str | None:
    match = re.search(r"\b(They|It)\b", text)
    return text[: match.start()] + "[The patients]" + text[match.end() :] if match else None


def clarified(text: str, rng: random.Random) -> str | None:
    spots = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + rng.choice((" [that is]", " [of the sample]", " [sic]")) + text[at:]


COSMETIC: tuple[Change, ...] = (
    curly, straight, dashes, hard_spaces, ligature, line_end, no_markers, no_parenthesis, small_first, comma_inside,
    named_pronoun, clarified,
)  # fmt: skip

# --- what changes the meaning ------------------------------------------------------------------------

_SWAPS = {
    "increase": "decrease", "increased": "decreased", "decrease": "increase", "decreased": "increased",
    "higher": "lower", "lower": "higher", "greater": "smaller", "longer": "shorter", "more": "less",
    "significant": "nonsignificant", "with": "without", "and": "or", "may": "will", "reduce": "raise",
    "reduced": "raised", "effective": "ineffective", "before": "after", "after": "before", "all": "some",
    "ketamine": "midazolam", "alcohol": "cocaine", "men": "women", "IV": "IM", "cocaine": "heroin", "first": "last",
    "suggest": "show", "can": "cannot", "is": "was", "patients": "animals", "treatment": "withdrawal",
}  # fmt: skip


def other_digit(text: str, rng: random.Random) -> str | None:
    bare = re.sub(r"\[[^\]]*\]", lambda m: " " * len(m.group()), text)
    spots = [m.start() for m in re.finditer(r"\d", bare)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def moved_point(text: str, rng: random.Random) -> str | None:
    match = re.search(r"(\d)\.(\d)", text)
    return text[: match.start()] + match[1] + match[2] + "." + text[match.end() :] if match else None


def other_sign(text: str, rng: random.Random) -> str | None:
    match = re.search(r"[<>≤≥]", text)
    return (
        text[: match.start()] + {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[match.group()] + text[match.end() :]
        if match
        else None
    )


def added_sign(text: str, rng: random.Random) -> str | None:
    match = re.search(r"(?<= )\d", text)
    return text[: match.start()] + rng.choice(("<", ">", "−", "±")) + text[match.start() :] if match else None


def other_unit(text: str, rng: random.Random) -> str | None:
    match = re.search(r"(?<=\d )(mg|ng|min|h|kg|weeks?|months?|days?)\b|%", text)
    if not match:
        return None
    other = {"mg": "g", "ng": "mg", "min": "h", "h": "min", "kg": "g", "%": "‰"}.get(match.group(), "years")
    return text[: match.start()] + other + text[match.end() :]


def no_negation(text: str, rng: random.Random) -> str | None:
    inner = re.search(r"(?<=\w) (?:no|not|never|without)(?= \w)", text)
    return text[: inner.start()] + text[inner.end() :] if inner else None


def new_negation(text: str, rng: random.Random) -> str | None:
    match = re.search(r"\b(?:was|were|is|are|did|has|have|may|can)\b", text)
    return text[: match.end()] + " not" + text[match.end() :] if match else None


def swapped_word(text: str, rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"[A-Za-z]+", text) if m.group() in _SWAPS]
    if not found:
        return None
    word = rng.choice(found)
    return text[: word.start()] + _SWAPS[word.group()] + text[word.end() :]


def dropped_word(text: str, rng: random.Random) -> str | None:
    words = list(re.finditer(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", text))
    if not words:
        return None
    word = rng.choice(words)
    return text[: word.start()] + text[word.end() + 1 :]


def swapped_arms(text: str, rng: random.Random) -> str | None:
    for one, other in (("ketamine", "midazolam"), ("ketamine", "naltrexone"), ("ketamine", "control")):
        if re.search(rf"\b{one}\b", text) and re.search(rf"\b{other}\b", text):
            return re.sub(
                rf"\b(?:{one}|{other})\b", lambda m, a=one, b=other: b if m.group() == a else a, text
            )
    return None


def hidden_qualifier(text: str, rng: random.Random) -> str | None:
    word = r"no|not|may|might|could|only|without|significantly?|major|potentially|some|few|most|suggests?|however|less|rarely"
    found = list(re.finditer(rf"(?<=\w) (?:{word})\b(?: \w+)?(?= \w)", text))
    if not found:
        return None
    gone = rng.choice(found)
    return text[: gone.start()] + rng.choice((" … ", " [...] ")) + text[gone.end() :].lstrip()


def hidden_arm(text: str, rng: random.Random) -> str | None:
    match = re.search(
        r"(?:ketamine|control) group\b.*?(?=(?:midazolam|control|naltrexone|placebo|saline)\b)", text
    )
    return text[: match.start()] + "… " + text[match.end() :] if match else None


def bracketed_lie(text: str, rng: random.Random) -> str | None:
    match = re.search(
        r"\b(?:increase|decrease|reduce|increased|decreased|reduced|higher|lower|ketamine|significant)\b",
        text,
    )
    other = {"higher": "lower", "lower": "higher", "ketamine": "placebo", "significant": "slight"}
    return (
        text[: match.start()] + f"[{other.get(match.group(), 'did not change')}]" + text[match.end() :]
        if match
        else None
    )


ALTERING: tuple[Change, ...] = (
    other_digit, moved_point, other_sign, added_sign, other_unit, no_negation, new_negation, swapped_word, dropped_word,
    swapped_arms, hidden_qualifier, hidden_arm, bracketed_lie,
)  # fmt: skip
