"""What a screen reader, a keyboard and an eye find in a window."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from app.ui.conversation.flow import ElidedButton

_AROUND = 4
"""Pixels around a control in which its focus may show."""


def controls(root: QWidget) -> list[QWidget]:
    """All that Tab should reach: seen, enabled, and not a part of another control."""
    return [one for one in root.findChildren(QWidget) if _is_control(one, root)]


def _is_control(widget: QWidget, root: QWidget) -> bool:
    reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    if not (reached and widget.isVisibleTo(root) and widget.isEnabledTo(root)) or widget.window() is not root.window():
        return False
    above = widget.parentWidget()
    if isinstance(widget, QLineEdit) and isinstance(above, QComboBox | QAbstractSpinBox):
        return False
    return not _waits_for_its_group(widget)


def _waits_for_its_group(widget: QWidget) -> bool:
    """Of buttons of which one is chosen, Tab goes to the chosen one, and arrows to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    return any(isinstance(one, QAbstractButton) and one.isChecked() for one in group_of(widget))


def group_of(widget: QWidget) -> list[QAbstractButton]:
    """The buttons of which one is chosen, if it is one of those."""
    if not isinstance(widget, QAbstractButton):
        return []
    group = widget.group()
    return group.buttons() if group is not None and group.exclusive() else _brothers(widget)


def _brothers(button: QAbstractButton) -> list[QAbstractButton]:
    above = button.parentWidget()
    if not button.autoExclusive() or above is None:
        return []
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [one for one in above.findChildren(QAbstractButton, options=direct) if one.autoExclusive()]


def buttons(root: QWidget) -> list[QAbstractButton]:
    """All that are seen and enabled, but for those that Qt itself puts into a field."""
    return [
        one
        for one in root.findChildren(QAbstractButton)
        if one.isVisibleTo(root) and one.isEnabled() and not isinstance(one.parentWidget(), QLineEdit)
    ]


def spoken(widget: QWidget) -> str:
    """The name that a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name).strip()


def described(widget: QWidget) -> str:
    """For the message of a test that fails."""
    chain: list[str] = []
    above: QWidget | None = widget
    while above is not None and len(chain) < 4:
        chain.append(type(above).__name__)
        above = above.parentWidget()
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{' in '.join(chain)} {spoken(widget) or text!r}"


def tab_round(start: QWidget, *, back: bool = False) -> list[QWidget]:
    """What has the focus one after the other from `start` until it comes round, or until it stays where it is."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    came: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in came:
        came.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    return came


def shows_focus(widget: QWidget, elsewhere: QWidget) -> bool:
    """Whether `widget` looks different while it has the focus."""
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    _scroll_to(widget)
    plain = _look(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    _scroll_to(widget)
    return plain != _look(widget)


def _scroll_to(widget: QWidget) -> None:
    """As Tab does; a list that still grows may have pushed it out of sight."""
    QApplication.processEvents()
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _look(widget: QWidget) -> QImage:
    window = widget.window()
    part = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return window.grab(part.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)).toImage()


def clipped(root: QWidget) -> Iterator[str]:
    """Labels and buttons that have less room than their text takes and do not shorten it themselves."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisibleTo(root) and _is_cut(widget):
            yield f"{described(widget)} has {_pair(widget)}, needs {widget.sizeHint().width()}×{widget.sizeHint().height()}"


def _pair(widget: QWidget) -> str:
    return f"{widget.width()}×{widget.height()}"


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    elides = isinstance(widget, ElidedButton) or widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
    if elides or not widget.text():
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    return widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height()


def scrolled_sideways(root: QWidget) -> list[str]:
    """Areas whose content is wider than they are, though they have no bar to reach it with."""
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return [
        described(area)
        for area in root.findChildren(QAbstractScrollArea)
        if area.isVisibleTo(root)
        and area.horizontalScrollBarPolicy() == off
        and area.horizontalScrollBar().maximum() > 0
    ]
