"""An index: opened when it is fresh and whole, brought up to date when it is not, never served otherwise.

    index/manifest.json                 what the index was made from, and the hash of every file
         /generation-7/                 its files (see `layout`), written whole before the manifest names them
         /tokens/<hash of it>           token vectors of an article, which later generations use again
         /encoder/<hash of its weights> the exported encoder

A build writes a new generation beside the old and then replaces the manifest, in one step. A process killed
at any point leaves the old index serving.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from kqa.corpus import article as articles
from kqa.errors import CorpusError, DamagedIndex, StaleIndex
from kqa.index import build, late, layout, lock, manifest, synonyms
from kqa.index.build import Progress
from kqa.index.dense import Dense
from kqa.index.encoder import Encoder, TextEncoder
from kqa.index.export import DEFAULT
from kqa.index.late import Tokens
from kqa.index.manifest import Manifest, Part
from kqa.index.selection import Selection
from kqa.index.sparse import Sparse
from kqa.index.synonyms import Rules
from kqa.types import Passage, Sentence
from kqa.workspace import Workspace

__all__ = ["Index", "Passages", "Progress", "build_or_update", "open_index", "ready", "verify"]

IN_MEMORY = "an encoder in memory"
"""Stands for the model in the manifest of an index that was built with an encoder that was handed over."""


class Passages(Sequence[Passage]):
    """The passages of an index in row order, decoded as they are asked for."""

    def __init__(self, contents: layout.Contents) -> None:
        self._lines = contents.lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, row: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(row, slice):
            return tuple(self[i] for i in range(*row.indices(len(self))))
        place = row + len(self) if row < 0 else row
        if not 0 <= place < len(self):
            raise IndexError(f"row {row} of {len(self)} passages")
        return layout.passage(self._lines[place])

    def __iter__(self) -> Iterator[Passage]:
        return (layout.passage(line) for line in self._lines)


class Index:
    """An open index; read only, and may be used from several threads at once.

    Attributes:
        workspace: whose articles it holds.
        manifest: what it was made from.
        passages: in row order.
        dense: vector search over the passages.
        sparse: BM25 over the passages.
        encoder: of questions.
    """

    def __init__(self, workspace: Workspace, record: Manifest, encoder: TextEncoder) -> None:
        folder = workspace.index / record.generation
        self.workspace, self.manifest, self.encoder = workspace, record, encoder
        self.contents = layout.Contents.open(folder)
        self.passages = Passages(self.contents)
        self.dense = Dense.open(folder, self.contents.vectors)
        self.sparse = Sparse.open(folder, passages=len(self.passages))
        self.keys = tuple(record.articles)
        ends = np.cumsum([part.passages for part in record.articles.values()], dtype=np.int64)
        self._ends = ends
        self._articles: dict[str, articles.Article] = {}
        self._made = late.Made(encoder.tokens)
        self._rules: tuple[Rules, Rules] | None = None

    def rows(self, key: str) -> range:
        """The rows of an article's passages.

        Raises:
            CorpusError: the index has no such article.
        """
        try:
            place = self.keys.index(key)
        except ValueError:
            known = ", ".join(self.keys[:8]) + (", …" if len(self.keys) > 8 else "")
            raise CorpusError(
                f"no article has the key {key!r:.80}; there are: {known or 'none yet'} "
                "(`kqa articles` lists them)"
            ) from None
        return range(int(self._ends[place - 1]) if place else 0, int(self._ends[place]))

    def row(self, passage: Passage) -> int:
        """The row of a passage of this index."""
        rows = self.rows(passage.article)
        starts = self.contents.rows["start"][rows.start : rows.stop]
        return rows.start + int(np.searchsorted(starts, passage.start))

    def sentences(self, passage: Passage) -> tuple[Sentence, ...]:
        """The sentences of a passage, in order."""
        return layout.sentences(self.contents.lines[self.row(passage)])

    def sentence_vectors(self, passage: Passage) -> NDArray[np.float16]:
        """Unit vectors of the sentences of a passage, each encoded alone; float16, (n, dimension)."""
        vectors: NDArray[np.float16] = self.contents.sentences.of(self.row(passage))
        return vectors

    def tokens(self, passages: Sequence[Passage]) -> list[Tokens]:
        """The token vectors of passages, with those of their headings: kept ones, else made now."""
        kept = [self._kept(passage) for passage in passages]
        made = iter(self._made.of([p for p, tokens in zip(passages, kept, strict=True) if tokens is None]))
        return [tokens or next(made) for tokens in kept]

    def _kept(self, passage: Passage) -> Tokens | None:
        """The tokens of a passage where they are kept, and the article has not changed since."""
        if not self.contents.has_tokens:
            return None
        kept, row = self.contents.tokens, self.row(passage)
        span, before = kept.span(row, row + 1), kept.span(0, self.rows(passage.article).start).stop
        path = self.workspace.index / self.manifest.articles[passage.article].tokens
        own = slice(span.start - before, span.stop - before)
        vectors = late.load(path, own, self.contents.vectors.shape[1])
        return None if vectors is None else Tokens(vectors, kept.values[span])

    def article(self, key: str) -> articles.Article:
        """An article as it stands in the corpus.

        Raises:
            CorpusError: the index has no such article, or its folder is damaged.
        """
        if key not in self._articles:
            self.rows(key)
            self._articles[key] = articles.load(self.workspace.article(key))
        return self._articles[key]

    def text(self, key: str) -> str:
        """The canonical text of an article.

        Raises:
            CorpusError: the index has no such article, or its folder is damaged.
        """
        return self.article(key).text

    @cached_property
    def prose(self) -> Selection:
        """All passages but the entries of reference lists."""
        return Selection(self.contents.rows["kind"] != layout.KINDS.index("reference"))

    @property
    def abbreviations(self) -> Rules:
        """Short forms of the corpus and what they stand for, as rules for questions."""
        return self._expansions()[0]

    @property
    def synonyms(self) -> Rules:
        """Other words for the words of questions: those that come with kqa and the workspace's own."""
        return self._expansions()[1]

    def _expansions(self) -> tuple[Rules, Rules]:
        if self._rules is None:
            known = (pair for pairs in self.contents.abbreviations.values() for pair in pairs)
            self._rules = (
                synonyms.both_ways((tuple(short), tuple(long)) for short, long in known),
                synonyms.load(self.workspace.root / synonyms.NAME),
            )
        return self._rules


def open_index(workspace: Workspace, *, encoder: TextEncoder | None = None) -> Index:
    """Open the index of a workspace if it is fresh and whole.

    Args:
        workspace: whose index.
        encoder: to use in place of the one that the index was built with; only for an index built with it.

    Raises:
        StaleIndex: there is none, or the articles have changed since it was built.
        DamagedIndex: a file of it is missing or is not what was written.
    """
    while True:
        record = manifest.load(workspace.index)
        try:
            _fresh(workspace, record, encoder)
            manifest.check(workspace.index, record)
            return Index(workspace, record, encoder or Encoder.load(workspace.index / record.encoder))
        except (DamagedIndex, FileNotFoundError):
            # another process may have put a newer generation in place meanwhile
            if manifest.load(workspace.index).identity == record.identity:
                raise


def verify(workspace: Workspace, *, encoder: TextEncoder | None = None) -> None:
    """Compare every file of the index with its hash, and the index with the articles.

    Raises:
        StaleIndex: there is none, or the articles have changed since it was built.
        DamagedIndex: a file of it is missing or is not what was written.
    """
    record = manifest.load(workspace.index)
    _fresh(workspace, record, encoder)
    manifest.check(workspace.index, record, everything=True)


def ready(
    workspace: Workspace, progress: Progress | None = None, *, encoder: TextEncoder | None = None
) -> Index:
    """Open the index, built or brought up to date first where it must be.

    Args:
        workspace: whose index.
        progress: told what is done, and why.
        encoder: see `open_index`.

    Raises:
        IndexingError: it cannot be built, or another process is building it.
        ModelError: the encoder cannot be loaded or exported.
        CorpusError: an article is damaged.
    """
    try:
        return open_index(workspace, encoder=encoder)
    except (StaleIndex, DamagedIndex) as error:
        if progress and isinstance(error, StaleIndex):
            progress(f"{str(error).partition(': ')[0]}; building it", 0, 1)
        return build_or_update(workspace, progress=progress, encoder=encoder)


def build_or_update(
    workspace: Workspace,
    *,
    rebuild: bool = False,
    model: str | None = None,
    progress: Progress | None = None,
    encoder: TextEncoder | None = None,
) -> Index:
    """Build the index, or bring it up to date by embedding only the articles that changed.

    Args:
        workspace: whose articles to index.
        rebuild: make everything anew, the exported encoder too.
        model: name or path of a sentence-transformers model; when omitted, the one that the index was built
            with, else all-MiniLM-L6-v2.
        progress: told what is done.
        encoder: in place of a model, for tests.

    Raises:
        IndexingError: the folder cannot be written, or another process is building for too long.
        ModelError: the model cannot be found, loaded or exported.
        CorpusError: an article is damaged.
    """
    say = progress or build.silent
    with lock.building(workspace.index, waiting=lambda message: say(message, 0, 1)):
        old = None if rebuild else _usable(workspace, say)
        wanted = IN_MEMORY if encoder else model or _remembered(workspace) or DEFAULT
        parts = {key: Part(hashes, 0) for key, hashes in manifest.fingerprints(workspace).items()}
        same = old is not None and old.model == wanted
        if old and same and _hashes(old) == {key: part.sha256 for key, part in parts.items()}:
            build.sweep(workspace, old)
            return open_index(workspace, encoder=encoder)
        folder = _encoder(workspace, old if same else None, wanted, rebuild, say) if not encoder else ""
        used = encoder or Encoder.load(workspace.index / folder)
        kept = build.reusable(workspace, old, parts) if old and same else None
        name = build.next_generation(workspace.index)
        record = Manifest(manifest.VERSION, wanted, folder, name, parts)
        record = build.generation(workspace, used, record, kept=kept, progress=progress)
        manifest.save(workspace.index, record)
        build.sweep(workspace, record)
        return Index(workspace, record, used)


def _usable(workspace: Workspace, say: Progress) -> Manifest | None:
    """The manifest of the present index if its files are whole; says so where they are not."""
    try:
        record = manifest.load(workspace.index)
        manifest.check(workspace.index, record)
    except StaleIndex:
        return None
    except DamagedIndex as error:
        say(f"the index is damaged and is built anew: {str(error).partition(':')[0]}", 0, 1)
        return None
    return record


def _remembered(workspace: Workspace) -> str:
    """The model that the present index was built with, even where its files are damaged."""
    try:
        model = manifest.load(workspace.index).model
    except (StaleIndex, DamagedIndex):
        return ""
    return "" if model == IN_MEMORY else model


def _encoder(workspace: Workspace, old: Manifest | None, model: str, rebuild: bool, say: Progress) -> str:
    """The folder of the model's encoder, exported where it is not there whole."""
    if old:
        return old.encoder
    if not rebuild:
        try:
            before = manifest.load(workspace.index)
        except (StaleIndex, DamagedIndex):
            before = None
        if before and before.model == model and build.undamaged_encoder(workspace, before):
            return before.encoder
    return build.encoder_for(workspace, model, progress=say)


def _fresh(workspace: Workspace, record: Manifest, encoder: TextEncoder | None) -> None:
    if (record.model == IN_MEMORY) != (encoder is not None):
        raise StaleIndex(f"{workspace.index} was built with {record.model}: `kqa index` builds it anew")
    now = manifest.fingerprints(workspace)
    if now != _hashes(record):
        changed = sorted(
            k for k in now.keys() | record.articles.keys() if now.get(k) != _hashes(record).get(k)
        )
        raise StaleIndex(
            f"{workspace.index} is older than the articles ({_some(changed)} changed): "
            "`kqa index` brings it up to date"
        )


def _hashes(record: Manifest) -> dict[str, dict[str, str]]:
    return {key: dict(part.sha256) for key, part in record.articles.items()}


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")


def folder_of(index: Index) -> Path:
    """The folder that the files of an open index lie in."""
    return index.workspace.index / index.manifest.generation
