"""What the chat does, apart from how Gradio shows it: asks, opens, votes; every reply is a value."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kqa.answer import names
from kqa.answer.followup import Rewriting, Turn, standalone
from kqa.chat import adding, panel, take, turns, welcome
from kqa.chat.clippings import Clippings
from kqa.chat.conversation import LONGEST_QUESTION, Conversation, Exchange, Narrowing, citation
from kqa.chat.feedback import Feedback
from kqa.chat.markup import Html
from kqa.chat.narrowing import as_sections
from kqa.chat.turns import Shelf
from kqa.corpus.library import Result
from kqa.errors import IngestError, KqaError, UsageError
from kqa.eval import gold
from kqa.types import Answer, Extract

if TYPE_CHECKING:
    from kqa.answer.library import Library

LARGEST_REPORT = 8 * 1024 * 1024
"""Bytes of a report that is shown in the page; one of 150 questions has 0.3 MB."""
FOLDERS = re.compile(r"(?:/[^\s/'\"]+)*/(?=[^\s/'\"])|[A-Za-z]:(?:\\[^\s\\'\"]+)*\\(?=[^\s\\])")
"""The folders of a path; its last name stays."""
log = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong in kqa; the terminal in which it runs says what. Your other answers are untouched."
)


class Desk:
    """Holds the library that is asked; everything about a visitor is handed in and handed back.

    Args:
        library: the open library.
        feedback: where votes are kept.
    """

    def __init__(self, library: Library, feedback: Feedback) -> None:
        self.library = library
        self.feedback = feedback
        self._adding = threading.Lock()

    @property
    def shelf(self) -> Shelf:
        """The articles by key, as the workspace holds them now."""
        return {article.key: article for article in self.library.articles}

    def ask(self, question: str, talk: Conversation, narrowing: Narrowing) -> Conversation:
        """Ask in the light of the conversation.

        Raises:
            KqaError: the question cannot be asked.
        """
        asked = _checked(question)
        rewriting = standalone(asked, self._history(talk))
        return talk.add(Exchange(asked, rewriting, self._answer(rewriting.text, narrowing), narrowing))

    def drop(self, ordinal: int, talk: Conversation) -> Conversation:
        """Ask a follow-up again, exactly as it was typed.

        Raises:
            KqaError: the question cannot be asked.
        """
        one = talk.get(ordinal)
        if one is None:
            return talk
        plain = Rewriting(one.question, one.question)
        return talk.replace(
            ordinal, Exchange(one.question, plain, self._answer(one.question, one.narrowing), one.narrowing)
        )

    def page(self, talk: Conversation) -> Html:
        """The conversation, or the first screen."""
        return (
            turns.conversation(talk, self.shelf, self.copies)
            if talk.exchanges
            else welcome.welcome(self.shelf)
        )

    def passage(self, ordinal: int, number: int, talk: Conversation) -> Html | None:
        """The panel for the chip `[number]` of an exchange."""
        one = talk.get(ordinal)
        return None if one is None else panel.opened(one, number, self.shelf)

    def nearest(self, ordinal: int, rank: int, talk: Conversation) -> Html | None:
        """The panel for one of the nearest passages of an abstention."""
        one = talk.get(ordinal)
        return None if one is None else panel.near(one, rank, self.shelf)

    def clip(
        self, ordinal: int, number: int, start: int, talk: Conversation, clippings: Clippings
    ) -> Clippings:
        """The clippings with an extract added."""
        one = talk.get(ordinal)
        extract = (
            next((e for e in one.answer.extracts if (e.number, e.start) == (number, start)), None)
            if one
            else None
        )
        return clippings if one is None or extract is None else clippings.add(extract, one.asked)

    def vote(self, ordinal: int, vote: str, talk: Conversation) -> Conversation:
        """Keep a vote on this machine."""
        one = talk.get(ordinal)
        if one is None or vote not in ("up", "down"):
            return talk
        after = talk.vote(ordinal, vote)
        self.feedback.keep(one, after.votes.get(ordinal))
        if after.votes.get(ordinal) == "down":
            gold.draft(
                self.library.workspace.gold / gold.PENDING, one.answer, comment="thumb down in the chat"
            )
        return after

    def copies(self, one: Exchange, extract: Extract) -> Sequence[tuple[str, str]]:
        """The ways to copy an extract with its citation."""
        cited = citation(one.answer, extract.number)
        return take.ways(extract, cited.passage, self.library.article(extract.article)) if cited else ()

    def as_markdown(self, talk: Conversation) -> tuple[str, str, str] | None:
        """(file name, media type, text) of the conversation with its bibliography; None where it is empty."""
        return take.conversation(talk, self.shelf)

    def as_file(self, taken: Clippings, form: str) -> tuple[str, str, str] | None:
        """(file name, media type, text) of the clippings in one of `pages.FORMS`; None where none are."""
        return take.clippings(taken, self.shelf, form)

    def report(self) -> str | None:
        """The latest evaluation report as a page; None where there is none."""
        made = [(p.stat(), p) for p in self.library.workspace.reports.glob("*.html") if p.is_file()]
        if not made:
            return None
        facts, latest = max(made, key=lambda pair: (pair[0].st_mtime, pair[1].name))
        return (
            latest.read_text(encoding="utf-8", errors="replace") if facts.st_size <= LARGEST_REPORT else None
        )

    def add_paper(self, file: Path, values: Sequence[str]) -> Result:
        """Add a paper, and bring the index up to date so that it can be asked at once.

        Raises:
            KqaError: it cannot be added; the corpus is as it was.
        """
        with self._adding:
            result = adding.add(self.library.workspace, file, values)
            self.library.refresh()
            _ = self.library.index
        return result

    def _answer(self, question: str, narrowing: Narrowing) -> Answer:
        return self.library.ask(question, articles=narrowing.articles, sections=as_sections(narrowing))

    def _history(self, talk: Conversation) -> tuple[Turn, ...]:
        shelf = self.shelf
        return tuple(
            Turn(one.question, one.answer, one.rewriting.carried, _studies(one.answer, shelf))
            for one in talk.exchanges
        )


def safe_message(error: BaseException) -> str:
    """What a visitor may read of an error: what is wrong with their own question, and nothing else."""
    if isinstance(error, (UsageError, IngestError)):
        return FOLDERS.sub("", str(error))
    log.error("the chat could not answer: %s", error, exc_info=None if isinstance(error, KqaError) else error)
    return UNEXPECTED


def _checked(question: str) -> str:
    asked = question.strip()
    if len(asked) > LONGEST_QUESTION:
        raise UsageError(f"The question has {len(asked):,} characters; ask in at most {LONGEST_QUESTION:,}.")
    if not any(character.isalnum() for character in asked):
        raise UsageError("Type a question first, for example: Does ketamine help people stop drinking?")
    return asked


def _studies(answer: Answer, shelf: Shelf) -> tuple[str, ...]:
    if not answer.extracts:
        return ()
    first = answer.extracts[0]
    known = {str(r.get("id")): r for r in shelf[first.article].references} if first.article in shelf else {}
    return tuple(names.short(known[ref]) for ref in first.references if ref in known)
