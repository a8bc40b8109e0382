"""The chat for tests: the three tiny articles and a hostile one, with stand-ins for the models.

`served` runs it in a process of its own, as a user does; run as a script, this module is that process.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import hostile
import pytest
import tiny
from fakes import ALIKE, FakeEncoder, fake_read

from kqa.answer.library import Library
from kqa.chat import serve
from kqa.index import store
from kqa.workspace import Workspace

HERE = Path(__file__).parent
SHORTEST_STOP = 10
LOGIN = ("ann", "long enough")


@contextmanager
def library(root: Path) -> Iterator[Library]:
    """A library over the articles, without a model."""
    if not (root / "corpus").exists():
        hostile.write(tiny.write(root))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ready", "build_or_update", "open_index"):
            patch.setattr(store, name, partial(getattr(store, name), encoder=FakeEncoder()))
        patch.setattr("kqa.answer.reader.read", fake_read)
        patch.setattr("kqa.answer.choose.ALIKE", ALIKE)
        yield Library(Workspace(root))


@contextmanager
def served(root: Path) -> Iterator[tuple[str, str]]:
    """The addresses of two chats that run while the context lasts: one with MCP, and one with `LOGIN`."""
    command = [sys.executable, str(Path(__file__)), str(root)]
    with (root / "served.log").open("w") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=HERE, env=_environment()
        )
    try:
        line = next((line for line in process.stdout if line.startswith("http")), None)
        if line is None:
            raise RuntimeError(f"the chat did not start: {(root / 'served.log').read_text()[-2000:]}")
        plain, locked = (url.rstrip("/") for url in line.split())
        yield plain, locked
    finally:
        process.terminate()
        process.wait(SHORTEST_STOP)
        process.stdout.close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sockets that clients leave behind
            gc.collect()


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}", "OMP_NUM_THREADS": "1"}


if __name__ == "__main__":
    with library(Path(sys.argv[1])) as asked:
        asked.ask("sleep")
        with (
            serve.running(asked, serve.Settings(browser=False, mcp=bool(find_spec("mcp")))) as plain,
            serve.running(asked, serve.Settings(browser=False, login=LOGIN)) as locked,
        ):
            print(plain, locked, flush=True)
            serve.wait()
