"""Networks as the files that the reader runs: ONNX, with 16-bit weights."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

OPSET = 17
SMALL = 1_000
"""Numbers up to which a tensor stays as it is."""


def content(network: nn.Module, inputs: Mapping[str, Tensor], axes: Mapping[str, Mapping[int, str]]) -> bytes:
    """The file of a network.

    Args:
        network: with one output, in evaluation mode.
        inputs: a sample of each input by name, in order.
        axes: of each input the axes whose length may differ, with their names.
    """
    import onnx

    file = io.BytesIO()
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            tuple(inputs.values()),
            file,  # type: ignore[arg-type]
            input_names=list(inputs),
            output_names=["made"],
            dynamic_axes={name: dict(lengths) for name, lengths in axes.items()},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load_from_string(file.getvalue())
    graph = model.graph
    for tensor in list(graph.initializer):
        numbers = onnx.numpy_helper.to_array(tensor)
        if numbers.dtype == np.float32 and numbers.size > SMALL:
            graph.initializer.remove(tensor)
            half = onnx.numpy_helper.from_array(numbers.astype(np.float16), f"{tensor.name}.half")
            graph.initializer.append(half)
            cast = onnx.helper.make_node("Cast", [half.name], [tensor.name], to=onnx.TensorProto.FLOAT)
            graph.node.insert(0, cast)
    made: bytes = model.SerializeToString(deterministic=True)
    return made
