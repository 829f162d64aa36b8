"""The settings in one window: pages at the left, the chosen one beside them."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.library import Library
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.downloads import Downloads
from app.ui.icons import icon
from app.ui.jobs import Jobs
from app.ui.settings.appearance import AppearancePage
from app.ui.settings.cloud_page import CloudPage
from app.ui.settings.diagnostics_page import DiagnosticsPage
from app.ui.settings.figures_page import FiguresPage
from app.ui.settings.folders_page import FoldersPage
from app.ui.settings.model_page import ModelPage
from app.ui.settings.page import Page
from app.ui.settings.privacy_page import PrivacyPage
from app.ui.settings.sent_page import SentPage
from app.ui.theme import Theme

_ICONS = {
    "model": "model",
    "folders": "folder",
    "appearance": "eye",
    "privacy": "lock",
    "cloud": "cloud",
    "sent": "sent",
    "figures": "chart",
    "diagnostics": "info",
}
_ALSO = {"language": "appearance"}
"""Other names of pages."""
_QUIET = {"cloud", "sent", "figures"}
"""Not in the list before a model elsewhere is set up, or a page was asked for."""


class SettingsDialog(QDialog):
    """Stands beside the window; what is chosen in it applies at once."""

    model_changed = Signal()
    language_changed = Signal()
    deletion_begins = Signal()
    """Whatever is under way must be stopped: everything is about to be deleted."""
    everything_deleted = Signal()

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        downloads: Downloads | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        downloads = downloads or Downloads(library, jobs, self)
        self.elsewhere = elsewhere or Elsewhere(library, jobs, self)
        self.models = ModelPage(library, jobs, downloads)
        self.folders = FoldersPage(library, jobs)
        self.appearance = AppearancePage(library, jobs, theme)
        self.privacy = PrivacyPage(library, jobs)
        self.cloud = CloudPage(library, jobs, self.elsewhere)
        self.diagnostics = DiagnosticsPage(library, jobs)
        self.sent = SentPage(library, jobs)
        self.figures = FiguresPage(library, jobs, theme)
        pages = (self.models, self.folders, self.appearance, self.privacy)
        elsewhere_pages = (self.cloud, self.sent, self.figures)
        self._pages: dict[str, Page] = dict(zip(_ICONS, (*pages, *elsewhere_pages, self.diagnostics), strict=True))
        self._wanted: set[str] = set()
        self._lay_out()
        self._connect()
        theme.changed.connect(self._on_look_changed)

    def open_at(self, page: str) -> None:
        """Show it at this page; 'model', 'folders', 'appearance', 'language', 'privacy', 'cloud', 'sent', 'figures' or 'diagnostics'."""
        self._wanted.add(page)
        self._show_list()
        number = list(self._pages).index(_ALSO.get(page, page))
        if self._list.currentRow() == number:
            self._show_page(number)
        self._list.setCurrentRow(number)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def page(self) -> str:
        return list(self._pages)[self._list.currentRow()]

    def _lay_out(self) -> None:
        self._list = QListWidget()
        self._list.setProperty("kind", "plain")
        self._list.setAccessibleName(self.tr("Pages of the settings"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for name, page in self._pages.items():
            self._list.addItem(QListWidgetItem(icon(_ICONS[name]), page.accessibleName()))
            self._stack.addWidget(page)
        self._show_list()
        self._fit_list()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 8, 16, 12)
        bottom.addWidget(close)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(12, 16, 0, 0)
        left.addWidget(self._list)
        upper.addLayout(left)
        upper.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addLayout(bottom)
        self._fit_screen()

    def _fit_screen(self) -> None:
        """Room for lines that read well, as far as the screen has it; what the user has made larger stays so."""
        metrics, screen = self.fontMetrics(), self.screen().availableGeometry()
        wanted = QSize(metrics.averageCharWidth() * 110, metrics.height() * 36)
        self.resize(wanted.boundedTo(screen.size() * 0.9).expandedTo(self.size() if self.isVisible() else QSize(0, 0)))
        if self.isVisible():
            room = QRect(screen.topLeft(), screen.size() - self.frameGeometry().size())
            self.move(
                max(room.left(), min(self.x(), room.left() + room.width())),
                max(room.top(), min(self.y(), room.top() + room.height())),
            )

    def _on_look_changed(self) -> None:
        self._fit_list()
        self._fit_screen()

    def _on_elsewhere(self) -> None:
        self.privacy.offer_cloud(bool(self.elsewhere.providers))
        self._show_list()

    def _show_list(self) -> None:
        for row, name in enumerate(self._pages):
            quiet = name in _QUIET and name not in self._wanted and not self.elsewhere.providers
            self._list.item(row).setHidden(quiet)

    def _fit_list(self) -> None:
        """As wide as its longest name, and rows with room around them."""
        metrics = self._list.fontMetrics()
        side = max(round(metrics.height() * 1.1), 18)
        self._list.setIconSize(QSize(side, side))
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setSizeHint(QSize(0, side + 12))
        widest = max(metrics.horizontalAdvance(page.accessibleName()) for page in self._pages.values())
        self._list.setFixedWidth(widest + self._list.iconSize().width() + 48)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._show_page)
        self.elsewhere.changed.connect(self._on_elsewhere)
        self._on_elsewhere()
        self.models.model_changed.connect(self.model_changed)
        self.appearance.language_changed.connect(self.language_changed)
        self.privacy.deletion_begins.connect(self.deletion_begins)
        self.privacy.everything_deleted.connect(self._on_everything_deleted)

    def _show_page(self, number: int) -> None:
        page = list(self._pages.values())[number]
        self._stack.setCurrentWidget(page)
        page.refresh()

    def _on_everything_deleted(self) -> None:
        self.everything_deleted.emit()
        self.model_changed.emit()
