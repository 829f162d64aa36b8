"""A model's files out of a folder: a stick, a share, what somebody downloaded elsewhere. Nothing is fetched."""

import os
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import make_private, unwritable
from app.models import place, sources
from app.models.manifest import Model, ModelFile
from app.stop import Stop
from app.types import Progress, Report


def take(models: Path, model: Model, folder: Path, *, report: Report, stop: Stop) -> None:
    """Copy what is missing of a model, each file known by its size and SHA-256, whatever it is called there.

    Raises UserFixable `not_found`, `model_damaged` where only other content is there, `unreadable`, `no_space`, `read_only`; Stopped.
    """
    before = 0
    for file in model.files:
        target = place.final_path(models, model, file)
        if not place.is_whole(target, file.bytes):
            make_private(models)
            make_private(models / ".partial")
            place.require_room(models, file.bytes)
            start = before

            def advance(done: int, start: int = start, name: str = file.name) -> None:
                report(Progress("copy", start + done, model.bytes, file=name))

            _take(_found(folder, model, file), file, target, advance=advance, stop=stop)
        before += file.bytes


def _found(folder: Path, model: Model, file: ModelFile) -> list[Path]:
    try:
        found = list(sources.candidates(folder, model, file))
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=str(folder)) from error
    except OSError as error:
        raise UserFixable(
            "unreadable", file=str(folder), reason=(error.strerror or "no reason given").lower()
        ) from error
    if not found:
        raise UserFixable("not_found", file=str(folder / file.name))
    return found


def _take(found: list[Path], file: ModelFile, target: Path, *, advance: place.Advance, stop: Stop) -> None:
    """The first of them that is the file. A copy that is not, and one that was stopped, leaves nothing behind."""
    copy = target.parent.parent / ".partial" / f"copy-{os.getpid()}"
    try:
        for path in found:
            if place.copy_hashed(path, copy, advance=advance, stop=stop) == file.sha256:
                place.put_in_place(copy, target)
                return
    except OSError as error:
        raise unwritable(error, target.parent.parent) from error
    finally:
        copy.unlink(missing_ok=True)
    raise UserFixable("model_damaged", file=found[0].name, reason="its checksum is wrong")
