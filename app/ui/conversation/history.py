"""Conversations that were kept: found again, opened, named, deleted, written into files."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.library import Library
from app.types import Conversation
from app.ui.confirm import confirm
from app.ui.conversation import wording, work
from app.ui.conversation.history_list import ConversationDelegate, Conversations
from app.ui.icons import icon
from app.ui.jobs import Job, Jobs, Lane, Work
from app.ui.theme import Theme
from app.ui.widgets import Banner, EmptyState, label, push_button, tool_button

T = TypeVar("T")
_TYPING_MS = 150
"""After the last key, before it is searched."""
_FORMATS = ("md", "docx", "pdf")
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_LONGEST = 80


class HistoryPanel(QWidget):
    """`chosen` has the id of a conversation, `removing` of one that is about to be deleted and `removed` of one that was; `new_wanted`
    comes from the button for another one."""

    chosen = Signal(str)
    new_wanted = Signal()
    removing = Signal(str)
    removed = Signal(str)
    renamed = Signal(str, str)
    """Id, new title."""

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._listing: Job[list[Conversation]] | None = None
        self._open_one: str | None = None
        """Id of the conversation that is open."""
        self.search, self.list, self.banner = QLineEdit(), QListView(), Banner()
        self.model = Conversations(self)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._make_list(theme)
        self._make_actions()
        self._arrange()
        self._connect()
        self._update()

    def _make_list(self, theme: Theme) -> None:
        self.list.setModel(self.model)
        delegate = ConversationDelegate(theme, self.list)
        delegate.closeEditor.connect(lambda *_: self._typing.start())
        self.list.setItemDelegate(delegate)
        self.list.setProperty("kind", "plain")
        self.list.setAccessibleName(self.tr("Conversations"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.setUniformItemSizes(True)
        theme.changed.connect(self.list.viewport().update)

    def _make_actions(self) -> None:
        self.open_action = self._action(
            self.tr("Open"), Qt.Key.Key_Return, lambda: self._open(self.list.currentIndex())
        )
        self.rename_action = self._action(self.tr("Rename"), Qt.Key.Key_F2, self._rename)
        self.remove_action = self._action(self.tr("Delete…"), QKeySequence.StandardKey.Delete, self._ask_to_remove)
        self.exports = QMenu(self.tr("Export"), self)
        for suffix, text in zip(_FORMATS, (self.tr("Markdown…"), self.tr("Word…"), self.tr("PDF…")), strict=True):
            self.exports.addAction(text, partial(self._ask_where, suffix))
        self.list.addAction(self.exports.menuAction())

    def _action(self, text: str, key: QKeySequence.StandardKey | Qt.Key, done: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(done)
        self.list.addAction(action)
        return action

    def _arrange(self) -> None:
        self.search.setPlaceholderText(self.tr("Search in conversations"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 8)
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        for button in self._buttons():
            top.addWidget(button)
        start = push_button(self.tr("New conversation"), "primary", self.new_wanted.emit)
        text = self.tr("Questions and answers are kept here, on this machine only, to be read again and gone on with.")
        self._empty = EmptyState("history", self.tr("No conversations yet"), text, start)
        self._none = label(self.tr("No conversation has these words."), "muted", wraps=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(24, 24, 24, 24)
        self._pile = QStackedLayout()
        for page in (self.list, self._empty, self._none):
            self._pile.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addWidget(self.banner)
        rows.addLayout(self._pile, 1)
        self.setFocusProxy(self.list)

    def _buttons(self) -> list[QToolButton]:
        self.export_button = tool_button("export", self.tr("Export the conversation"))
        self.export_button.setMenu(self.exports)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rename_button = tool_button("edit", self.tr("Rename the conversation (F2)"), self._rename)
        self.remove_button = tool_button("remove", self.tr("Delete the conversation (Del)"), self._ask_to_remove)
        return [
            tool_button("new", self.tr("New conversation"), self.new_wanted.emit),
            self.rename_button,
            self.export_button,
            self.remove_button,
        ]

    def _connect(self) -> None:
        self._typing.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self._open_first)
        self.list.doubleClicked.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._update())
        self.model.modelReset.connect(self._update)
        self.model.renamed.connect(self._on_renamed)

    def reload(self) -> None:
        """Look again, for what is in the search field."""
        matching = self.search.text().strip()
        if self._listing is not None:
            self._listing.forget()
        self._listing = self._jobs.run(
            lambda tell, stop: work.listed(self._library, matching),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._on_listed,
            on_error=self.banner.say_error,
        )

    def show_current(self, conversation_id: str | None) -> None:
        """It is open now, and so it is the one that is selected; None, or one that is not in the list: none is."""
        self._open_one = conversation_id
        self._select(conversation_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._select(self._open_one)

    @property
    def current(self) -> Conversation | None:
        """The one that is selected: what a list is at when it gets the focus is not chosen by anybody yet."""
        return next((self.model.at(index) for index in self.list.selectedIndexes()), None)

    def _select(self, conversation_id: str | None) -> None:
        row = -1 if conversation_id is None else self.model.row_of(conversation_id)
        if row < 0:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        elif (index := self.model.index(row)) not in self.list.selectedIndexes():
            self.list.setCurrentIndex(index)

    def _on_listed(self, found: list[Conversation]) -> None:
        self._listing = None
        if self.list.state() == QAbstractItemView.State.EditingState:
            return  # it would take away what is being typed; it is looked again when that is done
        before = self.current
        self.model.put(found)
        self._select(self._open_one if before is None else before.id)
        nothing = self._none if self.search.text().strip() else self._empty
        self._pile.setCurrentWidget(self.list if found else nothing)

    def _update(self) -> None:
        some = self.current is not None
        for action in (self.open_action, self.rename_action, self.remove_action, self.exports.menuAction()):
            action.setEnabled(some)
        for button in (self.rename_button, self.export_button, self.remove_button):
            button.setEnabled(some)

    def _open(self, index: QModelIndex) -> None:
        one = self.model.at(index)
        if one is not None:
            self.chosen.emit(one.id)

    def _open_first(self) -> None:
        """The one that is selected, else the first of those that were found."""
        one = self.current or self.model.at(self.model.index(0))
        if one is not None:
            self.chosen.emit(one.id)

    def _rename(self) -> None:
        self.list.edit(self.list.currentIndex())

    def _on_renamed(self, conversation_id: str, title: str) -> None:
        def done(_: None) -> None:
            self.renamed.emit(conversation_id, title)
            self.reload()

        self._run(lambda tell, stop: work.rename(self._library, conversation_id, title), Lane.QUICK, done)

    def _ask_to_remove(self) -> None:
        one = self.current
        if one is None:
            return
        short = self.fontMetrics().elidedText(
            one.title, Qt.TextElideMode.ElideMiddle, self.fontMetrics().averageCharWidth() * 60
        )
        confirm(
            self,
            title=self.tr("Delete conversation"),
            text=self.tr("Delete “{title}”?").format(title=wording.name(short)),
            more=self.tr("It cannot be undone."),
            action=self.tr("Delete"),
            on_yes=partial(self._remove, one),
        )

    def _remove(self, one: Conversation) -> None:
        def done(_: None) -> None:
            self.removed.emit(one.id)
            self.reload()

        self.removing.emit(one.id)
        self._run(lambda tell, stop: work.remove(self._library, one.id, stop), Lane.REMOVALS, done)

    def _ask_where(self, suffix: str) -> None:
        one = self.current
        if one is None:
            return
        dialog = QFileDialog(self, self.tr("Export the conversation"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter({"md": "Markdown (*.md)", "docx": "Word (*.docx)", "pdf": "PDF (*.pdf)"}[suffix])
        dialog.setDefaultSuffix(suffix)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"{file_name(one.title) or self.tr('Conversation')}.{suffix}")
        dialog.fileSelected.connect(lambda path: self._export(one, Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export(self, one: Conversation, to: Path) -> None:
        def done(written: Path) -> None:
            self.banner.say(self.tr("Written to {file}.").format(file=wording.name(str(written))))

        self._run(lambda tell, stop: work.export(self._library, one.id, to, stop), Lane.FILES, done)

    def _run(self, do: Work[T], lane: Lane, done: Callable[[T], None]) -> None:
        self.banner.hide()
        self._jobs.run(do, lane=lane, owner=self, on_done=done, on_error=self.banner.say_error)


def file_name(title: str) -> str:
    """A title as the name of a file on any system, without suffix; '' if nothing of it is left."""
    tidy = " ".join(_UNFIT.sub(" ", title).split())
    return tidy[:_LONGEST].strip(" .")
