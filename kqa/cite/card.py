"""Everything the articles say about one study: its entry, and the sentences and table rows that cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kqa.cite.studies import Study
from kqa.corpus.article import Article
from kqa.corpus.sentences import sentences
from kqa.index.passages import split
from kqa.types import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence or row about a study; the row's cells go with its columns."""

    passage: Passage
    sentence: Sentence


def mentions(study: Study, articles: Sequence[Article]) -> tuple[Mention, ...]:
    """Every sentence and row of the articles that cites a study, in reading order."""
    ids = frozenset(study.ids)
    return tuple(mention for article in articles for mention in _in(article, ids))


def _in(article: Article, ids: frozenset[str]) -> Iterator[Mention]:
    for passage in split(article):
        if passage.kind == "reference" or ids.isdisjoint(passage.references):
            continue
        for sentence in sentences(passage, article.markers(passage.start, passage.end)):
            if not ids.isdisjoint(sentence.references):
                yield Mention(passage, sentence)


def cells(mention: Mention) -> tuple[tuple[str, str], ...]:
    """Column name and cell of a row; empty for a sentence."""
    if mention.passage.kind != "row":
        return ()
    values = [
        cell.replace("\0", "|").strip() for cell in mention.passage.text.replace("\\|", "\0").split("|")
    ]
    return tuple(zip(mention.passage.columns, values, strict=False))
