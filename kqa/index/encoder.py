"""Texts to unit vectors by onnxruntime, without torch: 0.1 s to load, 4 to 7 ms a question.

The files come from `kqa.index.export`; the tokenizer is the model's own. fp32 throughout: int8 moves rankings
(overlap of the best ten with fp32's: 0.84), bf16 stays below the cosine of 0.9999 that is asked for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kqa.errors import ModelError
from kqa.index import inference
from kqa.index.late import Tokens
from kqa.index.parallel import cores, side_by_side

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "encoder.json"
FILES = (MODEL, TOKENIZER, CARD)
OUTPUTS = WHOLE, TOKENS = ("sentence_embedding", "token_embeddings")
"""Of the exported model: a vector for each text, and one for each of its tokens."""

BATCH_TOKENS = 512
"""Tokens, padding included, in one run. Runs side by side, each on one core, encode 52 passages a second on
two cores at 512, 42 at 2,048 and 34 at 4,096; one run at a time on both cores 40.
"""
RECENT = 16
"""Questions whose vectors are kept: search, reader and a user who asks again share them."""
MOST_THREADS = 4
"""On which one question is encoded: two take 15 to 30 % less time than one; a few words feed no more."""
FEW = 16
"""Texts up to which a session for batches, 0.1 s and 90 MB, is not worth its loading."""
MOST_CHARACTERS = 20_000
"""Of a text that the tokenizer is given: far more than the model reads, far less than would stall it."""

Advance = Callable[[int], None]
"""Called with how many texts are done."""


class TextEncoder(Protocol):
    """What an index needs of an encoder; tests use one without a model."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, float32, shape (len(texts), dimension)."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token vectors of each text, special tokens left out."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported encoder is: written beside it as `encoder.json`."""

    model: str
    """Name or path that the user gave."""
    weights: str
    """SHA-256 of the weights that it was exported from."""
    dimension: int
    most_tokens: int
    padding: int
    """Id of the padding token."""
    query_prompt: str = ""
    passage_prompt: str = ""

    @classmethod
    def load(cls, folder: Path) -> Card:
        """Read the card of an exported encoder.

        Raises:
            ModelError: it is missing or not what `export` wrote.
        """
        try:
            return cls(**json.loads((folder / CARD).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(
                f"the encoder in {folder} cannot be read ({error}): `kqa index --rebuild` exports it again"
            ) from error


def fingerprint(encoder: TextEncoder) -> str:
    """SHA-256 of the weights that an encoder was exported from; empty for one that was not exported."""
    card: Card | None = getattr(encoder, "card", None)
    return card.weights if card else ""


def embeds_plainly(encoder: TextEncoder) -> bool:
    """Whether the vector that comes with the tokens of a passage is the one that `encode_passages` makes."""
    card: Card | None = getattr(encoder, "card", None)
    return card is not None and not card.passage_prompt


class Encoder:
    """An exported sentence encoder; may be used from several threads at once."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.card, self._folder = card, folder
        self._lock = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._sessions: dict[int, Any] = {}
        self._faster: Any = None
        self._recent: dict[str, Tokens] = {}

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """The encoder whose files lie in a folder; its model is loaded by the first text.

        Raises:
            ModelError: a file is missing or cannot be read.
        """
        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    f"{folder / name} is missing: `kqa index --rebuild` exports the encoder again"
                )
        return cls(folder, Card.load(folder))

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self.card.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode a few texts, such as a question.

        Returns:
            Unit rows, float32, shape (len(texts), dimension).
        """
        if len(texts) == 1 and not self.card.query_prompt:
            return _whole([self._read(texts[0])])
        tokenizer, session = self._loaded()
        return self._run(tokenizer, session, [self.card.query_prompt + text for text in texts])

    def encode_passages(self, texts: Sequence[str], *, advance: Advance | None = None) -> NDArray[np.float32]:
        """Encode many texts on all cores, like-sized together.

        Returns:
            Unit rows, float32, shape (len(texts), dimension).
        """
        tokenizer, session = self._loaded(threads=1)
        return self._run(tokenizer, session, [self.card.passage_prompt + text for text in texts], advance)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token vectors of each text, in order; a text longer than the model reads is read in parts."""
        if len(texts) == 1 and not self.card.query_prompt:
            return [self._read(texts[0])]
        tokenizer, session = self._loaded(threads=1 if len(texts) > FEW else MOST_THREADS)
        return self._tokens(tokenizer, session, texts)

    @contextmanager
    def batches_on(self, session: Any) -> Iterator[None]:  # noqa: ANN401
        """While it lasts, many texts are encoded by a session on a faster device; None changes nothing."""
        self._faster = session
        try:
            yield
        finally:
            self._faster = None

    def _read(self, text: str) -> Tokens:
        """The tokens of a question and its vector; kept, since search and reader ask for them."""
        with self._lock:
            if text in self._recent:
                return self._recent[text]
        (read,) = self._tokens(*self._loaded(), [text])
        with self._lock:
            while len(self._recent) >= RECENT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[text] = read
        return read

    def _tokens(
        self,
        tokenizer: Tokenizer,
        session: Any,  # noqa: ANN401
        texts: Sequence[str],
    ) -> list[Tokens]:
        encoded = [tokenizer.encode(text[:MOST_CHARACTERS]) for text in texts]
        parts = [part for entry in encoded for part in (entry, *entry.overflowing)]
        made: dict[int, NDArray[np.float32]] = {}
        wholes = np.empty((len(parts), self.dimension), np.float32)
        for batch, (whole, output) in self._runs(session, [part.ids for part in parts], OUTPUTS):
            wholes[batch] = _unit(whole)
            for row, number in enumerate(batch):
                words = _words(parts[number])
                made[number] = _unit(output[row, : len(words)][words])
        read = []
        number = 0
        for entry in encoded:
            own = range(number, number + 1 + len(entry.overflowing))
            spans = [np.array(parts[i].offsets, np.int32)[_words(parts[i])] for i in own]
            vectors = np.concatenate([made[i] for i in own])
            read.append(Tokens(vectors, np.concatenate(spans), wholes[own.start]))
            number = own.stop
        return read

    def _loaded(self, *, threads: int = MOST_THREADS) -> tuple[Tokenizer, Any]:
        """The tokenizer, and a session that spreads one run over as many threads; batches need but one."""
        threads = min(threads, cores())
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _tokenizer(self._folder, self.card)
            if threads == 1 and self._faster is not None:
                return self._tokenizer, self._faster
            if threads not in self._sessions:
                if self._sessions and not (self._folder / MODEL).is_file():  # removed by a later build
                    return self._tokenizer, next(iter(self._sessions.values()))
                self._sessions[threads] = self._session(threads)
            return self._tokenizer, self._sessions[threads]

    def _session(self, threads: int) -> Any:  # noqa: ANN401 (onnxruntime has no types)
        try:
            return inference.session(str(self._folder / MODEL), threads=threads)
        except Exception as error:  # onnxruntime's errors share no base class but this
            raise ModelError(
                f"{self._folder / MODEL} cannot be loaded ({str(error).splitlines()[0]:.120}): "
                "`kqa index --rebuild` exports the encoder again"
            ) from error

    def _run(
        self,
        tokenizer: Tokenizer,
        session: Any,  # noqa: ANN401
        texts: Sequence[str],
        advance: Advance | None = None,
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoded = tokenizer.encode_batch([text[:MOST_CHARACTERS] for text in texts])
        done = 0
        for batch, (made,) in self._runs(session, [entry.ids for entry in encoded], (WHOLE,)):
            vectors[batch] = made
            done += len(batch)
            if advance:
                advance(done)
        return _unit(vectors)

    def _runs(
        self,
        session: Any,  # noqa: ANN401
        ids: Sequence[Sequence[int]],
        outputs: Sequence[str],
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Outputs of the model for texts given as token ids, in batches with the texts' numbers.

        Batches are run side by side, one for each core.
        """
        inputs = [entry.name for entry in session.get_inputs()]

        def run(batch: list[int]) -> list[NDArray[np.float32]]:
            widest = max(len(ids[i]) for i in batch)
            fields = {
                "input_ids": np.full((len(batch), widest), self.card.padding, dtype=np.int64),
                "attention_mask": np.zeros((len(batch), widest), dtype=np.int64),
                "token_type_ids": np.zeros((len(batch), widest), dtype=np.int64),
            }
            for row, i in enumerate(batch):
                fields["input_ids"][row, : len(ids[i])] = ids[i]
                fields["attention_mask"][row, : len(ids[i])] = 1
            given = {name: fields[name] for name in inputs}
            made: list[NDArray[np.float32]] = session.run(list(outputs), given)
            return made

        most = getattr(session, "batch_tokens", BATCH_TOKENS)
        yield from side_by_side(run, _batches([len(one) for one in ids], most))


def _whole(read: Sequence[Tokens]) -> NDArray[np.float32]:
    """The vectors of texts whose tokens were read, unit rows."""
    return np.array([tokens.whole for tokens in read], np.float32)


def _words(part: Encoding) -> NDArray[np.bool_]:
    """Which tokens of an encoded text stand for characters of it."""
    starts, ends = np.array(part.offsets).reshape(-1, 2).T
    words: NDArray[np.bool_] = ends > starts
    return words


def _batches(lengths: Sequence[int], most: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Texts of like length together, longest first, at most so many tokens with padding."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > most:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _tokenizer(folder: Path, card: Card) -> Tokenizer:
    """The model's tokenizer, cutting where the model does and leaving the padding to the batches."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # the library raises plain Exception
        raise ModelError(
            f"{folder / TOKENIZER} cannot be read ({error}): `kqa index --rebuild` exports the encoder again"
        ) from error
    tokenizer.enable_truncation(card.most_tokens)
    tokenizer.no_padding()
    return tokenizer


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: NDArray[np.float32] = vectors / lengths
    return unit
