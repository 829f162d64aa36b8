"""The list itself: what mouse, keys and drags do in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from app.ui.drops import pdfs_of
from app.ui.shelf.delegate import RowDelegate
from app.ui.shelf.dragging import MIME
from app.ui.shelf.entries import Entry
from app.ui.shelf.model import ShelfModel
from app.ui.theme import Theme

_INDENT = 12
_INSET = 6
"""The arrow of a collection keeps so much from the edge."""
_SIDE = 12
"""Beside the rows, as beside what stands above them."""
_Index = QModelIndex | QPersistentModelIndex


class ShelfView(QTreeView):
    """`acted` has the entry whose main action is wanted (its button, or Enter); `chosen` one that was clicked; `menu_wanted` the
    global position for a menu about what is selected."""

    acted = Signal(object)
    chosen = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, model: ShelfModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._theme = theme
        self._folded: set[str | None] = set()
        self._is_filtered = False
        self.setModel(model)
        self._look()
        self._behave()
        self._delegate = RowDelegate(model, theme, self)
        self._delegate.acted.connect(self.acted)
        self.setItemDelegate(self._delegate)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_activated)
        self.collapsed.connect(lambda index: self._on_folded(index, True))
        self.expanded.connect(lambda index: self._on_folded(index, False))

    def _look(self) -> None:
        self.setProperty("kind", "plain")
        self.setAccessibleName(self.tr("Documents"))
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.setIndentation(_INDENT)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _behave(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        # A drop is always onto a row, never between two: the order is the alphabet's.
        self.setDragDropOverwriteMode(True)
        self.setAutoExpandDelay(600)

    # What is selected

    def selected_entries(self) -> list[Entry]:
        """In the order of the list; each once, also if it is shown in several collections."""
        selection = self.selectionModel().selection()
        found = [selection.at(number) for number in range(selection.count())]
        ranges = [(one.parent(), one.top(), one.bottom()) for one in found]
        ranges.sort(key=lambda one: (one[0].row(), one[1]))
        entries = [entry for parent, first, last in ranges for entry in self._rows.entries_in(parent, first, last)]
        return list({entry.path: entry for entry in entries}.values())

    def selected_collections(self) -> list[str]:
        indexes = [index for index in self.selectionModel().selectedIndexes() if self._rows.is_collection(index)]
        return [name for index in indexes if (name := self._rows.collection(index)) is not None]

    @property
    def current_row(self) -> tuple[QModelIndex, int]:
        """Where the current row is, for `go_to` once it is gone."""
        index = self.currentIndex()
        return index.parent(), index.row()

    def go_to(self, row: tuple[QModelIndex, int]) -> None:
        """Make the row that has come there the current one, or the last one before."""
        parent, number = row
        last = self._rows.rowCount(parent) - 1
        index = self._rows.index(min(max(number, 0), last), 0, parent)
        if parent.isValid() and index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select(self, entries: list[Entry]) -> None:
        """Select entries where they are shown first, and scroll to the first. Nothing happens if they are shown and selected."""
        wanted = [indexes[0] for entry in entries if (indexes := self._rows.indexes_of(entry))]
        shown = {entry.path for entry in self.selected_entries()}
        if not wanted or shown == {entry.path for entry in entries}:
            return
        selection = QItemSelection()
        for index in wanted:
            selection.append(QItemSelectionRange(index))
        self.selectionModel().setCurrentIndex(wanted[0], QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.expand(wanted[0].parent())
        self.scrollTo(wanted[0])

    # What is shown

    @property
    def marked(self) -> Path | None:
        return self._delegate.marked

    def mark(self, path: Path | None) -> None:
        """The file that is on the screen."""
        self._delegate.marked = path
        self.viewport().update()

    def refresh(self, *, filtered: bool) -> None:
        """After the rows have changed. Without a collection, documents stand at the outermost level. What is folded is opened while
        a filter is on."""
        self._is_filtered = filtered
        self._take_height()
        root = QModelIndex() if self._rows.has_collections else self._rows.loose
        if self.rootIndex() != root:
            self.setRootIndex(root)
        loose = self._rows.loose
        is_hidden = self._rows.has_collections and self._rows.rowCount(loose) == 0
        if is_hidden != self.isRowHidden(loose.row(), QModelIndex()):  # lays everything out anew
            self.setRowHidden(loose.row(), QModelIndex(), is_hidden)
        for row in range(self._rows.rowCount()):
            index = self._rows.index(row, 0)
            is_folded = not filtered and self._rows.collection(index) in self._folded
            if self.isExpanded(index) == is_folded:
                self.setExpanded(index, not is_folded)

    def _take_height(self) -> None:
        """Of rows that are equally tall only one is measured: measuring 2,000 takes 0.04 s, with each letter of a filter."""
        if self.uniformRowHeights() != self._rows.is_even:
            self.setUniformRowHeights(self._rows.is_even)
            self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        """A row that gets a bar or a button is taller than the others."""
        if self.uniformRowHeights():
            changed = self._rows.entries_in(first.parent(), first.row(), last.row())
            if not all(entry.is_plain for entry in changed):
                self.setUniformRowHeights(False)
                self.scheduleDelayedItemsLayout()
        super().dataChanged(first, last, roles)

    def _on_folded(self, index: QModelIndex, folded: bool) -> None:
        if not self._is_filtered:
            name = self._rows.collection(index)
            (self._folded.add if folded else self._folded.discard)(name)

    def _on_theme(self) -> None:
        """A row's ground is the delegate's; the style's own, beside it, must look the same."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("window"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text"))
        self.setPalette(palette)
        self._delegate.measure(self.font())
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._delegate.measure(self.font())
            self.scheduleDelayedItemsLayout()

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """No lines, and no ground: the style's own would be a stripe beside the row's."""
        painter.fillRect(rect, self._theme.colour("window"))

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """With the arrow of a collection over its ground."""
        super().drawRow(painter, options, index)
        if not index.internalId():
            row = self.visualRect(index)
            arrow = QRect(row.left() - _INDENT + _INSET, row.top(), _INDENT, row.height())
            super().drawBranches(painter, QStyle.visualRect(self.layoutDirection(), row, arrow), index)

    def updateGeometries(self) -> None:
        """Rows end where what stands above them ends, with and without a bar beside them."""
        super().updateGeometries()
        has_bar = self.verticalScrollBar().maximum() > 0
        self.header().resizeSection(0, self.viewport().width() - (0 if has_bar else _SIDE))

    # Mouse and keys

    def _on_clicked(self, index: QModelIndex) -> None:
        entry = self._rows.entry(index)
        if entry is not None and len(self.selected_entries()) == 1:
            self.chosen.emit(entry)

    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._rows.entry(index)
        if entry is not None:
            self.acted.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the row offers, whatever the system's style makes of it."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            index = self.currentIndex()
            if self._rows.is_collection(index) or index == self._rows.loose:
                self.setExpanded(index, not self.isExpanded(index))
            else:
                self._on_activated(index)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the mouse, or by the current row where the keyboard asked."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(row.center()))
            return
        if not self.indexAt(event.pos()).isValid():
            self.clearSelection()
        self.menu_wanted.emit(event.globalPos())

    # Drags

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _is_ours(event.mimeData()):
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if not _is_ours(event.mimeData()):
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files from elsewhere are copied into the library in name only: their program must not take that for a move."""
        if not event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.CopyAction)
        super().dropEvent(event)


def _is_ours(data: QMimeData) -> bool:
    return data.hasFormat(MIME) or bool(pdfs_of(data))
