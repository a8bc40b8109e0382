"""Words of a question that the corpus does not know: a drug, a condition or a method it never mentions."""

from __future__ import annotations

import re
from difflib import get_close_matches
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from kqa.index.late import Tokens
from kqa.index.store import Index
from kqa.index.tokens import tokenize

NEARLY, SLIPS = 0.84, 3
"""Share of letters in common, and most letters more or less, of a word and its misspelling."""
WORD = re.compile(r"[^\W\d_]{3,}")
DRUG = re.compile(
    r"(?:[bcdfghjklmnprstvxyz]in|[a-z][abcdfghlmnprstvxyz]ine|[bcdfglmnprtxyz]ol|[cdlnprstxz]one|[cdlmnprtxz]ide"
    r"|mab|vir|nib|pril|sartan|triptan|orphan|zepam|zolam|barbital|(?:pro|oxi)fen|zole|coxib|afil|pezil|dopa|xaban"
    r"|grel|floxacin|feron|cept|kinra|taxel|lukast|tropium|curium|racetam|toin|propion|quin|dronate)s?$",
    re.IGNORECASE,
)
"""Endings that drugs and other substances are named by (WHO, The use of stems in the selection of
International Nonproprietary Names): `varenicline`, `tocilizumab`. Of 1,130 written questions 27 of the 400
that are not answered name one that the corpus never mentions, and 3 of the others.
"""
NO_DRUG = re.compile(
    r"(?:medicine|quarantine|(?:med|base|time|on|off|air|dead|guide)line|routine|chine|[A-Z]\w+ins?)$"
)
"""Words that end so and are none; a name in capitals that ends in `-in` is a person's."""
SHORTEST_DRUG = 6
UNLIKE = 0.5
"""Best cosine with any token read below which a word is like nothing there."""

_known_spellings: WeakKeyDictionary[Index, dict[str, list[str]]] = WeakKeyDictionary()


def count(index: Index, question: str, asked: Tokens, credit: NDArray[np.float32]) -> int:
    """How many words of a question are strange to the corpus.

    A strange word is a technical one or a name (the encoder has no token for it and spells it in pieces), it
    stands nowhere in the corpus, nor do its synonyms, and nothing that was read is like it.

    Args:
        index: whose words are known.
        question: the question.
        asked: its tokens.
        credit: of each token for each sentence read, (sentences, tokens).
    """
    highest = credit.max(axis=0)
    starts, ends = asked.spans.T
    found = 0
    for word in WORD.finditer(question):
        pieces = (starts >= word.start()) & (ends <= word.end())
        if pieces.sum() > 1 and highest[pieces].min() < UNLIKE and not _known(index, word[0]):
            found += 1
    return found


def drugs(index: Index, question: str, asked: Tokens) -> int:
    """How many words of a question name a drug that the corpus never mentions, by no synonym either.

    Args:
        index: whose words are known.
        question: the question.
        asked: its tokens; a word that the encoder has whole is an ordinary one.
    """
    starts, ends = asked.spans.T
    found = 0
    for word in WORD.finditer(question):
        ending = len(word[0]) >= SHORTEST_DRUG and DRUG.search(word[0]) and not NO_DRUG.search(word[0])
        if ending and ((starts >= word.start()) & (ends <= word.end())).sum() > 1:
            found += not _known(index, word[0])
    return found


def _known(index: Index, word: str) -> bool:
    stems = tuple(tokenize(word))
    if not stems:
        return True
    if misspelt(index, word):
        return True
    others = [
        phrase for key in {stems, *((s,) for s in stems)} for phrase in index.synonyms.targets.get(key, ())
    ]
    return any(all(n is not None for n in index.sparse.words.numbers(p)) for p in (stems, *others))


def misspelt(index: Index, word: str) -> bool:
    """Whether the corpus does not hold a word, but one that is spelt nearly so."""
    if not word[0].isalpha() or all(n is not None for n in index.sparse.words.numbers(tokenize(word))):
        return False
    folded = word.casefold()
    near = [known for known in _spellings(index).get(folded[0], ()) if abs(len(known) - len(folded)) <= SLIPS]
    return bool(get_close_matches(folded, near, n=1, cutoff=NEARLY))


def _spellings(index: Index) -> dict[str, list[str]]:
    """The stems of the corpus by their first letter."""
    if index not in _known_spellings:
        by_letter: dict[str, list[str]] = {}
        for known in index.sparse.words:
            if len(known) > SLIPS and known.isalpha():
                by_letter.setdefault(known[0], []).append(known)
        _known_spellings[index] = by_letter
    return _known_spellings[index]
