"""Makes an article folder from a source file, all or nothing."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from kqa.corpus import article, citations, exchange, keys
from kqa.corpus.article import Article
from kqa.errors import IngestError
from kqa.workspace import Workspace

LARGEST = 64 * 1024 * 1024
"""Bytes; an article of this size is a mistake, and reading it would fill the memory."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format's reader makes of a source file, before it has a key."""

    markdown: str
    """Canonical text, in the dialect of `kqa.corpus.article`."""
    metadata: dict[str, Any]
    """CSL-JSON of the article, without `id`; what CSL has no field for stands in `custom`."""
    references: list[dict[str, Any]]
    """CSL-JSON of its reference list; `id` is the entry's number, or is left out and counted."""
    source_name: str
    warnings: tuple[str, ...] = field(default=())
    citations: tuple[tuple[int, int, tuple[int, ...]], ...] | None = None
    """Start, end and entries of each in-text citation, where the source says so; None: those in brackets."""
    unresolved: int = 0
    """In-text citations that the source marks as such and that lead to no entry."""


def ingest(
    file: Path,
    key: str | None,
    workspace: Workspace,
    *,
    metadata: Mapping[str, Any] | None = None,
    replace: bool = False,
) -> Article:
    """Make `corpus/<key>/` from a source file, or renew it from the same source.

    Args:
        file: the source file; its format is told from its content and name.
        key: the article's key; made of the first author's family name and the year when omitted.
        workspace: where the corpus lies.
        metadata: CSL-JSON fields that override those found in the file.
        replace: whether an article that was made from another source may be replaced.

    Returns:
        The article as it now lies in the corpus. Warnings are in its `metadata["custom"]["warnings"]`.

    Raises:
        IngestError: the file cannot be read or is no article, the key is taken, or the folder cannot be
            written.
        WorkspaceError: the key is not one.
    """
    data = contents(file)
    return save(read(data, file.name), data, key, workspace, name=file, metadata=metadata, replace=replace)


def save(
    draft: Draft,
    data: bytes,
    key: str | None,
    workspace: Workspace,
    *,
    name: Path,
    metadata: Mapping[str, Any] | None = None,
    replace: bool = False,
) -> Article:
    """Make `corpus/<key>/` from a draft and the source it was made of; as `ingest` otherwise."""
    fields = merged(draft.metadata, metadata or {})
    sha256 = hashlib.sha256(data).hexdigest()
    key = key or keys.make(fields, source_name=name.name, taken=_taken(workspace, sha256))
    folder = workspace.article(key)
    if folder.exists() and not replace and _source_hash(folder) != sha256:
        raise IngestError(
            f"the key {key!r} is taken by another article ({_title_of(folder)}): choose another with --key, "
            f"or replace it with `kqa ingest {quote(str(name))} --key {key} --replace`"
        )
    files = _files(draft, data, key, fields, f"source{name.suffix.lower()}")
    try:
        exchange.write(folder, files)
    except OSError as error:
        raise IngestError(
            f"cannot write {folder} ({error.strerror or error}): the corpus is as it was; "
            "make the folder writable or name another workspace with --workspace"
        ) from error
    return article.load(folder)


def read(data: bytes, name: str) -> Draft:
    """The draft of an article, by the reader of its format.

    Raises:
        IngestError: no reader knows the format, or the file is damaged.
    """
    from kqa.corpus import formats

    return formats.read(data, name)


def contents(file: Path) -> bytes:
    """The bytes of a source file, within bounds.

    Raises:
        IngestError: missing, a folder, empty, too large or unreadable.
    """
    try:
        status = file.stat()
        size = status.st_size
        if file.is_dir():
            raise IngestError(f"{file} is a folder: expected one source file, such as {file}/article.txt")
        if not stat.S_ISREG(status.st_mode):
            raise IngestError(f"{file} is no regular file (a device or pipe): expected a source file")
        if size > LARGEST:
            raise IngestError(f"{file} is {size:,} bytes: expected an article of at most {LARGEST:,}")
        data = file.read_bytes()
    except FileNotFoundError:
        raise IngestError(
            f"{file} is missing: expected a source file, as in `kqa ingest FILE --key KEY`"
        ) from None
    except (OSError, ValueError) as error:
        raise IngestError(f"{str(file)!r:.200} cannot be read ({error}): expected a source file") from error
    if not data.strip():
        raise IngestError(f"{file} is empty: expected the text of an article")
    return data


def merged(found: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """CSL-JSON in which what is given goes before what was found; `custom` is joined field by field."""
    custom = {**found.get("custom", {}), **given.get("custom", {})}
    return {**found, **given, **({"custom": custom} if custom else {})}


def _files(draft: Draft, data: bytes, key: str, fields: dict[str, Any], source: str) -> dict[str, bytes]:
    """The files of the folder by name."""
    text = draft.markdown.encode("utf-8")
    custom = {
        **fields.get("custom", {}),
        "sha256": hashlib.sha256(text).hexdigest(),
        "source": source,
        "source-sha256": hashlib.sha256(data).hexdigest(),
        **({"warnings": list(draft.warnings)} if draft.warnings else {}),
    }
    metadata = {
        "id": key,
        **{name: fields[name] for name in fields if name not in ("id", "custom")},
        "custom": custom,
    }
    entries = [
        {**entry, "id": f"{key}:{str(entry.get('id', number)).rpartition(':')[2]}"}
        for number, entry in enumerate(draft.references, 1)
    ]
    entries = [{"id": entry["id"], **entry} for entry in entries]
    return {
        source: data,
        article.TEXT: text,
        article.METADATA: _json(metadata),
        article.REFERENCES: _json(entries),
        **_citations(draft),
    }


def _citations(draft: Draft) -> dict[str, bytes]:
    """The list of in-text citations, unless the text by itself says the same."""
    if draft.citations is None:
        return {}
    printed = citations.find(draft.markdown, known=len(draft.references))
    if [(m.start, m.end, m.numbers) for m in printed] == list(draft.citations):
        return {}
    listed = [
        {"start": start, "end": end, "references": list(numbers)} for start, end, numbers in draft.citations
    ]
    return {article.CITATIONS: _json(listed)}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _taken(workspace: Workspace, sha256: str) -> frozenset[str]:
    """The keys of articles that were made from other sources."""
    return frozenset(key for key in workspace.keys() if _source_hash(workspace.article(key)) != sha256)


def _source_hash(folder: Path) -> str:
    custom = _metadata_of(folder).get("custom")
    return str(custom.get("source-sha256", "")) if isinstance(custom, dict) else ""


def _title_of(folder: Path) -> str:
    return repr(str(_metadata_of(folder).get("title", "a damaged folder")))[:80]


def _metadata_of(folder: Path) -> dict[str, Any]:
    """The metadata of a folder that need not be whole; empty where there is none to read."""
    try:
        found = json.loads((folder / article.METADATA).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
