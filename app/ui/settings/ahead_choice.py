"""Whether pages are read while a question is still being typed."""

from PySide6.QtCore import QCoreApplication

from app.library import Library
from app.ui.jobs import Jobs
from app.ui.settings.tick import Tick


class AheadChoice(Tick):
    """What is chosen holds from the next pause in typing on."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        text = QCoreApplication.translate("AheadChoice", "Read ahead while I type")
        hint = QCoreApplication.translate(
            "AheadChoice",
            "The model reads the likeliest page while you are typing, so that the answer begins sooner. Nothing of what you type is kept. On battery it waits for your question.",
        )
        super().__init__(library, jobs, "ahead", text, hint)
