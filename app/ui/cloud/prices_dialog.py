"""What models elsewhere cost, as a table: what is listed, what the user says otherwise and since when."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserFixable
from app.library import Library
from app.ui.cloud import wording
from app.ui.cloud.price_dialog import PriceDialog, Wanted
from app.ui.jobs import Jobs, Lane
from app.ui.widgets import Banner, label, push_button

if TYPE_CHECKING:
    from app.library.cloud import Priced

_SIZE = (92, 26)
"""Of the dialog, in average characters and in lines."""
_AMOUNTS = (2, 3)
"""Columns of figures."""
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class _Table(QTreeWidget):
    """Enter changes a row, Delete takes a price of one's own back."""

    change_wanted = Signal()
    reset_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.reset_wanted.emit()
        else:
            super().keyPressEvent(event)


class PricesDialog(QDialog):
    """`changed` when something is reckoned with other prices."""

    changed = Signal()

    def __init__(self, library: Library, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Prices of models elsewhere"))
        self._library, self._jobs = library, jobs
        self._rows: Sequence[Priced] = ()
        self._wanted: tuple[str, str] | None = None
        """The row that is to be the current one once all are shown anew."""
        self.banner = Banner()
        self.banner.acted.connect(self._put_aside)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a model"))
        self.search.setAccessibleName(self.tr("Find a model"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._make_table()
        self._lay_out()
        self._show_buttons()
        self.refresh()

    def _make_table(self) -> None:
        self.table = _Table()
        self.table.setAccessibleName(self.tr("Prices"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        names = (self.tr("Model"), self.tr("At"), self.tr("Read"), self.tr("Written"), self.tr("Price"))
        self.table.setHeaderLabels(names)
        self.table.setProperty("kind", "table")
        for column in _AMOUNTS:
            self.table.headerItem().setTextAlignment(column, _TRAILING)
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemDoubleClicked.connect(lambda *_: self.ask_to_change())
        self.table.change_wanted.connect(self.ask_to_change)
        self.table.reset_wanted.connect(self.reset)
        self.table.currentItemChanged.connect(lambda *_: self._show_buttons())

    def _lay_out(self) -> None:
        self._add = push_button(self.tr("Add…"), "quiet", self.ask_to_add)
        self._change = push_button(self.tr("Change…"), "quiet", self.ask_to_change)
        self._reset = push_button(self.tr("Back to the listed price"), "quiet", self.reset)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._add, self._change, self._reset):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        said = self.tr(
            "For a million tokens. Costs are estimated with these; your own go before those that came with the program."
        )
        column.addWidget(label(said, "muted", wraps=True))
        column.addWidget(self.banner)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        metrics, screen = self.fontMetrics(), self.screen().availableGeometry()
        width, height = metrics.averageCharWidth() * _SIZE[0], metrics.lineSpacing() * _SIZE[1]
        self.resize(min(width, round(screen.width() * 0.9)), min(height, round(screen.height() * 0.9)))

    def refresh(self) -> None:
        def look() -> "tuple[tuple[Priced, ...], UserFixable | None]":
            pricing = self._library.cloud.pricing
            return pricing.table(), pricing.trouble()

        self._jobs.run(
            lambda tell, stop: look(),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda found: self._show(*found),
            on_error=self.banner.say_error,
        )

    # What is done

    def ask_to_add(self) -> PriceDialog:
        return self._ask(None)

    def ask_to_change(self) -> None:
        if (row := self.current) is not None and self._change.isEnabled():
            self._ask(row)

    def put(self, wanted: Wanted) -> None:
        def change() -> "Priced":
            return self._library.cloud.pricing.put(
                wanted.model, wanted.input, wanted.output, currency=wanted.currency, at=wanted.at
            )

        self._do(change)

    def reset(self) -> None:
        row = self.current
        if row is not None and self._reset.isEnabled():
            self._do(lambda: self._library.cloud.pricing.reset(row.model, row.at)[0])

    def _ask(self, row: "Priced | None") -> PriceDialog:
        dialog = PriceDialog(row, self)
        dialog.given.connect(self.put)
        dialog.open()
        return dialog

    def _put_aside(self) -> None:
        self.banner.hide()

        def change() -> None:
            self._library.cloud.pricing.put_aside()

        self._do(change)

    def _do(self, change: "Callable[[], Priced | None]") -> None:
        self._jobs.run(
            lambda tell, stop: change(),
            lane=Lane.CHANGES,
            owner=self,
            on_done=self._on_changed,
            on_error=self._say,
        )

    def _say(self, error: UserFixable) -> None:
        self.banner.say_error(error, self.tr("Put it aside") if error.kind == "prices" else "")

    def _on_changed(self, row: "Priced | None") -> None:
        """It is looked at where it is now."""
        self._wanted = None if row is None else (row.model, row.at)
        self.changed.emit()
        self.refresh()

    # What there is

    @property
    def current(self) -> "Priced | None":
        item = self.table.currentItem()
        return None if item is None or item.isHidden() else self._rows[self.table.indexOfTopLevelItem(item)]

    def _show(self, rows: "Sequence[Priced]", trouble: UserFixable | None) -> None:
        before = self.current
        wanted = self._wanted or (None if before is None else (before.model, before.at))
        self._rows, self._wanted = rows, None
        if trouble is not None:
            self._say(trouble)
        self.table.clear()
        for row in rows:
            item = QTreeWidgetItem(wording.priced(row))
            for column in _AMOUNTS:
                item.setTextAlignment(column, _TRAILING)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, wording.priced(row))))
            self.table.addTopLevelItem(item)
        at = next((number for number, row in enumerate(rows) if (row.model, row.at) == wanted), 0)
        current = self.table.topLevelItem(at)
        if current is not None:
            self.table.setCurrentItem(current)
        self._filter()

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        for number, row in enumerate(self._rows):
            told = f"{row.model} {row.at} {' '.join(row.asked)}".casefold()
            item = self.table.topLevelItem(number)
            if item is not None:
                item.setHidden(not all(word in told for word in words))
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.current
        self._change.setEnabled(row is not None)
        self._reset.setEnabled(row is not None and row.own)
        is_listed = row is None or row.listed is not None or not row.own
        self._reset.setText(self.tr("Back to the listed price") if is_listed else self.tr("Remove the price"))
