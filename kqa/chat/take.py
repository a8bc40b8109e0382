"""Taking words along: an extract with its citation ready to paste, clippings and conversations as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kqa.answer import names
from kqa.chat.clippings import Clipping, Clippings
from kqa.chat.conversation import Conversation, Exchange, citation
from kqa.chat.turns import NEAREST_SHOWN, Shelf, title
from kqa.cite import bibliography, bibtex, citing, ris
from kqa.corpus.article import Article
from kqa.types import Extract, Passage

File = tuple[str, str, str]
"""Name, media type and text."""


def ways(extract: Extract, place: Passage, article: Article) -> Sequence[tuple[str, str]]:
    """(name of the way, text) for every way to copy an extract with its citation."""
    words, where = f"“{extract.text}”", citing.locator(place)
    relayed = citing.as_cited_in(_cited(extract.references, article), article.metadata)
    quoted = f"\\enquote{{{_latex(extract.text)}}}"
    return (
        ("Pandoc", f"{words} {citing.cite(article.key, where, 'pandoc')}"),
        ("LaTeX", f"{quoted} {citing.cite(article.key, where, 'latex')}"),
        ("plain text", f"{words} ({names.short(article.metadata)}, {where})"),
        *([("as cited in", f"{words} ({relayed}, {where})")] if relayed else ()),
    )


def conversation(talk: Conversation, shelf: Shelf) -> File | None:
    """The conversation as Markdown with its bibliography; None where nothing was asked."""
    if not talk.exchanges:
        return None
    parts = ["# Questions to review articles", *(_exchange(one, shelf) for one in talk.exchanges)]
    cited = [e for one in talk.exchanges for e in one.answer.extracts]
    entries = _entries(((e.article, e.references) for e in cited), shelf)
    if entries:
        parts += ["## Bibliography", "\n".join(f"- {_reference(entry)}" for entry in entries)]
    return "conversation.md", "text/markdown", "\n\n".join(parts) + "\n"


def clippings(taken: Clippings, shelf: Shelf, form: str) -> File | None:
    """The clippings in one of the forms of `pages.FORMS`; None where there are none."""
    if not taken.taken:
        return None
    entries = _entries(((c.article, c.references) for c in taken.taken), shelf)
    match form:
        case "bibtex":
            return "clippings.bib", "application/x-bibtex", bibtex.write(entries)
        case "ris":
            return "clippings.ris", "application/x-research-info-systems", ris.write(entries)
        case "csl":
            return "clippings.json", "application/json", bibliography.csl_json(entries)
        case _:
            quotations = [_clipping(c, shelf) for c in taken.taken]
            listed = "\n".join(f"- {_reference(entry)}" for entry in entries)
            return (
                "clippings.md",
                "text/markdown",
                "\n\n".join(["# Clippings", *quotations, "## Bibliography", listed]) + "\n",
            )


def _exchange(one: Exchange, shelf: Shelf) -> str:
    parts = [f"## {_markdown(one.question)}"]
    if one.rewriting.changed:
        parts.append(f"*Understood as: {_markdown(one.asked)}*")
    if one.answer.abstained:
        nearest = "; ".join(
            f"{title(shelf, h.passage.article)}, {h.passage.locator}" for h in one.answer.hits[:NEAREST_SHOWN]
        )
        parts.append(
            f"The articles do not answer this. Nearest passages, which are not answers: {_markdown(nearest)}."
        )
    for extract in one.answer.extracts:
        cited = citation(one.answer, extract.number)
        where = citing.cite(extract.article, citing.locator(cited.passage) if cited else "", "pandoc")
        parts.append(f"> {_markdown(extract.text)}\n>\n> [{extract.number}] {where}")
    return "\n\n".join(parts)


def _clipping(one: Clipping, shelf: Shelf) -> str:
    source = f"{title(shelf, one.article)} [@{one.article}]"
    return f"{_markdown(one.question)}\n\n> {_markdown(one.text)}\n>\n> {source}"


def _entries(used: Iterable[tuple[str, Sequence[str]]], shelf: Shelf) -> list[dict[str, Any]]:
    """The articles quoted under their own keys, and the primary references they cite under made ones."""
    articles: dict[str, Mapping[str, Any]] = {}
    primary: dict[str, Mapping[str, Any]] = {}
    for key, references in used:
        if key in shelf:
            articles[key] = {**bibliography.exportable(shelf[key].metadata), "id": key}
            primary.update({str(item["id"]): item for item in _cited(references, shelf[key])})
    return [dict(entry) for entry in (*articles.values(), *bibliography.keyed(primary.values()))]


def _cited(references: Sequence[str], article: Article) -> list[Mapping[str, Any]]:
    known = {str(item.get("id")): item for item in article.references}
    return [known[ref] for ref in references if ref in known]


def _reference(entry: Mapping[str, Any]) -> str:
    """One entry as a line that a person can read; citation processors have the other forms."""
    parts = [names.short(entry), entry.get("title"), entry.get("container-title"), names.doi_link(entry)]
    told = ". ".join(_markdown(str(part).rstrip(".")) for part in dict.fromkeys(parts) if part)
    return f"[@{entry['id']}] {told}"


def _markdown(text: str) -> str:
    """Text for a Markdown file: on one line, and no markup where it holds angle brackets."""
    return " ".join(text.split()).replace("<", "\\<")


LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
        "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def _latex(text: str) -> str:
    return text.translate(LATEX)
