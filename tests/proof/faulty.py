"""The program as it is, with one fault in one of its processes: `FAULT=WHAT python -m tests.proof.faulty [ARGUMENTS OF inglenook]`.

Children of the program import this module again and are spoilt in the same way. A crash is a real one: memory that is nobody's is read.
"""

import ctypes
import os
import sys
import threading
from typing import Any

SAID = "FAULT_TEXT"
"""Variable with the text that exceptions quote."""


def crash(*arguments: object, **named: object) -> Any:
    ctypes.string_at(0)


def fail(*arguments: object, **named: object) -> Any:
    quoted = os.environ[SAID]
    try:
        raise KeyError(quoted)
    except KeyError as error:
        raise ValueError(f"what stood there: {quoted} {arguments}") from error


def _spoil(what: str) -> None:
    if what.startswith("reader"):
        from app.documents import worker

        worker._page = crash
        if what == "reader fails":
            worker.open_pdf = fail
    elif what.startswith("engine"):
        from app.language import worker as engine

        engine._Engine.do = crash if what == "engine crashes" else fail  # type: ignore[method-assign]
    elif what == "command fails":
        from app.library import conversations

        conversations.listed = fail
    elif what == "window" and __name__ == "__main__":
        _spoil_window()


def _spoil_window() -> None:
    """A slot that fails, a thread that fails, a lane that fails, then a crash."""
    from PySide6.QtCore import QTimer

    from app.ui.jobs import Lane
    from app.ui.window import Window

    start = Window.start

    def spoilt(window: Window) -> None:
        start(window)
        threading.Thread(target=fail).start()
        window._jobs.run(fail, lane=Lane.QUICK)
        QTimer.singleShot(100, fail)
        QTimer.singleShot(2000, crash)

    setattr(Window, "start", spoilt)  # noqa: B010 - a method, assigned


_spoil(os.environ.get("FAULT", ""))

if __name__ == "__main__":
    from app.__main__ import main

    sys.exit(main())
