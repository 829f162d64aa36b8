"""Whether pages that are pictures are read."""

from PySide6.QtCore import QCoreApplication

from app.library import Library
from app.ui.jobs import Jobs
from app.ui.settings.tick import Tick


class ScansChoice(Tick):
    """What is chosen holds from the next page on."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        text = QCoreApplication.translate("ScansChoice", "Read scanned pages when they have no text")
        hint = QCoreApplication.translate(
            "ScansChoice",
            "Pages that are pictures are read on this machine, in the background: a few seconds of all processor cores for each.",
        )
        super().__init__(library, jobs, "scans", text, hint)
