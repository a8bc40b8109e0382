"""The chat, served for tests: the three tiny articles and a hostile one, with stand-ins for the models."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import hostile
import pytest
import tiny
from fakes import FakeEncoder, fake_read

from kqa.answer.library import Library
from kqa.chat import serve
from kqa.index import store
from kqa.workspace import Workspace


@contextmanager
def library(root: Path) -> Iterator[Library]:
    """A library over the articles, without a model."""
    hostile.write(tiny.write(root))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ready", "build_or_update", "open_index"):
            patch.setattr(store, name, partial(getattr(store, name), encoder=FakeEncoder()))
        patch.setattr("kqa.answer.reader.read", fake_read)
        yield Library(Workspace(root))


@contextmanager
def served(root: Path, **settings: object) -> Iterator[str]:
    """The address of a running chat."""
    with library(root) as asked, warnings.catch_warnings():
        warnings.simplefilter("default")  # those of Gradio and its servers, in their own threads
        with serve.running(asked, serve.Settings(browser=False, **settings)) as url:
            yield url.rstrip("/")
