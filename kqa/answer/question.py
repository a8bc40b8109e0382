"""Questions as people type, paste and pipe them: cleaned for search, or refused in one line."""

from __future__ import annotations

import re

from kqa.errors import UsageError
from kqa.index import search

MOST_CHARACTERS = search.MOST_CHARACTERS
"""A long paragraph; the encoder reads some 1,000 characters, so more could only be a mistake."""

_SURROGATES = re.compile("[\ud800-\udfff]")


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
    cleaned = search.clean(question)
    if not any(c.isalnum() for c in cleaned):
        what = "is empty" if not question.strip() else f"holds no word: {question.strip()[:40]!r}"
        raise UsageError(f'the question {what}; try `kqa ask "Does ketamine help people stop drinking?"`')
    return cleaned
