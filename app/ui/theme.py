"""How the window looks: colours for light, dark and high contrast, the size of text, and the few shapes of our own.

Standard widgets keep the system's style, in these colours. Shapes of our own are asked for by dynamic property:
`role` of a label ("title", "heading", "muted", "error", "warning"), `kind` of a button ("primary", "quiet", "chip", "row", "link") and of a frame
("card", "question", "banner", "panel", "bar", "toast", "rule").
"""

import sys
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.host.settings import Appearance
from app.ui import resources


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as #rrggbb. Text on its ground has a contrast of 4.5 or more (7 or more in high contrast), lines of controls 3."""

    window: str
    panel: str
    """Ground of lists and fields."""
    card: str
    text: str
    muted: str
    line: str
    """Around and between things."""
    edge: str
    """Around controls."""
    accent: str
    on_accent: str
    tint: str
    """Selected and hovered things: the accent, faint."""
    mark: str
    """Over the words of a passage, as a transparent layer."""
    mark_strong: str
    """Over the words of a citation, as a transparent layer."""
    desk: str
    """Around pages."""
    error: str
    warning: str
    good: str


LIGHT = Colours(
    window="#f6f5f2", panel="#ffffff", card="#ffffff", text="#1d2421", muted="#5a645f", line="#dedbd3", edge="#868c87",
    accent="#1f6b60", on_accent="#ffffff", tint="#e0eeea", mark="#8fc7bb", mark_strong="#f2b134", desk="#e7e5df",
    error="#a8261c", warning="#8a5a00", good="#1f6b3a",
)  # fmt: skip
DARK = Colours(
    window="#1b1f1e", panel="#222726", card="#272d2b", text="#e8ebe9", muted="#a3aeaa", line="#363e3b", edge="#77827d",
    accent="#5fbdab", on_accent="#0d1f1b", tint="#28403b", mark="#8fc7bb", mark_strong="#f2b134", desk="#121514",
    error="#f2968c", warning="#e4b45c", good="#7fc998",
)  # fmt: skip
CONTRAST = Colours(
    window="#000000", panel="#000000", card="#000000", text="#ffffff", muted="#ffffff", line="#ffffff", edge="#ffffff",
    accent="#ffff00", on_accent="#000000", tint="#003a3a", mark="#00ffff", mark_strong="#ffff00", desk="#000000",
    error="#ff9d94", warning="#ffd75e", good="#7dff9d",
)  # fmt: skip


class Theme(QObject):
    """The look in force. `changed` comes after everything has been repainted in it."""

    changed = Signal()

    def __init__(self, application: QApplication, *, appearance: Appearance = "system", text_size: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._points = application.font().pointSizeF()
        self._appearance: Appearance = appearance
        self._text_size = text_size
        self.colours = LIGHT
        self._is_fusion = sys.platform.startswith("linux") or appearance == "contrast"
        if self._is_fusion:
            application.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    @property
    def text_size(self) -> int:
        return self._text_size

    @property
    def is_dark(self) -> bool:
        return QColor(self.colours.window).lightness() < 128

    def choose(self, *, appearance: Appearance | None = None, text_size: int | None = None) -> None:
        """Take another look at once; what is None stays."""
        self._appearance = appearance or self._appearance
        self._text_size = text_size or self._text_size
        self._apply()

    def colour(self, name: str) -> QColor:
        """A colour by its name in `Colours`."""
        return QColor(getattr(self.colours, name))

    def _on_system_changed(self) -> None:
        if self._appearance == "system":
            self._apply()

    def _apply(self) -> None:
        self.colours = self._wanted()
        font = self._application.font()
        font.setPointSizeF(self._points * self._text_size / 100)
        self._application.setFont(font)
        self._application.setPalette(palette_of(self.colours))
        self._application.setStyleSheet(style_sheet(self.colours, points=font.pointSizeF(), fusion=self._is_fusion))
        self.changed.emit()

    def _wanted(self) -> Colours:
        hints = QGuiApplication.styleHints()
        if self._appearance == "system":
            if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
                return CONTRAST
            return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}[self._appearance]


def palette_of(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, colours.window), (roles.WindowText, colours.text), (roles.Base, colours.panel),
        (roles.AlternateBase, colours.window), (roles.Text, colours.text), (roles.Button, colours.window),
        (roles.ButtonText, colours.text), (roles.BrightText, colours.error), (roles.ToolTipBase, colours.card),
        (roles.ToolTipText, colours.text), (roles.Highlight, colours.accent), (roles.HighlightedText, colours.on_accent),
        (roles.Link, colours.accent), (roles.LinkVisited, colours.accent), (roles.PlaceholderText, colours.muted),
        (roles.Accent, colours.accent), (roles.Light, colours.card), (roles.Midlight, colours.line),
        (roles.Mid, colours.line), (roles.Dark, colours.edge), (roles.Shadow, colours.line),
    ):  # fmt: skip
        palette.setColor(role, QColor(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        faint = QColor(colours.muted)
        faint.setAlpha(150)
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def restyle(widget: QWidget) -> None:
    """After a dynamic property of `widget` has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def style_sheet(colours: Colours, *, points: float, fusion: bool = True) -> str:
    """`points`: the size of text, which titles grow with. `fusion`: whether standard controls are Qt's own, which have hardly an
    edge in dark colours, rather than the system's."""
    sheet = (
        ((_FUSION if fusion else "") + _SHEET)
        .replace("@title_size", f"{points * 1.8:.1f}pt")
        .replace("@box", f"{round(points * 1.3)}px")
    )
    sheet = sheet.replace("@half_box", f"{round(points * 1.3) // 2 + 1}px")
    tick = "tick-light" if QColor(colours.on_accent).lightness() > 128 else "tick-dark"
    arrow = "arrow-dark" if QColor(colours.panel).lightness() > 128 else "arrow-light"
    for name, file in (("tick", tick), ("arrow", arrow)):
        sheet = sheet.replace(f"@{name}", resources.icon_file(file).as_posix())
    # Where lines are as bright as the accent, what a bar has not reached yet is dark.
    sheet = sheet.replace("@track", colours.tint if colours is CONTRAST else colours.line)
    for name, value in sorted(asdict(colours).items(), key=lambda item: -len(item[0])):
        sheet = sheet.replace(f"@{name}", value)
    return sheet


_FUSION = """
QPushButton { background: @panel; color: @text; border: 1px solid @edge; border-radius: 6px; padding: 4px 12px; }
QPushButton:hover { background: @tint; }
QPushButton:disabled { color: @muted; border-color: @line; }
QPushButton:focus { border: 2px solid @accent; padding: 3px 11px; }
QLineEdit, QSpinBox { background: @panel; color: @text; border: 1px solid @edge; border-radius: 5px; padding: 3px 5px; }
QLineEdit:focus, QSpinBox:focus { border: 2px solid @accent; padding: 2px 4px; }
QLineEdit:disabled, QSpinBox:disabled { color: @muted; border-color: @line; }
QComboBox { background: @panel; color: @text; border: 1px solid @edge; border-radius: 5px; padding: 3px 8px; }
QComboBox:focus { border: 2px solid @accent; padding: 2px 7px; }
QComboBox:disabled { color: @muted; border-color: @line; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("@arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @edge; selection-background-color: @accent; selection-color: @on_accent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
"""Standard controls where the system has no look of its own for them."""

_SHEET = """
QLabel[role="title"] { font-size: @title_size; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="error"] { color: @error; }
QLabel[role="warning"] { color: @warning; }
QFrame[kind="card"] { background: @card; border: 1px solid @line; border-radius: 8px; }
QFrame[kind="question"] { background: @tint; border: 1px solid @line; border-radius: 8px; }
QFrame[kind="panel"] { background: @panel; border: none; }
QFrame[kind="bar"] { background: @window; border: none; border-bottom: 1px solid @line; }
QFrame[kind="banner"] { background: @card; border: 1px solid @line; border-radius: 6px; }
QFrame[kind="banner"][mood="trouble"] { border-color: @warning; }
QFrame[kind="toast"] { background: @text; border-radius: 8px; }
QFrame[kind="toast"] QLabel, QFrame[kind="toast"] QCheckBox { color: @window; background: transparent; }
QFrame[kind="toast"] QPushButton { color: @window; background: transparent; border: 1px solid @window; border-radius: 5px; padding: 4px 12px; }
QFrame[kind="toast"] QPushButton:focus { border: 2px solid @mark_strong; }
QFrame[kind="elsewhere"] { background: @tint; border: 1px solid @edge; border-radius: 6px; }
QFrame[kind="rule"] { background: @line; border: none; min-height: 1px; max-height: 1px; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; border-radius: 6px; padding: 6px 16px; font-weight: 600; }
QPushButton[kind="primary"]:disabled { background: @window; color: @muted; border-color: @line; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; padding: 5px 15px; }
QPushButton[kind="quiet"] { background: transparent; color: @text; border: 1px solid @edge; border-radius: 6px; padding: 4px 12px; }
QPushButton[kind="quiet"]:hover { background: @tint; }
QPushButton[kind="quiet"]:disabled { color: @muted; border-color: @line; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; padding: 3px 11px; }
QPlainTextEdit[kind="field"] { background: @panel; color: @text; placeholder-text-color: @muted; border: 1px solid @edge; border-radius: 6px; padding: 3px; }
QPlainTextEdit[kind="field"]:focus { border: 2px solid @accent; padding: 2px; }
QTextEdit[kind="letter"] { background: transparent; color: @text; border: 1px solid transparent; border-radius: 4px; padding: 2px; }
QTextEdit[kind="letter"]:hover { border-color: @line; }
QTextEdit[kind="letter"]:focus { border: 2px solid @accent; padding: 1px; }
QPushButton[kind="chip"] { background: @tint; color: @text; border: 1px solid @line; border-radius: 10px; padding: 2px 9px; text-align: left; }
QPushButton[kind="chip"]:hover { border-color: @accent; }
QPushButton[kind="chip"]:focus { border: 2px solid @accent; padding: 1px 8px; }
QPushButton[kind="row"] { background: @card; color: @text; border: 1px solid @line; border-radius: 6px; text-align: left; }
QPushButton[kind="row"]:hover { border-color: @accent; }
QPushButton[kind="row"]:focus { border: 2px solid @accent; }
QPushButton[kind="link"] { background: transparent; border: none; color: @accent; padding: 2px 2px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid @accent; border-radius: 4px; padding: 1px 1px; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px; background: transparent; }
QToolButton:hover { border-color: @line; }
QToolButton:pressed { background: @tint; }
QToolButton:checked { background: @tint; border-color: @line; }
QToolButton:checked:hover { border-color: @edge; }
QToolButton[kind="segment"] { border-color: @line; }
QToolButton[kind="segment"]:hover { border-color: @edge; }
QToolButton[kind="segment"]:checked { border-color: @accent; }
QToolButton:focus { border: 2px solid @accent; padding: 3px; }
QToolButton::menu-indicator { image: none; width: 0px; }
QListView::indicator { width: @box; height: @box; border: 1px solid @edge; border-radius: 3px; background: @panel; }
QListView::indicator:checked { background: @accent; border-color: @accent; image: url("@tick"); }
QListView::indicator:checked:disabled { background: @panel; border-color: @line; }
QCheckBox::indicator, QRadioButton::indicator { width: @box; height: @box; border: 1px solid @edge; background: @panel; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: @half_box; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url("@tick"); }
QRadioButton::indicator:checked { background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 @accent, stop: 0.55 @accent, stop: 0.65 @panel, stop: 1 @panel); border-color: @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @text; }
QFrame[kind="toast"] QCheckBox::indicator { background: transparent; border: 1px solid @window; }
QFrame[kind="toast"] QCheckBox::indicator:checked { background: @accent; border-color: @window; }
QFrame[kind="toast"] QCheckBox::indicator:focus { border: 2px solid @mark_strong; }
QProgressBar { border: none; border-radius: 2px; background: @track; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QToolTip { background: @card; color: @text; border: 1px solid @edge; padding: 5px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QScrollArea { border: none; background: transparent; }
QTreeView[kind="table"] { background: @panel; color: @text; border: 1px solid @edge; border-radius: 5px; }
QTreeView[kind="table"]:focus { border: 2px solid @accent; }
QTreeView[kind="table"]::item { padding: 3px 8px; }
QTreeView[kind="table"] QHeaderView::section { background: @window; color: @muted; border: none; border-bottom: 1px solid @line; padding: 4px 8px; }
QTreeView[kind="plain"], QListView[kind="plain"] { border: none; background: @window; }
QListView::item:selected, QTreeView::item:selected { background: @tint; color: @text; }
"""
