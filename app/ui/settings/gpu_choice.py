"""Whether a GPU may be used."""

from PySide6.QtCore import QCoreApplication

from app.library import Library
from app.ui.jobs import Jobs
from app.ui.settings.tick import Tick


class GpuChoice(Tick):
    """What is chosen holds from the next question on."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        text = QCoreApplication.translate("GpuChoice", "Use the graphics card (GPU) where there is one")
        hint = QCoreApplication.translate(
            "GpuChoice",
            "Without it the model runs on the processor. The status bar and the diagnostics say which is used, and why.",
        )
        super().__init__(library, jobs, "gpu", text, hint)
