"""Everything that can be done with the pages, each with its key."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.icons import icon
from app.ui.pages.finding import FindBar
from app.ui.pages.view import PagesView


class Actions(QObject):
    """Their keys work in the whole window, but for those that text fields have, too. `outline`, `page`, `back` and `forward`
    are for the panel to connect."""

    def __init__(self, panel: QWidget, view: PagesView, find: FindBar) -> None:
        super().__init__(panel)
        self._panel, self._view = panel, view
        make = self._make
        self.outline = make("outline", self.tr("Outline"), "F8")
        self.outline.setCheckable(True)
        self.page = make("page", self.tr("Go to page"), "Ctrl+G")
        self.previous = make("chevron-up", self.tr("Previous page"), "Ctrl+PgUp", lambda: view.step(-1))
        self.next = make("chevron-down", self.tr("Next page"), "Ctrl+PgDown", lambda: view.step(1))
        self.zoom_out = make("zoom-out", self.tr("Zoom out"), "Ctrl+-", lambda: view.zoom_step(-1))
        self.zoom_in = make("zoom-in", self.tr("Zoom in"), "Ctrl+=", lambda: view.zoom_step(1))
        self.zoom_in.setShortcuts([QKeySequence("Ctrl+="), QKeySequence("Ctrl++")])
        self.full_size = make("", self.tr("100 %"), "Ctrl+0", lambda: view.set_zoom(1.0))
        self.fit_width = make("fit-width", self.tr("Fit width"), "Ctrl+8", lambda: view.set_zoom("width"))
        self.fit_page = make("fit-page", self.tr("Fit page"), "Ctrl+9", lambda: view.set_zoom("page"))
        self.find = make("search", self.tr("Find in this document"), "Ctrl+F", find.open_bar)
        self.find_next = make("", self.tr("Next hit"), "F3", lambda: find.step(1))
        self.find_previous = make("", self.tr("Previous hit"), "Shift+F3", lambda: find.step(-1))
        self.back = make("chevron-left", self.tr("Back to where you were"), "Alt+Left")
        self.forward = make("chevron-right", self.tr("Forward again"), "Alt+Right")
        self.copy = make("copy", self.tr("Copy"), "Ctrl+C", view.copy, on_view=True)
        self.select = make("", self.tr("Select this page"), "Ctrl+A", view.select_page, on_view=True)

    def enable(self, shown: bool) -> None:
        """Whether there are pages to act on."""
        for action in (
            *(self.outline, self.page, self.previous, self.next, self.zoom_out, self.zoom_in, self.full_size),
            *(self.fit_width, self.fit_page, self.find, self.find_next, self.find_previous, self.select),
        ):
            action.setEnabled(shown)

    def _make(
        self, icon_name: str, text: str, keys: str, act: Callable[[], object] | None = None, *, on_view: bool = False
    ) -> QAction:
        action = QAction(text, self)
        if icon_name:
            action.setIcon(icon(icon_name))
        action.setShortcut(QKeySequence(keys))
        if act is not None:
            action.triggered.connect(lambda: act())
        contexts = Qt.ShortcutContext
        action.setShortcutContext(contexts.WidgetWithChildrenShortcut if on_view else contexts.WindowShortcut)
        (self._view if on_view else self._panel).addAction(action)
        return action
