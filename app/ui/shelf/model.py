"""The tree behind the list: collections with their documents, then the documents without one.

It is brought to what should be shown by the fewest insertions and removals, so that selection, scrolling and what is folded stay
as they are while files come and go.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.drops import pdfs_of
from app.ui.shelf import wording
from app.ui.shelf.dragging import MIME, Dragged
from app.ui.shelf.entries import Entry
from app.ui.widgets import tip

COUNT = Qt.ItemDataRole.UserRole
"""How many rows a collection has."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_GROUP = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
_FILE = _GROUP | Qt.ItemFlag.ItemNeverHasChildren
_DOCUMENT = _FILE | Qt.ItemFlag.ItemIsDragEnabled


@dataclass(slots=True, eq=False)
class Group:
    """A collection; the one without a name holds what is in none. `serial` is its own for good."""

    serial: int
    name: str | None
    ranks: list[tuple[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def rank(self) -> tuple[bool, str]:
        return (self.name is None, (self.name or "").casefold())

    def row_of(self, entry: Entry) -> int | None:
        row = bisect_left(self.ranks, entry.rank)
        return row if row < len(self.ranks) and self.ranks[row] == entry.rank else None


class ShelfModel(QAbstractItemModel):
    """`documents_dropped` has a Dragged, the collection (None: none) and whether they stay where they were, too; `files_dropped`
    the paths and the collection."""

    documents_dropped = Signal(object, object, bool)
    files_dropped = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loose = Group(1, None)
        self._groups = [self._loose]
        self._by_serial = {1: self._loose}
        self._by_name: dict[str | None, Group] = {None: self._loose}
        self._serials = 1
        self.is_even = False
        """Whether all rows are equally tall, as they were last arranged."""

    # What is shown

    def arrange(self, entries: Sequence[Entry], collections: Sequence[str], matching: str = "") -> None:
        """Show `entries`, in the collections that they are in; with `matching`, only what matches it and where it is."""
        words = matching.casefold().split()
        shown = sorted((e for e in entries if not words or e.matches(words)), key=lambda entry: entry.rank)
        wanted: dict[str | None, list[Entry]] = {name: [] for name in collections}
        loose: list[Entry] = []
        for entry in shown:
            for name in entry.collections:
                wanted.setdefault(name, []).append(entry)
            if not entry.collections:
                loose.append(entry)
        if words:
            wanted = {name: rows for name, rows in wanted.items() if rows}
        wanted[None] = loose
        self._arrange_groups(wanted)
        for group in self._groups:
            self._arrange_rows(group, wanted[group.name])
        self.is_even = not self.has_collections and all(entry.is_plain for entry in loose)

    def touch(self, entry: Entry) -> None:
        """An entry has changed and is where it was."""
        for index in self.indexes_of(entry):
            group = self._group_of(index)
            group.entries[index.row()] = entry
            self.dataChanged.emit(index, index)

    def _arrange_groups(self, wanted: dict[str | None, list[Entry]]) -> None:
        for row in reversed(range(len(self._groups))):
            if self._groups[row].name not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                gone = self._groups.pop(row)
                del self._by_serial[gone.serial], self._by_name[gone.name]
                self.endRemoveRows()
        for name in wanted:
            if name not in self._by_name:
                self._serials += 1
                group = Group(self._serials, name)
                row = bisect_left([one.rank for one in self._groups], group.rank)
                self.beginInsertRows(QModelIndex(), row, row)
                self._groups.insert(row, group)
                self._by_serial[group.serial] = self._by_name[name] = group
                self.endInsertRows()

    def _arrange_rows(self, group: Group, wanted: list[Entry]) -> None:
        """`wanted` is in alphabetical order, as the rows are."""
        before = len(group.entries)
        index = self._index_of(group)
        ranks = [entry.rank for entry in wanted]
        staying = set(ranks)
        for first, last in _runs(row for row, rank in enumerate(group.ranks) if rank not in staying):
            self.beginRemoveRows(index, first, last)
            del group.ranks[first : last + 1], group.entries[first : last + 1]
            self.endRemoveRows()
        there = set(group.ranks)
        for first, last in reversed(list(_runs(row for row, rank in enumerate(ranks) if rank not in there))):
            self.beginInsertRows(index, first, last)
            group.ranks[first:first] = ranks[first : last + 1]
            group.entries[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        self._refresh(group, wanted)
        if len(wanted) != before:
            self.dataChanged.emit(index, index)

    def _refresh(self, group: Group, wanted: list[Entry]) -> None:
        """The rows are the right ones now; those whose entry is another one are told."""
        changed = [row for row, entry in enumerate(wanted) if group.entries[row] is not entry]
        group.entries[:] = wanted
        parent = self._index_of(group)
        for first, last in _runs(changed):
            self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))

    # Finding

    @property
    def loose(self) -> QModelIndex:
        """What is in no collection; always there."""
        return self._index_of(self._loose)

    @property
    def has_collections(self) -> bool:
        return len(self._groups) > 1

    @property
    def has_documents(self) -> bool:
        return any(group.entries for group in self._groups)

    def indexes_of(self, entry: Entry) -> list[QModelIndex]:
        """Where an entry is shown: once in each of its collections."""
        places = []
        for name in entry.collections or (None,):
            group = self._by_name.get(name)
            row = None if group is None else group.row_of(entry)
            if group is not None and row is not None:
                places.append(self.createIndex(row, 0, group.serial))
        return places

    def entry(self, index: Index) -> Entry | None:
        """The entry of a row; None for a collection."""
        serial = index.internalId() if index.isValid() else 0
        return self._by_serial[serial].entries[index.row()] if serial else None

    def entries_in(self, parent: Index, first: int, last: int) -> list[Entry]:
        """Those of some rows of a collection; none for the rows of collections themselves."""
        return self._groups[parent.row()].entries[first : last + 1] if parent.isValid() else []

    def collection(self, index: Index) -> str | None:
        """The collection that a row is, or is in; None for what is in none."""
        return self._group_of(index).name if index.isValid() else None

    def is_collection(self, index: Index) -> bool:
        """Whether it is the row of a collection with a name."""
        return index.isValid() and not index.internalId() and self._groups[index.row()].name is not None

    def _group_of(self, index: Index) -> Group:
        serial = index.internalId()
        return self._by_serial[serial] if serial else self._groups[index.row()]

    def _index_of(self, group: Group) -> QModelIndex:
        return self.createIndex(self._groups.index(group), 0, 0)

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0) if row < len(self._groups) else QModelIndex()
        if parent.internalId():
            return QModelIndex()
        group = self._groups[parent.row()]
        return self.createIndex(row, 0, group.serial) if row < len(group.entries) else QModelIndex()

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        return not (parent.isValid() and parent.internalId()) and self.rowCount(parent) > 0

    @overload
    def parent(self) -> QObject | None: ...

    @overload
    def parent(self, index: Index) -> QModelIndex: ...

    def parent(self, index: Index | None = None) -> QModelIndex | QObject | None:
        if index is None:
            return super().parent()
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self._index_of(self._by_serial[index.internalId()])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() else len(self._groups[parent.row()].entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        group = self._group_of(index)
        if not index.internalId():
            return self._data_of_group(group, role)
        entry = group.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name
            case Qt.ItemDataRole.ToolTipRole:
                return tip(wording.whole(entry))
            case Qt.ItemDataRole.AccessibleTextRole:
                return wording.spoken(entry)
            case _:
                return None

    def _data_of_group(self, group: Group, role: int) -> object:
        name = self.tr("No collection") if group.name is None else group.name
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.ToolTipRole:
                return tip(name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("{collection}, %n document(s)", "", len(group.entries)).format(collection=name)
            case _:
                return len(group.entries) if role == COUNT else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        serial = index.internalId()
        if not serial:
            return _GROUP
        return _FILE if self._by_serial[serial].entries[index.row()].document is None else _DOCUMENT

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        entries = [
            entry for index in indexes if (entry := self.entry(index)) is not None and entry.document is not None
        ]
        source = self.collection(indexes[0]) if indexes else None
        return Dragged(tuple(dict.fromkeys(entry.path for entry in entries)), source).mime()

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return data.hasFormat(MIME) or bool(pdfs_of(data))

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        target = self.collection(parent)
        dragged = Dragged.of(data)
        if dragged is not None:
            self.documents_dropped.emit(dragged, target, action == Qt.DropAction.CopyAction)
            return True
        if paths := pdfs_of(data):
            self.files_dropped.emit(paths, target)
        return bool(paths)


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending rows as runs of neighbours, the last run first."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    yield from ((first, last) for first, last in reversed(runs))
