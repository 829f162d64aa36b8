"""Tab goes through a window as it is read, whatever the order in which its parts were made and remade."""

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget


def move_focus(window: QWidget, *, forward: bool) -> bool:
    """To the next stop after the widget that has the focus, or to the one before it; from the last one to the first. False if there is none."""
    stops = [widget for widget in _as_read(window) if _is_stop(widget)]
    if not stops:
        return False
    focus = window.focusWidget()
    step = 1 if forward else -1
    at = stops.index(focus) if focus in stops else (-1 if forward else len(stops))
    target = stops[(at + step) % len(stops)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def _is_stop(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return by_tab and widget.isEnabled() and not _stands_back(widget)


def _stands_back(widget: QWidget) -> bool:
    """Of buttons of which one is chosen only that one is a stop; arrows lead to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    group = widget.group()
    return group is not None and group.exclusive() and group.checkedButton() is not None


def _as_read(widget: QWidget) -> Iterator[QWidget]:
    """`widget` and what is seen in it, line by line."""
    yield widget
    is_mirrored = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def compared(one: QWidget, other: QWidget) -> int:
        return _compared(one, other, mirrored=is_mirrored)

    seen = (child for child in widget.children() if isinstance(child, QWidget))
    inside = [child for child in seen if child.isVisible() and not child.isWindow()]
    for child in sorted(inside, key=cmp_to_key(compared)):
        yield from _as_read(child)


def _compared(one: QWidget, other: QWidget, *, mirrored: bool) -> int:
    """Negative if `one` is read before `other`: it stands in the same line and before it, or above."""
    first, second = one.geometry(), other.geometry()
    common = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    if 2 * common > min(first.height(), second.height()):
        return second.right() - first.right() if mirrored else first.left() - second.left()
    return first.top() - second.top()


def _bring_into_sight(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
