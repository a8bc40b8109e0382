"""`kqa show`: a place of an article, marked in its surroundings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from kqa import terminal
from kqa.answer import names, place
from kqa.answer.library import Library
from kqa.commands.render import wrap
from kqa.corpus import citations
from kqa.corpus.article import Article, Block
from kqa.corpus.pages import page_at
from kqa.workspace import find

AROUND = 1
"""Blocks shown before and after the place: what it takes to read it in context."""
EXAMPLES = """examples:
  kqa show thomas2025                          the article's headings
  kqa show thomas2025 "sec. 1.5, para. 2"      a place, as answers name it
  kqa show thomas2025 20312:20498              a place by offsets, as in --json
"""
OPEN, CLOSE = "⟦", "⟧"
"""Around the place where there is no colour; they stand in no article's prose."""

Paint = Callable[[str, str], str]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa show`."""
    parser.epilog = EXAMPLES
    parser.add_argument("key", metavar="KEY", help="an article's key, as `kqa articles` lists them")
    parser.add_argument("place", metavar="PLACE", nargs="*", help="START:END, a locator or a heading")


def run(args: argparse.Namespace) -> int:
    """Print the place, or the article's headings where none is named."""
    article = Library(find(args.workspace)).article(args.key)
    paint = terminal.painter(sys.stdout)
    if args.place:
        start, end = place.span(article, " ".join(args.place))
        lines = surroundings(article, start, end, paint)
    else:
        lines = _headings(article)
    page = page_at(article.metadata, start) if args.place else None
    where = f", page {page}" if page else ""
    print(paint(terminal.one_line(f"{names.short(article.metadata)} ({article.key}){where}"), "strong"))
    for line in lines:
        print(line)
    return 0


def surroundings(article: Article, start: int, end: int, paint: Paint) -> Iterator[str]:
    """The blocks that hold `[start, end)`, marked, with their heading and a block on either side."""
    touched = [i for i, block in enumerate(article.blocks) if block.start < end and start < block.end]
    if not touched:
        yield from _lines(article, Block("paragraph", start, end, (), ""), start, end, paint)
        return
    first, last = touched[0], touched[-1]
    nearby = article.blocks[max(0, first - AROUND) : last + 1 + AROUND]
    section: tuple[str, ...] | None = None
    columns: tuple[str, ...] = ()
    for block in nearby:
        if block.section != section and block.kind != "heading":
            section = block.section
            yield ""
            yield paint(terminal.one_line(" › ".join(section)), "strong")
        yield ""
        if block.kind == "row" and block.columns != columns:
            yield from wrap(terminal.printable(" | ".join(block.columns)), terminal.width(), "  ")
        columns = block.columns
        yield from _lines(article, block, start, end, paint)
    yield from _cited(article, start, end, paint)


def _cited(article: Article, start: int, end: int, paint: Paint) -> Iterator[str]:
    """The primary references that the wanted words cite, with links."""
    listed = {str(entry.get("id")): entry for entry in article.references}
    markers = article.markers(start, end)
    cited = [listed[id] for id in citations.ids(markers, article.key) if id in listed]
    if cited:
        yield ""
        yield paint("Cites", "strong")
    for entry in cited:
        number = str(entry["id"]).rpartition(":")[2]
        line = f"[{number}] {names.with_journal(entry)} {names.doi_link(entry)}"
        yield terminal.one_line(line)


def _lines(article: Article, block: Block, start: int, end: int, paint: Paint) -> Iterator[str]:
    """One block: its locator and offsets, then its words with the wanted ones between marks."""
    inside = block.start < end and start < block.end
    label = f"{block.locator} {block.start}:{block.end}".strip()
    yield paint(terminal.one_line(label), "quiet")
    text = terminal.printable(article.text[block.start : block.end])
    if inside:
        left, right = max(start, block.start) - block.start, min(end, block.end) - block.start
        text = f"{text[:left]}{OPEN}{text[left:right]}{CLOSE}{text[right:]}"
    marked = "\n".join(wrap(text, terminal.width(), "  "))
    yield _painted(marked, paint)


def _painted(marked: str, paint: Paint) -> str:
    """The marked words in colour, line by line, where there is colour; with their marks elsewhere."""
    if paint("x", "mark") == "x" or OPEN not in marked:
        return marked
    before, rest = marked.split(OPEN, 1)
    wanted, after = rest.split(CLOSE, 1)
    bright = "\n".join(
        "  " * (n > 0) + paint(line.strip(), "mark") for n, line in enumerate(wanted.split("\n"))
    )
    return f"{before}{bright}{after}"


def _headings(article: Article) -> Iterator[str]:
    for block in article.blocks:
        if block.kind == "heading":
            indent = "  " * len(block.section)
            yield (
                terminal.one_line(f"{block.locator:<14}").ljust(14)
                + indent
                + terminal.one_line(block.section[-1])
            )
