"""Questions written to learn from, each with the sentences that answer it, and one like it that none does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kqa.errors import UsageError

Span = tuple[str, int, int]
"""Article, start and end."""


@dataclass(frozen=True, slots=True)
class Written:
    """A question as somebody would ask it who has not read the articles.

    Attributes:
        question: what is asked.
        changed: the same but for one point, so that the articles do not answer it; empty where there is none.
        evidence: sentences that answer, each by itself.
    """

    question: str
    changed: str
    evidence: tuple[Span, ...]


def load(path: Path) -> tuple[Written, ...]:
    """Read JSON lines of `question`, `changed` and `evidence`, a list of `article`, `start`, `end`.

    Raises:
        UsageError: the file cannot be read, is not laid out so, or is empty.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        found = tuple(
            Written(
                str(row["question"]),
                str(row["changed"]),
                tuple((str(key), int(start), int(end)) for key, start, end in row["evidence"]),
            )
            for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}): expected JSON lines of `question`, `changed` (may be empty) "
            "and `evidence`, a list of [article, start, end]"
        ) from error
    if not found:
        raise UsageError(f"{path} holds no questions: give some hundred at least")
    return found
