"""Shown over the window when the program is started for the first time, and never again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.library import Library
from app.ui.downloads import Downloads
from app.ui.flowing import Flowing, scrolling
from app.ui.jobs import Jobs
from app.ui.keeping import Keeping
from app.ui.settings.model_page import ChooseFile
from app.ui.theme import Theme, restyle
from app.ui.welcome.add_step import AddStep, ChooseFiles
from app.ui.welcome.ask_step import AskStep
from app.ui.welcome.model_step import ModelStep
from app.ui.welcome.step import Step
from app.ui.widgets import label, push_button

_LINE = 76
"""Characters of a line that reads well."""
_LINES = 32
"""What the longest step takes."""


class FirstStart(QWidget):
    """Three steps; every one can be passed over. A download that was begun here goes on when this is gone."""

    add_wanted = Signal(object)
    """list[Path]"""
    asked = Signal(str)
    """An example question that the user wants to see answered; `finished` follows."""
    finished = Signal()

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        downloads: Downloads | None = None,
        choose_model: ChooseFile | None = None,
        choose_files: ChooseFiles | None = None,
    ) -> None:
        super().__init__(parent)
        # It belongs to the jobs, not to this widget, which is gone long before a model is here.
        self.downloads = downloads or Downloads(library, jobs, jobs)
        self._keeping = Keeping(library, jobs, jobs)
        self.model = ModelStep(library, jobs, self.downloads, choose_file=choose_model)
        self.add = AddStep(choose_files=choose_files)
        self.ask = AskStep()
        self._steps: tuple[Step, ...] = (self.model, self.add, self.ask)
        self._step = 0
        self._lay_out()
        self._connect()
        theme.changed.connect(self._fit)
        self._go_to(0)

    @property
    def step(self) -> int:
        """Counted from 0."""
        return self._step

    def _lay_out(self) -> None:
        self._count = label(role="muted")
        self._skip = push_button(self.tr("Skip the introduction"), "link", self.finish)
        self._back = push_button(self.tr("Back"), "quiet", lambda: self._go_to(self.step - 1))
        self._next = push_button("", "primary", self._on_next)
        self._inside, column = _column(24, 32, 24, 16)
        column.addWidget(self._count)
        for step in self._steps:
            column.addWidget(step)
        self._foot, end = _column(24, 12, 24, 24)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._skip)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        end.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addStretch(1)
        self._area = self._scrolled()
        whole.addWidget(self._area, 1000)
        whole.addLayout(_in_the_middle(self._foot))
        whole.addStretch(2)
        self._fit()

    def _scrolled(self) -> QScrollArea:
        """What is read scrolls where the window is low or the text large; what is pressed stays in sight."""
        middle = Flowing()
        outer = QVBoxLayout(middle)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(_in_the_middle(self._inside))
        outer.addStretch(1)
        return scrolling(middle)

    def _fit(self) -> None:
        """Lines that read well; in a high window the end stays near what is read."""
        self._area.setMaximumHeight(self.fontMetrics().height() * _LINES)
        for widget in (self._inside, self._foot):
            widget.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LINE + 48)

    def _connect(self) -> None:
        self.model.ready_changed.connect(self._name_next)
        self.add.add_wanted.connect(self.add_wanted)
        self.add.add_wanted.connect(lambda paths: self._next.setFocus())
        self.ask.asked.connect(self._on_asked)

    def _go_to(self, number: int) -> None:
        self._step = number
        for other, one in enumerate(self._steps):
            one.setVisible(other == number)
        step = self._steps[number]
        self._count.setText(self.tr("Step {number} of {count}").format(number=number + 1, count=len(self._steps)))
        self._back.setVisible(number > 0)
        self.ask.show_example(of_sample=self.add.took_sample)
        self._name_next()
        self.take_focus()
        step.enter()

    def take_focus(self) -> None:
        """On what is to be pressed next."""
        if not self._steps[self._step].focus():
            self._next.setFocus()

    def _name_next(self) -> None:
        """What goes on is the thing to press, once there is nothing else to press first."""
        last = self.step == len(self._steps) - 1
        later = self.step == 0 and not self.model.is_ready
        self._next.setText(self.tr("Start") if last else self.tr("Later") if later else self.tr("Next"))
        self._next.setProperty("kind", "quiet" if later else "primary")
        restyle(self._next)
        if later and self.focusWidget() in {None, self._next}:
            self.model.focus()

    def _on_next(self) -> None:
        if self.step == len(self._steps) - 1:
            self.finish()
        else:
            self._go_to(self.step + 1)

    def _on_asked(self, question: str) -> None:
        self.asked.emit(question)
        self.finish()

    def finish(self) -> None:
        """From any step; it does not come again."""
        self._keeping.keep(started=True)
        self.finished.emit()


def _column(*margins: int) -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(*margins)
    column.setSpacing(8)
    return made, column


def _in_the_middle(widget: QWidget) -> QHBoxLayout:
    """As wide as it may be, with equal room at both sides."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(widget, 100)
    row.addStretch(1)
    return row
