"""An answer when it is done: its text with citations and what it rests on, or that the documents do not say."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.types import Answer, Citation
from app.ui import say
from app.ui.cloud.badge import Badge
from app.ui.conversation import wording
from app.ui.conversation.answer_view import AnswerView
from app.ui.conversation.flow import FlowLayout, fold
from app.ui.conversation.parts import Sign, TextButton
from app.ui.conversation.sources import CitationRow, PassageList
from app.ui.theme import Theme
from app.ui.widgets import label, push_button, tip, tool_button

_BETWEEN = 8
"""Pixels between the things that can be done with an answer; links need more than buttons to be told apart."""


class Verdict(QFrame):
    """`answer` with what can be done with it; `rating` as it is kept, `thorough` if every page was read for it."""

    citation_chosen = Signal(object)
    passage_chosen = Signal(object)
    everything_wanted = Signal()
    unfolded = Signal(object)
    """A QWidget that is shown now, and is to be read from its beginning."""
    rated = Signal(int)
    """1 good, -1 bad, 0 none."""
    correction_wanted = Signal()
    """What of an answer from elsewhere nothing supports is to be put right there."""
    cloud_wanted = Signal()
    """A larger model elsewhere may do better."""
    again_wanted = Signal()
    """What was cut short is to be sent again, or steps that wait are to be looked up."""
    findings_wanted = Signal()
    """What was found here for steps is to be sent."""

    def __init__(
        self,
        answer: Answer,
        theme: Theme,
        *,
        rating: int = 0,
        thorough: bool = False,
        offers_cloud: bool = False,
        goes_on: bool = False,
    ) -> None:
        """`offers_cloud`: a model elsewhere is set up and may be asked; `goes_on`: more of it is being looked up."""
        super().__init__()
        self._answer, self._theme, self._thorough = answer, theme, thorough
        self._offers_cloud = offers_cloud
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self.passages = PassageList(answer.passages, self._passages_heading())
        self.passages.chosen.connect(self.passage_chosen)
        said = self.tr("Where from?") if answer.found else self.tr("What was looked at")
        self.where = fold(said, self.passages)
        self.where.toggled.connect(lambda on: self.unfolded.emit(self.passages) if on else None)
        self.where.setToolTip(tip(self.tr("Every passage that was read for this answer")))
        asks_for_all = answer.whole is not None
        self.everything = push_button(self._offer(), "quiet" if asks_for_all else "link", self.everything_wanted.emit)
        self.everything.setToolTip(tip(self._cost()))
        if answer.cloud is not None:
            self._column.addWidget(Badge(answer.cloud))
        if answer.stands:
            self._column.setContentsMargins(4, 0, 4, 0)
            self._show_found()
        else:
            self.setProperty("kind", "card")
            self._column.setContentsMargins(12, 12, 12, 8)
            self._show_refusal()
        if asks_for_all:
            self._column.addWidget(_line("info", wording.in_part(answer.scope), "muted"))
            self._column.addWidget(self.everything, 0, Qt.AlignmentFlag.AlignLeading)
        if answer.steps and not goes_on:
            self._offer_to_go_on()
        elif offers_cloud:
            self._offer_cloud()
        self._column.addWidget(self._actions(rating))
        self._column.addWidget(self.passages)

    def _offer_to_go_on(self) -> None:
        """With steps that wait, or with what was found."""
        ways = QWidget()
        row = FlowLayout(ways, spacing=_BETWEEN)
        if self._answer.waiting:
            self._column.addWidget(_line("info", wording.steps_done(self._answer), "muted"))
            row.addWidget(push_button(self.tr("Continue"), "quiet", self.again_wanted.emit))
        if self._answer.found and self._offers_cloud:
            send = push_button(self.tr("Send what was found…"), "quiet", self.findings_wanted.emit)
            send.setToolTip(tip(self.tr("Shows what would be sent before anything is")))
            row.addWidget(send)
        self._column.addWidget(ways)
        ways.setVisible(row.count() > 0)

    def _offer_cloud(self) -> None:
        """To put right what a model elsewhere has said without support, or to ask one where the local one has reached its limits."""
        if self._answer.cloud is not None and not self._answer.cloud.ended:
            again = push_button(self.tr("Send again…"), "quiet", self.again_wanted.emit)
            again.setToolTip(tip(self.tr("Shows what would be sent before anything is")))
            self._column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeading)
        if self._answer.cloud is not None and (self._answer.unsupported or self._answer.withdrawn):
            self.correct = push_button(self.tr("Ask it to correct this…"), "quiet", self.correction_wanted.emit)
            self.correct.setToolTip(tip(self.tr("Shows what would be sent before anything is")))
            self._column.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignLeading)
        elif self._answer.cloud is None and self._answer.suggest_cloud:
            self._column.addWidget(_line("cloud", wording.suggestion(self._answer.suggest_cloud), "muted"))
            ask = push_button(self.tr("Ask cloud…"), "link", self.cloud_wanted.emit)
            ask.setToolTip(tip(self.tr("Shows what would be sent before anything is")))
            self._column.addWidget(ask, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_understood(self) -> None:
        if said := wording.remarks(self._answer):
            self._column.addWidget(label("\n".join(said), "muted", wraps=True))

    def _show_found(self) -> None:
        self._show_understood()
        if self._answer.steps:
            self._column.addWidget(label(self.tr("Looked up here, step by step"), "heading", wraps=True))
        view = AnswerView(self._theme)
        view.set_answer(self._answer.text, self._answer.citations, self._answer.unsupported)
        view.chosen.connect(self.citation_chosen)
        row = CitationRow(self._answer.citations)
        row.chosen.connect(self.citation_chosen)
        self._column.addWidget(view)
        self._column.addWidget(row)
        sign = "info" if self._answer.unsupported else "check"  # a tick beside a warning would say both
        sign = sign if self._answer.citations else "info"
        facts = _line(sign, " · ".join(wording.facts(self._answer, thorough=self._thorough)), "muted")
        facts.setToolTip(tip(f"{wording.made_by(self._answer)}\n{wording.legend()}"))
        self._column.addWidget(facts)
        facts.setVisible(bool(self._answer.citations) or not self._answer.waiting)
        if self._answer.checked is not None:
            self._column.addWidget(_line("warning", wording.checked(*self._answer.checked), "warning"))
        if self._answer.unsupported:
            self._column.addWidget(_line("warning", self._doubt(view.missing), "warning"))

    def _show_refusal(self) -> None:
        self._column.addWidget(_line("info", wording.refusal(self._answer.scope), "heading"))
        self._show_understood()
        searched = label(wording.searched(self._answer.scope, thorough=self._thorough), "muted", wraps=True)
        searched.setToolTip(tip(wording.legend()))
        self._column.addWidget(searched)
        if self._answer.nearest is not None:
            self._column.addWidget(self._nearest(self._answer.nearest))
        if self._answer.missing:
            self._column.addWidget(label(wording.missing(self._answer.missing), wraps=True))
        if self._answer.withdrawn:
            self._add_withdrawn(self._answer.withdrawn)

    def _nearest(self, place: Citation) -> QWidget:
        button = TextButton(
            (wording.nearest(), "muted"),
            (say.quoted(wording.shortened(place.quote)), ""),
            (wording.place(place, wraps=True), "muted"),
        )
        button.clicked.connect(lambda: self.citation_chosen.emit(place))
        return button

    def _add_withdrawn(self, text: str) -> None:
        view = AnswerView(self._theme)
        view.set_answer(text)
        view.setAccessibleName(self.tr("Withdrawn answer"))
        box = QFrame()
        box.setProperty("kind", "question")
        QVBoxLayout(box).addWidget(view)
        self._column.addWidget(
            label(self.tr("An answer was withdrawn because nothing in the documents supports it."), wraps=True)
        )
        self.withdrawn = fold(self.tr("Show the withdrawn answer"), box)
        self.withdrawn.toggled.connect(lambda on: self.unfolded.emit(box) if on else None)
        row = QHBoxLayout()
        row.addWidget(self.withdrawn)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(box)

    def _actions(self, rating: int) -> QWidget:
        bar = QWidget()
        row = FlowLayout(bar, spacing=_BETWEEN)
        self._good = self._thumb("thumb-up", self.tr("Good answer (kept on this machine only)"), on=rating > 0)
        self._bad = self._thumb("thumb-down", self.tr("Bad answer (kept on this machine only)"), on=rating < 0)
        copy = tool_button("copy", self.tr("Copy the answer with its sources"), self.copy)
        for widget in (copy, self._good, self._bad, self.where):
            row.addWidget(widget)
        if self._answer.whole is None:
            row.addWidget(self.everything)
        self.where.setVisible(bool(self._answer.passages))
        read_in_part = self._answer.scope.read < self._answer.scope.pages or not self._answer.found
        self.everything.setVisible(read_in_part and not self._thorough and not self._answer.steps)
        return bar

    def _thumb(self, icon: str, name: str, *, on: bool) -> QToolButton:
        button = tool_button(icon, name)
        button.setCheckable(True)
        button.setChecked(on)
        button.setEnabled(self._answer.turn is not None)
        button.clicked.connect(lambda: self._on_thumb(button))
        return button

    def _on_thumb(self, pressed: QToolButton) -> None:
        other = self._bad if pressed is self._good else self._good
        other.setChecked(False)
        self.rated.emit(self._good.isChecked() - self._bad.isChecked())

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(wording.copied(self._answer, thorough=self._thorough))

    def _doubt(self, missing: tuple[str, ...]) -> str:
        said = self.tr("The underlined words are not supported by the documents.")
        if len(missing) == len(self._answer.unsupported):
            said = self.tr("A part of the answer is not supported by the documents.")
        return " ".join([said, *(say.quoted(one) for one in missing)])

    def _offer(self) -> str:
        if self._answer.whole is None:
            return self.tr("Read every page")
        return self.tr("Read everything (about {time})").format(time=say.duration(self._answer.whole))

    def _cost(self) -> str:
        return self.tr(
            "Asks again, and the model looks at every one of the %n page(s). This takes much longer.",
            "",
            self._answer.scope.pages,
        )

    def _passages_heading(self) -> str:
        if self._answer.found:
            return self.tr("The passages that were read for this answer:")
        return self.tr("The passages that came nearest to the question:")


def _line(icon: str, text: str, role: str) -> QWidget:
    """A sign with a text that wraps beside it."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    sign = QVBoxLayout()
    sign.addWidget(Sign(icon))
    sign.addStretch(1)
    row.addLayout(sign)
    row.addWidget(label(text, role, wraps=True), 1)
    return line
