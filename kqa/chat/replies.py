"""What each thing a visitor does changes on the page: parts of the page by name, as `app` shows them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kqa.chat import adding, narrowing, pages, panel, welcome
from kqa.chat import clippings as clips
from kqa.chat.clippings import Clippings
from kqa.chat.conversation import Conversation, integer, remember, remembered
from kqa.chat.desk import Desk, safe_message
from kqa.chat.markup import Html
from kqa.corpus.found import Findings
from kqa.errors import UsageError

Change = dict[str, object]
"""New values of the parts of the page that change, by the names that `app` gives them."""

NEWS = {"clip": "Clipped; it waits under Clippings.", "vote": "Noted on this computer.", "unclip": "Removed."}


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about one visitor."""

    talk: Conversation = field(default_factory=Conversation)
    taken: Clippings = field(default_factory=Clippings)
    questions: tuple[str, ...] = ()
    """Earlier questions, oldest first."""


class Replies:
    """Answers what a visitor does.

    Args:
        desk: what does the work.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def arrive(self, stored: object, asked: str, narrowed: Sequence[object]) -> Change:
        """A page is opened: what the browser kept comes back, and the question in the link is asked."""
        kept = stored if isinstance(stored, dict) else {}
        taken = clips.restored(kept.get("clippings"), self.desk.shelf)
        visit = Visit(taken=taken, questions=remembered(kept.get("questions")))
        if asked.strip():
            return {**self._page(visit), **self.ask(asked, visit, narrowed)}
        return self._page(visit)

    def ask(self, question: str, visit: Visit, narrowed: Sequence[object]) -> Change:
        """A question is sent."""
        try:
            talk = self.desk.ask(question, visit.talk, narrowing.chosen(self.desk.shelf, *narrowed))
        except Exception as error:  # noqa: BLE001  (a visitor is told what is safe; the log has the rest)
            return _problem(error)
        questions = remember(visit.questions, talk.exchanges[-1].asked)
        return {**self._page(replace(visit, talk=talk, questions=questions)), "question": ""}

    def act(self, data: object, visit: Visit, narrowed: Sequence[object]) -> Change:
        """A button on the page is pressed: which one, `data` says."""
        told = {str(name): value for name, value in data.items()} if isinstance(data, dict) else {}
        if told.get("act") == "example":
            return self.ask(str(told.get("question", "")), visit, narrowed)
        try:
            return self._act(told, visit)
        except Exception as error:  # noqa: BLE001  (as above)
            return _problem(error)

    def _act(self, told: Mapping[str, object], visit: Visit) -> Change:
        ordinal, number, start = (integer(told.get(name)) for name in ("turn", "number", "at"))
        match act := str(told.get("act", "")):
            case "open":
                return {"panel": self.desk.passage(ordinal, number, visit.talk) or panel.nothing_open()}
            case "near":
                return {"panel": self.desk.nearest(ordinal, number, visit.talk) or panel.nothing_open()}
            case "close":
                return {"panel": panel.nothing_open()}
            case "drop":
                after = replace(visit, talk=self.desk.drop(ordinal, visit.talk))
            case "vote":
                after = replace(visit, talk=self.desk.vote(ordinal, str(told.get("vote")), visit.talk))
            case "clip":
                after = replace(visit, taken=self.desk.clip(ordinal, number, start, visit.talk, visit.taken))
            case "unclip":
                after = replace(visit, taken=visit.taken.remove(number))
            case _:
                raise UsageError("This button is not one that kqa knows; load the page again.")
        return {**self._page(after), "notice": pages.notice(NEWS.get(act, ""))}

    def start_afresh(self, visit: Visit) -> Change:
        """A new conversation; clippings and earlier questions stay."""
        after = replace(visit, talk=Conversation())
        return {
            **self._page(after),
            "panel": panel.nothing_open(),
            "notice": pages.notice("A new conversation."),
        }

    def forget(self, visit: Visit) -> Change:
        """Earlier questions are forgotten."""
        return {**self._page(replace(visit, questions=())), "notice": pages.notice("Forgotten.")}

    def look(self, upload: str | None) -> tuple[Html, tuple[str, ...]]:
        """A paper is uploaded: what was found in it, and what it says of itself in the order of `FIELDS`."""
        nothing = ("",) * len(adding.FIELDS)
        if not upload:
            return Html(), nothing
        try:
            found = adding.look(Path(upload))
        except Exception as error:  # noqa: BLE001  (as above)
            return pages.notice(safe_message(error), problem=True), nothing
        return pages.found(_counted(found.findings), found.findings.warnings), found.values

    def add_paper(self, upload: str | None, visit: Visit, values: Sequence[str]) -> Change:
        """A paper is added, and may be asked at once."""
        if not upload:
            return {"found": pages.notice("Choose a paper first.", problem=True)}
        try:
            result = self.desk.add_paper(Path(upload), values)
        except Exception as error:  # noqa: BLE001  (as above)
            return {"found": pages.notice(safe_message(error), problem=True)}
        told = f"{result.key}: {result.outcome}. Ask it anything under Ask."
        listed = welcome.articles(self.desk.shelf)
        return {**self._page(visit), "file": None, "found": pages.found(told), "articles": listed}

    def save_talk(self, visit: Visit) -> Change:
        """The conversation is taken along."""
        return self._saved(self.desk.as_markdown(visit.talk))

    def save_clippings(self, visit: Visit, form: str) -> Change:
        """The clippings are taken along."""
        return self._saved(self.desk.as_file(visit.taken, form))

    def _saved(self, file: tuple[str, str, str] | None) -> Change:
        if file is None:
            return {"notice": pages.notice("There is nothing to save yet.")}
        return {"saved": pages.saved(*file, when=time.time())}

    def _page(self, visit: Visit) -> Change:
        return {
            "page": self.desk.page(visit.talk),
            "notice": "",
            "visit": visit,
            "stored": {"questions": list(visit.questions), "clippings": visit.taken.as_stored()},
            "clipped": pages.clippings(visit.taken, self.desk.shelf),
            "earlier": pages.earlier(visit.questions),
        }


def _counted(findings: Findings) -> str:
    """What was found in a paper, in figures."""
    return (
        f"Found: {findings.sections} sections, {findings.passages} passages, {findings.tables} tables; "
        f"{findings.described} of {findings.references} references read; "
        f"{findings.resolved} of {findings.citations} citations lead to one."
    )


def _problem(error: Exception) -> Change:
    return {"notice": pages.notice(safe_message(error), problem=True)}
