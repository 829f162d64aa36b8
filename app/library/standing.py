"""What the status bar shows: the model in force, where it runs, and what has left this machine."""

from dataclasses import dataclass

from app.errors import UserFixable
from app.library.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Standing:
    """`model` is None where none is here; `device` is None until it is loaded. `left` counts what was sent away, from the log of it."""

    model: str | None
    device: str | None
    device_note: str | None
    left: int


def standing(rooms: Rooms) -> Standing:
    """Loads nothing."""
    loaded = rooms.loaded
    return Standing(
        model=_name(rooms),
        device=loaded.device if loaded is not None else None,
        device_note=loaded.device_note if loaded is not None else None,
        left=_left(rooms),
    )


def is_read_only(rooms: Rooms) -> bool:
    """Whether the library can only be read: questions are answered, and nothing is kept. Raises as opening the catalog does."""
    return rooms.catalog.read_only


def _name(rooms: Rooms) -> str | None:
    try:
        files = rooms.model_files()
    except UserFixable:
        return None
    name = files.model.name if files.model is not None else files.gguf.stem
    return f"{name} + {files.adapter.id}" if files.adapter else name


def _left(rooms: Rooms) -> int:
    from app.cloud.record import Record

    return Record(rooms.paths.sent).count()
