"""The bar above the pages: where one is, how large it is shown, what can be done. Where it is narrow, what has a key or stands in
a menu anyway gives way."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from app.types import PageSize
from app.ui.icons import icon
from app.ui.pages.actions import Actions
from app.ui.pages.geometry import Zoom
from app.ui.widgets import ElidedLabel, label

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_NAME_CHARACTERS = 14
"""Room for so many of the document's name, before something else gives way."""


class Bar(QFrame):
    """Tells what a person wants by signals and the actions; shows what it is told."""

    page_wanted = Signal(int)
    zoom_wanted = Signal(object)
    """A `Zoom`."""
    left = Signal()
    """Escape in the page field: back to the pages."""

    def __init__(self, actions: Actions, summarise: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._sizes: Sequence[PageSize] = ()
        self._scanned: Collection[int] = ()
        self._unseen: Collection[int] = ()
        self._page = 0
        self.setProperty("kind", "bar")
        self.name = ElidedLabel("", "heading")
        self._field = QLineEdit(alignment=Qt.AlignmentFlag.AlignRight)
        self._field.setAccessibleName(self.tr("Page"))
        self._field.setToolTip(_with_key(actions.page))
        self._field.returnPressed.connect(self._on_entered)
        self._field.installEventFilter(self)
        self._count = label("", "muted")
        self._zoom = _menu_button(self._zoom_menu(), self.tr("Zoom"))
        self._summarise = _menu_button(summarise, self.tr("Summarise"))
        self._summarise.setText(_opens(self.tr("Summarise")))
        self._summarise.setIcon(icon("summary"))
        self._steps = [_button(actions.previous), _button(actions.next)]
        self._zooms = [_button(actions.zoom_out), _button(actions.zoom_in)]
        self._arrange()
        self.show_document("", ())

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(_button(self._actions.outline))
        row.addWidget(self.name, 1)
        for widget in (self._steps[0], self._field, self._count, self._steps[1]):
            row.addWidget(widget)
        row.addSpacing(4)
        for widget in (self._zooms[0], self._zoom, self._zooms[1]):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(_button(self._actions.find))
        row.addWidget(self._summarise)

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        for action in (self._actions.fit_width, self._actions.fit_page):
            menu.addAction(action)
        menu.addSeparator()
        for zoom in _ZOOMS:
            if zoom == 1.0:
                menu.addAction(self._actions.full_size)
            else:
                menu.addAction(self._percent(zoom), partial(self.zoom_wanted.emit, zoom))
        menu.addSeparator()
        for action in (self._actions.zoom_in, self._actions.zoom_out):
            menu.addAction(action)
        return menu

    # What is shown

    @property
    def page_text(self) -> str:
        """What stands beside the page field: '/ 86', with the page's own label where it has another."""
        return self._count.text()

    def show_document(
        self, name: str, sizes: Sequence[PageSize], scanned: Collection[int] = (), unseen: Collection[int] = ()
    ) -> None:
        """`scanned`: pages whose words were read from their picture; `unseen`: those with words that cannot be seen."""
        self.name.set_whole(name)
        self._scanned, self._unseen = scanned, unseen
        self._sizes, self._page = sizes, 0
        for widget in (self._field, self._zoom, self._summarise):
            widget.setEnabled(bool(sizes))
        self._field.clear()
        self._count.clear()
        self._fit()

    def show_page(self, page: int) -> None:
        self._page = page
        if not self._field.isModified() or not self._field.hasFocus():
            self._field.setText(str(page))
        label_of_page = self._sizes[page - 1].label if page <= len(self._sizes) else ""
        if label_of_page and label_of_page != str(page):
            words = self.tr("/ {pages} ({label})").format(pages=len(self._sizes), label=label_of_page)
        else:
            words = self.tr("/ {pages}").format(pages=len(self._sizes))
        if page in self._scanned:
            words = self.tr("{place} · scan").format(place=words)
        if page in self._unseen:
            words = self.tr("{place} · hidden words").format(place=words)
        if words != self._count.text():
            self._count.setText(words)
            self._count.setToolTip("\n".join(self._notes(page)))
            self._fit()

    def _notes(self, page: int) -> list[str]:
        """What is to be known of a page's words."""
        notes = [self.tr("Its words were read from a picture and may be wrong.")] if page in self._scanned else []
        if page in self._unseen:
            notes.append(self.tr("The page has words that cannot be seen. Answers leave them out."))
        return notes

    def show_zoom(self, percent: float, zoom: Zoom) -> None:
        words = _opens(self._percent(percent))
        if words != self._zoom.text():
            self._zoom.setText(words)
        self._zoom.setToolTip(
            {"width": self.tr("Zoom: fit width"), "page": self.tr("Zoom: fit page")}.get(str(zoom), self.tr("Zoom"))
        )

    def in_order(self) -> list[QWidget]:
        """What the Tab key goes through."""
        widgets = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        row = sorted(widgets, key=self._row.indexOf)
        return [
            widget
            for widget in row
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and self._row.indexOf(widget) >= 0
        ]

    def focus_page(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _percent(self, zoom: float) -> str:
        return self.tr("{percent} %").format(percent=round(zoom * 100))

    # The page field

    def _on_entered(self) -> None:
        page = page_called(self._field.text().strip(), self._sizes)
        self._field.setModified(False)
        if page is None:
            self.show_page(self._page)
            self._field.selectAll()
        else:
            self.page_wanted.emit(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._field.setModified(False)
            self._field.setText(str(self._page) if self._page else "")
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """What must not give way; the rest comes with the room."""
        needed = [self._field, self._count, self._zoom]
        width = sum(widget.sizeHint().width() for widget in needed) + 3 * self._steps[0].sizeHint().width()
        return QSize(width + 72, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Hide from the least missed on until the rest has room."""
        self._field.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * (len(str(len(self._sizes))) + 2)) + 12)
        for button in (*self._steps, *self._zooms):
            button.show()
        self.name.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NAME_CHARACTERS)
        self._summarise.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for give_way in (self._without_zooms, self._without_words, self._without_name, self._without_steps):
            if self._needed() <= self.width():
                return
            give_way()

    def _needed(self) -> int:
        self._row.invalidate()
        return self._row.minimumSize().width()

    def _without_steps(self) -> None:
        for button in self._steps:
            button.hide()

    def _without_zooms(self) -> None:
        for button in self._zooms:
            button.hide()

    def _without_words(self) -> None:
        self._summarise.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _without_name(self) -> None:
        self.name.setMinimumWidth(0)


def page_called(text: str, sizes: Sequence[PageSize]) -> int | None:
    """The page that is meant by a number, or by a label of the document's own ('iv')."""
    if text.isdecimal() and 1 <= int(text) <= len(sizes):
        return int(text)
    called = (size.number for size in sizes if size.label.casefold() == text.casefold())
    return next(called, None) if text else None


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setToolTip(_with_key(action))
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _menu_button(menu: QMenu, name: str) -> QToolButton:
    button = QToolButton()
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setIconSize(QSize(18, 18))
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _opens(text: str) -> str:
    """The words of a button that opens a menu."""
    return f"{text} ▾"


def _with_key(action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{action.text()} ({keys})" if keys else action.text()
