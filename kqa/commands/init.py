"""`kqa init`: a workspace of one's own with the two shipped reviews in it."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from kqa.errors import WorkspaceError

SHIPPED = "_corpus"
"""Where an installed kqa keeps the reviews; a clone keeps them in `corpus/`."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa init`."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder; made where it does not exist")
    parser.add_argument("--empty", action="store_true", help="leave the two reviews out")


def run(args: argparse.Namespace) -> int:
    """Make the workspace, all or nothing."""
    root: Path = args.folder.expanduser()
    target = root / "corpus"
    if os.path.lexists(target):
        raise WorkspaceError(
            f"{target} exists already: `kqa articles --workspace {root}` lists what it holds"
        )
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kqa-init-", dir=root) as staging:
        made = Path(staging) / "corpus"
        if args.empty:
            made.mkdir()
        else:
            shutil.copytree(shipped_corpus(), made, ignore=shutil.ignore_patterns(".*"))
        made.rename(target)
    print(f'{root} is a workspace now; ask in it: cd {root} && kqa ask "…"')
    return 0


def shipped_corpus() -> Path:
    """The folder of the reviews that come with kqa, in an installed package or a clone.

    Raises:
        WorkspaceError: this installation lacks them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / SHIPPED, package.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise WorkspaceError(
        f"this installation of kqa, {package}, came without the reviews: "
        "`kqa init --empty DIR` makes a workspace without them"
    )
