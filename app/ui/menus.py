"""The menu bar: every action of the window with its key, where people look for it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from app import __version__

if TYPE_CHECKING:
    from app.ui.window import Window

_Keys = QKeySequence.StandardKey | str | None


class Menus(QObject):
    """Made once, when the panels are there."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._file()
        self._view()
        self._conversation()
        self._help()

    def _file(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&File"))
        self._add(menu, self.tr("Add PDFs…"), window.shelf.add_with_dialog, QKeySequence.StandardKey.Open)
        menu.addSeparator()
        self._add(menu, self.tr("Settings…"), window.open_settings, "Ctrl+,", QAction.MenuRole.PreferencesRole)
        menu.addSeparator()
        self._add(menu, self.tr("Quit"), window.close, QKeySequence.StandardKey.Quit, QAction.MenuRole.QuitRole)

    def _view(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&View"))
        sides: tuple[tuple[str, QWidget, str], ...] = (
            (self.tr("Conversation"), window.conversation, "Ctrl+1"),
            (self.tr("Summary"), window.summary, "Ctrl+2"),
            (self.tr("History"), window.history, "Ctrl+3"),
        )
        for text, panel, keys in sides:
            self._add(menu, text, partial(window.sides.show_side, panel), keys)
        menu.addSeparator()
        shown = self._add(menu, self.tr("Library"), self._toggle_library, "F9")
        shown.setCheckable(True)
        shown.setChecked(True)
        self._add(menu, self.tr("Full screen"), self._toggle_full_screen, QKeySequence.StandardKey.FullScreen)

    def _conversation(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Conversation"))
        self._add(menu, self.tr("Ask"), window.ask, "Ctrl+K")
        self._add(menu, self.tr("New conversation"), window.start_conversation, QKeySequence.StandardKey.New)
        self._add(menu, self.tr("Stop"), self._stop, "Ctrl+.")

    def _help(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("Diagnostics…"), lambda: window.open_settings("diagnostics"))
        self._add(menu, self.tr("What is stored where…"), lambda: window.open_settings("privacy"))
        menu.addSeparator()
        self._add(menu, self.tr("About Inglenook"), self._about, None, QAction.MenuRole.AboutRole)

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(
        self,
        menu: QMenu,
        text: str,
        does: Callable[[], object],
        keys: _Keys = None,
        role: QAction.MenuRole = QAction.MenuRole.NoRole,
    ) -> QAction:
        action = QAction(text, self._window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.setMenuRole(role)
        action.triggered.connect(lambda: does())
        menu.addAction(action)
        return action

    def _toggle_library(self) -> None:
        self._window.shelf.setVisible(self._window.shelf.isHidden())

    def _toggle_full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def _stop(self) -> None:
        self._window.conversation.stop()
        self._window.summary.stop()

    def _about(self) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About Inglenook"))
        box.setText(self.tr("Inglenook {version}").format(version=__version__))
        box.setInformativeText(
            self.tr(
                "Summarises your PDFs and answers questions about them with a language model on this machine.\n\n"
                "Free software under the GNU Affero General Public License, version 3 or later."
            )
        )
        box.open()
