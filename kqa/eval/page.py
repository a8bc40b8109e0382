"""The pieces that a report's HTML is made of; everything from outside is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

WORDS = "what it is"
"""Head of a column of words; columns of figures stand to the right."""


def style() -> str:
    """The report's style sheet, light and dark."""
    return files("kqa.eval").joinpath("report.css").read_text("utf-8")


def place(extract: Mapping[str, Any]) -> str:
    """Where an extract stands: its number, article and offsets."""
    return f"[{extract['number']}] {extract['article']}, {extract['start']}–{extract['end']}"


def quotation(text: str, kind: str = "", place: str = "") -> str:
    """A block quotation; `kind` is `right`, `wrong` or nothing."""
    note = f"<br><small>{escape(place)}</small>" if place else ""
    return f'<blockquote class="{kind}">{escape(text)}{note}</blockquote>'


def pair(head: str, note: str, left: tuple[str, str], right: tuple[str, str]) -> str:
    """Two columns under a question; each is a heading and HTML that is escaped already."""
    cells = "".join(f"<div><small>{title}</small>{content}</div>" for title, content in (left, right))
    return (
        f"<div class=miss><b>{escape(head)}</b><br><small>{escape(note)}</small>"
        f"<div class=pair>{cells}</div></div>"
    )


def table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    cells = "".join(f"<th{' class=words' if cell == WORDS else ''}>{escape(cell)}</th>" for cell in head)
    body = []
    for row in rows:
        body.append(f"<tr><td>{escape(row[0])}</td>" + "".join(_cell(cell) for cell in row[1:]) + "</tr>")
    return f"<div class=scroll><table><tr>{cells}</tr>{''.join(body)}</table></div>"


def _cell(text: str) -> str:
    words = " class=words" if " " in text and text[:1].isalpha() else ""
    return f"<td{words}>{escape(text)}</td>"
