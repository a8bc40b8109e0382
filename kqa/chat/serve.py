"""Serving the chat: safe unless asked otherwise, and with nothing that reaches outside."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kqa.chat import guard
from kqa.chat.desk import Desk
from kqa.chat.feedback import Feedback
from kqa.errors import UsageError

if TYPE_CHECKING:
    from kqa.answer.library import Library

FEEDBACK = "feedback.jsonl"
UPLOADS = "GRADIO_TEMP_DIR"
SESSIONS = 1_000
"""Visitors whose conversations are kept in memory; some 0.1 MB each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the chat is served."""

    host: str = "127.0.0.1"
    port: int | None = None
    share: bool = False
    login: tuple[str, str] | None = field(default=None, repr=False)
    mcp: bool = False
    browser: bool = True

    @property
    def private(self) -> bool:
        """Whether nobody but the person at this machine, or one who has the password, can reach it."""
        return bool(self.login) or (guard.is_loopback(self.host) and not self.share)


def warnings(settings: Settings) -> tuple[str, ...]:
    """What a person should know before others can reach the chat."""
    if settings.private:
        return ()
    who = "anyone with the link" if settings.share else f"anyone who reaches {settings.host}"
    return (
        f"warning: {who} can ask and vote (adding papers is off); `--auth USER:PASS` asks for a password",
    )


@contextmanager
def running(library: Library, settings: Settings) -> Iterator[str]:
    """The chat, served while the context lasts.

    Args:
        library: what is asked.
        settings: how it is served.

    Yields:
        The address to open.

    Raises:
        UsageError: the port is taken or the address is none of this machine's, or MCP is not installed.
    """
    if settings.mcp and find_spec("mcp") is None:
        raise UsageError("--mcp needs the package `mcp`, which is not installed: `pip install 'kqa[mcp]'`")
    _check_address(settings)
    _offline()
    with _uploads():
        yield from _serve(library, settings)


@contextmanager
def _uploads() -> Iterator[None]:
    """A folder for uploads that goes when the chat does, refused uploads too; one that is set stays."""
    if os.environ.get(UPLOADS):
        yield
        return
    with TemporaryDirectory(prefix="kqa-chat-") as folder:
        os.environ[UPLOADS] = folder
        try:
            yield
        finally:
            os.environ.pop(UPLOADS)


def _serve(library: Library, settings: Settings) -> Iterator[str]:
    from kqa.chat import app

    desk = Desk(library, Feedback(library.workspace.root / "eval" / FEEDBACK))
    blocks = app.Chat(desk, papers=settings.private).blocks()
    _, local, public = blocks.launch(**app.launching(settings), state_session_capacity=SESSIONS)
    try:
        yield public or local
    finally:
        blocks.close(verbose=False)


def _check_address(settings: Settings) -> None:
    """Find out before anything is loaded whether the address can be had."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.create_server((settings.host, settings.port or 0), family=family):
            pass
    except OSError as error:
        where = f"{settings.host}, port {settings.port}" if settings.port else settings.host
        raise UsageError(
            f"cannot serve at {where}: {error.strerror}; try another --port or --host"
        ) from error


def wait() -> None:
    """Wait until the process is interrupted."""
    threading.Event().wait()


def _offline() -> None:
    """Before Gradio is imported: no analytics, no look-up of versions, no share link by accident."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    for name in (
        "GRADIO_SHARE",
        "GRADIO_SERVER_NAME",
        "GRADIO_ALLOWED_PATHS",
        "GRADIO_MCP_SERVER",
        "GRADIO_SSR_MODE",
    ):
        os.environ.pop(name, None)
