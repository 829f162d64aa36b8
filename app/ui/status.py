"""The line at the foot of the window: the model and where it runs, what goes on, and what has left this machine."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QStatusBar, QWidget

from app.library import Library
from app.library.standing import Standing, standing
from app.ui import say
from app.ui.icons import icon
from app.ui.jobs import Job, Jobs, Lane
from app.ui.widgets import push_button, tip


class StatusLine(QStatusBar):
    """`model_wanted` and `privacy_wanted` come when its two buttons are pressed."""

    model_wanted = Signal()
    privacy_wanted = Signal()

    def __init__(self, library: Library, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._looking: Job[Standing] | None = None
        self._model = push_button("", "link", self.model_wanted.emit)
        self._model.setIcon(icon("model"))
        self.left = 0
        """So much has left this machine."""
        self._lock = push_button("", "link", self.privacy_wanted.emit)
        self._lock.setIcon(icon("lock"))
        for button in (self._model, self._lock):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFlat(True)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(6, 0, 8, 0)
        self.addPermanentWidget(self._lock)
        self.addWidget(self._model)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            side = self.fontMetrics().height()
            for button in self.buttons:
                button.setIconSize(QSize(side, side))

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """The model's and the lock's."""
        return self._model, self._lock

    def reload(self) -> None:
        """Look again, beside the window."""
        if self._looking is not None:
            self._looking.forget()  # what it saw may be old already, and arrive last
        self._looking = self._jobs.run(
            lambda tell, stop: standing(self._library.rooms), lane=Lane.QUICK, owner=self, on_done=self._show
        )

    def _show(self, found: Standing) -> None:
        self._model.setText(self._model_words(found))
        choose = self.tr("Choose the model in the settings")
        self._model.setToolTip(tip("\n".join(filter(None, [say.reason(found.device_note or ""), choose]))))
        self.left = found.left
        if found.left:
            self._lock.setText(self.tr("%n request(s) have left this machine", "", found.left))
            self._lock.setIcon(icon("unlock"))
        else:
            self._lock.setText(self.tr("Nothing has left this machine"))
            self._lock.setIcon(icon("lock"))
        self._lock.setToolTip(tip(self.tr("What is stored where, and what was sent")))

    def _model_words(self, found: Standing) -> str:
        if found.model is None:
            return self.tr("No model yet: choose one")
        if found.device is None:
            return found.model
        kind, _, name = found.device.partition(": ")
        return self.tr("{model} · {device}").format(model=found.model, device=f"{kind.upper()} {name}".strip())
