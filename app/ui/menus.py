"""The menu bar: every action of the window with its key, where people look for it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QWidget

from app import __version__
from app.ui.icons import icon
from app.ui.shortcuts import ShortcutsDialog, keys_of

if TYPE_CHECKING:
    from app.ui.window import Window

_Keys = QKeySequence.StandardKey | str | None


class Menus(QObject):
    """Made once, when the panels are there."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._file()
        self._edit()
        self._view()
        self._go()
        self._conversation()
        self._help()

    def _file(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&File"))
        add = self._add(menu, self.tr("Add PDFs…"), window.shelf.add_with_dialog, QKeySequence.StandardKey.Open)
        add.setIcon(icon("add"))
        menu.addActions([window.shelf.commands.add_folder, window.shelf.commands.new_collection])
        menu.addSeparator()
        self._exports(menu)
        menu.addSeparator()
        self._add(menu, self.tr("Settings…"), window.open_settings, "Ctrl+,", QAction.MenuRole.PreferencesRole)
        menu.addSeparator()
        self._add(menu, self.tr("Quit"), window.close, "Ctrl+Q", QAction.MenuRole.QuitRole)

    def _exports(self, menu: QMenu) -> None:
        """Of the conversation that is chosen in the history, which is shown then: it tells where the file went."""
        window, there = self._window, self._window.history.exports

        def export(action: QAction) -> None:
            window.sides.show_side(window.history)
            action.trigger()

        exports = menu.addMenu(self.tr("Export conversation"))
        for action in there.actions():
            self._add(exports, action.text(), partial(export, action))

        def follow() -> None:
            exports.menuAction().setEnabled(there.menuAction().isEnabled())

        there.menuAction().changed.connect(follow)
        follow()

    def _edit(self) -> None:
        menu, does = self._menu(self.tr("&Edit")), self._window.pages.does
        keys = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        # Only shows its key: every field and the pages have that key themselves, while they have the focus.
        self._add(menu, self.tr("Copy") + "\t" + keys, self._copy)
        menu.addAction(does.select)
        menu.addSeparator()
        menu.addActions([does.find, does.find_next, does.find_previous])

    def _copy(self) -> None:
        """What is selected where the focus is."""
        window, focused = self._window, self._window.focusWidget()
        if focused is None or (window.pages.isAncestorOf(focused) and not isinstance(focused, QLineEdit)):
            window.pages.does.copy.trigger()
        else:
            press = QEvent.Type.KeyPress
            control = Qt.KeyboardModifier.ControlModifier
            QApplication.sendEvent(focused, QKeyEvent(press, Qt.Key.Key_C, control))

    def _go(self) -> None:
        menu, does = self._menu(self.tr("&Go")), self._window.pages.does
        menu.addActions([does.previous, does.next, does.page])
        menu.addSeparator()
        menu.addActions([does.back, does.forward])

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
        does = window.pages.does
        menu.addAction(does.outline)
        menu.addSeparator()
        menu.addActions([does.zoom_in, does.zoom_out, does.full_size, does.fit_width, does.fit_page])
        menu.addSeparator()
        self._add(menu, self.tr("Full screen"), self._toggle_full_screen, QKeySequence.StandardKey.FullScreen)

    def _conversation(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Conversation"))
        self._add(menu, self.tr("Ask"), window.ask, "Ctrl+K")
        self._add(menu, self.tr("New conversation"), window.start_conversation, QKeySequence.StandardKey.New)
        self._add(menu, self.tr("Stop"), self._stop, "Ctrl+.")
        menu.addSeparator()
        self._add(menu, self.tr("Unload the model"), window.unload_model, "Ctrl+Shift+U")
        menu.addSeparator()
        self._add(menu, self.tr("Set up a cloud model…"), lambda: window.open_settings("cloud"))

    def _help(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("Keyboard shortcuts…"), self._shortcuts, QKeySequence.StandardKey.HelpContents)
        menu.addSeparator()
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

    def _shortcuts(self) -> None:
        window = self._window
        of_panels = (
            (self.tr("Documents"), window.shelf),
            (self.tr("Pages"), window.pages),
            (self.tr("Conversation"), window.conversation),
            (self.tr("Summary"), window.summary),
            (self.tr("History"), window.history),
        )
        own = window.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)
        groups = [(name, keys_of(panel.findChildren(QAction))) for name, panel in of_panels]
        ShortcutsDialog([(self.tr("Everywhere"), keys_of(own)), *groups], window).open()

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
