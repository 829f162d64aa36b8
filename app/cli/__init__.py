"""The command line: parse, call the library, print. Nothing is decided here but how a result looks."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from app.cli import parser
from app.cli.console import Console, prepare_streams
from app.errors import Refused, UserFixable
from app.host.paths import Paths
from app.stop import Stop, Stopped

DONE, FAULT, NEEDS_USER, REFUSED, STOPPED = 0, 1, 3, 4, 130


OpenWindow = Callable[[Paths, str | None, str | None], int]
Watch = Callable[[Paths, str], None]
"""Is told the paths and the command, or 'window', once they are known."""


def run(arguments: list[str], open_window: OpenWindow, watch: Watch | None = None) -> int:
    """The exit status of the command that `arguments` ask for; without a command, that of the window, which gets the paths,
    the model and the adapter that were asked for. SystemExit 2 where the command line is wrong."""
    prepare_streams()
    options = parser.parse(arguments)
    stop = Stop()
    console = Console(json=options.json, quiet=options.quiet, verbose=options.verbose)
    try:
        if watch is not None:
            watch(Paths.find(options.data_dir), options.command or "window")
        if options.command is None:
            return open_window(Paths.find(options.data_dir), options.model, options.adapter)
        with _interruptible(stop):
            return _dispatch(options.command)(options, console, stop)
    except (Stopped, KeyboardInterrupt):
        console.note("Stopped.")
        return STOPPED
    except UserFixable as error:
        _note(error)
        console.failure(error)
        return REFUSED if isinstance(error, Refused) else NEEDS_USER
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:  # noqa: BLE001 - the last line of defence: a fault of ours is kept, named, and ends with 1
        return _crashed(options, console, fault)
    finally:
        console.close()


def _dispatch(command: str) -> Callable[..., int]:
    """Import only what this command needs: `--help` and `list` stay quick."""
    if command in {"ask", "summarize"}:
        from app.cli import answering

        return {"ask": answering.ask, "summarize": answering.summarize}[command]
    if command in {"conversations", "export"}:
        from app.cli import conversations

        return {"conversations": conversations.conversations, "export": conversations.export}[command]
    if command == "models":
        from app.cli import models

        return models.models
    if command == "cloud":
        from app.cli import cloud

        return cloud.cloud
    if command == "scans":
        from app.cli import scans

        return scans.scans
    if command == "crashes":
        from app.cli import crashes

        return crashes.crashes
    if command == "doctor":
        from app.cli import doctor

        return doctor.doctor
    from app.cli import documents

    return {
        "add": documents.add,
        "list": documents.list_documents,
        "remove": documents.remove,
        "search": documents.search,
    }[command]


def _note(error: UserFixable) -> None:
    from app.host import faults

    faults.note("error", kind=error.kind)


def _crashed(options: object, console: Console, fault: Exception) -> int:
    from app.host import crashes, faults

    faults.note("fault", type=fault)
    paths = Paths.find(getattr(options, "data_dir", None))
    kept = crashes.keep(paths.crashes, fault, getattr(options, "command", None) or "window")
    console.fault(kept)
    return FAULT


@contextmanager
def _interruptible(stop: Stop) -> Iterator[None]:
    """The first Ctrl-C asks for a clean end; a second one ends at once."""

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.requested:
            raise KeyboardInterrupt
        stop.request()

    before = {number: signal.signal(number, interrupted) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
