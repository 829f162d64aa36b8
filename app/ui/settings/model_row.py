"""One model in the settings: what it is, whether it is here, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library.models import KnownModel
from app.ui import say
from app.ui.downloads import Download
from app.ui.settings import wording
from app.ui.theme import restyle
from app.ui.widgets import ElidedLabel, label, push_button, tip, tool_button

_STEPS = 1000
"""A progress bar counts in 32 bits, and models have more bytes."""


class ModelRow(QWidget):
    """Shows what it is told and tells what is wanted; does nothing itself."""

    use_wanted = Signal()
    get_wanted = Signal()
    stop_wanted = Signal()
    remove_wanted = Signal()
    leave_wanted = Signal()
    """An adapter is to be used no longer."""

    def __init__(self, model: KnownModel, *, recommended: bool = False) -> None:
        super().__init__()
        self.model = model
        self._best = label(self.tr("Suits this machine"), "muted")
        self._recommended = recommended
        self._name = ElidedLabel(model.name, "heading")
        self._state = label(self.tr("In use"), "muted")
        self._facts = label(wording.facts(model), wraps=True)
        self._source = label("" if model.sources else wording.source(model), "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download of {name}").format(name=model.name))
        self._said = label(wraps=True)
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        name = self.model.name
        self._use = push_button(self.tr("Use"), "quiet", self.use_wanted.emit)
        self._use.setAccessibleName(self.tr("Use {name}").format(name=name))
        self._leave = push_button(self.tr("Use no longer"), "quiet", self.leave_wanted.emit)
        self._leave.setAccessibleName(self.tr("Use {name} no longer").format(name=name))
        self._get = push_button("", "quiet", self.get_wanted.emit)
        self._stop = push_button(self.tr("Stop"), "quiet", self.stop_wanted.emit)
        self._stop.setAccessibleName(self.tr("Stop the download of {name}").format(name=name))
        self._remove = tool_button("remove", self.tr("Remove {name}…").format(name=name), self.remove_wanted.emit)
        self._remove.setToolTip(tip(self._remove.accessibleName()))  # the name stands in the model's file

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        for widget in (self._best, self._state, self._use, self._leave, self._remove):
            head.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._get)
        foot.addWidget(self._bar, 1)
        foot.addWidget(self._stop)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(label(wording.terms(self.model), "muted", wraps=True))
        column.addWidget(self._source)
        column.addLayout(foot)
        column.addWidget(self._said)

    def show_state(self, download: Download | None, *, may_download: bool) -> None:
        """`may_download`: whether this machine's policy allows any."""
        here = self.model.folder is not None
        running = download is not None and download.is_running
        can_get = not here and bool(self.model.sources) and may_download
        self._best.setVisible(self._recommended)
        self._state.setVisible(here and self.model.chosen)
        self._use.setVisible(here and not self.model.chosen and self.model.purpose in {"generator", "adapter"})
        self._leave.setVisible(self.model.chosen and self.model.purpose == "adapter")
        self._get.setVisible(can_get and not running)
        self._stop.setVisible(running)
        self._remove.setVisible(here and not self.model.machine)
        self._source.setVisible(not here and bool(self._source.text()))
        self._facts.setToolTip("" if here else tip(wording.source(self.model)))
        self._show_download(download)

    def say(self, text: str, role: str = "muted") -> None:
        """A sentence about it, until the next state is shown; '' for none."""
        self._said.setText(text)
        self._said.setProperty("role", role)
        restyle(self._said)
        self._said.setVisible(bool(text))

    def _missing(self) -> str:
        """Of an adapter whose file is gone while a model is to be used with it; such a model answers nothing."""
        if self.model.folder is not None or not self.model.chosen or self.model.purpose != "adapter":
            return ""
        return say.whole(UserFixable("adapter", file=self.model.name, reason="it is not there"))

    def _show_download(self, download: Download | None) -> None:
        progress = None if download is None else download.progress
        begun = progress is not None and progress.done > 0
        size = say.size(self.model.bytes)
        text = self.tr("Continue ({size})") if begun else self.tr("Get ({size})")
        self._get.setText(text.format(size=size))
        self._get.setAccessibleName(self.tr("Get {name}, {size}").format(name=self.model.name, size=size))
        self._get.setAccessibleDescription(wording.source(self.model))
        self._bar.setVisible(download is not None and (download.is_running or begun))
        if progress is not None and progress.total:
            self._bar.setValue(progress.done * _STEPS // progress.total)
        if download is None:
            self.say(self._missing(), "error")
            return
        sentence = wording.standing(download)
        note = f"{say.reason(download.note)} " if download.note and download.is_running else ""
        self.say(note + sentence, "error" if download.error is not None else "muted")
