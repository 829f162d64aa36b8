"""A German window has nothing English in it."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QListWidget, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.host.settings import Settings
from app.library import Library
from app.ui import resources
from app.ui.jobs import Jobs
from app.ui.shelf.dialogs import NameDialog, PasswordDialog
from app.ui.theme import Theme
from app.ui.window import Window
from tests.ui.translations.messages import LANGUAGES, committed


@pytest.fixture
def window(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme, german: None) -> Window:
    """As it is at the first start."""
    made = Window(library, jobs, theme, replace(Settings(), started=False))
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: not jobs.busy)
    return made


def _shown(root: QObject) -> Iterator[str]:
    """Every text of every widget and action below it, hidden ones too."""
    for one in (root, *root.findChildren(QObject)):
        if isinstance(one, QWidget):
            yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.windowTitle())
        if isinstance(one, QAction):
            yield one.toolTip()
        for name in ("text", "title", "placeholderText", "informativeText", "plainText"):
            value = one.property(name)
            if isinstance(value, str):
                yield value
        if isinstance(one, QComboBox):
            yield from (one.itemText(number) for number in range(one.count()))
        if isinstance(one, QListWidget):
            yield from (one.item(number).text() for number in range(one.count()))


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).replace("&", "").strip()


def _english() -> re.Pattern[str]:
    """Any English string whose German is another one, its placeholders filled; those of short ones with one word, since documents have
    titles such as 'The end of fines'."""
    sources = {message.source for message in committed("de") if message.forms[0] != message.source}
    same = {message.source for message in committed("de")} - sources
    return re.compile("|".join(_pattern(_plain(source)) for source in sources - same))


def _pattern(source: str) -> str:
    own = re.sub(r"\{\w+\}|%n", "", source)
    filled = ".+" if len(own.split()) > 2 else r"\S+"
    return re.sub(r"\\\{\w+\\\}|%n", lambda _: filled, re.escape(source))


def _untranslated(*roots: QObject) -> set[str]:
    english = _english()
    return {text for root in roots for shown in _shown(root) if english.fullmatch(text := _plain(shown))}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_nothing_english_is_left_in_a_german_window(qtbot: QtBot, window: Window, jobs: Jobs) -> None:
    assert "Schritt 1 von 3" in set(_shown(window))
    assert not _untranslated(window)
    window._on_first_finished()
    with qtbot.waitSignal(window.shelf.documents_changed, timeout=30_000):
        window.shelf.add([resources.sample()])
    qtbot.waitUntil(lambda: window.pages.document is not None)
    window.conversation.ask("Wer leitet den Verbund?")
    qtbot.waitUntil(lambda: window.conversation.conversation is not None, timeout=30_000)
    window.history.reload()
    for page in ("model", "folders", "appearance", "privacy", "diagnostics"):
        window.open_settings(page)
        qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)
    texts = set(_shown(window))
    assert {"Textgröße", "Bedeutungssuche", "Wer leitet den Verbund?", "Datenschutz", "Bibliothek"} <= texts
    assert not _untranslated(window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_nothing_english_is_left_in_german_questions(qtbot: QtBot, window: Window) -> None:
    window.menus._about()
    window.open_settings("privacy")
    asked = [
        PasswordDialog("vertrag.pdf", wrong=True, parent=window),
        NameDialog("Neue Sammlung", [], parent=window),
        *window.findChildren(QMenu),
    ]
    assert not _untranslated(window, *asked)
    assert "&Name der Sammlung" in set(_shown(asked[1]))


def test_what_looks_for_english_finds_it(qtbot: QtBot, window: Window) -> None:
    """The test above would be worth nothing if it did not."""
    window.banner.say("Ask: all documents", "Read again")
    assert _untranslated(window) == {"Ask: all documents", "Read again"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_that_open_menus_are_unique(
    qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme, speak: Callable[[str], None], language: str
) -> None:
    speak(language)
    window = Window(library, jobs, theme, replace(Settings(), started=True))
    qtbot.addWidget(window)
    bars = [window.menuBar(), *window.findChildren(QMenu)]
    assert len(_letters(window.menuBar().actions())) == 6
    for bar in bars:
        letters = _letters(bar.actions())
        assert len(set(letters)) == len(letters), letters


def _letters(actions: list[QAction]) -> list[str]:
    marked = (re.search("&(.)", action.text().replace("&&", "")) for action in actions)
    return [found[1].casefold() for found in marked if found]
