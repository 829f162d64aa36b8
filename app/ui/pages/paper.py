"""How one page is painted: its sheet, pictures that are not of its scale, a sentence where there is no picture.

Paper is white and its ink dark in every theme: it shows what was printed.
"""

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from app.errors import UserFixable
from app.library import pages
from app.types import Page
from app.ui import say
from app.ui.pages.geometry import Frame, Spot
from app.ui.pages.prints import Piece
from app.ui.theme import Theme

PAPER = QColor("#ffffff")
INK = QColor("#4a524e")
_SHADE = 3


def to_screen_pixels(painter: QPainter, unit: float) -> None:
    """From now on a unit of the painter is one pixel of the screen, and begins where a pixel begins: at 150 % a widget can
    begin in the middle of one, which would blur every picture."""
    origin = painter.deviceTransform().map(QPointF(0.0, 0.0))
    painter.scale(1 / unit, 1 / unit)
    painter.translate(round(origin.x()) - origin.x(), round(origin.y()) - origin.y())


def draw_sheet(painter: QPainter, frame: Frame, theme: Theme, unit: float) -> None:
    """White paper with a thin line and a little shade around it."""
    sheet = QRect(frame.x, frame.y, frame.width, frame.height)
    line = max(round(unit), 1)
    for step in range(1, _SHADE + 1):
        below = QRect(sheet.x() + line, sheet.bottom() + step * line + 1, sheet.width(), line)
        painter.fillRect(below, QColor(0, 0, 0, 36 // step))
    painter.fillRect(sheet.adjusted(-line, -line, line, line), theme.colour("line"))
    painter.fillRect(sheet, PAPER)


def draw_stretched(painter: QPainter, frame: Frame, piece: Piece, image: QImage) -> None:
    """A picture at another scale, until the right one is there."""
    by = frame.scale / piece.scale
    x0, y0, x1, y1 = (value * by for value in piece.rect)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(frame.x + x0, frame.y + y0, x1 - x0, y1 - y0), image)


def draw_note(painter: QPainter, frame: Frame, error: UserFixable, font: QFont, unit: float) -> None:
    """Why there is no picture, on the sheet."""
    painter.save()
    painter.translate(frame.x, frame.y)
    painter.scale(unit, unit)
    painter.setFont(font)
    painter.setPen(INK)
    space = QRectF(0, 0, frame.width / unit, min(frame.height / unit, 600.0)).adjusted(24, 24, -24, -24)
    painter.drawText(space, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, _note(error))
    painter.restore()


def _note(error: UserFixable) -> str:
    if error.kind == "fault":
        return say.sentence(error)
    return QCoreApplication.translate(
        "PagesPanel", "This page cannot be shown. Its text, as far as it was read, can be searched."
    )


def draw_focus(painter: QPainter, rect: QRect, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def is_over_text(page: Page, spot: Spot) -> bool:
    return pages.word_at(page, (spot.x, spot.y)) is not None
