"""Questions as people type, paste and pipe them: cleaned for search, or refused in one line."""

from __future__ import annotations

import re
import unicodedata

from kqa.errors import UsageError

MOST_CHARACTERS = 10_000
"""A long paragraph; the encoder reads some 1,000 characters, so more could only be a mistake."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_WHITE = re.compile(r"\s+")
_ASKS_FOR_SOURCE = re.compile(
    r"\b(?:which|whose)\s+(?:\w+\s+){0,2}?(?:paper|article|publication|journal|source|reference|citation)s?\b"
    r"|\bwhat\s+(?:\w+\s+){0,2}?(?:paper|article|publication|journal)s?\b"
    r"|^\s*(?:the\s+)?(?:source|reference|citation|doi)s?\b"
    r"|\b(?:paper|article|publication|source|reference|citation|journal|doi)s?\s+(?:cited|behind|backs?|backing|supports?"
    r"|supporting|for\s+the\s+(?:claim|statement))\b"
    r"|\b(?:reference|citation)s?\s+(?:for|of|to|behind)\b"
    r"|\bwho\s+(?:published|wrote)\b|\b(?:is|was|were|are)\s+(?:cited|referenced)\b|\bDOI\b"
    r"|\b(?:published|appear(?:ed)?)\s+in\s+(?:which|what)\b|\bwhere\s+(?:was|were)\b.*\bpublished\b",
    re.IGNORECASE,
)


def echo(question: str) -> str:
    """The question as it was given, with what no encoding can write replaced by U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", question)


def clean(question: str) -> str:
    """The question as the search sees it.

    Control characters and lone surrogates become spaces; invisible format characters (zero-width,
    direction marks, soft hyphens) vanish; the rest is NFC with single spaces.

    Args:
        question: what the user gave.

    Raises:
        UsageError: it holds no word, or more than 10,000 characters.
    """
    if len(question) > MOST_CHARACTERS:
        raise UsageError(
            f"the question is {len(question):,} characters long and begins {question[:40]!r}: "
            f"ask in at most {MOST_CHARACTERS:,}; several questions go through `kqa ask --batch FILE`"
        )
    visible = "".join(_visible(c) for c in question)
    cleaned = _WHITE.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    if not any(c.isalnum() for c in cleaned):
        what = "is empty" if not question.strip() else f"holds no word: {question.strip()[:40]!r}"
        raise UsageError(f'the question {what}; try `kqa ask "Does ketamine help people stop drinking?"`')
    return cleaned


def asks_for_source(question: str) -> bool:
    """Whether a publication is asked for, so that reference entries belong to the answer."""
    return _ASKS_FOR_SOURCE.search(question) is not None


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return " "
    return "" if category == "Cf" else character
