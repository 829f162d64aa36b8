"""Files that are dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QMimeDatabase, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget


def pdfs_of(data: QMimeData) -> list[Path]:
    """PDFs of what is dragged, and what may be a folder; nothing that is not on this machine."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
    return [path for path in paths if _may_be_read(path)]


def _may_be_read(path: Path) -> bool:
    """By its name alone: to look at a file on a drive that does not answer would hold the window up. What is neither a PDF nor a
    folder after all fails when it is read."""
    known = QMimeDatabase().mimeTypeForFile(path.name, QMimeDatabase.MatchMode.MatchExtension)
    # 'Reports.old' and 'v1.2' are folders as often as files of some odd type.
    return (
        known.isDefault() or known.name() == "application/pdf" or known.name().startswith(("application/x-", "text/x-"))
    )


class Hint(QWidget):
    """Says over the whole window what a drop will do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop to add to your library"))
        self.hide()

    def show_over(self, rect: QRect) -> None:
        self.setGeometry(rect)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Window)
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(16, 16, -16, -16), 12, 12)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Drop to add to your library"))
