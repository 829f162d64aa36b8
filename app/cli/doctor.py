"""`doctor`."""

import argparse
from pathlib import Path

from app.cli import shapes
from app.cli.console import Console
from app.cli.crashes import write
from app.cli.scope import open_library
from app.library import diagnosis, reporting
from app.library.diagnosis import Diagnosis
from app.library.rooms import Rooms
from app.stop import Stop


def doctor(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Ends with 3 where something needs the user."""
    with open_library(options) as library:
        found = diagnosis.examine(library.rooms)
        if options.report is not None:
            _report(found, library.rooms, options, console)
            return 0
    if console.json:
        console.object({"schema": 1, "sound": found.sound, **found.facts})
    else:
        for finding in found.findings:
            console.result(f"{'!' if finding.wrong else ' '} {finding.name}: {finding.said}")
    return 0 if found.sound else 3


def _report(found: Diagnosis, rooms: Rooms, options: argparse.Namespace, console: Console) -> None:
    """Written for whoever is asked for help, and shown: the user decides whether it is passed on."""
    text = reporting.text(found, rooms)
    to: Path = options.report
    write(to, text, force=options.force)
    if console.json:
        console.object({"schema": shapes.SCHEMA, "path": str(to), "bytes": len(text.encode())})
    else:
        console.result(f"{text}\n{to}  written; this is all that is in it.")
