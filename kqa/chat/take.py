"""Taking words along: an extract with its citation, ready to paste (to be joined to `kqa.cite`)."""

from __future__ import annotations

from collections.abc import Sequence

from kqa.answer import names
from kqa.corpus.article import Article
from kqa.types import Extract


def ways(extract: Extract, article: Article) -> Sequence[tuple[str, str]]:
    """(name of the way, text) for every way to copy an extract."""
    return (
        ("Pandoc", f"“{extract.text}” [@{article.key}]"),
        ("LaTeX", f"``{extract.text}'' \\parencite{{{article.key}}}"),
        ("plain text", f"“{extract.text}” ({names.short(article.metadata)})"),
    )
