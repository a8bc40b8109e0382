"""Citation keys as Better BibTeX makes them: the first author's family name and the year, `smith2020`.

A key that is taken gets a letter: `smith2020a`, `smith2020b`. Keys are lower-case ASCII, so that they need no
braces in Pandoc and no escapes in BibTeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kqa.corpus.entries import year
from kqa.workspace import KEY

LONGEST = 40
"""Letters kept of a name; consortia have names of a line, and a key stands in running text."""

_PLAIN = str.maketrans(
    dict(zip("ßæœøđðþłıħŋ", ["ss", "ae", "oe", "o", "d", "d", "th", "l", "i", "h", "n"], strict=True))
)
_COMMON = re.compile(
    r"an?|and|as|at|by|das|de[rs]|die|do|does|el|for|from|in|is|las?|les?|los|of|on|or|the|to|un|with"
)
"""Words that tell nothing at the head of a title."""


def make(metadata: Mapping[str, Any], *, source_name: str = "", taken: Collection[str] = ()) -> str:
    """A free key for an article.

    Args:
        metadata: its CSL-JSON; where there is no author, the title's first telling word stands in, and
            where there is neither, the file's name.
        source_name: the name of the file.
        taken: keys in use.

    Returns:
        A valid key that is not in `taken`.
    """
    name = (
        _author(metadata) or _title_word(metadata) or fold(re.sub(r"\.[^.]*$", "", source_name)) or "article"
    )
    issued = year(metadata)
    base = name[:LONGEST] + ("" if issued is None else str(issued))
    return next(key for key in _candidates(base) if key not in taken and KEY.fullmatch(key))


def _candidates(base: str) -> Iterator[str]:
    """The key itself, then with a, b and so on to z, aa, ab."""
    yield base
    count = 0
    while True:
        letters, rest = "", count
        while True:
            letters = chr(ord("a") + rest % 26) + letters
            rest = rest // 26 - 1
            if rest < 0:
                break
        yield base + letters
        count += 1


def _author(metadata: Mapping[str, Any]) -> str:
    for role in ("author", "editor"):
        people = metadata.get(role)
        if isinstance(people, list) and people and isinstance(people[0], Mapping):
            first = people[0]
            name = str(first.get("family") or first.get("literal") or first.get("given") or "")
            particle = str(first.get("non-dropping-particle") or "")
            return fold(particle + name)
    return ""


def _title_word(metadata: Mapping[str, Any]) -> str:
    words = re.findall(r"[^\W_]+", str(metadata.get("title") or ""))
    return next((fold(w) for w in words if not _COMMON.fullmatch(w.lower()) and fold(w)), "")


def fold(name: str) -> str:
    """`name` in lower-case ASCII letters and digits, accents dropped: `Müller-Ørsted` is `mullerorsted`."""
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    return re.sub(r"[^a-z0-9]", "", decomposed)
