"""Prices in the settings: what is listed is seen, and changed by keyboard; what cannot be read is said and never written over."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app.cloud.prices import Prices
from app.host.paths import Paths
from app.library import Library
from app.types import Provider
from app.ui.cloud.price_dialog import PriceDialog, amount_of
from app.ui.cloud.prices_dialog import PricesDialog
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.theme import Theme
from tests.ui.cloud.conftest import settled
from tests.ui.settings.finding import button, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OFFICE = Provider("office", "Office", "openai", "https://llm.example.com/v1", "wren-large")


@pytest.fixture
def settings(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(library, jobs, theme)
    qtbot.addWidget(made)
    made.open_at("cloud")
    settled(qtbot, jobs)
    return made


@pytest.fixture
def dialog(settings: SettingsDialog, library: Library, jobs: Jobs, qtbot: QtBot) -> PricesDialog:
    settings.cloud.add(OFFICE, "")
    settled(qtbot, jobs)
    made = settings.cloud.prices.show_prices()
    settled(qtbot, jobs)
    return made


def row(dialog: PricesDialog, at: int) -> list[str]:
    item = dialog.table.topLevelItem(at)
    assert isinstance(item, QTreeWidgetItem)
    return [item.text(column) for column in range(5)]


def enter(dialog: PricesDialog, jobs: Jobs, qtbot: QtBot, read: str, written: str) -> None:
    editing = dialog.findChild(PriceDialog)
    assert editing is not None
    for field, text in ((editing.input, read), (editing.output, written)):
        field.selectAll()
        QTest.keyClicks(field, text)
    QTest.keyClick(editing.output, Qt.Key.Key_Return)
    settled(qtbot, jobs)


def test_a_price_is_given_and_taken_back_by_keyboard(
    dialog: PricesDialog, settings: SettingsDialog, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    assert row(dialog, 0) == ["wren-large · Office", "llm.example.com", "–", "–", "not known"]
    assert "No price is known for Office." in said(settings.cloud)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    enter(dialog, jobs, qtbot, "1.5", "6")
    assert row(dialog, 0)[2:4] == ["1.50 USD", "6.00 USD"] and row(dialog, 0)[4].startswith("yours, ")
    price = Prices.load(paths.prices).price(OFFICE)
    assert price is not None and (price.input, price.output, price.own) == (1.5, 6.0, True)
    assert "your own" in said(settings.cloud)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    settled(qtbot, jobs)
    assert Prices.load(paths.prices).price(OFFICE) is None and "not known" in row(dialog, 0)


def test_a_listed_price_is_changed_and_comes_back(dialog: PricesDialog, jobs: Jobs, qtbot: QtBot) -> None:
    dialog.search.setText("gpt-4.1-mini")
    items = [dialog.table.topLevelItem(at) for at in range(dialog.table.topLevelItemCount())]
    ((at, item),) = ((at, item) for at, item in enumerate(items) if item is not None and not item.isHidden())
    dialog.table.setCurrentItem(item)
    listed = row(dialog, at)
    assert listed[4].startswith("listed, ") and not button(dialog, "Back to the listed price").isEnabled()
    button(dialog, "Change…").click()
    enter(dialog, jobs, qtbot, "0.3", "1")
    assert dialog.current is not None and dialog.current.own and dialog.current.at == "api.openai.com"
    button(dialog, "Back to the listed price").click()
    settled(qtbot, jobs)
    assert dialog.current is not None and not dialog.current.own and row(dialog, at) == listed


def test_bad_input_has_one_sentence_and_cannot_be_kept(qtbot: QtBot, theme: Theme) -> None:
    dialog = PriceDialog()
    qtbot.addWidget(dialog)
    assert "name of the model" in dialog.problem
    dialog.model.setText("wren")
    for wrong in ("", "-1", "much", "nan", "inf", "1e99"):
        dialog.input.setText(wrong)
        dialog.output.setText("2")
        assert "numbers of 0 or more" in dialog.problem and not dialog.ok.isEnabled()
    dialog.input.setText("0")
    dialog.currency.setCurrentText("gold")
    assert "three letters" in dialog.problem and not dialog.ok.isEnabled()
    dialog.currency.setCurrentText("chf")
    assert dialog.ok.isEnabled()


def test_numbers_are_read_as_the_country_writes_them() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        assert amount_of("2,5") == amount_of(" 2.5 ") == 2.5
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        assert amount_of("2.5") == 2.5 and amount_of("2,5") is None
    finally:
        QLocale.setDefault(before)


def test_a_table_that_cannot_be_read_is_said_and_put_aside_whole(
    settings: SettingsDialog, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    paths.data.mkdir(exist_ok=True)
    paths.prices.write_text("mine = [\n")
    settings.cloud.refresh()
    settled(qtbot, jobs)
    assert "prices.toml" in said(settings.cloud) and "put it aside" in said(settings.cloud)
    dialog = settings.cloud.prices.show_prices()
    settled(qtbot, jobs)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    enter(dialog, jobs, qtbot, "1", "2")
    assert "prices.toml" in dialog.banner.text and paths.prices.read_text() == "mine = [\n"
    button(dialog, "Put it aside").click()
    settled(qtbot, jobs)
    assert not paths.prices.exists() and paths.prices.with_name("prices.toml.1").read_text() == "mine = [\n"
    assert not dialog.banner.isVisible() and "prices.toml" not in said(settings.cloud)
