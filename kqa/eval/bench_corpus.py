"""Workspaces of any size to measure on: sentences of real articles, mixed and varied, with generated vectors.

Three words in ten are replaced by made-up ones of Zipf's distribution, so that the vocabulary grows with the
corpus as a real one does. Embedding hundreds of thousands of passages would take hours and tell nothing of
searching them, so their vectors are those of real sentences with noise; questions are encoded in earnest.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kqa.corpus.article import METADATA, REFERENCES, TEXT
from kqa.index import build, manifest
from kqa.index.late import Tokens
from kqa.index.manifest import Manifest, Part
from kqa.index.store import Index
from kqa.workspace import Workspace

PASSAGES_PER_ARTICLE = 200
REPLACED = 0.3
VOCABULARY = 400_000
ZIPF = 1.2
SAMPLE = 100
"""Passages whose words' vectors are used again."""
WORD = re.compile(r"[^\W_]+")
NOISE = 0.8
"""Length of the noise beside a real vector: cosines are then spread as those of real passages."""


class Lookalikes:
    """Stands for the encoder while a measured index is built: vectors of real sentences, with noise.

    Args:
        real: of sentences, unit rows.
        words: of tokens, unit rows; each word of a text gets one of them, by its letters.
        seed: of the noise.
    """

    def __init__(self, real: NDArray[np.float32], words: NDArray[np.float32], *, seed: int) -> None:
        self._real, self._words, self._random = real, words, np.random.default_rng(seed)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._real.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, float32, shape (len(texts), dimension)."""
        chosen = np.array([zlib.crc32(text.encode("utf-8")) for text in texts], np.int64)
        return self.near(chosen)

    def near(self, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
        """A unit vector near each of the real ones chosen, counted round and round."""
        noise = self._random.standard_normal((len(chosen), self.dimension), dtype=np.float32)
        rows = self._real[chosen % len(self._real)] + noise * np.float32(NOISE / self.dimension**0.5)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """A token for each word."""
        read = []
        for text in texts:
            found = list(WORD.finditer(text))
            chosen = [zlib.crc32(word[0].encode("utf-8")) % len(self._words) for word in found]
            spans = np.array([word.span() for word in found], np.int32).reshape(-1, 2)
            read.append(Tokens(self._words[chosen], spans))
        return read


def lookalikes(source: Index, *, seed: int) -> Lookalikes:
    """Vectors like those of an index of real articles."""
    words = [tokens.vectors for tokens in source.tokens(source.passages[:SAMPLE])]
    return Lookalikes(
        source.contents.sentences.values[:].astype(np.float32), np.concatenate(words), seed=seed
    )


def make(folder: Path, source: Index, *, passages: int, seed: int = 0) -> Workspace:
    """Write and index a workspace.

    Args:
        folder: where to; what is there is kept if it has as many passages.
        source: the index whose articles' sentences and vectors are mixed, and whose encoder is copied.
        passages: rounded up to whole articles of 200.
        seed: for the same texts again.
    """
    workspace = Workspace(folder)
    articles = -(-passages // PASSAGES_PER_ARTICLE)
    if len(workspace.keys()) == articles and (workspace.index / manifest.NAME).is_file():
        return workspace
    shutil.rmtree(folder, ignore_errors=True)
    written = _texts(_sentences(source), articles, np.random.default_rng(seed))
    for number, text in enumerate(written):
        _write(workspace.corpus / f"made{number:05d}", text)
    encoder = source.manifest.encoder
    shutil.copytree(source.workspace.index / encoder, workspace.index / encoder)
    parts = {key: Part(hashes, 0) for key, hashes in manifest.fingerprints(workspace).items()}
    record = Manifest(manifest.VERSION, source.manifest.model, encoder, build.FIRST_GENERATION, parts)
    stand_in = lookalikes(source, seed=seed)
    manifest.save(workspace.index, build.generation(workspace, stand_in, record, kept=None))
    return workspace


def _sentences(source: Index) -> list[list[str]]:
    prose = [p for p in source.passages if p.kind == "paragraph"]
    return [sentence.text.split() for passage in prose for sentence in source.sentences(passage)]


def _texts(sentences: Sequence[Sequence[str]], articles: int, random: np.random.Generator) -> Iterator[str]:
    """Canonical texts of articles of 200 paragraphs of 3 to 6 sentences, in 20 sections."""
    for number in range(articles):
        parts = [f"# Made-up review {number}"]
        for paragraph in range(PASSAGES_PER_ARTICLE):
            if paragraph % 10 == 0:
                parts.append(f"## {paragraph // 10 + 1}. Section {paragraph // 10 + 1}")
            chosen = random.integers(0, len(sentences), random.integers(3, 7))
            words = np.array([word for one in chosen for word in sentences[one]], dtype=object)
            places = np.flatnonzero(random.random(len(words)) < REPLACED)
            made = np.minimum(random.zipf(ZIPF, len(places)), VOCABULARY)
            words[places] = [f"w{rank:x}q" for rank in made.tolist()]
            parts.append(" ".join(words))
        yield "\n\n".join(parts) + "\n"


def _write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    data = text.encode("utf-8")
    metadata = {
        "id": folder.name,
        "type": "article-journal",
        "title": "Made up",
        "custom": {"sha256": hashlib.sha256(data).hexdigest()},
    }
    (folder / TEXT).write_bytes(data)
    (folder / METADATA).write_text(json.dumps(metadata), encoding="utf-8")
    (folder / REFERENCES).write_text("[]", encoding="utf-8")
