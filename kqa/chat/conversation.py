"""A conversation as data: what was asked, how it was understood, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kqa.answer.followup import Rewriting
from kqa.types import Answer, Citation, Extract

LONGEST_CONVERSATION = 40
"""Exchanges kept on screen and in memory: a page of 40 is 0.5 MB of markup; older ones scroll out."""
LONGEST_HISTORY = 100
"""Questions the browser keeps: some 10 kB of its local storage."""
LONGEST_QUESTION = 2_000
"""Characters of a question in the chat; the encoder reads some 1,000."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the search is narrowed to; empty means everything."""

    articles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is narrowed."""
        return not (self.articles or self.sections or self.substances)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    question: str
    """As typed."""
    rewriting: Rewriting
    """As understood in the conversation."""
    answer: Answer
    narrowing: Narrowing = field(default_factory=Narrowing)

    @property
    def asked(self) -> str:
        """The words the answer answers."""
        return self.rewriting.text


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges, oldest first; `first` is the ordinal of the first one kept, from 1."""

    exchanges: tuple[Exchange, ...] = ()
    first: int = 1
    votes: Mapping[int, str] = field(default_factory=dict)
    """Ordinal to `up` or `down`."""

    def add(self, exchange: Exchange) -> Conversation:
        """With one exchange more, and the oldest let go where there are too many."""
        kept = (*self.exchanges, exchange)[-LONGEST_CONVERSATION:]
        return Conversation(kept, self.first + len(self.exchanges) + 1 - len(kept), self.votes)

    def replace(self, ordinal: int, exchange: Exchange) -> Conversation:
        """With the exchange `ordinal` in another's place, and its vote forgotten."""
        at = ordinal - self.first
        votes = {n: vote for n, vote in self.votes.items() if n != ordinal}
        return Conversation((*self.exchanges[:at], exchange, *self.exchanges[at + 1 :]), self.first, votes)

    def vote(self, ordinal: int, vote: str) -> Conversation:
        """With a vote on an exchange; the same vote again takes it back."""
        votes = dict(self.votes)
        if votes.pop(ordinal, None) != vote:
            votes[ordinal] = vote
        return Conversation(self.exchanges, self.first, votes)

    def get(self, ordinal: int) -> Exchange | None:
        """The exchange of that ordinal, if it is still kept."""
        at = ordinal - self.first
        return self.exchanges[at] if 0 <= at < len(self.exchanges) else None

    def numbered(self) -> tuple[tuple[int, Exchange], ...]:
        """Exchanges with their ordinals."""
        return tuple(enumerate(self.exchanges, start=self.first))


def citation(answer: Answer, number: int) -> Citation | None:
    """The citation `[number]` of an answer."""
    return next((c for c in answer.citations if c.number == number), None)


def extracts_of(answer: Answer, number: int) -> tuple[Extract, ...]:
    """The extracts that stand in the passage `[number]`."""
    return tuple(e for e in answer.extracts if e.number == number)


def remembered(stored: object) -> tuple[str, ...]:
    """Questions out of what the browser kept, whatever that is: strings of a bearable length, newest last."""
    if not isinstance(stored, (list, tuple)):
        return ()
    questions = [q.strip() for q in stored if isinstance(q, str) and 0 < len(q.strip()) <= LONGEST_QUESTION]
    return tuple(questions[-LONGEST_HISTORY:])


def remember(stored: Sequence[str], question: str) -> tuple[str, ...]:
    """What the browser keeps after `question`: without repetition, newest last."""
    return (*(q for q in stored if q != question), question)[-LONGEST_HISTORY:]


def integer(value: object) -> int:
    """An integer out of the page, 0 where it is none."""
    return (
        value
        if isinstance(value, int)
        else int(value)
        if isinstance(value, str) and value.isdecimal() and len(value) < 9
        else 0
    )
