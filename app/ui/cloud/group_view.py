"""A part of a letter in the preview: what it is, a box to leave it out, and every word of it that leaves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.cloud import wording
from app.ui.cloud.groups import Group
from app.ui.cloud.piece_view import PieceView
from app.ui.theme import Theme
from app.ui.widgets import ElidedLabel, label, push_button, tip

if TYPE_CHECKING:
    from app.library.cloud import Shown


class GroupView(QWidget):
    """What is in the frame leaves; what is above it is said here only."""

    included = Signal(int, bool)
    """The part's number, and whether it is to leave."""
    edited = Signal(object, str)
    touched = Signal()
    mask_pressed = Signal(object)
    mask_wanted = Signal(int, int, int)
    """The number of a text in the draft, and the characters that are to be masked."""

    def __init__(self, group: Group, kind: str, theme: Theme) -> None:
        """`kind` of the draft."""
        super().__init__()
        self._kind, self._theme = kind, theme
        self.pieces: list[PieceView] = []
        self.box = QCheckBox()
        self.box.toggled.connect(lambda on: self.included.emit(self.group.number, on))
        self._title, self._where = label(role="heading"), ElidedLabel(role="muted")
        self._mask = push_button(self.tr("Mask selection"), "link", self.mask_selection)
        self._mask.setToolTip(tip(self.tr("Hide the selected words (Ctrl+M)")))
        self._stays = label(role="muted", wraps=True)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(8, 6, 8, 6)
        self._inside.setSpacing(2)
        self._lay_out()
        self.show_group(group)

    def _lay_out(self) -> None:
        self._mask.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addStrut(self._mask.sizeHint().height())  # nothing moves down when it comes
        head.addWidget(self.box)
        head.addWidget(self._title)
        head.addWidget(self._where, 1)
        head.addWidget(self._mask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._card)
        column.addWidget(self._stays)

    def show_group(self, group: Group) -> None:
        self.group = group
        part = group.part
        self.box.setVisible(part is not None)
        self._title.setVisible(part is None)
        if part is not None:
            where = wording.place(part.file, part.pages)
            self.box.setText(wording.part(self._kind, group.number))
            self.box.setAccessibleName(f"{self.box.text()} {where}".strip())
            self._where.set_whole(where)
            with QSignalBlocker(self.box):
                self.box.setChecked(part.included)
            self._stays.setText(self._stays_words(part.words, fits=group.fits))
        elif group.pieces:
            self._title.setText(wording.piece(group.pieces[0]))
        self._show_pieces(group.pieces)
        self._card.setVisible(bool(group.pieces))
        self._stays.setVisible(not group.pieces)

    def _stays_words(self, text: str, *, fits: bool) -> str:
        if not fits:
            return self.tr("Stays here: the model has no room for it.")
        return self.tr("Stays here: {text}").format(text=wording.excerpt(text))

    def _show_pieces(self, pieces: "Sequence[Shown]") -> None:
        """In place where they are of the same kinds, so that nobody loses the place where he writes."""
        if [one.shown.what for one in self.pieces] == [one.what for one in pieces]:
            for view, shown in zip(self.pieces, pieces, strict=True):
                view.show_piece(shown)
            return
        for view in self.pieces:
            self._inside.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.pieces = [self._view(shown) for shown in pieces]
        for view in self.pieces:
            self._inside.addWidget(view)

    def _view(self, shown: "Shown") -> PieceView:
        view = PieceView(shown, self._theme)
        view.edited.connect(self.edited)
        view.touched.connect(self.touched)
        view.mask_pressed.connect(self.mask_pressed)
        view.selection_changed.connect(lambda on: self._mask.setVisible(on))
        return view

    @property
    def is_dirty(self) -> bool:
        return any(piece.is_dirty for piece in self.pieces)

    def mask_selection(self) -> None:
        for piece in self.pieces:
            if (found := piece.selected()) is not None:
                piece.flush()
                self.mask_wanted.emit(*found)
                return
