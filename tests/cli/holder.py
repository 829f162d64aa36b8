"""A second process of the program: it holds a library as the window does. `python -m tests.cli.holder FOLDER busy|locked`.

Says 'held' and goes on until its standard input ends: 'busy' writes short transactions one after the other, 'locked' never ends
the one that it began.
"""

import sys
import threading
from pathlib import Path

from app.host.instance import Hold
from app.host.paths import Paths
from app.index.catalog import Catalog
from app.index.catalog.database import Database
from app.stop import Stop

_PAUSE = 0.005
"""Seconds between two writes: a person's machine has them, a loop without any would starve everybody."""


def main(folder: Path, way: str) -> None:
    paths = Paths.find(folder)
    hold, stop = Hold(paths.holder), Stop()
    assert hold.take()
    threading.Thread(target=_until_the_end, args=(stop,), daemon=True).start()
    if way == "locked":
        with Database(paths.catalog).write():
            print("held", flush=True)
            stop.wait(600)
        return
    with Catalog(paths.catalog) as catalog:
        print("held", flush=True)
        while not stop.wait(_PAUSE):
            catalog.conversations.start("Written by the holder")
        print(len(catalog.conversations.listed()), catalog.check(), flush=True)
    hold.release()


def _until_the_end(stop: Stop) -> None:
    sys.stdin.read()
    stop.request()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
