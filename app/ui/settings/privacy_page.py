"""What is kept on this machine, where and how much of it, and a way to delete all of it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library import Library, privacy
from app.library.privacy import Stored
from app.ui import say
from app.ui.flowing import clear
from app.ui.folders import OpenFolder, opening
from app.ui.jobs import Jobs, Lane
from app.ui.settings.deleting import DeleteDialog
from app.ui.settings.page import Page
from app.ui.widgets import Banner, ElidedLabel, label, push_button, tool_button


class PrivacyPage(Page):
    """Sizes are measured whenever it is shown."""

    deletion_begins = Signal()
    """Whatever is under way must end now: the library is about to be deleted."""
    everything_deleted = Signal()

    def __init__(self, library: Library, jobs: Jobs, *, open_folder: OpenFolder | None = None) -> None:
        super().__init__(self.tr("Privacy"))
        self._library, self._jobs = library, jobs
        self._open = open_folder or opening(jobs, self)
        self._stored: list[Stored] = []
        self._has_cloud = False
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self.heading(self.tr("What is kept on this machine"))
        self._stays = label(role="muted", wraps=True)
        self.column.addWidget(self._stays)
        self._say_what_stays()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.column.addWidget(self._table)
        self.heading(self.tr("Delete"))
        self.sentence(
            self.tr("Deletes all of the above. Your PDFs are not touched, and the models stay if you want them to.")
        )
        self._delete = push_button(self.tr("Delete everything…"), "quiet", self.ask_to_delete)
        self.column.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignLeft)
        self._doing = label(role="muted", wraps=True)
        self._doing.hide()
        self.column.addWidget(self._doing)

    def offer_cloud(self, offered: bool) -> None:
        """Whether a model elsewhere is set up."""
        self._has_cloud = offered
        self._say_what_stays()

    def _say_what_stays(self) -> None:
        if self._has_cloud:
            said = self.tr(
                "Your documents, questions and answers stay on this machine, but for what you have read and sent to a model elsewhere. The network is used only when you ask for it."
            )
        else:
            said = self.tr(
                "Your documents, questions and answers stay on this machine. The network is used only to fetch a model, and only when you ask for it."
            )
        self._stays.setText(said)

    def refresh(self) -> None:
        rooms = self._library.rooms
        self._jobs.run(
            lambda tell, stop: privacy.stored(rooms),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show,
            on_error=self._banner.say_error,
        )

    def ask_to_delete(self) -> DeleteDialog:
        models = sum(one.bytes for one in self._stored if one.name == "models")
        dialog = DeleteDialog(models, self)
        dialog.confirmed.connect(self.delete)
        dialog.open()
        return dialog

    def delete(self, models: bool) -> None:
        """For good; whoever calls it has asked."""
        self.deletion_begins.emit()
        self._set_busy(True)
        rooms = self._library.rooms
        self._jobs.run(
            lambda tell, stop: privacy.delete_everything(rooms, models=models, stop=stop),
            lane=Lane.FILES,
            owner=self,
            on_done=lambda _: self._on_deleted(),
            on_error=self._on_failed,
            on_stopped=lambda: self._set_busy(False),
        )

    def _on_deleted(self) -> None:
        self._set_busy(False)
        self._doing.setText(self.tr("Everything was deleted."))
        self._doing.show()
        self.refresh()
        self.everything_deleted.emit()

    def _on_failed(self, error: UserFixable) -> None:
        self._set_busy(False)
        self._banner.say_error(error)
        self.refresh()

    def _set_busy(self, busy: bool) -> None:
        self._delete.setEnabled(not busy)
        self._doing.setText(self.tr("Deleting…"))
        self._doing.setVisible(busy)

    def _show(self, stored: list[Stored]) -> None:
        self._stored = stored
        clear(self._grid)
        for number, one in enumerate(stored):
            self._add_row(number, one)
        last = len(stored)
        self._grid.addWidget(label(self.tr("Together"), "heading"), last, 0)
        self._grid.addWidget(_amount(sum(one.bytes for one in stored), "heading"), last, 1)

    def _add_row(self, number: int, one: Stored) -> None:
        folder = one.path if one.path.suffix == "" else one.path.parent
        button = tool_button("folder", self.tr("Open in the file manager"), lambda: self._open(folder))
        button.setAccessibleName(self.tr("Open the folder of: {name}").format(name=name_of(one)))
        for column, widget in enumerate((_what(one), _amount(one.bytes), button)):
            self._grid.addWidget(widget, number, column)


def name_of(one: Stored) -> str:
    return {
        "documents": QCoreApplication.translate("privacy", "Text and index of documents"),
        "meaning": QCoreApplication.translate("privacy", "Search by meaning"),
        "conversations": QCoreApplication.translate("privacy", "Conversations"),
        "summaries": QCoreApplication.translate("privacy", "Summaries"),
        "reports": QCoreApplication.translate("privacy", "Reports of faults"),
        "settings": QCoreApplication.translate("privacy", "Settings"),
        "models": QCoreApplication.translate("privacy", "Models"),
    }[one.name]


def _what(one: Stored) -> QWidget:
    """What it is, and beneath it where it lies."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(name_of(one)))
    column.addWidget(ElidedLabel(str(one.path), "muted"))
    return made


def _amount(size: int, role: str = "") -> QWidget:
    made = label(say.size(size) if size else "–", role)
    made.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return made
