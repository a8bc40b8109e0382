"""The door to onnxruntime: sessions that run on the processor and share it with others."""

from __future__ import annotations

from typing import Any


def session(model: str | bytes, *, threads: int) -> Any:  # noqa: ANN401 (onnxruntime has no types)
    """A model ready to run, which does not spin while it waits.

    Spinning encodes a question in 0.87 of the time where nothing else runs; in a whole answer, beside numpy's
    threads, which spin too, it took twice the time.

    Args:
        model: path of an ONNX file, or its content.
        threads: over which one run is spread.

    Raises:
        Exception: whatever onnxruntime raises; its errors share no base class but this.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
