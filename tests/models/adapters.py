"""Small LoRA adapters of our own, for a model's real shapes."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.models.material import gguf

RANK = 4
SMALL = {"blk.0.attn_q.weight": (576, 576), "blk.15.ffn_up.weight": (576, 1536), "blk.29.attn_v.weight": (576, 192)}
"""Some weights of the tests' engine, SmolLM2-135M, with their shapes: input, output."""
WREN = {"blk.0.attn_q.weight": (64, 64), "blk.1.ffn_up.weight": (64, 128)}
"""Weights of the made-up model of `material`."""

Shapes = Mapping[str, tuple[int, int]]


def adapter(weights: Shapes = SMALL, *, strength: float = 4.0, seed: int = 1, **changes: object) -> bytes:
    """Random matrices whose product is about `strength` times as large as one of a trained weight; `changes` of the metadata, as
    for `material.metadata`."""
    meta: dict[str, object] = {
        "general.architecture": "llama",
        "general.type": "adapter",
        "general.name": "Law",
        "adapter.type": "lora",
        "adapter.lora.alpha": float(RANK),
    }
    meta.update({key.replace("__", "."): value for key, value in changes.items()})
    tensors = {}
    for name, (inward, outward) in weights.items():
        tensors[f"{name}.lora_a"], tensors[f"{name}.lora_b"] = (inward, RANK), (RANK, outward)
    return filled(
        gguf({key: value for key, value in meta.items() if value is not None}, tensors), tensors, strength, seed
    )


def filled(file: bytes, tensors: Shapes, strength: float, seed: int) -> bytes:
    """With numbers where zeros stand: the data of the tensors is the end of the file, each beginning at a multiple of 32 bytes."""
    random = np.random.default_rng(seed)
    data = b""
    for name, (inward, outward) in tensors.items():
        scale = 1 / np.sqrt(inward) if name.endswith("_a") else strength / np.sqrt(inward)
        numbers = random.normal(0, scale, inward * outward).astype("<f4").tobytes()
        data += numbers.ljust(-(-len(numbers) // 32) * 32, b"\0")
    return file[: len(file) - len(data)] + data


def write_adapter(folder: Path, name: str = "law.gguf", **changes: object) -> Path:
    path = folder / name
    path.write_bytes(adapter(**changes))  # type: ignore[arg-type]
    return path
