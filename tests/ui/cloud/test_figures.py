"""Figures are drawn as they are, and told to who does not see them."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library import Library
from app.library.cloud.figures import Figures, Side, Week
from app.ui.cloud.plot import Plot, Series
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.theme import CONTRAST, Theme
from tests.ui.cloud.conftest import settled
from tests.ui.settings.finding import said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WEEKS = (
    Week(date(2026, 11, 2), Side(8, 7, 2, 1, 1.5, 4000, 300), Side()),
    Week(date(2026, 11, 9), Side(), Side()),
    Week(date(2026, 11, 16), Side(4, 4, 1, 0, 2.0, 2000, 100), Side(2, 2, 1, 0, 0.8, 5000, 200)),
)
FIGURES = Figures(
    WEEKS,
    Side(12, 11, 3, 1, 1.6, 6000, 400),
    Side(2, 2, 1, 0, 0.8, 5000, 200),
    (("USD", 0.0123),),
    0.5,
    "gpt",
    "USD",
    "",
)


@pytest.fixture
def dialog(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(library, jobs, theme)
    qtbot.addWidget(made)
    made.open_at("figures")
    settled(qtbot, jobs)
    return made


def test_nothing_asked_yet_is_said_and_nothing_is_drawn(dialog: SettingsDialog) -> None:
    assert "Nothing has been asked yet." in said(dialog.figures)
    assert not [plot for plot in dialog.figures.findChildren(Plot) if plot.isVisible()]


def test_what_was_asked_is_told_week_by_week_and_together(dialog: SettingsDialog) -> None:
    dialog.figures._show(FIGURES)
    QApplication.processEvents()
    plots = {plot.accessibleName(): plot for plot in dialog.figures.findChildren(Plot)}
    questions = plots["Questions a week"].accessibleDescription().split("; ")
    assert len(questions) == 3 and questions[0].endswith("here 8, elsewhere 0")
    assert plots["Until the first word, median of the week"].accessibleDescription().count("–") == 1
    text = said(dialog.figures)
    assert "about $0.012" in text and "The answers from here would have cost about $0.50 with gpt." in text


def test_bars_are_as_high_as_their_values_and_no_colour_alone_tells_them_apart(qtbot: QtBot, theme: Theme) -> None:
    series = [Series("here", [8, None, 4], "accent"), Series("elsewhere", [0, None, 2], "warning", hatched=True)]
    plot = Plot("Questions", ["a", "b", "c"], series, str, theme)
    qtbot.addWidget(plot)
    plot.resize(400, plot.sizeHint().height())
    first, empty, both = (plot.bars(at) for at in range(3))
    assert len(first) == 1 and not empty and len(both) == 2
    (_, whole), (_, half), (_, quarter) = first[0], *both
    assert whole.height() == pytest.approx(plot.ground.height())
    assert half.height() == pytest.approx(whole.height() / 2) and quarter.height() == pytest.approx(whole.height() / 4)
    assert half.bottom() == pytest.approx(quarter.bottom()) and half.right() <= quarter.left() + 0.01
    look = plot.grab().toImage()
    inside = half.center().toPoint()
    assert look.pixelColor(inside) == theme.colour("accent")
    theme.choose(appearance="contrast")
    assert plot.grab().toImage().pixelColor(inside).name() == CONTRAST.accent
