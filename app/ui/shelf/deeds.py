"""What a person does with the rows: commands and dialogs become wishes of the shelf."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors import UserFixable
from app.types import Document
from app.ui.confirm import confirm
from app.ui.shelf.commands import Chosen, Commands
from app.ui.shelf.dialogs import NameDialog, PasswordDialog, PropertiesDialog
from app.ui.shelf.dragging import Dragged
from app.ui.shelf.entries import Entry
from app.ui.shelf.shelf import Shelf
from app.ui.shelf.view import ShelfView


class Deeds(QObject):
    """`opened` has a Document that is to be shown, `unshowable` a file that was to be shown and cannot be: its path and the
    UserFixable, or None while it is not read yet; None in place of both when it is gone."""

    opened = Signal(object)
    unshowable = Signal(object)

    def __init__(self, shelf: Shelf, view: ShelfView, commands: Commands, panel: QWidget) -> None:
        super().__init__(panel)
        self._shelf, self._view, self._commands, self._panel = shelf, view, commands, panel
        self._shown: Path | None = None
        self._wished: Path | None = None
        """What is to be shown as soon as it can be."""
        self._told: tuple[Path, UserFixable | None] | None = None
        """What was said of it last, where pages would be."""
        self._put_away: set[Path] = set()
        """What was on the screen when it was removed."""
        self._on(commands.main, lambda: self._with_only(self.act))
        self._on(commands.stop, lambda: shelf.stop(self.chosen.at_work))
        self._on(commands.read, lambda: shelf.add_again(self.chosen.to_read))
        self._on(commands.remove, self._remove)
        self._on(commands.rename, self._rename)
        self._on(commands.delete, self._delete)
        self._on(commands.new_collection, self._new_collection)
        self._on(commands.continue_all, shelf.add_stopped)
        self._on(commands.show_folder, lambda: self._with_only(self._show_folder))
        self._on(commands.copy_path, self._copy_path)
        self._on(commands.properties, lambda: self._with_only(self._show_properties))
        commands.sorting_wanted.connect(self._sort)
        view.menu_wanted.connect(self._pop_up)
        view.acted.connect(self.act)
        view.chosen.connect(self._open)
        shelf.returned.connect(self._on_returned)
        shelf.wrong_password.connect(lambda entry: self.ask_password(entry, wrong=True))

    def _on(self, action: QAction, do: Callable[[], object]) -> None:
        """An action tells whether it is checked; nobody here wants to know."""
        action.triggered.connect(lambda *_: do())

    @property
    def chosen(self) -> Chosen:
        """What is selected now."""
        return Chosen(self._view.selected_entries(), self._view.selected_collections(), self._shelf.stock.collections)

    def _with_only(self, do: Callable[[Entry], object]) -> None:
        only = self.chosen.only
        if only is not None:
            do(only)

    # One document

    def act(self, entry: Entry) -> None:
        """What the row offers."""
        match entry.action:
            case "open":
                self._open(entry)
            case "password":
                self.ask_password(entry)
            case "continue" | "retry":
                self._shelf.add_again([entry])
            case None:
                self._open(entry)

    def _open(self, entry: Entry) -> None:
        """Or say why that cannot be."""
        if entry.document is not None:
            self._wished, self._told = None, None
            self.opened.emit(entry.document)
        else:
            self._wished, self._told = entry.path, (entry.path, entry.error)
            self.unshowable.emit(self._told)

    def take_shown(self, document: Document | None) -> None:
        """What is on the screen now: nobody waits for another one any more."""
        self._shown = None if document is None else document.path
        if document is not None:
            self._wished, self._told = None, None

    def follow(self) -> None:
        """What was to be shown may have been read, may have failed otherwise, or be gone."""
        if self._wished is None:
            return
        entry = self._shelf.stock.entries.get(self._wished)
        if entry is None or self._wished in self._shelf.stock.hidden:
            told, self._wished, self._told = self._told, None, None
            if told is not None:
                self.unshowable.emit(None)
        elif entry.document is not None or (self._told is not None and self._told[1] != entry.error):
            self._open(entry)

    def ask_password(self, entry: Entry, *, wrong: bool = False) -> None:
        """Ask, and read it before the others."""

        def given(password: str) -> None:
            self._shelf.give_password(entry.path, password)
            self._wished = entry.path
            self._shelf.add_again([entry], first=True)

        dialog = PasswordDialog(entry.name, wrong=wrong, parent=self._panel)
        dialog.given.connect(given)
        dialog.open()

    def ask_password_of(self, document: Document, given: Callable[[], None]) -> None:
        """For a document that is read already and cannot be shown without."""

        def keep(password: str) -> None:
            self._shelf.give_password(document.path, password)
            given()

        wrong = self._shelf.password_of(document.path) is not None
        dialog = PasswordDialog(document.file, wrong=wrong, parent=self._panel)
        dialog.given.connect(keep)
        dialog.open()

    def _show_folder(self, entry: Entry) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(entry.path.parent)))

    def _copy_path(self) -> None:
        entries = self.chosen.entries
        if entries:
            QGuiApplication.clipboard().setText("\n".join(str(entry.path) for entry in entries))

    def _show_properties(self, entry: Entry) -> None:
        PropertiesDialog(entry, self._panel).open()

    # Several

    def _pop_up(self, at: QPoint) -> None:
        self._commands.pop_up(at, self.chosen)

    def _remove(self) -> None:
        chosen = self.chosen
        if chosen.entries:
            row, shown = self._view.current_row, self._shown or self._wished
            was_shown = shown in {entry.path for entry in chosen.entries}
            if self._shown is not None and was_shown:
                self._put_away.add(self._shown)
            self._shelf.remove(chosen.entries)
            self._view.go_to(row)
            if was_shown and (after := self.chosen.only) is not None:
                self._open(after)
        elif chosen.collections:
            self._delete()

    def undo(self) -> None:
        """The last removal; `_on_returned` shows what is back."""
        self._shelf.undo()

    def _on_returned(self, back: list[Entry]) -> None:
        """What was on the screen when it was removed is again."""
        self._view.select(back)
        for entry in [one for one in back if one.path in self._put_away][:1]:
            self._open(entry)
        self._put_away.difference_update(entry.path for entry in back)

    # Collections

    def _sort(self, name: str, put: bool) -> None:
        documents = self.chosen.documents
        if put:
            self._shelf.put(documents, name)
        else:
            self._shelf.take_out(documents, name)

    def drop(self, dragged: Dragged, target: str | None, stay: bool) -> None:
        """Documents were dragged onto a collection, or (None) onto what is in none; `stay`: in the one they came from, too."""
        entries = [entry for path in dragged.paths if (entry := self._shelf.stock.entries.get(path)) is not None]
        if target is None:
            self._shelf.take_out(entries, None)
        elif target != dragged.source:
            self._shelf.put(entries, target)
            if dragged.source is not None and not stay:
                self._shelf.take_out(self._now(entries), dragged.source)
        self._view.select(self._now(entries))

    def _now(self, entries: list[Entry]) -> list[Entry]:
        """The same entries as they have become."""
        return [self._shelf.stock.entries[entry.path] for entry in entries]

    def _new_collection(self) -> None:
        """With the documents that are selected, if there are any."""
        documents = self.chosen.documents
        dialog = NameDialog(self.tr("New collection"), self._shelf.stock.collections, parent=self._panel)
        dialog.named.connect(lambda name: self._shelf.put(documents, name) if documents else self._shelf.make(name))
        dialog.open()

    def _rename(self) -> None:
        for old in self.chosen.collections[:1]:
            title, others = self.tr("Rename collection"), self._shelf.stock.collections
            dialog = NameDialog(title, others, name=old, parent=self._panel)
            dialog.named.connect(lambda new, old=old: self._shelf.rename(old, new))
            dialog.open()

    def _delete(self) -> None:
        """Asked once: a collection of hundreds is quickly lost and slowly made anew."""
        for name in self.chosen.collections[:1]:
            confirm(
                self._panel,
                text=self.tr("Delete the collection “{name}”?").format(name=name),
                more=self.tr("Its documents stay in the library."),
                action=self.tr("Delete collection"),
                on_yes=partial(self._shelf.drop, name),
            )
