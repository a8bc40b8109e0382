"""Words as BM25 counts them: lower case, stemmed, with numbers and units whole.

`0.71`, `13/27`, `69.8%`, `mg/kg` and `5-HT` are tokens of their own, since figures and doses are what readers
look up. Other compounds are counted by their parts (`ketamine-assisted` as two words): counting them whole as
well lost 0.007 of nDCG@10 on COVID-QA and 0.005 on SciFact. So did keeping stop words (0.004 to 0.07).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

LANGUAGE = "english"

TOKEN = re.compile(
    r"""
      \d+(?:[.,/:·]\d+)*(?:\ ?%)?     # 0.71  13/27  1,000  69.8%  71 %
    | [^\W\d_]+[^\W_]*(?:[-/'][^\W_]+)*   # ketamine  mg/kg  alpha-2a  il-6
    """,
    re.VERBOSE,
)
JOINED = re.compile(r"(?<!\d)\d{1,2}-[^\W\d_]+")
"""`5-ht`: a number that belongs to the word after its hyphen."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "‘": "'", "ʼ": "'", "⁄": "/", "∕": "/"})
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MOST_REMEMBERED = 200_000
"""Stems kept per thread; more words than any corpus here has."""

STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be been but by can did do does for from had has have how i if in into is it its
        may me my no not of on or our s such t that the their them then there these they this those to us was
        we were what when where which who whom whose why will with would you your""",
    )
)
"""Words that say nothing of what is asked."""

_local = threading.local()


def tokenize(text: str) -> list[str]:
    """The tokens of a text in order, repeats kept; the same for passages and questions."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(DASHES)
    folded = THOUSANDS.sub("", folded)
    tokens: list[str] = []
    remembered = _memory()
    for match in TOKEN.finditer(folded):
        word = match[0]
        known = remembered.get(word)
        if known is None:
            known = remembered[word] = _stems(word)
        tokens.extend(known)
    tokens.extend(JOINED.findall(folded))
    return tokens


def _stems(word: str) -> tuple[str, ...]:
    if word in STOPWORDS:
        return ()
    if word[0].isdigit():
        number = word.rstrip(" %")
        return (word,) if number == word else (f"{number}%", number)
    parts = [part for part in re.split(r"[-/']", word) if part not in STOPWORDS]
    stems = tuple(_stemmer().stemWords(parts))
    figure = "/" in word or any(c.isdigit() for c in word)
    return (word, *stems) if figure and len(parts) > 1 else stems


def _memory() -> dict[str, tuple[str, ...]]:
    memory: dict[str, tuple[str, ...]] | None = getattr(_local, "memory", None)
    if memory is None or len(memory) > MOST_REMEMBERED:
        memory = _local.memory = {}
    return memory


def _stemmer() -> Stemmer:
    """A stemmer of this thread's own: PyStemmer's objects must not be shared between threads."""
    stemmer: Stemmer | None = getattr(_local, "stemmer", None)
    if stemmer is None:
        from Stemmer import Stemmer as Snowball

        stemmer = _local.stemmer = Snowball(LANGUAGE)
    return stemmer
