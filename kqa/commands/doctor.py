"""`kqa doctor`: verifies every article and the index against their hashes, and says what to do."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from kqa import terminal
from kqa.errors import KqaError, StaleIndex
from kqa.workspace import Workspace, find

PROBLEMS = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """`kqa doctor` has no options of its own."""


def run(args: argparse.Namespace) -> int:
    """Print one line a finding; 1 where something is wrong."""
    workspace = find(args.workspace)
    healthy = True
    for well, line in _findings(workspace):
        print(f"{'ok' if well else 'PROBLEM':<8} {terminal.one_line(line)}")
        healthy &= well
    return 0 if healthy else PROBLEMS


def _findings(workspace: Workspace) -> Iterator[tuple[bool, str]]:
    """(is well, what was found) for the corpus, each article, and the index."""
    keys = workspace.keys()
    if not keys:
        yield False, f"{workspace.corpus} holds no article: `kqa add FILE` adds one"
    for key in keys:
        yield _article(workspace, key)
    yield _index(workspace)


def _article(workspace: Workspace, key: str) -> tuple[bool, str]:
    from kqa.corpus import article

    try:
        loaded = article.load(workspace.article(key))
    except KqaError as error:
        return False, f"article {key}: {error}"
    return True, f"article {key}: {len(loaded.text):,} characters, {len(loaded.references)} references"


def _index(workspace: Workspace) -> tuple[bool, str]:
    from kqa.index import store

    try:
        store.verify(workspace)
    except StaleIndex as error:
        return True, f"index: {error}; so does the next question"
    except KqaError as error:
        return False, f"index: {error}"
    return True, "index: as fresh as the articles, and every file is what was written"
