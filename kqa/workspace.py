"""Where things lie: a workspace is a folder that holds `corpus/`."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kqa.errors import WorkspaceError

VARIABLE = "KQA_WORKSPACE"
KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one workspace; naming them makes none of them."""

    root: Path

    @property
    def corpus(self) -> Path:
        """One folder an article: `corpus/<key>/`."""
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        """Built artefacts; may be deleted at any time."""
        return self.root / "index"

    @property
    def gold(self) -> Path:
        """Gold questions, follow-ups and claims."""
        return self.root / "eval" / "gold"

    @property
    def runs(self) -> Path:
        """One folder an evaluation run."""
        return self.root / "eval" / "runs"

    @property
    def reports(self) -> Path:
        """Rendered evaluation reports."""
        return self.root / "eval" / "reports"

    def article(self, key: str) -> Path:
        """The folder of one article.

        Raises:
            WorkspaceError: `key` is not a citation key (lower-case letters, digits, `-`, `_`).
        """
        if not KEY.fullmatch(key):
            raise WorkspaceError(
                f"{key!r:.80} is not an article key: use 1 to 64 lower-case letters, digits, '-' or '_'; "
                "`kqa articles` lists the keys there are"
            )
        return self.corpus / key

    def keys(self) -> tuple[str, ...]:
        """Keys of the article folders, sorted; folders whose names start with a dot are passed over."""
        if not self.corpus.is_dir():
            return ()
        with os.scandir(self.corpus) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".") and _is_folder(entry)]
        return tuple(sorted(names))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False


def find(explicit: str | Path | None = None, start: Path | None = None) -> Workspace:
    """The workspace named by `explicit`, else by `KQA_WORKSPACE`, else the nearest at or above `start`.

    Args:
        explicit: a folder named by the user.
        start: where to look from; the current folder when omitted.

    Raises:
        WorkspaceError: the named folder holds no `corpus/`, or none was found.
    """
    named = explicit or os.environ.get(VARIABLE)
    if named:
        root = Path(named).expanduser()
        if not (root / "corpus").is_dir():
            raise WorkspaceError(
                f"{root} is no workspace: it holds no folder `corpus`; make one with `kqa init {root}`"
            )
        return Workspace(root.resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "corpus").is_dir():
            return Workspace(folder)
    raise WorkspaceError(
        f"no workspace at or above {here}: go to a folder that holds `corpus`, name one with --workspace, "
        "or make one with `kqa init DIR`"
    )
