"""Abbreviations as the articles define them: `alcohol use disorder (AUD)`, and the keys under their tables.

The first form is found as Schwartz and Hearst do (2003, doi:10.1142/9789812776303_0042): the letters of the
short form stand in the long one in that order, the first of them at the beginning of a word.
"""

from __future__ import annotations

import re

from kqa.corpus.article import Article

SHORT = re.compile(r"[(\[]\s*([^\W_][\w./-]{1,9})s?\s*(?:[,;][^()\[\]]*)?[)\]]")
"""`(AUD)`, `(SUDs)`, `(KET; ketamine)`."""
LONG = re.compile(r"([^\W_][\w./-]{1,9})\s*\(([^()]{4,80})\)")
"""`SUDs (substance use disorders)`: the other way round."""
ENTRY = re.compile(
    r"\s*([^\W_][\w./+-]{0,9})\s*[:=–—]\s*([^;:=]{3,80}?)\s*(?:[;.]|,(?=\s*[^\W_][\w./+-]{0,9}\s*[:=]))"
)
"""`KET: ketamine;` in a key."""
KEY_LOCATOR = ", key"


def find(article: Article) -> tuple[tuple[str, str], ...]:
    """Pairs (short form, long form), in order; a short form has the first meaning that it is given."""
    found: dict[str, str] = {}
    for block in article.blocks:
        words = article.text[block.start : block.end]
        if block.kind in ("heading", "reference"):
            continue
        pairs = _key(words) if block.locator.endswith(KEY_LOCATOR) else _defined(words)
        for short, long in pairs:
            found.setdefault(short, long)
    return tuple(found.items())


def _key(words: str) -> list[tuple[str, str]]:
    body = re.sub(r"^[*_]*(?:abbreviations?|notes?|legend|key)\b[^.:]*[.:][*_]*", "", words, flags=re.I)
    return [(m[1], m[2].strip(" .,")) for m in ENTRY.finditer(body.rstrip(". ") + ";") if _is_short(m[1])]


def _defined(words: str) -> list[tuple[str, str]]:
    pairs = []
    for match in SHORT.finditer(words):
        if _is_short(match[1]) and (long := _long_form(match[1], words[: match.start()])):
            pairs.append((match[1], long))
    for match in LONG.finditer(words):
        singular = match[1].removesuffix("s")
        if _is_short(singular) and (long := _long_form(singular, match[2])):
            pairs.append((singular, long))
    return pairs


def _is_short(form: str) -> bool:
    """At least two capitals, or a capital and a figure; not a year, a number or a word with one capital."""
    capitals = sum(c.isupper() for c in form)
    return capitals >= 2 or (capitals == 1 and any(c.isdigit() for c in form))


def _long_form(short: str, before: str) -> str:
    """The shortest stretch of words at the end of `before` that spells `short`; empty where there is none."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = before.rstrip()
    least = max(0, len(words) - 12 * (len(letters) + 5))
    position = len(words)
    for number, letter in reversed(list(enumerate(letters))):
        position -= 1
        while position >= least and not (
            words[position].casefold() == letter and (number or _begins(words, position))
        ):
            position -= 1
        if position < least:
            return ""
    long = words[position:].strip()
    few = len(long.split()) <= min(len(letters) + 5, 2 * len(letters))
    return long if few and len(long) > len(short) and not re.search(r"[\[\]();.]", long) else ""


def _begins(words: str, position: int) -> bool:
    return position == 0 or not words[position - 1].isalnum()
