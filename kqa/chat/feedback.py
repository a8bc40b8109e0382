"""Thumbs, kept on this machine: one JSON object a line."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from kqa.chat.conversation import Exchange
from kqa.errors import WorkspaceError

MOST_BYTES = 5 * 1024 * 1024
"""Some 10,000 votes; a visitor cannot fill the disk by voting."""


class Feedback:
    """Appends votes to a file; the file and its folder are made by the first vote.

    Args:
        path: a `.jsonl` file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def keep(self, one: Exchange, vote: str | None) -> None:
        """Keep a vote; `None` says that an earlier one was taken back.

        Raises:
            WorkspaceError: the file cannot be written.
        """
        line = json.dumps(
            {
                "when": datetime.now(UTC).isoformat(timespec="seconds"),
                "vote": vote,
                "question": one.question,
                "understood": one.asked,
                "abstained": one.answer.abstained,
                "confidence": round(one.answer.confidence, 4),
                "extracts": [
                    {"article": e.article, "start": e.start, "end": e.end, "text": e.text}
                    for e in one.answer.extracts
                ],
            },
            ensure_ascii=False,
        )
        try:
            with self._lock:
                if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
                    raise WorkspaceError(f"{self.path} holds over 5 MB of votes: move it away to keep more")
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")
        except OSError as error:
            raise WorkspaceError(
                f"{self.path} cannot be written ({error.strerror}): the vote is not kept"
            ) from error
