"""Adds papers to the corpus and takes them out, each file whole or not at all.

A file that is in the corpus already, told by its hash, is passed over; that is also how a run that was killed
goes on. A file that is a new version of an article, told by its DOI, title and name, takes its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kqa.corpus import article, entries, formats, ingest, keys, sidecar
from kqa.corpus.found import Findings, examine
from kqa.errors import IngestError, KqaError
from kqa.workspace import Workspace

MOST_FILES = 20_000
"""Files taken from one folder; beyond that the folder was named by mistake."""
ALIKE = 2
"""How many of DOI, title and file name must agree for a file to be a version of an article."""
DEEPEST = 30
"""Folders within folders."""

Outcome = Literal["added", "replaced", "unchanged", "would add", "would replace", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    file: Path
    outcome: Outcome
    key: str = ""
    findings: Findings | None = None
    reason: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the corpus says of an article, for telling whether a file is it."""

    key: str
    sha256: str
    doi: str
    title: str
    name: str


def gather(paths: Sequence[Path]) -> list[Path]:
    """The files that `paths` name; of folders those with a known suffix, at any depth, links not followed.

    Raises:
        IngestError: a path does not exist, or a folder holds more files than are taken.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            is_folder = path.is_dir()
            exists = is_folder or path.exists()
        except (OSError, ValueError) as error:
            raise IngestError(f"{str(path)!r:.200}: no name of a file ({error})") from None
        if is_folder:
            found.update(dict.fromkeys(_within(path)))
        elif exists:
            found[path] = None
        else:
            raise IngestError(
                f"{str(path)!r:.200}: no such file or folder; name a paper or a folder of papers"
            )
    return list(found)


def _within(folder: Path) -> Iterator[Path]:
    taken = 0
    for root, folders, names in os.walk(folder, followlinks=False):
        depth = len(Path(root).relative_to(folder).parts)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and depth < DEEPEST)
        for name in sorted(names):
            file = Path(root) / name
            if (
                name.startswith((".", "~$"))
                or file.suffix.lower() not in formats.SUFFIXES
                or not file.is_file()
            ):
                continue
            taken += 1
            if taken > MOST_FILES:
                raise IngestError(f"{folder}: more than {MOST_FILES:,} papers; name a folder further down")
            yield file


class Shelf:
    """The corpus as it stands while files are added; knows each article's hash, DOI and title.

    Args:
        workspace: where it lies.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known = {known.key: known for key in workspace.keys() if (known := _known(workspace, key))}

    def add(
        self,
        file: Path,
        *,
        key: str | None = None,
        given: Mapping[str, Any] | None = None,
        records: Sequence[Mapping[str, Any]] = (),
        dry_run: bool = False,
    ) -> Result:
        """Adds one file, or says why it cannot be.

        Args:
            file: the paper.
            key: its key; made from its first author and year when omitted.
            given: CSL-JSON fields that the user gave; they go before everything else.
            records: of an export that the user named, to find its metadata in.
            dry_run: only say what would be done.
        """
        try:
            return self._add(file, key, given or {}, records, dry_run=dry_run)
        except KqaError as error:
            return Result(file, "failed", reason=str(error))
        except OSError as error:
            return Result(
                file, "failed", reason=f"{file.name}: the system refused ({error.strerror or error})"
            )

    def _add(
        self, file: Path, key: str | None, given: Mapping[str, Any], records: Sequence[Any], *, dry_run: bool
    ) -> Result:
        data = ingest.contents(file)
        sha256 = hashlib.sha256(data).hexdigest()
        same = next((k for k in self._known.values() if k.sha256 == sha256), None)
        if same is not None and key in (None, same.key) and not given and not records:
            return Result(file, "unchanged", same.key)
        draft = ingest.read(data, file.name)
        over = sidecar.choose(list(records) or sidecar.beside(file), file, draft.metadata)
        metadata = ingest.merged(ingest.merged(draft.metadata, over), given)
        old = same or self._older(file, key, metadata)
        key = key or (old.key if old else keys.make(metadata, source_name=file.name, taken=self._taken()))
        if key in self._known and (old is None or old.key != key):
            raise IngestError(
                f"{file.name}: the key {key} is taken by {self._known[key].title[:40]!r}; choose another "
                f"with --key, or take that article out with `kqa remove {key}`"
            )
        self.workspace.article(key)
        custom = {**metadata.get("custom", {}), "source-name": _printable(file.name)}
        draft = replace(draft, metadata={**metadata, "custom": custom})
        replaced = old is not None and old.key == key
        if dry_run:
            self._known.setdefault(key, Known(key, sha256, "", "", ""))
            return Result(file, "would replace" if replaced else "would add", key, examine(draft))
        made = ingest.save(draft, data, key, self.workspace, name=_plain_name(file), replace=replaced)
        self._known[key] = _entry(made.key, made.metadata)
        return Result(file, "replaced" if replaced else "added", key, examine(draft))

    def _taken(self) -> set[str]:
        return {*self._known, *self.workspace.keys()}

    def _older(self, file: Path, key: str | None, metadata: Mapping[str, Any]) -> Known | None:
        """The article of which this file is another version: a DOI found in a text may be another paper's."""
        doi, title = entries.doi(metadata), _letters(metadata.get("title"))
        for known in self._known.values():
            alike = (doi and doi == known.doi, title and title == known.title, file.name == known.name)
            if key in (None, known.key) and sum(map(bool, alike)) >= ALIKE - (key is not None):
                return known
        return None


def remove(workspace: Workspace, key: str) -> Path:
    """Takes an article out of the corpus, in one step.

    Returns:
        The folder that was removed.

    Raises:
        IngestError: there is no such article, or it cannot be removed.
    """
    folder = workspace.article(key)
    if not folder.is_dir():
        near = ", ".join(workspace.keys()[:8]) or "none yet"
        raise IngestError(f"no article has the key {key!r}; there are: {near} (`kqa articles` lists them)")
    aside = folder.with_name(f".{folder.name}.removed-{os.getpid()}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise IngestError(
            f"{folder}: cannot be removed ({error.strerror or error}); it is as it was"
        ) from error
    shutil.rmtree(aside, ignore_errors=True)
    return folder


def _known(workspace: Workspace, key: str) -> Known | None:
    try:
        value = json.loads((workspace.article(key) / article.METADATA).read_bytes())
    except (OSError, ValueError, KqaError):
        return None
    return _entry(key, value) if isinstance(value, dict) else None


def _entry(key: str, metadata: Mapping[str, Any]) -> Known:
    custom = metadata.get("custom")
    custom = custom if isinstance(custom, Mapping) else {}
    return Known(
        key=key,
        sha256=str(custom.get("source-sha256", "")),
        doi=entries.doi(metadata),
        title=_letters(metadata.get("title")),
        name=str(custom.get("source-name", "")),
    )


def _letters(title: object) -> str:
    return "".join(c for c in str(title or "").lower() if c.isalnum())


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")[:255]


def _plain_name(file: Path) -> Path:
    """A name for the kept source: of the user's only the suffix stays, and only a plain one."""
    suffix = file.suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 9
    return Path(f"source{suffix if plain else '.bin'}")
