"""Follow-up questions, made to stand on their own with what the conversation holds; no language model.

A question leans on the conversation when something in it points outside: it opens like a continuation
("and after six months?"), holds a pronoun or a counting word that nothing before it in the same question can
stand for ("what dose was that?", "how many stayed off it?"), or names no topic at all ("was it
significant?"). What is brought along are words of the earlier questions and the study that the earlier
answer quotes; a name or a year in the new question takes the place of the old ones. A question that stands
on its own is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kqa.answer.pointing import (
    DEFINES,
    GENERAL,
    HEADLESS,
    LATE,
    OPENINGS,
    PARTING,
    POINTED_WITHIN,
    POINTERS,
    SCAFFOLD,
    THAT_POINTS_AFTER,
    WEAK_POINTERS,
    WORD,
    YEAR,
    YES_OR_NO,
    is_plain,
)
from kqa.types import Answer

Source = Literal["question", "study", "place"]


@dataclass(frozen=True, slots=True)
class Carried:
    """Words brought along, and where they come from: an earlier question, a study or a heading it led to."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before."""

    question: str
    """As typed."""
    answer: Answer | None = None
    carried: tuple[Carried, ...] = ()
    """What the question itself had brought along; empty where it stood on its own."""
    studies: tuple[str, ...] = ()
    """Names of the primary references that its first extract cites: `Dakwar et al. 2019`."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question as understood; `text` is the question itself where nothing was carried over."""

    question: str
    text: str
    carried: tuple[Carried, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was carried over."""
        return bool(self.carried)


FEW_TELLING = 1
"""A question with at most this many words that name a topic leans on the conversation."""
FEW_WHEN_UNNAMED = 2
"""The same where it counts something unnamed or wants a yes or no: `how many came back to hospital?`"""
LONGEST_LOOK_BACK = 6
"""Turns looked back over for the question that stood on its own."""


def standalone(question: str, history: Sequence[Turn]) -> Rewriting:
    """The question made to stand on its own.

    Args:
        question: as typed.
        history: what was said before, oldest first.

    Returns:
        The question as understood, and what was carried over; the same question where it stands on its own
        or nothing was said before.
    """
    if not history or not leans(question):
        return Rewriting(question, question)
    carried = _fresh(question, [*_of_questions(question, history), *_of_answers(question, history)])
    if not carried:
        return Rewriting(question, question)
    bare = question.strip().rstrip("?!. ")
    return Rewriting(question, f"{bare} ({', '.join(c.text for c in carried)})?", carried)


def leans(question: str) -> bool:
    """Whether the question points to something that it does not name itself."""
    if OPENINGS.match(question):
        return True
    words = [word.casefold() for word in WORD.findall(POINTED_WITHIN.sub(" ", question))]
    if _points_outside(words):
        return True
    naming = telling(question)
    if len(naming) > FEW_WHEN_UNNAMED or _named(question):
        return False
    if len(naming) <= FEW_TELLING:
        return not (naming and _defines(question))
    little = HEADLESS.search(question) or YES_OR_NO.match(question)
    return bool(little) or any(word in LATE or word in WEAK_POINTERS for word in words)


def telling(question: str) -> tuple[str, ...]:
    """The words of a question that name its topic, in order."""
    return tuple(w for w in WORD.findall(question) if not is_plain(w))


def _points_outside(words: Sequence[str]) -> bool:
    """Whether a pointing word stands before anything that it could point to within the question."""
    for at, word in enumerate(words):
        if word in POINTERS and not _joins(words, at) and not _stands_for_what_follows(word, words[at + 1 :]):
            return True
        if not is_plain(word):
            return False
    return False


def _joins(words: Sequence[str], at: int) -> bool:
    """Whether the word is a `that` that opens a clause."""
    return words[at] == "that" and at > 0 and words[at - 1] not in THAT_POINTS_AFTER


def _stands_for_what_follows(word: str, rest: Sequence[str]) -> bool:
    """`is it safe to inject …`, `one week after …`."""
    if word == "it":
        return any(following in ("to", "that", "when", "if", "for") for following in rest[1:4])
    return word == "one" and bool(rest) and rest[0] in GENERAL


def _defines(question: str) -> bool:
    match = DEFINES.match(question)
    return match is not None and bool(telling(match["what"]))


def _named(question: str) -> bool:
    """Whether a name or a year says which study is meant."""
    return bool(YEAR.search(question) or _names(question))


def _names(question: str) -> tuple[str, ...]:
    """Capitalised words that do not open the question: authors, mostly."""
    return tuple(
        match.group()
        for match in WORD.finditer(question)
        if match.start() and match.group()[0].isupper() and match.group()[1:].islower()
    )


def _of_questions(question: str, history: Sequence[Turn]) -> list[Carried]:
    """Phrases of the last question that stood on its own, and of the follow-ups since."""
    chain: list[Turn] = []
    for turn in reversed(history[-LONGEST_LOOK_BACK:]):
        chain.append(turn)
        if not turn.carried:
            break
    replaced = (
        {name.casefold() for turn in chain for name in _names(turn.question)} if _names(question) else set()
    )
    found = []
    for turn in reversed(chain):
        for phrase in phrases(turn.question):
            kept = " ".join(w for w in phrase.split() if w.casefold() not in replaced)
            if YEAR.search(question):
                kept = " ".join(YEAR.sub("", kept).split())
            if kept:
                found.append(Carried(kept, "question"))
    return found


def phrases(question: str) -> tuple[str, ...]:
    """Runs of words between the scaffolding of a question that hold at least one telling word or a year."""
    runs: list[list[str]] = [[]]
    for word in WORD.findall(question):
        if word.casefold() in SCAFFOLD or word.casefold() in PARTING:
            runs.append([])
        else:
            runs[-1].append(word)
    return tuple(" ".join(run) for run in runs if not all(map(is_plain, run)))


def _of_answers(question: str, history: Sequence[Turn]) -> list[Carried]:
    """Who did the study that the answer to the chain's first question quotes.

    The name alone finds the study's other passages; with its year, or with the names that later answers
    quote, it also drew in passages about others.
    """
    if _named(question):
        return []
    first = next((t for t in reversed(history[-LONGEST_LOOK_BACK:]) if not t.carried), None)
    named = [YEAR.sub("", study).strip() for study in first.studies[:1]] if first else []
    return [Carried(name, "study") for name in named if name]


def _fresh(question: str, found: Iterable[Carried]) -> tuple[Carried, ...]:
    """Without repetition, and without what the question says itself."""
    said = {word.casefold() for word in WORD.findall(question)}
    kept: list[Carried] = []
    for one in found:
        words = [word for word in WORD.findall(one.text) if word.casefold() not in said]
        if not all(map(is_plain, words)):
            kept.append(one)
            said.update(word.casefold() for word in words)
    return tuple(kept)
