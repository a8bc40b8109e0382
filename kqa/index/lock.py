"""One build at a time: a lock that the system lets go of when its process dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from kqa.errors import IndexingError

NAME = ".lock"
PATIENCE = 1800.0
"""Seconds to wait for another build: longer than any on record here."""
PAUSE = 0.1


@contextlib.contextmanager
def building(
    folder: Path, *, patience: float = PATIENCE, waiting: Callable[[str], None] | None = None
) -> Iterator[bool]:
    """Hold the right to write an index folder.

    Args:
        folder: the index folder; made where it is missing.
        patience: seconds to wait for another process.
        waiting: told once, where there is another.

    Yields:
        Whether another build was waited for.

    Raises:
        IndexingError: the folder cannot be written, or the other process did not finish in time.
    """
    with _opened(folder) as file:
        waited = not _taken(file)
        if waited:
            holder = _holder(folder)
            if waiting:
                waiting(f"waiting for process {holder} that is building the index")
            _wait(file, folder, holder, patience)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield waited


def _opened(folder: Path) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / NAME).open("a+", encoding="ascii")
    except OSError as error:
        raise IndexingError(
            f"the index cannot be built in {folder} ({error.strerror}): make the folder writable, or copy "
            "the workspace to where you may write and name it with --workspace"
        ) from error


def _wait(file: IO[str], folder: Path, holder: str, patience: float) -> None:
    end = time.monotonic() + patience
    while not _taken(file):
        if time.monotonic() > end:
            raise IndexingError(
                f"process {holder} has been building {folder} for more than {patience:.0f} s: "
                "wait for it or stop it, then run the command again"
            )
        time.sleep(PAUSE)


def _holder(folder: Path) -> str:
    with contextlib.suppress(OSError):
        return (folder / NAME).read_text(encoding="ascii", errors="replace").strip()[:20] or "unknown"
    return "unknown"


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
