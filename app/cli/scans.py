"""`scans status|read|when-needed|never`."""

import argparse

from app.cli.console import Console
from app.cli.scope import open_library
from app.errors import Refused, UserFixable
from app.host.policy import Policy
from app.library import scans as pictures
from app.library.rooms import Rooms
from app.stop import Stop


def scans(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    with open_library(options) as library:
        rooms = library.rooms
        match options.action:
            case "read":
                _read(rooms, console, stop)
            case "when-needed":
                pictures.change(rooms, True)
            case "never":
                pictures.change(rooms, False)
        _show(rooms, console)
    return 0


def _read(rooms: Rooms, console: Console, stop: Stop) -> None:
    """Raises `policy` or `model_missing` where it cannot be done."""
    if not Policy.load().scans:
        raise Refused("policy", reason="it does not allow scanned pages to be read")
    if pictures.networks(rooms) is None:
        raise UserFixable("model_missing", model=rooms.store.manifest.model("scans").id)
    pictures.want_all(rooms)
    pictures.read(rooms, None, report=console.progress, stop=stop)


def _show(rooms: Rooms, console: Console) -> None:
    here, wanted, out = pictures.networks(rooms) is not None, pictures.is_wanted(rooms), pictures.left_out(rooms)
    unread = pictures.unread(rooms)
    if console.json:
        left = [
            {"document": one.document.id, "file": one.document.file, "left": one.left, "read": one.done}
            for one in unread
        ]
        console.object({"schema": 1, "wanted": wanted, "installed": here, "left_out": out, "documents": left})
        return
    console.result(f"Scanned pages are {'read when needed' if wanted else 'never read'}; left out so far: {out}.")
    if not here:
        console.result("What reads them is not here: ‘inglenook models pull scans’.")
    for one in unread:
        console.listed(f"{one.document.file}  {one.left} of {one.left + one.done} scanned pages left to read")
