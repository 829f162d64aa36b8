"""The store: which models are on this machine, and where. Reads the user's folder first, then the machine's."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import Paths, expanded, make_private, unwritable
from app.host.settings import Settings
from app.models import place
from app.models.adapter import AdapterFile, examine_adapter, hash_once, is_adapter
from app.models.examine import examine
from app.models.manifest import Manifest, Model, ModelFile
from app.stop import Stop
from app.types import Progress, Report

IMPORTED = "imported-"
NO_ADAPTER = "none"
"""What is written where a model is to be used without its adapter."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine. `model` is None for the user's own; `machine` tells that it lies in the read-only folder."""

    id: str
    folder: Path
    paths: tuple[Path, ...]
    model: Model | None = None
    machine: bool = False

    adapter: AdapterFile | None = None
    """What the model is used with."""

    @property
    def name(self) -> str:
        """What its replies are kept under: with another adapter it is another model."""
        return f"{self.id}+{self.adapter.name}" if self.adapter else self.id

    @property
    def gguf(self) -> Path:
        """The file that the engine loads."""
        return self.paths[0]

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.paths)


class Store:
    def __init__(self, paths: Paths, manifest: Manifest) -> None:
        self.manifest = manifest
        self._paths = paths

    @property
    def folder(self) -> Path:
        return self._paths.models

    @property
    def chosen(self) -> str:
        """The id of the generator that is used when nothing else is said: the user's choice; else the default one if it is here,
        else the highest of the ladder that is; the default one where none is."""
        return Settings.load(self._paths.settings).model or self._usual()

    def _usual(self) -> str:
        default = self.manifest.generator
        ladder = sorted((model for model in self.manifest.models if model.rung), key=lambda model: -model.rung)
        here = (model for model in [default, *ladder] if self._whole(model) is not None)
        return next(here, default).id

    @property
    def embedder(self) -> Model:
        """The embedder that is used: who has fetched another one than the default wants it. The default one where none is
        here; a damaged one counts, so that it is told of."""
        for model in self.manifest.models:
            if model.purpose == "embedder" and not model.default:
                try:
                    self._known(model)
                except UserFixable as error:
                    if error.kind == "model_missing":
                        continue
                return model
        return self.manifest.embedder

    @property
    def reranker(self) -> ModelFiles | None:
        """The first that is whole here: who has fetched one wants it, and nothing needs one."""
        found = (self._whole(model) for model in self.manifest.models if model.purpose == "reranker")
        return next((files for files in found if files is not None), None)

    @property
    def scanner(self) -> ModelFiles | None:
        """What reads pages that are pictures, where it is whole here."""
        found = (self._whole(model) for model in self.manifest.models if model.purpose == "scanner")
        return next((files for files in found if files is not None), None)

    def find(self, name: str | Path) -> ModelFiles:
        """A model by its id, or a GGUF file by its path.

        Raises UserFixable `unknown_model`, `model_missing`, `model_damaged`; for a path also those of `examine`.
        """
        if is_path(name):
            path = expanded(Path(name)).absolute()
            examine(path)
            return ModelFiles(path.stem, path.parent, (path,))
        imported = self._imported(str(name))
        return imported if imported is not None else self._known(self.manifest.model(str(name)))

    def adapter(self, name: str | Path) -> AdapterFile:
        """An adapter by its id, or a GGUF file by its path. Raises as `find` does, and `adapter` for what is none or is damaged."""
        if is_path(name):
            path = expanded(Path(name)).absolute()
            examine_adapter(path)
            return AdapterFile(path.stem, path, hash_once(path))
        files = self._imported(str(name)) or self._known(self.manifest.model(str(name)))
        examine_adapter(files.gguf)
        recorded = _hashes(files)[0]
        return AdapterFile(files.id, files.gguf, recorded or hash_once(files.gguf))

    def attached(self, files: ModelFiles, wanted: str | None = None) -> ModelFiles:
        """A model with its adapter: the `wanted` one (NO_ADAPTER for none), else the user's choice, else the manifest's. Raises as
        `adapter` does."""
        kept = Settings.load(self._paths.settings).adapters.get(files.id)
        usual = kept if kept is not None else files.model.adapter if files.model else ""
        name = usual if wanted is None else wanted
        if name in {"", NO_ADAPTER}:
            return files
        try:
            return replace(files, adapter=self.adapter(name))
        except UserFixable as error:
            if wanted is None and error.kind in {"not_found", "unknown_model"}:  # a stick that is not plugged in, say
                raise UserFixable("adapter", file=Path(name).name, reason="it is not there") from error
            raise

    def installed(self) -> list[ModelFiles]:
        """All that can be used, the manifest's first, then the user's own by name."""
        known = [files for files in map(self._whole, self.manifest.models) if files is not None]
        return known + list(self._all_imported())

    def verify(self, name: str, *, report: Report, stop: Stop) -> ModelFiles:
        """Hash every file of a model again. Raises `model_damaged`, and what `find` raises."""
        files = self.find(name)
        total, before = files.bytes, 0
        for path, expected in zip(files.paths, _hashes(files), strict=True):
            digest = place.hash_file(path, advance=_advance(report, "verify", before, total, path.name), stop=stop)
            if expected is not None and digest.hexdigest() != expected:
                raise UserFixable("model_damaged", file=path.name, reason="its checksum is wrong")
            before += path.stat().st_size
        if files.model is None:
            (examine_adapter if is_adapter(files.gguf) else examine)(files.gguf)
        return files

    def remove(self, name: str) -> None:
        """Raises `unknown_model`, `model_missing`, and `read_only` for one in the machine's folder."""
        imported = self._imported(name)
        folder = self.folder / (self.manifest.model(name).id if imported is None else imported.folder.name)
        if not folder.is_dir():
            files = self._known(self.manifest.model(name))
            raise UserFixable("read_only", folder=str(files.folder.parent))
        try:
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
        except OSError as error:
            raise unwritable(error, folder) from error

    def import_file(self, path: Path, *, report: Report, stop: Stop) -> ModelFiles:
        """Copy a model file into the store. One that the manifest knows becomes that model, whatever it is called; any
        other must be a GGUF with a chat template, and its id is made of its name.

        Raises those of `examine`, `no_space`, `read_only`.
        """
        size = _size(path)
        if not any(file.bytes == size for model in self.manifest.models for file in model.files):
            _require_usable(path)
        make_private(self.folder)
        make_private(self.folder / ".partial")
        place.require_room(self.folder, size)
        copy = self.folder / ".partial" / f"import-{os.getpid()}"
        try:
            digest = place.copy_hashed(path, copy, advance=_advance(report, "copy", 0, size, path.name), stop=stop)
            return self._adopt(copy, path, digest)
        except OSError as error:
            raise unwritable(error, self.folder) from error
        finally:
            copy.unlink(missing_ok=True)

    def _adopt(self, copy: Path, original: Path, digest: str) -> ModelFiles:
        known = self.manifest.with_hash(digest)
        if known is not None:
            target = place.final_path(self.folder, *known)
            place.put_in_place(copy, target)
            return ModelFiles(known[0].id, target.parent, (target,), known[0])
        _require_usable(copy, named=original)
        for own in self._all_imported():
            if _hashes(own) == [digest]:
                return own
        target = self.folder / (IMPORTED + self._free_slug(original.stem)) / original.name
        place.put_in_place(copy, target)
        with place.open_private(target.with_name(target.name + ".sha256")) as stream:
            stream.write(f"{digest}  {target.name}\n".encode())
        return ModelFiles(target.parent.name.removeprefix(IMPORTED), target.parent, (target,))

    def _free_slug(self, stem: str) -> str:
        slug = re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")[:64] or "model"
        taken = {model.id for model in self.manifest.models} | {own.id for own in self._all_imported()}
        number = 2
        candidate = slug
        while candidate in taken | {"default", "embedder", "scans", "recommended", NO_ADAPTER}:
            candidate, number = f"{slug}-{number}", number + 1
        return candidate

    def _known(self, model: Model) -> ModelFiles:
        files = self._whole(model)
        if files is not None:
            return files
        for file in model.files:
            path = place.final_path(self.folder, model, file)
            if path.exists():
                _require_whole(path, file)
        raise UserFixable("model_missing", model=model.id)

    def _whole(self, model: Model) -> ModelFiles | None:
        for folder in (self._paths.models, self._paths.machine_models):
            paths = tuple(place.final_path(folder, model, file) for file in model.files)
            if all(place.is_whole(path, file.bytes) for path, file in zip(paths, model.files, strict=True)):
                return ModelFiles(model.id, folder / model.id, paths, model, folder == self._paths.machine_models)
        return None

    def _imported(self, name: str) -> ModelFiles | None:
        return next((own for own in self._all_imported() if own.id == name), None)

    def _all_imported(self) -> Iterator[ModelFiles]:
        for root in (self._paths.models, self._paths.machine_models):
            for folder in sorted(root.glob(IMPORTED + "*")):
                if found := _models_in(folder):
                    name, machine = folder.name.removeprefix(IMPORTED), root == self._paths.machine_models
                    yield ModelFiles(name, folder, (found[0],), None, machine)


def _models_in(folder: Path) -> list[Path]:
    """None in what is no folder, cannot be read or has only links to what is gone: such a thing is not ours."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".gguf" and path.is_file())
    except OSError:
        return []


def is_path(name: str | Path) -> bool:
    """Whether a file is meant, and no id."""
    path = expanded(Path(name))
    return isinstance(name, Path) or len(path.parts) > 1 or path.suffix.lower() == ".gguf"


def _hashes(files: ModelFiles) -> list[str | None]:
    """What each file's hash must be; None where it was never recorded."""
    if files.model is not None:
        known = {file.name: file.sha256 for file in files.model.files}
        return [known[path.name] for path in files.paths]
    try:
        return [files.gguf.with_name(files.gguf.name + ".sha256").read_text(encoding="utf-8")[:64]]
    except OSError:
        return [None]


def _require_whole(path: Path, file: ModelFile) -> None:
    size = path.stat().st_size
    if size != file.bytes:
        raise UserFixable("model_damaged", file=path.name, reason=f"{size:,} of {file.bytes:,} bytes")


def _require_usable(path: Path, *, named: Path | None = None) -> None:
    """A model made for chat, or an adapter for one."""
    if is_adapter(path):
        examine_adapter(path)
        return
    facts = examine(path)
    if not facts.has_chat_template:
        raise UserFixable("model_unsupported", file=(named or path).name, reason="it has no chat template")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise UserFixable("not_found", file=path.name) from error


def _advance(report: Report, stage: str, before: int, total: int, file: str) -> place.Advance:
    return lambda done: report(Progress(stage, before + done, total, file=file))
