"""What an index was made from and of: the hashes of every article, of every file and of the encoder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kqa.corpus.article import CITATIONS, METADATA, REFERENCES, TEXT
from kqa.errors import DamagedIndex, StaleIndex
from kqa.index import arrays
from kqa.workspace import Workspace

VERSION = 6
"""Of the files and of all that decides what they hold; raised whenever either changes."""
NAME, STAMPS = "manifest.json", "stamps.json"
PARTS = (TEXT, METADATA, REFERENCES, CITATIONS)

ALWAYS_HASHED = 8 << 20
"""Bytes hashed at every start, smallest files first (5 ms); of larger ones, only those whose time changed."""
SETTLED = 2.0
"""Seconds after its last change from which a file's time can be trusted to tell the next one."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article's share of an index."""

    sha256: Mapping[str, str]
    """Of each of its files."""
    passages: int
    tokens: str = ""
    """File of its token vectors below `index/`, named by its hash; empty where they are not kept."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one index; `generation` is the folder of its files."""

    version: int
    model: str
    encoder: str
    """Folder of the encoder below `index/`; empty for an encoder that was handed over in memory."""
    generation: str
    articles: Mapping[str, Part]
    """By key, in row order."""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Size and SHA-256 by path below `index/`."""

    @property
    def identity(self) -> str:
        """Changes with anything in the manifest; equal for equal manifests."""
        return hashlib.sha256(_encode(self)).hexdigest()[:16]


def load(folder: Path) -> Manifest:
    """Read the manifest of an index folder.

    Raises:
        StaleIndex: there is none, or another version of kqa wrote it.
        DamagedIndex: it cannot be read.
    """
    path = folder / NAME
    try:
        value = json.loads(path.read_bytes())
        checksum = value.pop("checksum")
        if value["version"] != VERSION:
            raise StaleIndex(
                f"{folder} was built by another version of kqa (format {value['version']!r:.20}, "
                f"expected {VERSION}): `kqa index` builds it anew"
            )
        manifest = Manifest(
            **value
            | {
                "articles": {key: Part(**part) for key, part in value["articles"].items()},
                "files": {name: (size, digest) for name, (size, digest) in value["files"].items()},
            }
        )
    except FileNotFoundError:
        raise StaleIndex(f"{folder} holds no index yet: `kqa index` builds it") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedIndex(f"{path} cannot be read ({error}): `kqa index` builds the index anew") from error
    if checksum != hashlib.sha256(_encode(manifest)).hexdigest():
        raise DamagedIndex(f"{path} does not match its checksum: `kqa index` builds the index anew")
    return manifest


def save(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in its place in one step, after which the index it describes is the one that serves."""
    value = _plain(manifest) | {"checksum": hashlib.sha256(_encode(manifest)).hexdigest()}
    staged = folder / f".{NAME}.{os.getpid()}"
    arrays.write(staged, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")
    staged.replace(folder / NAME)
    _flush_folder(folder)


def fingerprints(workspace: Workspace) -> dict[str, dict[str, str]]:
    """SHA-256 of the files of every article, by key and name; a missing file has an empty one."""
    stamps = Stamps(workspace.index)
    corpus = str(workspace.corpus)  # a Path for each of thousands of files takes longer than looking at them
    found = {
        key: {name: stamps.digest(os.path.join(corpus, key, name)) for name in PARTS}
        for key in workspace.keys()
    }
    stamps.save()
    return found


def check(folder: Path, manifest: Manifest, *, everything: bool = False) -> None:
    """Compare the files of an index with their recorded sizes and hashes.

    Args:
        folder: the index folder.
        manifest: its manifest.
        everything: hash every file, however large and however long unchanged.

    Raises:
        DamagedIndex: a file is missing or is not what was written.
    """
    stamps = Stamps(folder, trusted=not everything)
    for name, (size, digest) in sorted(manifest.files.items(), key=lambda entry: entry[1][0]):
        path = folder / name
        try:
            right = path.stat().st_size == size and stamps.digest(str(path)) == digest
        except OSError:
            right = False
        if not right:
            what = "does not match its hash" if path.is_file() else "is missing"
            raise DamagedIndex(f"{path} {what}: `kqa index` builds the index anew")
    stamps.save()


class Stamps:
    """Hashes of files remembered with the size and times of the file, so that large ones are hashed once.

    The time of the last change of the inode (ctime) cannot be set back, so a file that was written since
    differs. What is remembered is no part of the index: a wrong or missing stamp only costs a hash.
    """

    def __init__(self, folder: Path, *, trusted: bool = True) -> None:
        self._path, self._hashed = folder / STAMPS, 0
        self._known: dict[str, list[Any]] = _stamps(self._path) if trusted else {}
        self._fresh: dict[str, list[Any]] = {}

    def digest(self, path: str) -> str:
        """SHA-256 of a file; empty where there is none."""
        try:
            status = os.stat(path)
        except OSError:
            return ""
        state = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = self._known.get(path)
        within = self._hashed + status.st_size <= ALWAYS_HASHED
        if known and known[:-1] == state and not within:
            self._fresh[path] = known
            return str(known[-1])
        self._hashed += status.st_size if within else 0
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if time.time_ns() - status.st_ctime_ns > SETTLED * 1e9:
            self._fresh[path] = [*state, digest]
        return digest

    def save(self) -> None:
        """Remember what was hashed, where that can be written."""
        merged = self._known | self._fresh
        if merged == self._known:
            return
        merged = {path: stamp for path, stamp in merged.items() if os.path.exists(path)}
        self._known = merged
        staged = self._path.with_name(f".{STAMPS}.{os.getpid()}")
        with contextlib.suppress(OSError):  # a folder that is only readable is hashed again next time
            staged.write_text(json.dumps(merged), encoding="utf-8")
            staged.replace(self._path)


def _stamps(path: Path) -> dict[str, list[Any]]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _encode(manifest: Manifest) -> bytes:
    return json.dumps(_plain(manifest), sort_keys=True, ensure_ascii=True).encode("ascii")


def _plain(manifest: Manifest) -> dict[str, Any]:
    """A manifest as JSON has it; `dataclasses.asdict` copies every hash, 0.1 ms an article."""
    fields = {name: getattr(manifest, name) for name in Manifest.__slots__}
    parts = manifest.articles.items()
    articles = {k: {"sha256": p.sha256, "passages": p.passages, "tokens": p.tokens} for k, p in parts}
    return fields | {"articles": articles}


def _flush_folder(folder: Path) -> None:
    """Make renames in a folder last through a loss of power, on systems that can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
