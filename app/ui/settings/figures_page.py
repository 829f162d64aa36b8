"""Figures of one's own: how much was asked here and elsewhere, how content one was, how fast it went and what it cost. They stay here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.library import Library
from app.ui.cloud import wording
from app.ui.cloud.plot import Plot, Series
from app.ui.flowing import clear
from app.ui.jobs import Jobs, Lane
from app.ui.settings.page import Page
from app.ui.theme import Theme
from app.ui.widgets import Banner, label

if TYPE_CHECKING:
    from app.library.cloud.figures import Figures, Side, Week

_WEEKS = 26
"""So many are drawn, the last ones."""


class FiguresPage(Page):
    """Reckoned whenever it is shown, from the conversations that are kept."""

    def __init__(self, library: Library, jobs: Jobs, theme: Theme) -> None:
        super().__init__(self.tr("Figures"))
        self._library, self._jobs, self._theme = library, jobs, theme
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self.heading(self.tr("Your figures"))
        self.sentence(self.tr("Reckoned from your kept conversations. They are kept here and told to nobody."))
        self._plots = QVBoxLayout()
        self._plots.setSpacing(8)
        self.column.addLayout(self._plots)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.column.addWidget(self._table)
        self._saved = label(role="muted", wraps=True)
        self.column.addWidget(self._saved)

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: self._library.cloud.figures(),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show,
            on_error=self._banner.say_error,
        )

    def _show(self, figures: "Figures") -> None:
        clear(self._plots)
        clear(self._grid)
        self._table.setVisible(bool(figures.weeks))
        self._saved.setText(self._said(figures))
        if figures.weeks:
            self._show_plots(figures.weeks[-_WEEKS:])
            self._show_table(figures)

    def _show_plots(self, weeks: "tuple[Week, ...]") -> None:
        number = wording.whole_number
        self._plot(self.tr("Questions a week"), weeks, self._sides(weeks, lambda side: side.questions), number)
        content: list[float | None] = [week.here.content + week.there.content for week in weeks]
        discontent: list[float | None] = [week.here.discontent + week.there.discontent for week in weeks]
        if any(content) or any(discontent):
            rated = [
                Series(self.tr("good"), content, "good"),
                Series(self.tr("bad"), discontent, "error", hatched=True),
            ]
            self._plot(self.tr("Answers that you rated"), weeks, rated, number)
        self._plot(
            self.tr("Until the first word, median of the week"),
            weeks,
            self._sides(weeks, lambda side: side.first_word),
            wording.seconds,
        )
        self._plot(
            self.tr("Tokens, read and written"),
            weeks,
            self._sides(weeks, lambda side: side.prompt + side.generated),
            number,
        )

    def _sides(self, weeks: "tuple[Week, ...]", value: "Callable[[Side], float | None]") -> list[Series]:
        return [
            Series(self.tr("here"), [value(week.here) for week in weeks], "accent"),
            Series(self.tr("elsewhere"), [value(week.there) for week in weeks], "warning", hatched=True),
        ]

    def _plot(self, title: str, weeks: "tuple[Week, ...]", series: list[Series], said: Callable[[float], str]) -> None:
        days = [QDate(week.monday.year, week.monday.month, week.monday.day) for week in weeks]
        labels = [QLocale().toString(day, self.tr("d MMM")) for day in days]
        self._plots.addSpacing(8)
        self._plots.addWidget(label(title, "heading", wraps=True))
        self._plots.addWidget(Plot(title, labels, series, said, self._theme))

    def _show_table(self, figures: "Figures") -> None:
        here, there, whole = figures.here, figures.there, wording.whole_number
        rows = [
            ("", self.tr("Here"), self.tr("Elsewhere")),
            (self.tr("Questions"), whole(here.questions), whole(there.questions)),
            (self.tr("Answered from the documents"), whole(here.answered), whole(there.answered)),
            (self.tr("Rated good"), whole(here.content), whole(there.content)),
            (self.tr("Rated bad"), whole(here.discontent), whole(there.discontent)),
            (self.tr("First word, median"), wording.seconds(here.first_word), wording.seconds(there.first_word)),
            (self.tr("Tokens read"), whole(here.prompt), whole(there.prompt)),
            (self.tr("Tokens written"), whole(here.generated), whole(there.generated)),
            (self.tr("Cost"), "–", ", ".join(wording.about(cost, of) for of, cost in figures.spent) or "–"),
        ]
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cell = label(text, "" if row else "heading", wraps=True)
                side = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
                cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(cell, row, column)

    def _said(self, figures: "Figures") -> str:
        if not figures.weeks:
            return self.tr("Nothing has been asked yet.")
        if figures.saved is None:
            return ""
        said = self.tr("The answers from here would have cost {amount} with {model}.")
        return said.format(amount=wording.about(figures.saved, figures.currency), model=figures.model)
