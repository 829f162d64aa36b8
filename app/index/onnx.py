"""Models on ONNX Runtime: what embedder and reranker have in common. A bad file becomes UserFixable `model_damaged`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import UserFixable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "model.onnx"
WORDS = "tokenizer.json"


def require_files(folder: Path) -> None:
    """Raises UserFixable `model_missing`."""
    for name in (MODEL, WORDS):
        if not (folder / name).is_file():
            raise UserFixable("model_missing", model=folder.name, file=name)


def tokenizer(folder: Path) -> Any:
    """One that neither cuts nor pads. Raises `model_damaged`."""
    from tokenizers import Tokenizer

    path = folder / WORDS
    try:
        # Not from_file: it says nothing about what went wrong, and reads no path that is not ASCII on Windows.
        made = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:
        # The library raises nothing more precise for a bad file.
        raise UserFixable("model_damaged", file=path.name, model=folder.name, reason=str(error)) from error
    made.no_truncation()
    made.no_padding()
    return made


def small_session(folder: Path, threads: int | None) -> Any:
    """For little at a time: a tenth of the other's time to load and 110 MB less memory, and a quarter slower at work (measured).
    Raises `model_damaged`."""
    import onnxruntime

    options = _options(threads)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.disable_prepacking", "1")
    return _session(folder, options)


def quick_session(folder: Path, threads: int | None) -> Any:
    """For whole documents. Raises `model_damaged`."""
    return _session(folder, _options(threads))


def padded(batch: Sequence[Sequence[int]]) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """The rows and their mask, [len(batch), longest]."""
    import numpy as np

    rows = np.zeros((len(batch), max(len(ids) for ids in batch)), np.int64)
    mask = np.zeros_like(rows)
    for row, ids in enumerate(batch):
        rows[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return rows, mask


def _session(folder: Path, options: Any) -> Any:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as errors

    path = folder / MODEL
    bad = (
        errors.Fail,
        errors.InvalidArgument,
        errors.InvalidGraph,
        errors.InvalidProtobuf,
        errors.NoSuchFile,
        errors.RuntimeException,
    )
    try:
        # By its path: given the bytes, the session would keep 30 MB more.
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except (OSError, *bad) as error:
        raise UserFixable("model_damaged", file=path.name, model=folder.name, reason=str(error)) from error


def _options(threads: int | None) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # 0 means as many as there are physical cores.
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Every batch has another shape, so that remembered patterns of memory only cost (45 MB, measured).
    options.enable_mem_pattern = False
    # Waiting threads sleep: spinning ones would take the cores from the engine and the window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
