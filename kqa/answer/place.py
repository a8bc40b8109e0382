"""Finding a place of an article by what people type: `20011:20760`, `sec 1.5 para 2`, `Table 2 row 3`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kqa.corpus.article import Article, Block
from kqa.errors import UsageError

_SPAN = re.compile(r"\s*(\d{1,12})\s*[:–-]\s*(\d{1,12})\s*")
_WORDS = {
    "section": "sec",
    "sections": "sec",
    "paragraph": "para",
    "par": "para",
    "reference": "ref",
    "references": "ref",
    "tab": "table",
    "tbl": "table",
    "line": "row",
}
SUGGESTIONS = 3


def span(article: Article, wanted: str) -> tuple[int, int]:
    """The span that a person means.

    Args:
        article: where to look.
        wanted: offsets as `START:END`, a locator in any spelling, a table or a heading.

    Returns:
        A half-open span of code points, within the article and not empty.

    Raises:
        UsageError: no place of the article is meant, or the offsets lie outside it.
    """
    offsets = _SPAN.fullmatch(wanted)
    if offsets:
        return _within(article, int(offsets[1]), int(offsets[2]))
    exact: dict[str, tuple[int, int]] = {}
    for block in article.blocks:
        exact.setdefault(_normal(block.locator), (block.start, block.end))
        if block.kind == "heading":
            exact.setdefault(_normal(block.section[-1]), (block.start, block.end))
    for table, place in _tables(article):
        exact.setdefault(_normal(table), place)
    found = exact.get(_normal(wanted))
    if found is not None:
        return found
    raise UsageError(_nothing(article, wanted))


def _tables(article: Article) -> Iterator[tuple[str, tuple[int, int]]]:
    """Tables by name, each from its caption or first row to its last."""
    parts: dict[str, list[Block]] = {}
    for block in article.blocks:
        table, comma, part = block.locator.rpartition(", ")
        if comma and (block.kind == "row" or part == "caption"):
            parts.setdefault(table, []).append(block)
    for table, blocks in parts.items():
        yield table, (blocks[0].start, blocks[-1].end)


def _within(article: Article, start: int, end: int) -> tuple[int, int]:
    if start < end <= len(article.text):
        return start, end
    raise UsageError(
        f"{start}:{end} is no place in {article.key}: expected START:END with "
        f"0 <= START < END <= {len(article.text)}"
    )


def _normal(locator: str) -> str:
    """`Sec. 1.5, Para 2` and `section 1.5 paragraph 2` both as `sec 1.5 para 2`."""
    words = re.findall(r"\d+(?:\.\d+)*|[^\W\d_]+", locator.casefold())
    return " ".join(_WORDS.get(word, word) for word in words)


def _nothing(article: Article, wanted: str) -> str:
    locators = {block.locator for block in article.blocks if block.locator}
    by_normal = {_normal(locator): locator for locator in sorted(locators)}
    near = difflib.get_close_matches(_normal(wanted), by_normal, n=SUGGESTIONS, cutoff=0.5)
    hint = " or ".join(f"`{by_normal[n]}`" for n in near) or "`sec. 1, para. 1`"
    return f"{article.key} has no place {wanted!r:.80}: try {hint}, or offsets as START:END"
