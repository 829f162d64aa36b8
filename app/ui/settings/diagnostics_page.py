"""The same as `inglenook doctor` tells, to be read and copied; nothing of any document is in it."""

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.errors import UserFixable
from app.library import Library, diagnosis
from app.library.diagnosis import Diagnosis
from app.library.finding import Finding
from app.ui.flowing import clear
from app.ui.icons import icon
from app.ui.jobs import Jobs, Lane
from app.ui.settings import wording
from app.ui.settings.page import Page
from app.ui.widgets import Banner, label, push_button


class DiagnosticsPage(Page):
    """Looks again whenever it is shown."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__(self.tr("Diagnostics"))
        self._library, self._jobs = library, jobs
        self._found: Diagnosis | None = None
        self.heading(self.tr("This machine and this library"))
        self.sentence(self.tr("Nothing here comes from your documents, so you can pass it on when you ask for help."))
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self._verdict = label(wraps=True)
        self.column.addWidget(self._verdict)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self.column.addWidget(self._table)
        self._copy = push_button(self.tr("Copy"), "quiet", self.copy)
        self._again = push_button(self.tr("Check again"), "quiet", self.refresh)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._copy)
        row.addWidget(self._again)
        row.addStretch(1)
        self.column.addLayout(row)

    @property
    def text(self) -> str:
        """What is copied: a line for each finding, the home folder as ~."""
        found = () if self._found is None else self._found.findings
        lines = [f"{'! ' if one.wrong else ''}{one.name}: {one.said}" for one in found]
        return _without_home("\n".join(lines))

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._copy.setText(self.tr("Copied"))

    def refresh(self) -> None:
        self._copy.setText(self.tr("Copy"))
        self._copy.setEnabled(False)
        self._again.setEnabled(False)
        self._verdict.setText(self.tr("Looking…"))
        rooms = self._library.rooms
        self._jobs.run(
            lambda tell, stop: diagnosis.examine(rooms),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show,
            on_error=self._on_failed,
        )

    def _on_failed(self, error: UserFixable) -> None:
        self._again.setEnabled(True)
        self._verdict.setText("")
        self._banner.say_error(error)

    def _show(self, found: Diagnosis) -> None:
        self._found = found
        self._copy.setEnabled(True)
        self._again.setEnabled(True)
        wrong = sum(one.wrong for one in found.findings)
        self._verdict.setText(
            self.tr("Everything is as it should be.")
            if not wrong
            else self.tr("%n thing(s) need your attention.", "", wrong)
        )
        clear(self._grid)
        for number, one in enumerate(found.findings):
            self._add_row(number, one)

    def _add_row(self, number: int, one: Finding) -> None:
        mark = QLabel()
        mark.setPixmap(
            icon("warning" if one.wrong else "check").pixmap(QSize(1, 1) * max(self.fontMetrics().height(), 16))
        )
        mark.setAccessibleName(self.tr("Needs attention") if one.wrong else self.tr("In order"))
        name = label(QCoreApplication.translate("diagnosis", one.name), "heading")
        said = label(_without_home(wording.finding(one)), "warning" if one.wrong else "", wraps=True)
        said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        for column, widget in enumerate((mark, name, said)):
            self._grid.addWidget(
                widget, number, column, Qt.AlignmentFlag.AlignTop if column < 2 else Qt.AlignmentFlag(0)
            )


def _without_home(text: str) -> str:
    """The home folder as ~: its name is often the user's."""
    home = Path.home()
    return re.sub(re.escape(str(home)) + r"(?![\w.-])", "~", text) if home != home.parent else text
