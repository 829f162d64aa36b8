"""Everything that would leave, one below the other, in the order of the request. A long letter comes a little at a time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout

from app.ui.cloud.drafting import Composed
from app.ui.cloud.group_view import GroupView
from app.ui.cloud.groups import Group, Key, groups_of
from app.ui.flowing import Flowing
from app.ui.theme import Theme

_AT_ONCE = 4
"""So many are made at a time; each takes some milliseconds."""
_ABOVE = 4
"""Lines."""


class Sheet(QScrollArea):
    """`filled` comes when all of it is there: before that nobody can have seen it."""

    filled = Signal()
    included = Signal(int, bool)
    edited = Signal(object, str)
    touched = Signal()
    mask_pressed = Signal(object)
    mask_wanted = Signal(int, int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.views: dict[Key, GroupView] = {}
        self._waiting: list[tuple[int, Group]] = []
        self._kind = ""
        self._is_left_alone, self._is_ours = True, False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = Flowing()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(20, 4, 16, 16)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        self.setWidget(inner)
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill_some)
        self.verticalScrollBar().rangeChanged.connect(self._show_first)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        key = QShortcut(QKeySequence("Ctrl+M"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._mask_selection)

    def show_letter(self, made: Composed) -> None:
        groups = groups_of(made) if made.draft.kind == self._kind else []
        self._take_away(groups)  # a part of another kind is said in other words
        self._kind, groups = made.draft.kind, groups_of(made)
        self._waiting = []
        for at, group in enumerate(groups):
            view = self.views.get(group.key)
            if view is None:
                self._waiting.append((at, group))
            else:
                view.show_group(group)
        self._fill_some()
        if self._waiting:
            self._filling.start()

    @property
    def is_whole(self) -> bool:
        """Whether all of the letter is here, and nothing was typed since."""
        return not self._waiting and not any(view.is_dirty for view in self.views.values())

    def flush(self) -> None:
        for view in self.views.values():
            for piece in view.pieces:
                piece.flush()

    def _take_away(self, groups: Sequence[Group]) -> None:
        keys = {group.key for group in groups}
        for key in [key for key in self.views if key not in keys]:
            view = self.views.pop(key)
            self._rows.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _fill_some(self) -> None:
        for at, group in self._waiting[:_AT_ONCE]:
            view = self._view(group)
            self.views[group.key] = view
            self._rows.insertWidget(at, view)
        del self._waiting[:_AT_ONCE]
        if not self._waiting:
            self._filling.stop()
            self.filled.emit()

    def _show_first(self) -> None:
        """What is the user's own, with the end of our rules above it, until somebody scrolls: who has read the rules once need not pass them
        each time."""
        own = next((view for key, view in self.views.items() if key[0] != "system"), None)
        if self._is_left_alone and own is not None:
            self._is_ours = True
            self.verticalScrollBar().setValue(own.y() - _ABOVE * self.fontMetrics().lineSpacing())
            self._is_ours = False

    def _on_scrolled(self) -> None:
        self._is_left_alone = self._is_left_alone and self._is_ours

    def _view(self, group: Group) -> GroupView:
        view = GroupView(group, self._kind, self._theme)
        view.included.connect(self.included)
        view.edited.connect(self.edited)
        view.touched.connect(self.touched)
        view.mask_pressed.connect(self.mask_pressed)
        view.mask_wanted.connect(self.mask_wanted)
        return view

    def _mask_selection(self) -> None:
        focus = QApplication.focusWidget()
        for view in self.views.values():
            if focus is not None and view.isAncestorOf(focus):
                view.mask_selection()
