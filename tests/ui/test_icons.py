"""Icons are drawn in any size, also in none: a row of a layout that is still being made has no room for its buttons."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmapCache
from PySide6.QtWidgets import QApplication

from app.ui.icons import icon

ROOM = QSize(32, 32)


def drawn(size: QSize) -> bool:
    """Whether anything was. What Qt complains of fails the test by itself."""
    picture = QImage(ROOM, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    icon("remove").paint(painter, QRect(QPoint(0, 0), size))
    painter.end()
    everywhere = ((x, y) for x in range(ROOM.width()) for y in range(ROOM.height()))
    return any(QColor(picture.pixelColor(x, y)).alpha() for x, y in everywhere)


@pytest.mark.parametrize(("width", "height", "seen"), [(32, 32, True), (0, 0, False), (0, 16, False), (16, -1, False)])
def test_an_icon_is_drawn_where_there_is_room(qapp: QApplication, width: int, height: int, seen: bool) -> None:
    QPixmapCache.clear()
    assert drawn(QSize(width, height)) == seen
