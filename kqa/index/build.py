"""Makes a generation of an index: embeds and counts the articles that changed, keeps the rest as it is."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kqa.corpus.article import Article, load
from kqa.corpus.sentences import sentences
from kqa.errors import DamagedIndex
from kqa.index import abbreviations, export, late, layout, manifest, passages, sparse
from kqa.index.encoder import Encoder, TextEncoder, embeds_plainly
from kqa.index.layout import Contents, Piece, Ragged
from kqa.index.manifest import Manifest, Part
from kqa.index.tokens import tokenize
from kqa.types import Passage, Sentence
from kqa.workspace import Workspace

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""

ENCODERS, TOKENS = "encoder", "tokens"
"""Folders below `index/` that generations share: what does not change is neither made nor written again."""
FIRST_GENERATION = "generation-1"
CHUNK = 4096
"""Texts embedded at a time: enough to sort by length, few enough to keep in memory."""
WORTH_A_GPU = 2_000
"""Sentences from which looking for a GPU (1.3 s to import torch) pays."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of the present index can be used again: the rows of every article that did not change."""

    record: Manifest
    contents: Contents
    counts: sparse.Counts
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article before its texts are embedded."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[Sentence, ...], ...]


def generation(
    workspace: Workspace,
    encoder: TextEncoder,
    record: Manifest,
    *,
    kept: Kept | None,
    progress: Progress | None = None,
) -> Manifest:
    """Write the files of a new generation, flushed, beside the one that serves.

    Args:
        workspace: whose corpus to index.
        encoder: of passages and sentences.
        record: model, encoder and generation folder; the corpus' fingerprints in its articles.
        kept: what can be used again.
        progress: told how many texts are embedded.

    Returns:
        `record` with the passages of every article and the hashes of every file.
    """
    folder = workspace.index / record.generation
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (workspace.index / TOKENS).mkdir(exist_ok=True)
    spans = kept.spans if kept else {}
    drafts = [_draft(load(workspace.article(key))) for key in record.articles if key not in spans]
    passages_in_all = sum(len(d.passages) for d in drafts) + sum(b - a for a, b in spans.values())
    before = {key: kept.record.articles[key].tokens for key in spans} if kept else {}
    keep = passages_in_all <= late.KEPT_UP_TO and all(before.values())
    embedded = _embed(drafts, encoder, progress, tokens=workspace.index / TOKENS if keep else None)
    with _fastest(encoder, sum(len(parts) for draft in drafts for parts in draft.sentences)):
        made = dict(zip((d.article.key for d in drafts), embedded, strict=True))
    pieces = {
        key: made[key]
        if key in made or not kept
        else kept.contents.piece(key, *spans[key], token_file=before[key] if keep else "")
        for key in record.articles
    }
    layout.write(folder, pieces, dimension=encoder.dimension)
    sparse.save(folder, _counted(drafts, pieces, kept))
    written = sorted(folder.iterdir())
    if record.encoder:
        written += sorted((workspace.index / record.encoder).iterdir())
    files = {
        path.relative_to(workspace.index).as_posix(): (path.stat().st_size, export.sha256(path))
        for path in written
    }
    for name in filter(None, (piece.token_file for piece in pieces.values())):
        files[name] = ((workspace.index / name).stat().st_size, Path(name).name)
    articles = {
        key: Part(part.sha256, len(pieces[key].lines), pieces[key].token_file)
        for key, part in record.articles.items()
    }
    return Manifest(record.version, record.model, record.encoder, record.generation, articles, files)


def reusable(workspace: Workspace, old: Manifest, wanted: Mapping[str, Part]) -> Kept | None:
    """The parts of an undamaged index whose articles are as they were; None where there are none."""
    spans, first = {}, 0
    for key, part in old.articles.items():
        if key in wanted and wanted[key].sha256 == part.sha256:
            spans[key] = (first, first + part.passages)
        first += part.passages
    if not spans:
        return None
    folder = workspace.index / old.generation
    return Kept(old, Contents.open(folder), sparse.load_counts(folder), spans)


def next_generation(folder: Path) -> str:
    """A folder name that no generation in an index folder has."""
    taken = [int(p.name.rpartition("-")[2]) for p in folder.glob("generation-*") if p.name[11:].isdigit()]
    return f"generation-{max(taken, default=0) + 1}"


def silent(stage: str, done: int, total: int) -> None:
    """The progress that nobody watches."""


def sweep(workspace: Workspace, current: Manifest) -> None:
    """Remove generations and encoders that no longer serve, and what an interrupted build left."""
    for path in workspace.index.glob("generation-*"):
        if path.name != current.generation:
            shutil.rmtree(path, ignore_errors=True)
    encoders = workspace.index / ENCODERS
    for path in encoders.iterdir() if encoders.is_dir() else ():
        if path.relative_to(workspace.index).as_posix() != current.encoder:
            shutil.rmtree(path, ignore_errors=True)
    for path in workspace.index.glob(f"{TOKENS}/*"):
        if path.relative_to(workspace.index).as_posix() not in current.files:
            with suppress(OSError):  # on some systems a file that is being read stays
                path.unlink()
    for path in workspace.index.glob(f".{manifest.NAME}.*"):
        path.unlink(missing_ok=True)


def _draft(article: Article) -> _Draft:
    found = passages.split(article)
    listed = article.citations is not None
    return _Draft(
        article,
        found,
        tuple(sentences(p, article.markers(p.start, p.end) if listed else None) for p in found),
    )


def _embed(
    drafts: Sequence[_Draft], encoder: TextEncoder, progress: Progress | None, *, tokens: Path | None
) -> Iterator[Piece]:
    """The piece of every draft; texts are embedded in chunks that span articles.

    Token vectors, too many to hold those of all articles in memory, are written into the folder `tokens`.
    The vector of a passage comes with those of its tokens where they are made.
    """
    known: dict[str, NDArray[np.float32]] = {}
    spans = [layout.no_tokens(len(draft.passages)) for draft in drafts]
    names = ["" for _ in drafts]
    if tokens:
        plain = embeds_plainly(encoder)
        say, stage = progress or silent, "embedding passages" if plain else "embedding the words of passages"
        done, total = 0, sum(len(draft.passages) for draft in drafts)
        for number, draft in enumerate(drafts):
            say(stage, done, total)
            read = late.read(draft.passages, encoder.tokens)
            names[number] = f"{TOKENS}/{late.save(tokens, read)}"
            spans[number] = _spans(read)
            for passage, one in zip(draft.passages, read, strict=True):
                if plain and one.whole is not None:
                    known[passage.text] = one.whole
            done += len(draft.passages)
            say(stage, done, total)
    wanted = [
        text
        for draft in drafts
        for passage, parts in zip(draft.passages, draft.sentences, strict=True)
        for text in (passages.embedded_text(passage), *(sentence.text for sentence in parts))
    ]
    new = [text for text in dict.fromkeys(wanted) if text not in known]
    stage = "embedding sentences" if known else "embedding passages and sentences"
    known.update(zip(new, _vectors(new, encoder, progress, stage), strict=True))
    for draft, span, name in zip(drafts, spans, names, strict=True):
        yield _piece(draft, known, span, name, encoder.dimension)


def _spans(read: Sequence[late.Tokens]) -> Ragged:
    """The spans of the tokens of an article's passages."""
    spans = np.concatenate([np.empty((0, 2), np.int32), *(one.spans for one in read)])
    return Ragged(spans, np.cumsum([len(one.spans) for one in read], dtype=np.int64))


def _vectors(
    texts: Sequence[str], encoder: TextEncoder, progress: Progress | None, stage: str
) -> NDArray[np.float32]:
    vectors = np.empty((len(texts), encoder.dimension), np.float32)
    for start in range(0, len(texts), CHUNK):

        def advance(done: int, start: int = start) -> None:
            if progress:
                progress(stage, start + done, len(texts))

        advance(0)
        chunk = texts[start : start + CHUNK]
        vectors[start : start + CHUNK] = (
            encoder.encode_passages(chunk, advance=advance)
            if isinstance(encoder, Encoder)
            else encoder.encode(chunk)
        )
    return vectors


@contextmanager
def _fastest(encoder: TextEncoder, texts: int) -> Iterator[None]:
    """While it lasts, an encoder that was exported encodes many texts on a GPU, where there is one."""
    if isinstance(encoder, Encoder) and texts >= WORTH_A_GPU:
        with encoder.batches_on(export.accelerated(encoder.card.model)):
            yield
    else:
        yield


def _piece(
    draft: _Draft, vectors: Mapping[str, NDArray[np.float32]], tokens: Ragged, token_file: str, dimension: int
) -> Piece:
    none = np.empty((0, dimension), np.float32)
    sections = list(dict.fromkeys(passage.section for passage in draft.passages))
    place = {section: number for number, section in enumerate(sections)}
    rows = [(p.start, place[p.section], layout.KINDS.index(p.kind)) for p in draft.passages]
    embedded = [vectors[passages.embedded_text(passage)] for passage in draft.passages]
    flat = [vectors[sentence.text] for parts in draft.sentences for sentence in parts]
    return Piece(
        [layout.line(p, parts) for p, parts in zip(draft.passages, draft.sentences, strict=True)],
        np.array(rows, dtype=layout.ROW),
        sections,
        np.stack(embedded) if embedded else none,
        Ragged(
            (np.stack(flat) if flat else none).astype(np.float16),
            np.cumsum([len(parts) for parts in draft.sentences], dtype=np.int64),
        ),
        tokens,
        token_file,
        [(tokenize(short), tokenize(long)) for short, long in abbreviations.find(draft.article)],
    )


def _counted(drafts: Sequence[_Draft], pieces: Mapping[str, Piece], kept: Kept | None) -> sparse.Counts:
    """BM25's counts of all passages: those of drafts counted, the others taken over."""
    firsts, total = {}, 0
    for key, piece in pieces.items():
        firsts[key] = total
        total += len(piece.lines)
    new = sparse.count(
        tokenize(passages.indexed_text(passage, draft.article))
        for draft in drafts
        for passage in draft.passages
    )
    places = [
        np.arange(firsts[draft.article.key], firsts[draft.article.key] + len(draft.passages))
        for draft in drafts
    ]
    parts = [(new, np.concatenate([np.empty(0, np.int64), *places]))]
    if kept:
        moved = np.full(len(kept.contents.rows), -1, dtype=np.int64)
        for key, (first, last) in kept.spans.items():
            moved[first:last] = np.arange(firsts[key], firsts[key] + last - first)
        parts.append((kept.counts, moved))
    return sparse.merge(parts, passages=total)


def encoder_for(workspace: Workspace, model: str, *, progress: Progress | None = None) -> str:
    """Export the encoder of a model where it is not there yet; its folder below `index/`.

    Raises:
        ModelError: the model cannot be found, loaded or exported.
    """
    folder = workspace.index / ENCODERS
    staged = folder / ".staged"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    if progress:
        progress(f"exporting the encoder {model}", 0, 1)
    card = export.export(model, staged)
    if progress:
        progress(f"exporting the encoder {model}", 1, 1)
    target = _free(folder, card.weights[:16])
    staged.rename(target)
    return target.relative_to(workspace.index).as_posix()


def _free(folder: Path, name: str) -> Path:
    """A path that nothing has yet: what is there may belong to the index that serves."""
    return next(
        path for n in itertools.count() if not (path := folder / (f"{name}.{n}" if n else name)).exists()
    )


def undamaged_encoder(workspace: Workspace, old: Manifest) -> bool:
    """Whether the files of the encoder of an index are what was written."""
    files = {name: entry for name, entry in old.files.items() if name.startswith(f"{ENCODERS}/")}
    try:
        manifest.check(workspace.index, Manifest(old.version, old.model, old.encoder, "", {}, files))
    except DamagedIndex:
        return False
    return bool(files)
