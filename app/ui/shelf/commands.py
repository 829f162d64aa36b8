"""What can be done with the rows of the list: actions with their keys, and the menu about what is selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.icons import icon
from app.ui.shelf import wording
from app.ui.shelf.entries import Entry


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected: documents and collections; `names` are all collections there are."""

    entries: Sequence[Entry]
    collections: Sequence[str]
    names: Sequence[str]

    @property
    def only(self) -> Entry | None:
        """The one entry that is selected."""
        return self.entries[0] if len(self.entries) == 1 and not self.collections else None

    @property
    def is_none(self) -> bool:
        return not self.entries and not self.collections

    @property
    def documents(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.document is not None]

    @property
    def at_work(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state in {"queued", "reading"}]

    @property
    def to_read(self) -> list[Entry]:
        """What can be read (again): what was stopped or failed, else documents."""
        broken = [entry for entry in self.entries if entry.state in {"stopped", "failed"}]
        return broken or [entry for entry in self.documents if entry.state in {"words", "ready", "learning"}]

    @property
    def has_unread_scans(self) -> bool:
        """Whether all of them are documents with pages that are pictures and were left out."""
        return all(
            entry.document is not None and any(reason == "no text" for _, reason in entry.document.skipped)
            for entry in self.entries
        )


class Commands(QObject):
    """`sorting_wanted` has the name of a collection and whether the selected documents are to be in it."""

    sorting_wanted = Signal(str, bool)

    def __init__(self, view: QWidget, panel: QWidget) -> None:
        super().__init__(panel)
        self._view, self._panel = view, panel
        wide = Qt.ShortcutContext.WindowShortcut
        self.add_files = self._action(self.tr("Add PDFs…"), "add")
        self.add_folder = self._action(self.tr("Add folder…"), "folder", "Ctrl+Shift+O", wide)
        self.new_collection = self._action(self.tr("New collection…"), "collection", "Ctrl+Shift+N", wide)
        self.continue_all = self._action(self.tr("Continue all that is stopped"), "retry")
        self.main = self._action("")
        self.stop = self._action(self.tr("Stop"), "stop", "Ctrl+Backspace")
        self.read = self._action(self.tr("Read again"), "retry", "Ctrl+R")
        self.remove = self._action(self.tr("Remove from the library"), "remove", "Del")
        self.rename = self._action(self.tr("Rename collection…"), "edit", "F2")
        self.delete = self._action(self.tr("Delete collection…"), "remove")
        self.show_folder = self._action(self.tr("Show in folder"), "folder", "Ctrl+Shift+E")
        self.copy_path = self._action(self.tr("Copy path"), "copy", "Ctrl+Shift+C")
        self.properties = self._action(self.tr("Properties…"), "info", "Alt+Return")

    def _action(
        self,
        text: str,
        icon_name: str = "",
        keys: str = "",
        context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
    ) -> QAction:
        """One without a wide context works while the list has the focus."""
        action = QAction(text, self)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(context)
            # Added to the panel or the list, so that its key works while no menu is open.
            (self._panel if context == Qt.ShortcutContext.WindowShortcut else self._view).addAction(action)
        return action

    def pop_up(self, at: QPoint, chosen: Chosen) -> QMenu:
        """The menu about what is selected, opened there; it is gone when it closes."""
        menu = QMenu(self._panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen.entries:
            self._fill_with_documents(menu, chosen)
        elif chosen.collections:
            menu.addActions([self.rename, self.delete])
            menu.addSeparator()
            menu.addAction(self.new_collection)
        else:
            menu.addActions([self.add_files, self.add_folder])
            menu.addSeparator()
            menu.addAction(self.new_collection)
        menu.popup(at)
        return menu

    def _fill_with_documents(self, menu: QMenu, chosen: Chosen) -> None:
        only = chosen.only
        if only is not None and only.action is not None:
            self.main.setText(wording.action(only.action))
            menu.addAction(self.main)
            menu.setDefaultAction(self.main)
        if chosen.at_work:
            menu.addAction(self.stop)
        if chosen.to_read and (only is None or only.offer is None):
            is_new = all(entry.offer is None for entry in chosen.to_read)
            again = self.tr("Read scanned pages") if chosen.has_unread_scans else self.tr("Read again")
            self.read.setText(again if is_new else wording.action("retry"))
            menu.addAction(self.read)
        menu.addSeparator()
        self._add_collections(menu, chosen)
        menu.addAction(self.remove)
        if only is not None:
            menu.addSeparator()
            menu.addActions([self.show_folder, self.copy_path, self.properties])

    def _add_collections(self, menu: QMenu, chosen: Chosen) -> None:
        if not chosen.documents:
            return
        within = menu.addMenu(icon("collection"), self.tr("Collections"))
        for name in chosen.names:
            # In a menu a single & marks a key.
            action = within.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(all(name in entry.collections for entry in chosen.documents))
            action.triggered.connect(lambda put, name=name: self.sorting_wanted.emit(name, put))
        if chosen.names:
            within.addSeparator()
        within.addAction(self.new_collection)
