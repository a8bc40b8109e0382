"""Whether the articles support a claim, and where: what `kqa cite --json` prints and programs are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kqa.answer import names
from kqa.answer.question import clean
from kqa.cite import citing, verdict
from kqa.cite.evidence import Evidence, Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kqa.answer.library import Library
    from kqa.index.store import Index


class Support:
    """Judges claims; keeps what it has worked out about the articles for as long as the index stays the same.

    Args:
        library: what is searched.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reader: tuple[Index, Reader] | None = None

    def judge(self, claim: str, *, articles: Sequence[str], form: str, limit: int) -> dict[str, Any]:
        """The verdict on a claim and the passages nearest to it, each with a ready citation.

        Args:
            claim: a sentence.
            articles: keys to search in; all when empty.
            form: one of `citing.FORMS`.
            limit: the most passages.

        Raises:
            KqaError: the claim holds no word, or an article is not known.
        """
        asked = clean(claim)
        reader = self._current()
        judged = verdict.judge(reader, asked, articles=articles)
        nearest = reader.gather(reader.claim(asked), articles=articles)[:limit]
        best: dict[tuple[str, int], Evidence] = {}
        for item in nearest:
            best.setdefault((item.passage.article, item.passage.start), item)
        return {
            "claim": asked,
            "verdict": judged.label,
            "confidence": round(judged.confidence, 4),
            "passages": [self._row(item, form, number) for number, item in enumerate(best.values(), 1)],
        }

    def _current(self) -> Reader:
        index = self._library.index
        held = self._reader
        if held is None or held[0] is not index:
            held = self._reader = (index, Reader(index))
        return held[1]

    def _row(self, item: Evidence, form: str, number: int) -> dict[str, Any]:
        article = self._library.article(item.passage.article)
        entries = {str(entry["id"]): entry for entry in article.references}
        cited = [entries[i] for i in item.sentence.references if i in entries]
        return {
            "citation": citing.cite(article.key, citing.locator(item.passage), form, number=number),
            "article": article.key,
            "name": names.short(article.metadata),
            "locator": item.passage.locator,
            "start": item.sentence.start,
            "end": item.sentence.end,
            "text": item.sentence.text,
            "references": list(item.sentence.references),
            "primary": citing.as_cited_in(cited, article.metadata),
        }
