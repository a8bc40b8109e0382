"""The smaller pieces of the page: head, notices, earlier questions, clippings, files to save, the report."""

from __future__ import annotations

from collections.abc import Sequence

from kqa.answer import names
from kqa.chat import clippings as clips
from kqa.chat.clippings import Clippings
from kqa.chat.markup import Html, join, tag
from kqa.chat.turns import Shelf

FORMS = {"markdown": "Markdown", "bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
"""The ways to take clippings along."""


def head() -> Html:
    """The name, what it does in one line, light and dark, and the place where screen readers hear news."""
    return tag(
        "header",
        tag("h1", "kqa"),
        tag("p", "Questions over review articles, answered in passages quoted word for word"),
        tag("span", class_="spring"),
        tag("button", "Light / dark", type="button", class_="quiet mode", data_mode=True,
            aria_label="Switch between light and dark"),
        tag("div", id="kqa-live", class_="sr", role="status", aria_live="polite"),
        class_="head",
    )  # fmt: skip


def notice(words: str, *, problem: bool = False) -> Html:
    """A line of news; a problem is announced at once, anything else when the reader pauses."""
    if not words:
        return Html()
    return tag("p", words, class_="problem" if problem else "label", role="alert" if problem else "status")


def earlier(questions: Sequence[str]) -> Html:
    """The questions that this browser keeps, newest first, to be asked again."""
    if not questions:
        return tag("p", "None yet. Your questions are kept in this browser only.", class_="label")
    items = [
        tag("li", tag("button", q, type="button", class_="quiet", data_act="example", data_question=q))
        for q in reversed(questions)
    ]
    return join(tag("p", "Kept in this browser only.", class_="label"), tag("ul", *items, class_="earlier"))


def clippings(taken: Clippings, shelf: Shelf) -> Html:
    """The clippings tab."""
    return clips.listed(taken, shelf, {key: names.short(article.metadata) for key, article in shelf.items()})


def saved(name: str, kind: str, text: str, *, when: float) -> Html:
    """A file for the browser to save: its script finds it here, so nothing is written on the server.

    Args:
        name: the file's name.
        kind: its media type.
        text: its content.
        when: makes the same file a new one when it is saved again.
    """
    return tag("div", hidden=True, data_name=name, data_type=kind, data_text=text, data_when=when)


def about_adding() -> Html:
    """What happens to a paper that is added."""
    return tag(
        "p",
        "A review article as JATS XML, PDF, Word, HTML, Markdown or plain text. It stays on this computer. "
        "Look over what was found before you add it; then ask at once.",
        class_="label",
    )


def found(line: str, warnings: Sequence[str] = ()) -> Html:
    """What was found in a paper, and what looks doubtful."""
    doubts = tag("ul", *(tag("li", warning) for warning in warnings), class_="problem") if warnings else None
    return join(tag("p", line, class_="found", role="status"), doubts)


def report(html: str | None) -> Html:
    """The latest evaluation report in a frame without scripts, or how to make one."""
    if html is None:
        return tag(
            "p",
            "No evaluation has been run in this workspace yet. ",
            tag("code", "kqa eval"),
            " measures the answers on the gold questions and writes the report that is shown here.",
            class_="panel-empty",
        )
    return tag("iframe", sandbox="", srcdoc=html, title="Evaluation report", class_="report", loading="lazy")
