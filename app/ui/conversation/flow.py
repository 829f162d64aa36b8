"""Things in a row that goes on in the next line where they do not fit, from right to left where one reads so."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import push_button, tip


class FlowLayout(QLayout):
    """As high as its lines are in the width there is."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        """The height that the items take in the width of `rect`; they are put there if `apply`."""
        top, lines = rect.y(), self._lines(rect.width())
        for line in lines:
            height = max(size.height() for _, size in line)
            left = rect.x()
            for item, size in line:
                if apply:
                    item.setGeometry(self._placed(rect, left, top + (height - size.height()) // 2, size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(top - self.spacing() - rect.y(), 0) if lines else 0

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = QSize(min(item.sizeHint().width(), width), item.sizeHint().height())
            if not lines or used + self.spacing() + size.width() > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append((item, size))
            used += self.spacing() + size.width()
        return lines

    def _placed(self, rect: QRect, left: int, top: int, size: QSize) -> QRect:
        parent = self.parentWidget()
        place = QRect(QPoint(left, top), size)
        if parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveLeft(rect.x() + rect.right() + 1 - left - size.width())
        return place


class ElidedButton(QPushButton):
    """A button whose text is cut in the middle where there is no room for it; the whole text is its name, and its tooltip unless it
    has another one."""

    def __init__(self, text: str, kind: str = "chip") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAutoDefault(True)  # Enter presses it, outside dialogs too
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_whole(text)

    @property
    def whole(self) -> str:
        return self._whole

    def set_whole(self, text: str, *, tooltip: str = "") -> None:
        """Both as plain text."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(tip(tooltip or text))
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._advance(_escaped(self._whole)) - self._advance(self.text()), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 12), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _advance(self, text: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()

    def _elide(self) -> None:
        around = super().sizeHint().width() - self._advance(self.text())
        # One pixel more than it takes: a text that just fits must not lose a letter to rounding.
        room = self.width() - around + 1
        self.setText(_escaped(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)))


def _escaped(text: str) -> str:
    """An ampersand of a name is no key."""
    return text.replace("&", "&&")


def fold(text: str, unfolded: QWidget) -> QPushButton:
    """A button that shows and hides `unfolded`, which is hidden at first."""
    button = push_button(text, "link")
    button.setCheckable(True)
    button.toggled.connect(unfolded.setVisible)
    unfolded.hide()
    return button
