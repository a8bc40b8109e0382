"""The Python interface: a workspace opened once and asked many times."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kqa import workspace as workspaces
from kqa.answer.choose import MOST_EXTRACTS
from kqa.errors import CorpusError
from kqa.types import Answer, Hit
from kqa.workspace import Workspace

if TYPE_CHECKING:
    from kqa.corpus.article import Article
    from kqa.index.store import Index, Progress


class Library:
    """The articles of a workspace, with the index over them; build it with `kqa.open`.

    The index is opened by the first question, and built before that where it is missing, stale or damaged.
    Questions may be asked from several threads.

    Attributes:
        workspace: where the articles and the index lie.
    """

    def __init__(self, workspace: Workspace, *, progress: Progress | None = None) -> None:
        self.workspace = workspace
        self._progress = progress
        self._index: Index | None = None
        self._opening = threading.Lock()
        self._articles: dict[str, Article] = {}

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of their keys."""
        return tuple(self.article(key) for key in self.workspace.keys())

    def article(self, key: str) -> Article:
        """One article: its text, structure, metadata and reference list.

        Raises:
            CorpusError: no article has this key, or its folder is damaged.
        """
        if key not in self._articles:
            from kqa.corpus import article

            if key not in self.workspace.keys():
                raise CorpusError(f"no article has the key {key!r:.80}; {_known(self.workspace)}")
            self._articles[key] = article.load(self.workspace.article(key))
        return self._articles[key]

    @property
    def index(self) -> Index:
        """The index; opened, or built, at the first use.

        Raises:
            IndexingError: it cannot be built, or another process is building it.
        """
        with self._opening:
            if self._index is None:
                from kqa.index import store

                self._index = store.ready(self.workspace, progress=self._progress)
            return self._index

    def refresh(self) -> None:
        """See what changed in the corpus since: the next use reads articles and index anew."""
        with self._opening:
            self._index = None
            self._articles = {}

    def ask(
        self,
        question: str,
        *,
        limit: int = MOST_EXTRACTS,
        articles: Sequence[str] = (),
        sections: Sequence[str] = (),
        answer_anyway: bool = False,
    ) -> Answer:
        """Answer a question in sentences quoted word for word, or abstain.

        Args:
            question: a question, claim or key words.
            limit: the most sentences to choose for extracts.
            articles: keys to search in; all when empty.
            sections: texts that a heading above the passage must contain one of; all when empty.
            answer_anyway: quote the best sentences even where kqa would abstain.

        Returns:
            An `Answer`; `answer.abstained` says whether the articles answer at all.

        Raises:
            KqaError: a question without words, an unknown key, or an index that cannot be built.
        """
        from kqa.answer import answer

        return answer.ask(
            self.index,
            question,
            limit=limit,
            articles=articles,
            sections=sections,
            answer_anyway=answer_anyway,
        )

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        articles: Sequence[str] = (),
        sections: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """The passages nearest to a question, best first, without reading them for an answer.

        Args:
            question: a question, claim or key words.
            limit: the most passages to return.
            articles: keys to search in; all when empty.
            sections: texts that a heading above the passage must contain one of; all when empty.

        Raises:
            KqaError: a question without words, an unknown key, or an index that cannot be built.
        """
        from kqa.answer.question import clean
        from kqa.index.search import search

        return search(self.index, clean(question), limit=limit, articles=articles, sections=sections)


def open_library(workspace: str | Path | None = None) -> Library:
    """Open a workspace: a folder that holds `corpus/`.

    Args:
        workspace: the folder; when omitted, `KQA_WORKSPACE`, else the nearest at or above the current folder.

    Raises:
        WorkspaceError: no workspace is there.
    """
    return Library(workspaces.find(workspace))


def _known(workspace: Workspace) -> str:
    keys = workspace.keys()
    if not keys:
        return f"{workspace.corpus} holds no article yet: `kqa add FILE` adds one"
    listed = ", ".join(keys[:8]) + (f" and {len(keys) - 8} more" if len(keys) > 8 else "")
    return f"there are {listed}"
