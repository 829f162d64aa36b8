"""The question box: a field that grows with its text, what is searched, and the buttons to ask and to stop."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.conversation.asked import Asked
from app.ui.conversation.scope import ScopeBar
from app.ui.icons import icon
from app.ui.widgets import label, push_button, tip

_MOST_LINES = 6
_AROUND = 40
"""Pixels around and between what is asked of and the ways to ask."""


class QuestionField(QPlainTextEdit):
    """One to six lines, as many as its text takes. Enter asks, Shift+Enter begins a new line."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = ""
        self.setProperty("kind", "field")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Question"))
        self.document().documentLayout().documentSizeChanged.connect(lambda: self._fit())
        self._fit()

    def set_placeholder(self, text: str) -> None:
        self._placeholder = text
        self._elide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dropped are for the window."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _elide(self) -> None:
        room = self.viewport().width() - 2 * int(self.document().documentMargin()) - 2
        self.setPlaceholderText(self.fontMetrics().elidedText(self._placeholder, Qt.TextElideMode.ElideMiddle, room))
        self.viewport().update()  # Qt paints only a text that comes or goes, not one that takes another's place

    def _fit(self) -> None:
        lines = min(max(int(self.document().size().height()), 1), _MOST_LINES)
        frame = max(
            self.height() - self.viewport().height(), 0
        )  # before it is laid out, the viewport may be the larger one
        around = 2 * int(self.document().documentMargin()) + frame
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)
        whole = self.document().size().height() <= _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)


class QuestionBox(QFrame):
    """What is typed stays while an answer is being written."""

    asked = Signal(object)
    """An `Asked`."""
    stop_wanted = Signal()
    cloud_wanted = Signal(object)
    """An `Asked`, that a model elsewhere is to be asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self.field = QuestionField()
        self.scope = ScopeBar()
        self.thorough = QCheckBox(self.tr("Read every page"))
        self.thorough.setToolTip(
            tip(
                self.tr(
                    "The model looks at every page before it answers, so that nothing is left out because a search missed it. "
                    "This takes minutes rather than seconds."
                )
            )
        )
        self.send = push_button(self.tr("Ask"), "primary", self._send)
        self.stop = push_button(self.tr("Stop"), "quiet", self.stop_wanted.emit)
        self.stop.setIcon(icon("stop"))
        self.stop.setToolTip(
            tip(self.tr("Stop answering (Esc). What you type stays in the field until the answer is done or stopped."))
        )
        self.cloud = push_button(self.tr("Ask cloud…"), "quiet", self._ask_cloud)
        self.cloud.setIcon(icon("cloud"))
        self.cloud.setToolTip(
            tip(self.tr("Shows word for word what would be sent to a model elsewhere, before anything is"))
        )
        self.cloud.hide()
        self._is_preparing = False
        self._problem = label("", "muted", wraps=True)
        self._arrange()
        self.field.entered.connect(self._send)
        self.field.textChanged.connect(self._update)
        self.scope.changed.connect(self._update)
        self._update()

    def _arrange(self) -> None:
        self.scope.row.addWidget(self.thorough)
        self.beside_send = QHBoxLayout()
        """A quiet spot for what else can be done with the question."""
        self.beside_send.setSpacing(8)
        self.beside_send.addWidget(self.cloud)
        self.beside_send.setAlignment(self.cloud, Qt.AlignmentFlag.AlignBottom)
        buttons = QGridLayout()
        for button in (self.stop, self.send):  # one takes the other's place without moving anything
            fits = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            fits.setRetainSizeWhenHidden(True)
            button.setSizePolicy(fits)
            buttons.addWidget(button, 0, 0)
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways.setSpacing(8)
        self._ways.addLayout(self.beside_send)
        self._ways.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.scope, 1)
        row.addLayout(self._ways)
        row.setAlignment(self._ways, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self._problem)
        column.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_ways()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_ways()

    def _fit_ways(self) -> None:
        """Where there is little room, the ways to ask stand one above the other."""
        beside = sum(one.sizeHint().width() for one in (self.scope, self.cloud, self.send)) + _AROUND
        is_narrow = self.cloud.isVisibleTo(self) and self.width() < beside
        directions = QBoxLayout.Direction
        self._ways.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._keep_focus()
        self._update()

    def put(self, text: str) -> None:
        """A question to be changed before it is asked. What was typed before comes back with undo."""
        cursor = self.field.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.field.setTextCursor(cursor)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def asked_now(self, question: str) -> Asked:
        """`question` of what is chosen now."""
        ids = tuple(document.id for document in self.scope.documents)
        return Asked(question, ids, self.scope.range, self.thorough.isChecked())

    @property
    def can_ask(self) -> bool:
        """Whether anything can be asked now."""
        return not self._is_busy and not self.scope.problem

    def _send(self) -> None:
        text = self.field.toPlainText().strip()
        if text and self.can_ask:
            self._keep_focus()
            self.field.clear()
            self.asked.emit(self.asked_now(text))

    def take(self, question: str) -> None:
        """It has been asked: it goes from the field, unless something else stands there by now."""
        if self.field.toPlainText().strip() == question:
            self.field.clear()

    def offer_cloud(self, offered: bool) -> None:
        """Whether a model elsewhere may be asked."""
        self.cloud.setVisible(offered)
        self._fit_ways()

    def set_preparing(self, preparing: bool) -> None:
        """What would be sent is being gathered."""
        self._is_preparing = preparing
        self.cloud.setText(self.tr("Preparing…") if preparing else self.tr("Ask cloud…"))
        self._update()

    def _ask_cloud(self) -> None:
        """The question stays in the field until it has been sent."""
        text = self.field.toPlainText().strip()
        if text and self.can_ask:
            self.cloud_wanted.emit(self.asked_now(text))

    def _keep_focus(self) -> None:
        """A button that goes would hand it to whatever comes next in the window."""
        if self.send.hasFocus() or self.stop.hasFocus():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update(self) -> None:
        problem = self.scope.problem
        written = bool(self.field.toPlainText().strip())
        self.send.setEnabled(written and self.can_ask)
        self.cloud.setEnabled(written and self.can_ask and not self._is_preparing)
        self.send.setToolTip(tip(self._why(problem)))
        self.send.setVisible(not self._is_busy)
        self.stop.setVisible(self._is_busy)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem) and (written or self.scope.choice.kind != "document"))
        about = self.scope.about
        self.field.set_placeholder(problem or self.tr("Ask about {what}…").format(what=about))

    def _why(self, problem: str) -> str:
        if self._is_busy:
            return self.tr("An answer is being written. What you type stays here until it is done or stopped.")
        return problem or self.tr("Ask (Enter); a new line begins with Shift+Enter")
