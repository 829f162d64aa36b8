"""Bars week by week, drawn in the theme's colours. Two series are told apart by their pattern, too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.theme import Theme
from app.ui.widgets import tip

_LINES = 7
"""Of text as high as the bars are at most."""
_GAP = 0.3
"""Of a week's width that lies between two weeks."""


@dataclass(frozen=True, slots=True)
class Series:
    """`values` one a week, None where there is none. `colour` by its name in the theme; a `hatched` one is not filled."""

    name: str
    values: Sequence[float | None]
    colour: str
    hatched: bool = False


class Plot(QWidget):
    """`said` puts a value into words; `labels` are the weeks'. What is drawn is also its description, for those who hear it."""

    def __init__(
        self, title: str, labels: Sequence[str], series: Sequence[Series], said: Callable[[float], str], theme: Theme
    ) -> None:
        super().__init__()
        self._labels, self._series, self._said, self._theme = labels, series, said, theme
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(self.week(at) for at in range(len(labels))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.fontMetrics().lineSpacing() * (_LINES + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.sizeHint().height())

    @property
    def most(self) -> float:
        return max((value or 0.0 for one in self._series for value in one.values), default=0.0)

    def week(self, at: int) -> str:
        """'16 Nov: here 5, elsewhere 2'."""
        told = [f"{one.name} {self._said(value)}" for one in self._series if (value := one.values[at]) is not None]
        return f"{self._labels[at]}: {', '.join(told) or '–'}"

    @property
    def ground(self) -> QRect:
        """Where the bars are."""
        line = self.fontMetrics().lineSpacing()
        return QRect(0, 2 * line, self.width() - 1, line * _LINES)

    def bars(self, at: int) -> list[tuple[Series, QRectF]]:
        """Of a week, side by side."""
        ground, most = self.ground, self.most
        step = ground.width() / max(len(self._labels), 8)
        width = step * (1 - _GAP) / len(self._series)
        bars = []
        for number, one in enumerate(self._series):
            value = one.values[at]
            if value and most:
                height = ground.height() * value / most
                left = ground.left() + at * step + step * _GAP / 2 + number * width
                bars.append((one, QRectF(left, ground.bottom() - height, width, height)))
        return bars

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        ground = self.ground
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(ground.topLeft(), ground.topRight())
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawLine(ground.bottomLeft(), ground.bottomRight())
        for at in range(len(self._labels)):
            for one, bar in self.bars(at):
                self._paint_bar(painter, one, bar)
        self._paint_weeks(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter, one: Series, bar: QRectF) -> None:
        colour = self._theme.colour(one.colour)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if one.hatched else Qt.BrushStyle.SolidPattern))
        painter.drawRect(bar)

    def _paint_legend(self, painter: QPainter) -> None:
        """The series at the left, the highest value at the right."""
        metrics, line = self.fontMetrics(), self.fontMetrics().lineSpacing()
        left, side = 0, metrics.ascent()
        for one in self._series:
            self._paint_bar(painter, one, QRectF(left + 1, (line - side) / 2, side, side))
            painter.setPen(self._theme.colour("text"))
            left += side + 6
            painter.drawText(left, metrics.ascent() + (line - metrics.height()) // 2, one.name)
            left += metrics.horizontalAdvance(one.name) + 16
        painter.setPen(self._theme.colour("muted"))
        if self.most:
            above = QRect(0, line, self.width(), line)
            painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._said(self.most))

    def _paint_weeks(self, painter: QPainter) -> None:
        """As many of their names as there is room for; the first one always."""
        ground, metrics = self.ground, self.fontMetrics()
        step, free = ground.width() / max(len(self._labels), 8), 0.0
        painter.setPen(self._theme.colour("muted"))
        for at, label in enumerate(self._labels):
            left = ground.left() + at * step
            width = metrics.horizontalAdvance(label)
            if left >= free and left + width <= self.width():
                painter.drawText(int(left), ground.bottom() + metrics.lineSpacing(), label)
                free = left + width + 16

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            step = self.ground.width() / max(len(self._labels), 8)
            at = int(event.pos().x() / step) if step else 0
            QToolTip.showText(event.globalPos(), tip(self.week(at)) if 0 <= at < len(self._labels) else "", self)
            return True
        return super().event(event)
