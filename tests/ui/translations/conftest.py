"""The program in another language, for one test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui import resources


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Let the program speak a language until the test is over."""
    translators: list[QTranslator] = []

    def install(language: str) -> None:
        """Our words and Qt's, as the program loads them."""
        ours, theirs = QTranslator(), QTranslator()
        assert ours.load(f"inglenook_{language}", str(resources.translations()))
        theirs.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for translator in (ours, theirs):
            qapp.installTranslator(translator)
            translators.append(translator)

    yield install
    for translator in translators:
        qapp.removeTranslator(translator)


@pytest.fixture
def german(speak: Callable[[str], None]) -> None:
    speak("de")
