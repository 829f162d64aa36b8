"""`doctor`."""

import argparse

from app.cli.console import Console
from app.cli.scope import open_library
from app.library import diagnosis
from app.stop import Stop


def doctor(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Ends with 3 where something needs the user."""
    with open_library(options) as library:
        found = diagnosis.examine(library.rooms)
    if console.json:
        console.object({"schema": 1, "sound": found.sound, **found.facts})
    else:
        for finding in found.findings:
            console.result(f"{'!' if finding.wrong else ' '} {finding.name}: {finding.said}")
    return 0 if found.sound else 3
