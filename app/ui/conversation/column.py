"""The turns one below the other, one of them selected. The column goes on with what is written as long as its reader is at the end."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.types import Citation, Passage, Turn
from app.ui.conversation.asked import Asked
from app.ui.conversation.turn import TurnView
from app.ui.flowing import Flowing
from app.ui.theme import Theme
from app.ui.widgets import push_button

_AT_ONCE = 15
"""So many kept turns are shown, the last ones first; earlier ones on request. Each costs some milliseconds to lay out."""
_NEAR = 8
"""Pixels from the end that still are the end."""


class Column(QScrollArea):
    """Tells what is wanted of its turns; the panel asks."""

    edit_wanted = Signal(str)
    again_wanted = Signal(object, bool)
    """A TurnView, and whether everything is to be read."""
    citation_chosen = Signal(object)
    passage_chosen = Signal(object)
    rated = Signal(int, int)
    """Id of a kept turn, and 1, -1 or 0."""
    model_wanted = Signal()
    key_wanted = Signal()
    correction_wanted = Signal(object)
    cloud_wanted = Signal(object)
    findings_wanted = Signal(object)
    """All three with the TurnView."""
    selected_changed = Signal(object)
    """The TurnView that has been selected; it has an answer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.turns: list[TurnView] = []
        self.selected: TurnView | None = None
        self.offers_cloud = False
        """Whether a model elsewhere may be asked; for the turns that come."""
        self._follows = True
        self._to_fill: list[Turn] = []
        self._hidden: list[Turn] = []
        self._from_end: int | None = None
        self.earlier = push_button(self.tr("Show earlier questions"), "link", self._show_earlier)
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill_one)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = self._inner = Flowing()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 8, 0, 8)
        self._rows.setSpacing(12)
        self._rows.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.addStretch(1)
        self.earlier.hide()
        self.setWidget(inner)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)
        self.verticalScrollBar().rangeChanged.connect(self._on_grown)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def add(self, asked: Asked) -> TurnView:
        """A new turn at the end; what was still to be filled in comes before it."""
        while self._to_fill:
            self._fill_one()
        return self._add(asked, len(self.turns))

    def fill(self, kept: Sequence[Turn]) -> None:
        """Show kept turns, one at a time: a long conversation must not hold the window up."""
        self._hidden, self._to_fill = list(kept[:-_AT_ONCE]), list(kept[-_AT_ONCE:])
        self.earlier.setVisible(bool(self._hidden))
        self._filling.start()

    def clear(self) -> None:
        self._filling.stop()
        self._to_fill, self._hidden, self._from_end = [], [], None
        self.earlier.hide()
        for turn in list(self.turns):
            self.remove(turn)
        self._follows = True

    def remove(self, turn: TurnView) -> None:
        self.turns.remove(turn)
        if turn is self.selected:
            self.selected = None
        self._rows.removeWidget(turn)
        turn.hide()
        turn.deleteLater()

    def remove_text_of(self, documents: Collection[str]) -> list[str]:
        """Every turn that shows something of these documents goes: their questions."""
        while self._to_fill:
            self._fill_one()
        gone = [kept.question for kept in self._hidden if not kept.answer.documents.isdisjoint(documents)]
        self._hidden = [kept for kept in self._hidden if kept.answer.documents.isdisjoint(documents)]
        for turn in [turn for turn in self.turns if turn.shows_text_of(documents)]:
            gone.append(turn.asked.question)
            self.remove(turn)
        self.earlier.setVisible(bool(self._hidden))
        if self._hidden and not self.turns:
            self._show_earlier()
        return gone

    @property
    def first_question(self) -> str:
        """Of all turns, those included that are not shown yet; there must be one."""
        return self._hidden[0].question if self._hidden else self.turns[0].asked.question

    def to_end(self) -> None:
        self._follows = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def select(self, turn: TurnView) -> None:
        if turn is self.selected or turn.answer is None:
            return
        if self.selected is not None:
            self.selected.set_selected(False)
        self.selected = turn
        turn.set_selected(True)
        self.selected_changed.emit(turn)

    def _add(self, asked: Asked, at: int) -> TurnView:
        turn = TurnView(asked, self._theme, offers_cloud=self.offers_cloud)
        turn.key_wanted.connect(self.key_wanted)
        turn.correction_wanted.connect(lambda: self.correction_wanted.emit(turn))
        turn.cloud_wanted.connect(lambda: self.cloud_wanted.emit(turn))
        turn.findings_wanted.connect(lambda: self.findings_wanted.emit(turn))
        turn.edit_wanted.connect(self.edit_wanted)
        turn.again_wanted.connect(lambda: self.again_wanted.emit(turn, False))
        turn.everything_wanted.connect(lambda: self.again_wanted.emit(turn, True))
        turn.citation_chosen.connect(lambda citation: self._on_citation(turn, citation))
        turn.passage_chosen.connect(lambda passage: self._on_passage(turn, passage))
        turn.rated.connect(self.rated)
        turn.model_wanted.connect(self.model_wanted)
        turn.unfolded.connect(self._on_unfolded)
        turn.pressed.connect(lambda: self.select(turn))
        self.turns.insert(at, turn)
        self._rows.insertWidget(at + 1, turn)
        return turn

    def _fill_one(self) -> None:
        if self._to_fill:
            self._show(self._to_fill.pop(0), len(self.turns))
        if not self._to_fill:
            self._filling.stop()
            if self.turns:
                self.select(self.turns[-1])

    def _show(self, kept: Turn, at: int) -> None:
        answer = kept.answer
        turn = self._add(Asked(kept.question, answer.asked, answer.asked_pages, answer.thorough), at)
        turn.show_answer(kept.answer, rating=kept.rating)

    def _show_earlier(self) -> None:
        """Above the others, which stay where they are on the screen."""
        bar = self.verticalScrollBar()
        self._follows, self._from_end = False, bar.maximum() - bar.value()
        more, self._hidden = self._hidden[-_AT_ONCE:], self._hidden[:-_AT_ONCE]
        for kept in reversed(more):
            self._show(kept, 0)
        self.earlier.setVisible(bool(self._hidden))

    def _on_citation(self, turn: TurnView, citation: Citation) -> None:
        self.select(turn)
        self.citation_chosen.emit(citation)

    def _on_passage(self, turn: TurnView, passage: Passage) -> None:
        self.select(turn)
        self.passage_chosen.emit(passage)

    def _on_unfolded(self, shown: QWidget) -> None:
        """It is read from its beginning: no further up than that goes, once it has its place."""
        self._follows = False
        QTimer.singleShot(0, shown, lambda: self._show_beginning(shown))

    def _show_beginning(self, shown: QWidget) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = shown.mapTo(self._inner, QPoint(0, 0)).y()
        least, most = top + shown.height() - height, top - 2 * self.fontMetrics().lineSpacing()
        bar.setValue(max(bar.value(), min(least, most)))

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        for turn in self.turns:
            if now is not None and turn.isAncestorOf(now):
                self.select(turn)

    def _on_moved(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR

    def _on_grown(self, first: int, last: int) -> None:
        if self._from_end is not None:
            self.verticalScrollBar().setValue(last - self._from_end)
            self._from_end = None
        elif self._follows:
            self.verticalScrollBar().setValue(last)
