"""The endpoints for programs, `/ask`, `/search`, `/passage` and `/cite`, which are the MCP tools as well.

Their docstrings are what programs and MCP clients read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from kqa.answer.place import span
from kqa.chat import panel
from kqa.chat.conversation import LONGEST_QUESTION
from kqa.chat.desk import Desk, safe_message
from kqa.cite import citing
from kqa.cite.support import Support
from kqa.errors import UsageError

MOST_RESULTS = 50

Given = ParamSpec("Given")
Result = TypeVar("Result")


def endpoints(desk: Desk, error: Callable[..., Exception]) -> tuple[Callable[..., Any], ...]:
    """The functions behind the endpoints, named as they are.

    Args:
        desk: what does the work.
        error: makes the exception whose text reaches the client.
    """
    return tuple(
        _told(function, error) for function in (_ask(desk), _search(desk), _passage(desk), _cite(desk))
    )


def _ask(desk: Desk) -> Callable[..., dict[str, Any]]:
    def ask(
        question: str,
        articles: list[str] | None = None,
        sections: list[str] | None = None,
        limit: int = 3,
        answer_anyway: bool = False,
    ) -> dict[str, Any]:
        """Answer a question with sentences quoted word for word from the review articles of this workspace.

        Nothing is generated: every extract stands in the article at the offsets given. When the articles do
        not answer, `abstained` is true and `hits` holds the nearest passages, which are not answers.

        Args:
            question: A self-contained question, claim or key words, at most 2,000 characters.
            articles: Keys of articles to search in, such as "thomas2025"; all when empty.
            sections: Texts that a heading above the passage must contain one of; all when empty.
            limit: The most sentences to quote, 1 to 50.
            answer_anyway: Quote the best sentences even where it would abstain.

        Returns:
            The answer: abstained, confidence (the probability that the articles answer), extracts with their
            citation numbers, offsets and primary references, citations (the passages), and hits.
        """
        from kqa.answer.answer import as_json

        answer = desk.library.ask(
            _question(question),
            limit=_limit(limit),
            articles=articles or (),
            sections=sections or (),
            answer_anyway=answer_anyway,
        )
        return as_json(answer)

    return ask


def _search(desk: Desk) -> Callable[..., list[dict[str, Any]]]:
    def search(
        question: str,
        articles: list[str] | None = None,
        sections: list[str] | None = None,
        limit: int = 10,
    ) -> list[dict[str, Any]]:
        """Find the passages of the review articles nearest to a question, best first, without answering it.

        Args:
            question: A question, claim or key words, at most 2,000 characters.
            articles: Keys of articles to search in, such as "thomas2025"; all when empty.
            sections: Texts that a heading above the passage must contain one of; all when empty.
            limit: The most passages to return, 1 to 50.

        Returns:
            Passages, each with rank, article, section, locator, start, end, score and text.
        """
        from kqa.answer.answer import hit_as_json

        hits = desk.library.search(
            _question(question), limit=_limit(limit), articles=articles or (), sections=sections or ()
        )
        return [hit_as_json(hit) for hit in hits]

    return search


def _passage(desk: Desk) -> Callable[..., dict[str, Any]]:
    def passage(article: str, place: str) -> dict[str, Any]:
        """Read a place of a review article word for word, with what stands before and after it.

        Args:
            article: The article's key, such as "thomas2025".
            place: Offsets as "20011:20760", a locator such as "sec. 1.5, para. 2", or a heading.

        Returns:
            The place: article, section, locator, start, end and text; `before` and `after`, the texts of the
            passages around it; and `references`, the primary references it cites as CSL-JSON.
        """
        return panel.as_json(desk.library.article(article), *span(desk.library.article(article), place))

    return passage


def _cite(desk: Desk) -> Callable[..., dict[str, Any]]:
    support = Support(desk.library)

    def cite(
        claim: str, articles: list[str] | None = None, form: str = "pandoc", limit: int = 3
    ) -> dict[str, Any]:
        """Find out whether the review articles support a claim, and where, each place with a ready citation.

        Args:
            claim: A sentence, such as one of a manuscript, at most 2,000 characters.
            articles: Keys of articles to search in, such as "thomas2025"; all when empty.
            form: How citations are written: "pandoc", "latex" or "plain".
            limit: The most passages to return, 1 to 50.

        Returns:
            claim; verdict ("supported", "conflict" or "not_found"); confidence in it; and passages, each with
            citation, article, name, locator, start, end, text, references and the primary study relayed.
        """
        if form not in citing.FORMS:
            raise UsageError(f"form {form!r:.40} is not one of {', '.join(citing.FORMS)}")
        return support.judge(_question(claim), articles=articles or (), form=form, limit=_limit(limit))

    return cite


def _told(function: Callable[Given, Result], error: Callable[..., Exception]) -> Callable[Given, Result]:
    """The function with its errors turned into what a stranger may read."""

    @wraps(function)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except Exception as raised:  # noqa: BLE001  (a stranger is told what is safe; the log has the rest)
            raise error(safe_message(raised), print_exception=False) from None

    return told


def _question(question: str) -> str:
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(question):,} characters; ask in at most {LONGEST_QUESTION:,}"
        )
    return question


def _limit(limit: int) -> int:
    if not 1 <= limit <= MOST_RESULTS:
        raise UsageError(f"limit {limit} is not a number from 1 to {MOST_RESULTS}")
    return limit
