"""Freeze support, close the network, then the window or the command line (each imported only when wanted)."""

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.host.paths import Paths


def main() -> int:
    # Until the command line listens for itself, Ctrl-C ends the program without a word: nothing has been begun.
    signal.signal(signal.SIGINT, _ended)
    import multiprocessing

    multiprocessing.freeze_support()
    from app.host import faults, network

    network.close()
    from app.cli import run

    try:
        return run(sys.argv[1:], _open_window, faults.watch)
    finally:
        faults.end()


def _open_window(paths: "Paths", model: str | None, adapter: str | None) -> int:
    from app.ui import run

    return run(paths, model=model, adapter=adapter)


def _ended(number: int, frame: FrameType | None) -> None:
    os._exit(130)


if __name__ == "__main__":
    sys.exit(main())
