"""What the arguments of `kqa eval` name: the questions, the articles they are asked of, and the index."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kqa import terminal
from kqa.errors import UsageError
from kqa.workspace import Workspace

if TYPE_CHECKING:
    from kqa.corpus.article import Article
    from kqa.eval.dataset import Dataset
    from kqa.eval.outcome import Run
    from kqa.index.store import Index

SETS = ".sets"
"""Where the workspaces of public sets lie below the runs, unless --cache names a folder."""


def evaluated(args: argparse.Namespace, workspace: Workspace) -> Run:
    """Ask the questions that the arguments name.

    Raises:
        UsageError: they name several sets, or no question is left.
        GoldError: a file of them cannot be used.
    """
    from kqa.eval import artefacts, dataset, gold, run

    if args.beir and args.squad:
        raise UsageError("`--beir` and `--squad` name two sets; evaluate one at a time")
    with terminal.ProgressBar() as progress:
        if args.beir or args.squad:
            if args.target:
                raise UsageError(f"{args.target!r:.60} and a public set are two sets; evaluate one at a time")
            held, opened = _public_set(args, workspace, progress)
        else:
            texts = load_articles(workspace)
            path = Path(args.target) if args.target else workspace.gold / gold.QUESTIONS
            name = args.name or ("gold" if not args.target else path.stem)
            chosen = [q for q in gold.questions(path, texts) if not args.type or q.type in args.type]
            if not chosen:
                raise UsageError(f"no question of {path} is of type {', '.join(args.type)}; leave out --type")
            held = dataset.from_articles(name, chosen[: args.limit], texts)
            opened = open_index(workspace, progress)
        made = {"model": opened.manifest.model, "version": opened.manifest.version}
        return run.evaluate(opened, held, settings=artefacts.settings(held, made), progress=progress)


def _public_set(
    args: argparse.Namespace, workspace: Workspace, progress: terminal.Progress
) -> tuple[Dataset, Index]:
    """The set that the arguments name, and the index of its own, built once in the cache."""
    from kqa.eval import beir, external, squad

    found = beir.load(args.beir, limit=args.limit) if args.beir else squad.load(args.squad, limit=args.limit)
    folder = (args.cache or workspace.runs / SETS) / found.key
    index = open_index(external.lay_out(found, folder), progress)
    return (replace(found.dataset, name=args.name) if args.name else found.dataset), index


def load_articles(workspace: Workspace) -> dict[str, Article]:
    """The corpus, by key."""
    from kqa.corpus.article import load

    return {key: load(workspace.article(key)) for key in workspace.keys()}


def open_index(workspace: Workspace, progress: terminal.Progress) -> Index:
    """The index, built or brought up to date first where it must be."""
    from kqa.index import store

    return store.ready(workspace, progress=progress)
