"""The top of the library: add, what else there is to do, filter, and what keeps things from going on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.shelf.bars import Notice
from app.ui.shelf.commands import Commands
from app.ui.widgets import push_button, tool_button


class Header(QWidget):
    """`add_wanted` when PDFs are to be added, `filtered` with what is sought, `menu_shown` before the menu is."""

    add_wanted = Signal()
    filtered = Signal(str)
    menu_shown = Signal()

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.add_button = push_button(self.tr("Add PDFs…"), "primary", self.add_wanted.emit)
        self.add_button.setToolTip(self.tr("Add PDFs ({keys})").format(keys=keys(QKeySequence.StandardKey.Open)))
        self.more = self._more(commands)
        self.filter = self._filter()
        self.banner = Notice()
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.add_button, 1)
        buttons.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.filter)
        column.addWidget(self.banner)

    def _more(self, commands: Commands) -> QToolButton:
        button = tool_button("more", self.tr("More to do in the library"))
        menu = QMenu(button)
        menu.addActions([commands.add_folder, commands.new_collection])
        menu.addSeparator()
        menu.addAction(commands.continue_all)
        menu.aboutToShow.connect(self.menu_shown)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _filter(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("Filter documents"))
        field.setAccessibleName(self.tr("Filter documents"))
        field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        clear = QAction(icon("close"), self.tr("Clear the filter"), field)
        clear.triggered.connect(field.clear)
        field.addAction(clear, QLineEdit.ActionPosition.TrailingPosition)
        clear.setVisible(False)
        field.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        field.textChanged.connect(self.filtered)
        find = QShortcut(QKeySequence("Ctrl+Shift+F"), self, self.focus_filter)
        field.setToolTip(self.tr("Filter by name, title or collection ({keys})").format(keys=keys(find.key())))
        escape = QShortcut(QKeySequence("Esc"), field, field.clear)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        return field

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()


def keys(sequence: QKeySequence | QKeySequence.StandardKey) -> str:
    """A key as this system writes it."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
