"""What is masked, each thing once: its placeholder, what it stands for, and a box to show it after all."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.ui.cloud import wording
from app.ui.cloud.masks import Placed
from app.ui.icons import icon
from app.ui.widgets import tip


class MaskList(QListWidget):
    """A ticked one is masked. Locked ones cannot be changed."""

    pressed_mask = Signal(object)
    """A `Placed`, to be lifted or set again."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.setAccessibleName(self.tr("What is masked"))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(1, 1) * self.fontMetrics().height())
        self._masks: list[Placed] = []
        self.itemChanged.connect(lambda item: self.pressed_mask.emit(self._masks[self.row(item)]))

    def show_masks(self, masks: Iterable[Placed]) -> int:
        """In the order in which they stand in the text; how many there are."""
        each = {(mask.placeholder, mask.original): mask for mask in reversed(list(masks))}
        row = self.currentRow()
        with QSignalBlocker(self):
            self.clear()
            self._masks = sorted(each.values(), key=_order)
            for mask in self._masks:
                self.addItem(self._item(mask))
            self.setCurrentRow(min(row, self.count() - 1))
        return len(self._masks)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setIconSize(QSize(1, 1) * self.fontMetrics().height())

    def _item(self, mask: Placed) -> QListWidgetItem:
        item = QListWidgetItem(f"{mask.placeholder}  {mask.original}")
        flags = Qt.ItemFlag.ItemIsSelectable
        if mask.locked:
            item.setIcon(icon("lock"))
        else:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled)
        item.setCheckState(Qt.CheckState.Unchecked if mask.lifted else Qt.CheckState.Checked)
        said = wording.mask(mask.placeholder, mask.original, mask.category, lifted=mask.lifted, locked=mask.locked)
        item.setToolTip(tip(said))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        return item


def _order(mask: Placed) -> tuple[str, int, str]:
    """By kind, and by number within it."""
    label, _, number = mask.placeholder.rpartition("_")
    digits = "".join(filter(str.isdigit, number))
    return label, int(digits or 0), number
