"""Icons as SVG strokes in the colour of the text around them, sharp at every scale; they follow the theme by themselves."""

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.ui import resources


def icon(name: str) -> QIcon:
    """The icon `name` of resources/icons. Raises FileNotFoundError for one that is not there."""
    return QIcon(_Strokes(resources.icon_file(name).read_text(encoding="utf-8")))


class _Strokes(QIconEngine):
    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def clone(self) -> QIconEngine:
        return _Strokes(self._source)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        scale = device.devicePixelRatioF() if device is not None else 1.0
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in pixels of the layout, of which each has `scale` on the screen. Drawn once for each size and colour."""
        colour = _colour(mode)
        key = f"inglenook:{hash(self._source)}:{colour.rgba()}:{size.width()}x{size.height()}@{scale}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = self._drawn(size, scale, colour)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def _drawn(self, size: QSize, scale: float, colour: QColor) -> QPixmap:
        pixmap = QPixmap(size * scale)
        if pixmap.isNull():  # no room: a layout that is still being made
            return pixmap
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(colour.alphaF())
        svg = self._source.replace("currentColor", colour.name())
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(QPoint(0, 0), size))
        painter.end()
        return pixmap


def _colour(mode: QIcon.Mode) -> QColor:
    palette = QApplication.palette()
    if mode == QIcon.Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    return palette.color(QPalette.ColorRole.ButtonText)
