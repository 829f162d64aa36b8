"""One text to pass on when asking for help: what the diagnosis found, the log and the crash reports. Nothing of any document is in it."""

import re
from pathlib import Path

from app.host import crashes, faults, log
from app.library.diagnosis import Diagnosis
from app.library.rooms import Rooms

_LINES = 400
"""Of the log's end: some days of use."""


def text(found: Diagnosis, rooms: Rooms) -> str:
    faults.collect(rooms.paths)
    findings = [f"{'!' if one.wrong else ' '} {one.name}: {one.said}" for one in found.findings]
    lines = log.read(rooms.paths.logs).splitlines()[-_LINES:]
    parts = [
        ("What was found", "\n".join(findings)),
        (f"The log, its last {len(lines)} lines", "\n".join(lines)),
        *((f"Fault {report.id}", report.text.strip()) for report in crashes.listed(rooms.paths.crashes)),
    ]
    return _without_folders("\n\n".join(f"{title}\n\n{content}" for title, content in parts) + "\n", rooms)


def _without_folders(text: str, rooms: Rooms) -> str:
    """The data folder and the home folder by what they are: their names may be a client's or the user's."""
    for folder, name in ((rooms.paths.data, "<data>"), (rooms.paths.models, "<models>"), (Path.home(), "~")):
        if folder != folder.parent:
            text = re.sub(re.escape(str(folder)) + r"(?![\w.-])", name, text)
    return text
