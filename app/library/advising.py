"""Which model suits this machine: what the machine has, put together for `models.recommend`, and the advice in words."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import words
from app.host import settings
from app.language import graphics, hardware
from app.library.models import KnownModel, listed
from app.library.rooms import Rooms
from app.models.recommend import Advice, Machine, recommend
from app.types import Sentence

__all__ = ["Advice", "Recommended", "advised", "gigabytes", "recommended", "said", "this_machine"]


@dataclass(frozen=True, slots=True)
class Recommended:
    """The model to begin with: the user's own choice if there is one (`advice` still tells what suits), else the advised one."""

    model: KnownModel
    advice: Advice
    chosen: bool = False


def recommended(rooms: Rooms, machine: Machine | None = None) -> Recommended:
    """The generator to begin with. `machine` is this one unless told otherwise."""
    advice = advised(rooms, machine)
    by_id = {model.id: model for model in listed(rooms) if model.purpose == "generator"}
    picked = settings.Settings.load(rooms.paths.settings).model
    if picked in by_id:
        return Recommended(by_id[picked], advice, chosen=True)
    return Recommended(by_id[advice.model.id], advice)


def advised(rooms: Rooms, machine: Machine | None = None) -> Advice:
    """What suits this machine, whatever the user has chosen."""
    here = {files.id for files in rooms.store.installed()}
    return recommend(rooms.store.manifest.models, machine or this_machine(rooms), here=here)


def this_machine(rooms: Rooms) -> Machine:
    found = hardware.examine()
    usable = found.gpus if found.gpu_backends else ()
    gpu, free = graphics.roomiest(usable, found.gpu_backends, found.memory_total) if usable else ("", 0)
    return Machine(
        memory=found.memory_total,
        memory_free=found.memory_available,
        threads=hardware.threads_for(found.usable_cores),
        disk_free=_free(rooms.store.folder),
        gpu=gpu,
        gpu_free=free,
    )


def _free(folder: Path) -> int:
    """Bytes free where a folder is or will be."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path(folder.anchor or "."))
    return shutil.disk_usage(there).free


def said(sentences: Sequence[Sentence]) -> str:
    """In English, as the command line prints it."""
    return " ".join(words.filled(one.template, _in_words(one.values)) for one in sentences)


def _in_words(values: Mapping[str, str | int]) -> dict[str, str]:
    return {name: gigabytes(value) if isinstance(value, int) else value for name, value in values.items()}


def gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
