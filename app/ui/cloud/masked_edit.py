"""A text as it would leave, to be read and changed: what is masked stands as its placeholder and is lifted by a click or Enter."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextFragment,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip

from app.ui.cloud.masks import NUMBER, Placed, look_of, plain, points, same, told, units
from app.ui.theme import Theme
from app.ui.widgets import tip

_PAUSE_MS = 600
"""After so long without a key what was typed is looked at: long enough not to mask a name that is half typed."""


class MaskedEdit(QTextEdit):
    """As tall as its text. Enter never leaves it but at a mask, which it lifts or sets again."""

    edited = Signal(str)
    """The text with all placeholders taken back, some time after the last key or when the focus goes."""
    touched = Signal()
    """A key has changed it, and what was said of it does not hold any more; or it turned out that nothing has changed."""
    mask_pressed = Signal(object)
    """A `Placed`, to be lifted or set again."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._text = self._known = ""
        self._masks: Sequence[Placed] = ()
        self._offset = 0
        self._is_filling = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "letter")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._on_changed)
        self.cursorPositionChanged.connect(self._on_moved)
        theme.changed.connect(self._refill)

    # What is shown

    def show_text(self, text: str, masks: Sequence[Placed], *, offset: int = 0) -> None:
        """`masks` count from `offset` characters before the text. The cursor stays where it is as far as that goes; what was being typed
        is part of `text` already."""
        as_it_is = self._shows(text, masks)
        self._text, self._masks, self._offset = text, masks, offset
        if as_it_is:
            self._known = self.original
        else:
            self._refill()

    def _shows(self, text: str, masks: Sequence[Placed]) -> bool:
        """Whether that is what stands there: then undo stays, too."""
        if self.toPlainText() != text or len(masks) != len(self._masks):
            return False
        there = [number for pieces in self._blocks() for _, number in pieces if number is not None]
        return there == list(range(len(masks))) and all(map(same, masks, self._masks))

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that nobody has been told of."""
        return self._pause.isActive()

    @property
    def original(self) -> str:
        """The text with all placeholders taken back."""
        return "\n".join("".join(self._whole(piece) for piece in pieces) for pieces in self._blocks())

    def flush(self) -> None:
        """Tell now what was typed."""
        if self._pause.isActive():
            self._pause.stop()
        if (now := self.original) != self._known:
            self._known = now
            self.edited.emit(now)
        else:
            self.touched.emit()

    def selected(self) -> tuple[int, int] | None:
        """Characters of the original text that are selected; a mask that is cut is taken whole."""
        cursor = self.textCursor()
        if not cursor.selectedText().strip():
            return None
        return self._place(cursor.selectionStart(), ends=False), self._place(cursor.selectionEnd(), ends=True)

    def mask_at(self, at: QPoint) -> Placed | None:
        """Under this point of the viewport."""
        cursor = self.cursorForPosition(at)
        for step in (QTextCursor.MoveOperation.NoMove, QTextCursor.MoveOperation.NextCharacter):
            cursor.movePosition(step)
            mask = self._mask_before(cursor)
            box = self.cursorRect(cursor)
            if mask is not None and box.top() <= at.y() <= box.bottom() and at.x() <= box.right():
                return mask
        return None

    def _refill(self) -> None:
        place = self.textCursor().position()
        self._is_filling = True
        self._pause.stop()
        self.setUndoRedoEnabled(False)  # what has been masked must not come back by undo
        self.clear()
        cursor = self.textCursor()
        at = 0
        for number, mask in enumerate(self._masks):
            start, end = mask.start - self._offset, mask.end - self._offset
            cursor.insertText(self._text[at:start], plain(self._theme))
            cursor.insertText(self._text[start:end], look_of(mask, number, self._theme))
            at = end
        cursor.insertText(self._text[at:], plain(self._theme))
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.setUndoRedoEnabled(True)
        self._is_filling = False
        self._known = self.original
        self._on_moved()
        self._fit()

    def _fit(self) -> None:
        around = max(self.height() - self.viewport().height(), 0)
        self.setFixedHeight(int(self.document().size().height()) + around)

    # From what is shown back to the text

    def _blocks(self) -> Iterator[list[tuple[str, int | None]]]:
        """Of each line its pieces: their text, and the number of their mask."""
        block = self.document().begin()
        while block.isValid():
            pieces: list[tuple[str, int | None]] = []
            at = block.begin()
            while not at.atEnd():
                piece = at.fragment()
                number = piece.charFormat().property(NUMBER)
                pieces.append((piece.text(), None if number is None else int(number)))
                at += 1
            yield pieces
            block = block.next()

    def _whole(self, piece: tuple[str, int | None]) -> str:
        text, number = piece
        if number is None or self._masks[number].lifted:
            return text
        mask = self._masks[number]
        return text.replace(mask.placeholder, mask.original, 1)

    def _place(self, position: int, *, ends: bool) -> int:
        """The character of the original text at a position of the document; inside a mask its beginning, or its end."""
        came, whole = 0, 0
        for line, pieces in enumerate(self._blocks()):
            if line:
                came, whole = came + 1, whole + 1
            for piece in pieces:
                shown, behind = units(piece[0]), self._whole(piece)
                if position <= came:
                    return whole
                if position < came + shown:
                    if piece[1] is None:
                        return whole + points(piece[0], position - came)
                    return whole + (len(behind) if ends else 0)
                came, whole = came + shown, whole + len(behind)
        return whole

    def _mask_before(self, cursor: QTextCursor) -> Placed | None:
        """Of the character before the cursor."""
        piece = self._piece_before(cursor)
        number = None if piece is None else piece.charFormat().property(NUMBER)
        return None if number is None else self._masks[int(number)]

    def _piece_before(self, cursor: QTextCursor) -> QTextFragment | None:
        """What the character before the cursor is part of; None at the beginning of a line."""
        at = cursor.block().begin()
        while not at.atEnd():
            piece = at.fragment()
            if piece.position() < cursor.position() <= piece.position() + piece.length():
                return piece
            at += 1
        return None

    def _mask_here(self) -> Placed | None:
        """That the cursor stands in or beside."""
        cursor = QTextCursor(self.textCursor())
        before = self._mask_before(cursor)
        if before is None and not cursor.atBlockEnd():
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
            return self._mask_before(cursor)
        return before

    # What is done with it

    def _on_changed(self) -> None:
        if not self._is_filling and not self.isReadOnly():
            self._pause.start()
            self.touched.emit()

    def _on_moved(self) -> None:
        """What is typed beside a mask is no part of it; who listens hears which mask the cursor is at."""
        if self._is_filling:
            return
        if not self.textCursor().hasSelection():
            self.setCurrentCharFormat(plain(self._theme))
        mask = self._mask_here()
        self.setAccessibleDescription("" if mask is None else told(mask))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mask = self._mask_here()
        alone = not self.textCursor().hasSelection()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if mask is not None and alone:
                self.mask_pressed.emit(mask)
                event.accept()
                return
            if self.isReadOnly():  # no button of the dialog is meant
                event.accept()
                return
        if not self.isReadOnly() and alone and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._take_whole(forward=event.key() == Qt.Key.Key_Delete)
        elif not self.isReadOnly() and alone and event.text().isprintable() and event.text():
            self._step_out()
        super().keyPressEvent(event)

    def _take_whole(self, *, forward: bool) -> None:
        """A placeholder goes as a whole: select the one that a key is about to bite off."""
        probe = QTextCursor(self.textCursor())
        if forward and not probe.atBlockEnd():
            probe.movePosition(QTextCursor.MoveOperation.NextCharacter)
        elif forward:
            return
        if self._mask_before(probe) is not None:
            self.setTextCursor(self._around(probe))

    def _step_out(self) -> None:
        """To the end of the placeholder that the cursor stands in."""
        cursor = self.textCursor()
        before = self._mask_before(cursor)
        after = QTextCursor(cursor)
        after.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if before is not None and not cursor.atBlockEnd() and self._mask_before(after) is before:
            cursor.setPosition(self._around(cursor).selectionEnd())
            self.setTextCursor(cursor)
            self.setCurrentCharFormat(plain(self._theme))

    def _around(self, cursor: QTextCursor) -> QTextCursor:
        """The mask before the cursor, selected."""
        piece = self._piece_before(cursor)
        if piece is None:
            return cursor
        whole = QTextCursor(cursor)
        whole.setPosition(piece.position())
        whole.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
        return whole

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        mask = self.mask_at(event.position().toPoint())
        if mask is not None and event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.mask_pressed.emit(mask)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.mask_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mask = self.mask_at(event.pos())
            QToolTip.showText(event.globalPos(), tip(told(mask)) if mask else "", self)
            return True
        return super().viewportEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.is_dirty:
            self.flush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down is for the column around it."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain, and beside a mask rather than into it."""
        self._step_out()
        self.textCursor().insertText(source.text(), plain(self._theme))
