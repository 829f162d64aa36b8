"""What failed since the last start: a quiet line with what can be done about it. Nothing is sent; what a report holds can be read."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserFixable
from app.host import crashes, faults
from app.host.crashes import CrashReport
from app.host.paths import Paths, unwritable
from app.ui import say
from app.ui.jobs import Jobs, Lane
from app.ui.widgets import label, push_button, tool_button

_SENTENCE = 40
"""Characters of its width that the sentence needs beside the buttons, else they stand below it."""


class CrashBar(QFrame):
    """Hidden until `look` has found reports that the user was not told of."""

    def __init__(self, paths: Paths, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._paths, self._jobs = paths, jobs
        self._reports: list[CrashReport] = []
        self.text = label(wraps=True)
        self._show = push_button(self.tr("Show"), "link", self.show_reports)
        self._save = push_button(self.tr("Save a copy…"), "link", self._choose_file)
        self._delete = push_button(self.tr("Delete"), "link", self.delete)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        for button in (self._show, self._save, self._delete):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        self._row.addWidget(self.text, 1)
        self._row.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addLayout(self._row, 1)
        row.addWidget(
            tool_button("close", self.tr("Keep the report and close"), self.put_aside), 0, Qt.AlignmentFlag.AlignTop
        )
        self.hide()

    def look(self) -> None:
        """Beside the window: traces of processes that have ended become reports, and new ones are told."""
        self._jobs.run(lambda tell, stop: _new(self._paths), lane=Lane.QUICK, owner=self, on_done=self._tell)

    def show_reports(self) -> None:
        ReportsDialog(self._reports, self.window()).open()

    def save(self, file: Path) -> None:
        """A copy, its owner's alone, for whoever is asked for help."""
        text = "\n".join(report.text for report in self._reports)
        self._jobs.run(
            lambda tell, stop: _write(file, text),
            lane=Lane.FILES,
            owner=self,
            on_done=lambda _: self.text.setText(self.tr("A copy was saved as ‘{file}’.").format(file=file.name)),
            on_error=self._say_error,
        )

    def delete(self) -> None:
        reports = self._reports
        self._jobs.run(
            lambda tell, stop: crashes.remove(reports),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self.hide(),
            on_error=self._say_error,
        )

    def put_aside(self) -> None:
        """The reports stay on this machine, and are not told of again."""
        reports = self._reports
        self._jobs.run(lambda tell, stop: crashes.mark_seen(reports), lane=Lane.QUICK)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        buttons = sum(button.sizeHint().width() + 8 for button in self.findChildren(QPushButton))
        is_wide = self.width() - buttons > _SENTENCE * self.fontMetrics().averageCharWidth()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def _tell(self, reports: list[CrashReport]) -> None:
        self._reports = reports
        if not reports:
            return
        when = QLocale().toString(_moment(reports[0]), QLocale.FormatType.ShortFormat)
        said = self.tr("{part} failed ({when}). A report was kept on this machine and sent to nobody.")
        if len(reports) > 1:
            said = self.tr("{part} failed ({when}), and something before. Reports were kept on this machine and sent to nobody.")  # fmt: skip
        self.text.setText(said.format(part=part_of(reports[0].process), when=when))
        self.show()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("inglenook-report.txt")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _say_error(self, error: UserFixable) -> None:
        self.text.setText(say.whole(error))


class ReportsDialog(QDialog):
    """All that the reports hold, to be read and copied."""

    def __init__(self, reports: Sequence[CrashReport], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Report"))
        self.resize(680, 460)
        column = QVBoxLayout(self)
        column.addWidget(
            label(
                self.tr("Where in the program it happened. Nothing of your documents, questions or keys is in it."),
                wraps=True,
            )
        )
        self.text = QPlainTextEdit("\n".join(report.text for report in reports))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        column.addWidget(self.text, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def part_of(process: str) -> str:
    """Which part of the program a process is, in words."""
    translate = QCoreApplication.translate
    return {
        "window": translate("CrashBar", "Inglenook"),
        "reader": translate("CrashBar", "Reading a document"),
        "viewer": translate("CrashBar", "Showing a document"),
        "writer": translate("CrashBar", "Writing a PDF"),
        "scanner": translate("CrashBar", "Reading a scan"),
        "engine": translate("CrashBar", "The model"),
        "gateway": translate("CrashBar", "The connection to the network"),
    }.get(process, translate("CrashBar", "A command"))


def _new(paths: Paths) -> list[CrashReport]:
    faults.collect(paths)
    return [report for report in crashes.listed(paths.crashes) if not report.seen]


def _moment(report: CrashReport) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(round(report.time))


def _write(file: Path, text: str) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise unwritable(error, file.parent) from error
