"""An article as kqa holds it, and how it is read from disk; `structure` says what its text is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from kqa.corpus.citations import Marker, find, listed, starting
from kqa.corpus.structure import Block, parse, plain
from kqa.errors import CorpusError

__all__ = ["Article", "Block", "load", "parse", "plain"]

TEXT, METADATA, REFERENCES = "article.md", "metadata.json", "references.json"
CITATIONS = "citations.json"
"""What each in-text citation stands for, where the source says so (`(Smith, 2019)`, `(3)`); an optional part:
`[{"start", "end", "references": [1, 2]}]`, in order. Without it, bracketed numbers in the text are read."""


@dataclass(frozen=True, slots=True)
class Article:
    """One source document; `key` is also its citation key."""

    key: str
    text: str
    metadata: Mapping[str, Any]
    """CSL-JSON of the article itself."""
    references: tuple[Mapping[str, Any], ...]
    """CSL-JSON of its reference list, in order, ids `<key>:<n>`."""
    blocks: tuple[Block, ...]
    sha256: str
    """Of the bytes of `article.md`."""
    citations: tuple[Marker, ...] | None = None
    """In-text citations as the source marks them; None where the text's own brackets are all there is."""

    def markers(self, start: int, end: int) -> tuple[Marker, ...]:
        """The in-text citations that begin in `text[start:end]`, in order."""
        if self.citations is None:
            return find(self.text, start, end, known=len(self.references))
        return starting(self.citations, start, end)


def load(folder: Path) -> Article:
    """Read the article in `corpus/<key>/`.

    Raises:
        CorpusError: there is no such folder, a part is missing or cannot be read, or `article.md` is not
            the text that `metadata.json` was made for.
    """
    key = folder.name
    if not folder.is_dir():
        known = ", ".join(_neighbours(folder)) or "none yet"
        raise CorpusError(
            f"no article {key!r:.80} in {folder.parent}; there are: {known} (`kqa articles` lists them)"
        )
    data = _read(folder / TEXT)
    sha256 = hashlib.sha256(data).hexdigest()
    metadata = _json(folder / METADATA, dict)
    custom = metadata.get("custom")
    recorded = custom.get("sha256") if isinstance(custom, dict) else None
    if recorded != sha256:
        raise CorpusError(
            f"{folder / TEXT} is not the text that {METADATA} describes (SHA-256 {sha256[:12]}…, recorded "
            f"{str(recorded)[:12]}…): {_remedy(folder)}, or keep the edited text with "
            f"`kqa ingest {quote(str(folder / TEXT))} --key {key} --replace`"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{folder / TEXT} is not UTF-8 (byte {error.start}): {_remedy(folder)}") from error
    references = _json(folder / REFERENCES, list)
    for entry in references:
        if not isinstance(entry, dict) or not str(entry.get("id", "")).startswith(f"{key}:"):
            raise CorpusError(
                f"{folder / REFERENCES} holds an entry without an id of the form {key}:N "
                f"({str(entry)[:60]}): {_remedy(folder)}"
            )
    return Article(
        key,
        text,
        metadata,
        tuple(references),
        parse(text),
        sha256,
        _listed(folder, len(text), len(references)),
    )


def _listed(folder: Path, length: int, known: int) -> tuple[Marker, ...] | None:
    path = folder / CITATIONS
    if not path.exists():
        return None
    try:
        return listed(_json(path, list), length=length, known=known)
    except ValueError as error:
        raise CorpusError(f"{path} does not fit the text ({error}): {_remedy(folder)}") from error


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(f"{path} is missing: {_remedy(path.parent)}") from None
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror}): {_remedy(path.parent)}") from error
    if not data.strip():
        raise CorpusError(f"{path} is empty: {_remedy(path.parent)}")
    return data


def _json(path: Path, kind: type) -> Any:  # noqa: ANN401  (what JSON holds)
    try:
        value = json.loads(_read(path))
    except ValueError as error:
        raise CorpusError(f"{path} is not valid JSON ({error}): {_remedy(path.parent)}") from error
    if not isinstance(value, kind):
        shape = "object" if kind is dict else "list"
        raise CorpusError(f"{path} holds no JSON {shape}, expected CSL-JSON: {_remedy(path.parent)}")
    return value


def _remedy(folder: Path) -> str:
    source = next(iter(sorted(folder.glob("source.*"))), None)
    if source:
        return f"restore it with `kqa ingest {quote(str(source))} --key {folder.name} --replace`"
    return f"ingest the article again with `kqa ingest FILE --key {folder.name} --replace`"


def _neighbours(folder: Path) -> list[str]:
    if not folder.parent.is_dir():
        return []
    return sorted(p.name for p in folder.parent.iterdir() if p.is_dir() and not p.name.startswith("."))
