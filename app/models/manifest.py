"""The manifest: every model that the program knows, as plain frozen values. Read from models/manifest.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from app.errors import UserFixable

Purpose = Literal["generator", "embedder", "reranker", "scanner", "adapter", "tests"]
Thinking = Literal["", "never", "off"]

CONTEXT = 4096
"""Tokens for which the memory of a model is told: all work has room in so many. The engine begins with fewer."""
_HALF = 2
"""Bytes of one number of the cache: half precision."""
_WORD_BYTES = 200
"""Of each word of the vocabulary in the engine's tables: 30 MB were measured for 152,000 words."""
_PROCESS = 105_000_000
"""Bytes of the engine's process beside these, with room to compute: with it, Qwen2.5-Coder 1.5B comes to 2.00 GB, where 2.00 GB
were measured with 3,742 tokens."""
_ON_GPU = 600_000_000
"""Bytes on a GPU beside weights and cache: buffers of a batch and the driver's own. An estimate; no GPU was at hand."""

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a repository on the model hub at one revision (a commit, never a branch)."""

    repository: str
    revision: str
    file: str


@dataclass(frozen=True, slots=True)
class PackageSource:
    """Wheels of a package index, each with one member that is a part of the file; joined in order, they are the file.
    All parts but the last have `part_bytes` bytes."""

    package: str
    version: str
    member: str
    parts: int = 1
    part_bytes: int = 0

    def requirement(self, part: int) -> str:
        """What pip is asked for; parts are counted from 1."""
        return f"{self.package.format(part=part)}=={self.version}"


@dataclass(frozen=True, slots=True)
class FileSource:
    """A copy that somebody brings; nothing is fetched."""


Source = HubSource | PackageSource | FileSource


@dataclass(frozen=True, slots=True)
class ModelFile:
    name: str
    bytes: int
    sha256: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generator's memory follows from. `layers` that keep a cache, `head` the numbers of one head of keys or values;
    `repacked`: bytes of weights that a CPU holds a second time."""

    layers: int
    kv_heads: int
    head: int
    vocabulary: int
    parameters: int
    repacked: int = 0

    @property
    def token_bytes(self) -> int:
        """Keys and values of one token in all layers."""
        return 2 * self.layers * self.kv_heads * self.head * _HALF


@dataclass(frozen=True, slots=True)
class Model:
    """`context` is in tokens; `memory` in bytes, at `CONTEXT` tokens; `memory_basis` says how the memory is known."""

    id: str
    name: str
    purpose: Purpose
    publisher: str
    licence: str
    terms: str
    context: int
    memory: int
    memory_basis: str
    files: tuple[ModelFile, ...]
    default: bool = False
    question_prefix: str = ""
    text_prefix: str = ""
    """Of an embedder: what it wants before a question, and before a text that is searched."""
    languages: tuple[str, ...] = ()
    """Codes of those that it knows; of a reranker, none for any."""
    gists: bool = True
    """Of a generator: whether what it says of a part of a document adds to a summary. False where it was measured not to, and for smaller ones; summaries
    are then made without it."""
    rung: int = 0
    """Of a generator on the ladder: the least memory of a machine that it is for, in GB as memory is sold. 0: not on it."""
    measured: bool = False
    """Whether Inglenook's answers were measured with it."""
    thinking: Thinking = ""
    """Of a generator: whether it never thinks aloud, or is told not to by its chat template."""
    shape: Shape | None = None
    base: str = ""
    """Of an adapter: the id of the generator that it was made for."""
    adapter: str = ""
    """Of a generator: the id of the adapter that it is used with."""

    def memory_at(self, context: int) -> int:
        """Bytes of the engine's process with a cache of so many tokens, on a CPU."""
        return self.memory + (context - CONTEXT) * (self.shape.token_bytes if self.shape else 0)

    def gpu_memory_at(self, context: int) -> int:
        """Bytes on a GPU that holds all of it; 0 where its shape is not known."""
        return self.bytes + context * self.shape.token_bytes + _ON_GPU if self.shape else 0

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class Manifest:
    models: tuple[Model, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Raises ValueError on a manifest that breaks its own rules: it is part of the program, so that is a bug."""
        with (path or manifest_path()).open("rb") as stream:
            table = tomllib.load(stream)
        models = tuple(_model(entry) for entry in table["model"])
        if len({model.id for model in models}) != len(models):
            raise ValueError("two models have the same id")
        for model in models:
            _check_adapter(model, models)
        return cls(models)

    def model(self, name: str) -> Model:
        """The model with this id; `default`, `embedder` and `scans` name the default ones. Raises UserFixable `unknown_model`."""
        if name == "default":
            return self.generator
        if name == "embedder":
            return self.embedder
        if name == "scans":
            return self._default("scanner")
        for model in self.models:
            if model.id == name:
                return model
        raise UserFixable("unknown_model", model=name)

    @property
    def generator(self) -> Model:
        """The one that answers when nobody has chosen."""
        return self._default("generator")

    @property
    def embedder(self) -> Model:
        return self._default("embedder")

    def _default(self, purpose: Purpose) -> Model:
        return next(model for model in self.models if model.purpose == purpose and model.default)

    def with_hash(self, sha256: str) -> tuple[Model, ModelFile] | None:
        """The model and the file that have this hash, whatever the file is called."""
        pairs = ((model, file) for model in self.models for file in model.files)
        return next((pair for pair in pairs if pair[1].sha256 == sha256), None)


def manifest_path() -> Path:
    """The one place that knows where the manifest lies: `models/` beside `app/`, in a checkout and in a bundle alike."""
    return Path(__file__).resolve().parents[2] / "models" / "manifest.toml"


def _model(entry: dict[str, Any]) -> Model:
    fields: dict[str, Any] = {key: value for key, value in entry.items() if key != "file"}
    fields["languages"] = tuple(fields.get("languages", ()))
    files = tuple(_file(file) for file in entry["file"])
    if "shape" in fields:
        fields["shape"] = Shape(**fields["shape"])
    if "memory" not in fields:
        fields |= _computed(fields["id"], fields.get("shape"), sum(file.bytes for file in files))
    model = Model(files=files, **fields)
    _must(bool(_SAFE_NAME.fullmatch(model.id)), f"the id {model.id!r} cannot name a folder")
    _must(model.id == model.id.lower() and not model.id.startswith("imported-"), f"{model.id!r} is kept for imports")
    _must(model.purpose in get_args(Purpose), f"{model.id}: no such purpose: {model.purpose}")
    _must(model.context > 0 and model.memory > 0 and bool(model.files), f"{model.id} is incomplete")
    _must(model.thinking in get_args(Thinking), f"{model.id}: it thinks {model.thinking}?")
    _must(not model.rung or (model.purpose == "generator" and model.shape is not None), f"{model.id}: no rung for it")
    _must((model.purpose == "adapter") == bool(model.base), f"{model.id}: an adapter has a base, and nothing else has")
    return model


def _computed(name: str, shape: Shape | None, size: int) -> dict[str, Any]:
    """What a model holds whose file was never here."""
    _must(shape is not None, f"{name}: neither its memory nor its shape is known")
    assert shape is not None
    held = size + shape.repacked + CONTEXT * shape.token_bytes + shape.vocabulary * _WORD_BYTES + _PROCESS
    basis = (
        f"computed: {_giga(size)} of weights, {_giga(shape.repacked)} of them twice, {CONTEXT:,} tokens of "
        f"{shape.token_bytes // 1024} KiB, {_giga(shape.vocabulary * _WORD_BYTES + _PROCESS)} beside them"
    )
    return {"memory": held, "memory_basis": basis}


def _giga(count: int) -> str:
    return f"{count / 1e9:.2f} GB"


def _check_adapter(model: Model, models: tuple[Model, ...]) -> None:
    """What is named as adapter or base is there, and the two belong together."""
    by_id = {one.id: one for one in models}
    if model.base:
        known = model.base in by_id and by_id[model.base].purpose in {"generator", "tests"}
        _must(known, f"{model.id}: no such generator: {model.base}")
    if model.adapter:
        fits = model.adapter in by_id and by_id[model.adapter].base == model.id
        _must(fits, f"{model.id}: {model.adapter} is no adapter for it")


def _file(entry: dict[str, Any]) -> ModelFile:
    sources = tuple(_source(source) for source in entry["sources"])
    file = ModelFile(entry["name"], entry["bytes"], entry["sha256"], sources)
    _must(bool(_SAFE_NAME.fullmatch(file.name)), f"{file.name!r} cannot name a file")
    _must(bool(_SHA256.fullmatch(file.sha256)) and file.bytes > 0, f"{file.name} has no valid size and hash")
    for source in sources:
        if isinstance(source, PackageSource) and source.parts > 1:
            last = file.bytes - (source.parts - 1) * source.part_bytes
            _must(0 < last <= source.part_bytes, f"{file.name}: its parts do not add up to its size")
    return file


def _source(entry: dict[str, Any]) -> Source:
    kinds: dict[str, type[Source]] = {"hub": HubSource, "packages": PackageSource, "file": FileSource}
    fields = {key: value for key, value in entry.items() if key != "kind"}
    return kinds[entry["kind"]](**fields)


def _must(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)
