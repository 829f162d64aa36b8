"""The program as it is, watched: started in its stead, it writes down several times a second what is on the screen.

`SNAPSHOT=FILE python -m tests.walk.observer [ARGUMENTS OF inglenook]`. Nothing in the program is touched: the application is
made as ever, and a timer in it looks at the widgets. `tests.walk.seen` reads what is written here.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:  # children of the program import this module again and need no Qt
    from PySide6.QtCore import QModelIndex, QPoint, QRect
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMenuBar, QTextEdit, QWidget

    from app.host.paths import Paths
    from app.ui.pages.strip import Strip
    from app.ui.pages.view import PagesView

EVERY = 200
"""Milliseconds."""
_ROWS = 200
"""At most so many rows of a list: a folder may have thousands."""
Fields = dict[str, Any]


def main() -> int:
    import app.ui
    from app.__main__ import main as program

    opened = app.ui.run

    def watched(paths: "Paths", *, model: str | None = None, adapter: str | None = None) -> int:
        from app.ui import application

        made = application._application

        def observed() -> "QApplication":
            application_of_qt = made()
            _watch(application_of_qt, Path(os.environ["SNAPSHOT"]))
            return application_of_qt

        with patch.object(application, "_application", observed):
            return opened(paths, model=model, adapter=adapter)

    with patch.object(app.ui, "run", watched):
        return program()


def _watch(application: "QApplication", file: Path) -> None:
    from PySide6.QtCore import QTimer

    numbers = itertools.count(1)
    timer = QTimer(application, interval=EVERY)
    timer.timeout.connect(
        lambda: _write(file, {"number": next(numbers), "process": os.getpid(), **_snapshot(application)})
    )
    timer.start()


def _write(file: Path, content: Fields) -> None:
    """Whoever reads it finds it whole."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content), encoding="utf-8")
    new.replace(file)


def _snapshot(application: "QApplication") -> Fields:
    from PySide6.QtWidgets import QWidget

    windows = [window for window in application.topLevelWidgets() if window.isVisible()]
    return {
        "windows": [
            {"cls": type(window).__name__, "title": window.windowTitle(), "active": window.isActiveWindow()}
            | {"rect": _rect(window, window.rect())}
            for window in windows
        ],
        "widgets": [
            _widget(widget)
            for window in windows
            for widget in (window, *window.findChildren(QWidget))
            if widget.isVisible() and widget.window() is window
        ],
    }


def _widget(widget: "QWidget") -> Fields:
    part = _in_sight(widget)
    return {
        "cls": type(widget).__name__,
        # Classes that only Qt itself knows, that of a tooltip for one, have their name in no other place.
        "kinds": [kind.__name__ for kind in type(widget).__mro__ if kind.__name__.startswith("Q")]
        + [widget.metaObject().className()],
        "inside": [type(one).__name__ for one in _around(widget)],
        "name": widget.accessibleName(),
        "description": widget.accessibleDescription(),
        "text": _text(widget),
        "tip": widget.toolTip(),
        "rect": None if part.isEmpty() else _rect(widget, part),
        "enabled": widget.isEnabled(),
        "focus": widget.hasFocus(),
        "checked": bool(widget.property("checked")),
        **_special(widget),
    }


def _in_sight(widget: "QWidget") -> "QRect":
    """The part of it that what it lies in does not cut off."""
    from PySide6.QtCore import QPoint

    part, at = widget.rect(), QPoint(0, 0)
    inner = widget
    for outer in _around(widget):
        if inner.isWindow():
            break
        at, inner = at + inner.pos(), outer
        part &= outer.rect().translated(-at)
    return part


def _around(widget: "QWidget") -> Iterator["QWidget"]:
    """The widgets that it lies in, from the innermost on."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _text(widget: "QWidget") -> str:
    """What stands in it, whatever kind it is."""
    for name in ("plainText", "text", "currentText", "title"):
        text = widget.property(name)
        if isinstance(text, str) and text:
            return text
    return ""


def _special(widget: "QWidget") -> Fields:
    """What only some kinds have."""
    from PySide6.QtWidgets import QAbstractItemView, QMenu, QMenuBar, QTextEdit

    from app.ui.pages.strip import Strip
    from app.ui.pages.view import PagesView

    if isinstance(widget, QAbstractItemView):
        return {"rows": list(itertools.islice(_rows(widget), _ROWS))}
    if isinstance(widget, QMenu | QMenuBar):
        return {"rows": _actions(widget)}
    if isinstance(widget, PagesView):
        return _pages(widget)
    if isinstance(widget, Strip):
        return {"rows": _ticks(widget)}
    return {"rows": list(_anchors(widget))} if isinstance(widget, QTextEdit) else {}


def _rows(view: "QAbstractItemView") -> Iterator[Fields]:
    """Rows that are in sight, with those below them."""
    from PySide6.QtCore import Qt

    spoken = Qt.ItemDataRole.AccessibleTextRole
    for index in _indexes(view, view.rootIndex()):
        rect = view.visualRect(index).intersected(view.viewport().rect())
        if not rect.isEmpty():
            yield {
                "text": str(index.data() or ""),
                "name": str(index.data(spoken) or ""),
                "rect": _rect(view.viewport(), rect),
                "selected": view.selectionModel().isSelected(index),
            }


def _indexes(view: "QAbstractItemView", parent: "QModelIndex") -> Iterator["QModelIndex"]:
    model = view.model()
    for row in range(min(model.rowCount(parent), _ROWS)):
        index = model.index(row, 0, parent)
        yield index
        yield from _indexes(view, index)


def _actions(menu: "QMenu | QMenuBar") -> list[Fields]:
    return [
        {"text": action.text(), "name": "", "rect": _rect(menu, menu.actionGeometry(action))}
        | {"selected": action.isChecked(), "enabled": action.isEnabled()}
        for action in menu.actions()
        if action.isVisible() and not action.isSeparator()
    ]


def _anchors(view: "QTextEdit") -> Iterator[Fields]:
    """Links of a text, where they begin and end on one line."""
    from PySide6.QtGui import QTextCursor

    block = view.document().begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            piece = place.fragment()
            if piece.charFormat().isAnchor():
                cursor = QTextCursor(block)
                cursor.setPosition(piece.position())
                start = view.cursorRect(cursor)
                cursor.setPosition(piece.position() + piece.length())
                rect = start.united(view.cursorRect(cursor))
                yield {"text": piece.text(), "name": piece.charFormat().anchorHref()} | {
                    "rect": _rect(view.viewport(), rect),
                    "selected": False,
                }
            place += 1
        block = block.next()


def _pages(view: "PagesView") -> Fields:
    """Pages in sight as (number, x, y, pixels a point), and marked places by layer as rectangles of the screen."""
    layout, unit = view.layout_of_pages, view.unit
    corner = _global(view.viewport())
    left, top = view.shown[:2]

    def placed(rect: tuple[float, float, float, float]) -> list[float]:
        x0, y0, x1, y1 = rect
        return [corner.x() + (x0 - left) / unit, corner.y() + (y0 - top) / unit, (x1 - x0) / unit, (y1 - y0) / unit]

    frames = [(page, layout.frame(page)) for page in view.in_sight]
    layers = {layer.name.lower(): boxes for layer, boxes in view._layers._boxes.items()}
    return {
        "page": view.page,
        "sight": _rect(view.viewport(), view.viewport().rect()),
        "frames": [
            [page, *placed((frame.x, frame.y, frame.x, frame.y))[:2], frame.scale / unit] for page, frame in frames
        ],
        "marks": {
            name: [placed(layout.rect(page, box)) for page, _ in frames for box in boxes.get(page, ())]
            for name, boxes in layers.items()
        },
        "drawn": all(view._prints.get(piece) for piece in view._seen()),
    }


def _ticks(strip: "Strip") -> list[Fields]:
    corner = _global(strip)
    return [
        {"text": strip.describe(tick), "name": tick.kind.name.lower(), "selected": tick == strip.current}
        | {"rect": [corner.x(), round(corner.y() + strip.height_of(tick)) - 1, strip.width(), 3]}
        for tick in strip.ticks
    ]


def _global(widget: "QWidget") -> "QPoint":
    from PySide6.QtCore import QPoint

    return widget.mapToGlobal(QPoint(0, 0))


def _rect(widget: "QWidget", rect: "QRect") -> list[int]:
    corner = widget.mapToGlobal(rect.topLeft())
    return [corner.x(), corner.y(), rect.width(), rect.height()]


if __name__ == "__main__":
    sys.exit(main())
