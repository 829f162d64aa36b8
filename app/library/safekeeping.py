"""What `doctor` tells of who could read the library without this program."""

from typing import Any

from app.host import access, encryption
from app.library.finding import Finding, line
from app.library.rooms import Rooms


def found(rooms: Rooms) -> tuple[list[Finding], dict[str, Any]]:
    """Whether the disk is encrypted, and whether the data folder is the owner's alone; the same for programs."""
    folder = rooms.paths.data
    disk, private = encryption.of(folder), access.is_private(folder)
    return [_disk(disk), *_folder(private)], {"disk": disk}


def _disk(state: encryption.State) -> Finding:
    if state == "encrypted":
        return line("Disk", "encrypted")
    if state == "plain":
        return line("Disk", "not encrypted by this system: whoever takes it away can read the library")
    return line("Disk", "this system does not tell whether it is encrypted")


def _folder(private: bool | None) -> list[Finding]:
    if private is None:
        return [line("Data", "this system does not tell who else can open the folder")]
    return [] if private else [line("Data", "other users of this machine can open the folder")]
