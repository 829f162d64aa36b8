"""The program from its start to its end over one data folder, in the test's own process: a window with all that is behind it."""

import multiprocessing
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library
from app.stop import Stop
from app.types import Document
from app.ui.conversation.answer_view import AnswerView
from app.ui.conversation.markdown import CITE
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from app.ui.window import Window
from tests.fakes import FakeEngine

LONG = 60_000
"""Milliseconds for the longest thing on a busy machine."""
_CLOSING = 15.0
"""Seconds in which all work must have ended; the program itself waits for four and then ends without it."""


class Sitting:
    """Open until `close`."""

    def __init__(self, qtbot: QtBot, theme: Theme, paths: Paths, engine: FakeEngine, *, started: bool = True) -> None:
        self._qtbot, self._paths, self.theme = qtbot, paths, theme
        paths.ensure()
        if started and not paths.settings.exists():
            Settings(started=True).save(paths.settings)
        self.library = Library(paths, model="smollm2-135m", make_generator=lambda files: engine)
        self.jobs = Jobs(paths.crashes)
        self.window = Window(self.library, self.jobs, theme, Settings.load(paths.settings))
        self.is_open = True
        with qtbot.waitExposed(self.window):
            self.window.show()
        with qtbot.waitSignal(self.window.shelf.documents_changed, timeout=LONG):
            self.window.start()

    def close(self) -> None:
        """As the program does it. What runs must end, and no process or report of a fault stays behind."""
        self.is_open = False
        self.window.close()
        assert self.jobs.close(_CLOSING), "some work did not hear that the window was closed"
        if self.window.promised is not None:
            self.window.promised(Stop())
        self.library.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not multiprocessing.active_children()
        assert not list(self._paths.crashes.glob("*")), "a fault of ours was kept as a crash report"

    # What a person does

    def drop(self, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        at, none = QPointF(self.window.rect().center()), Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))

    def ask(self, question: str) -> TurnView:
        """Typed and sent with Enter; the turn that will have the answer."""
        field = self.window.conversation.box.field
        field.setFocus()
        QTest.keyClicks(field, question)
        QTest.keyClick(field, Qt.Key.Key_Return)
        return self.window.conversation.column.turns[-1]

    def answered(self, question: str) -> TurnView:
        turn = self.ask(question)
        self._qtbot.waitUntil(lambda: not self.window.conversation.busy, timeout=LONG)
        QApplication.processEvents()
        return turn

    def click_citation(self, turn: TurnView) -> None:
        """The first mark in the text of the answer."""
        view = next(view for view in turn.findChildren(AnswerView) if view.isVisible())
        cursor = view.textCursor()
        while not cursor.charFormat().anchorHref().startswith(CITE):
            assert cursor.movePosition(cursor.MoveOperation.NextCharacter), "the answer has no mark"
        box = view.cursorRect(cursor)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center() - QPoint(2, 0))

    # What a person sees

    def states(self) -> dict[str, str]:
        return {entry.name: entry.state for entry in self.window.shelf.shelf.stock.visible()}

    def until(self, **states: str) -> None:
        """Until the documents are in these states: `review="ready"` is review.pdf."""
        wanted = {f"{name}.pdf": state for name, state in states.items()}

        def as_wanted() -> None:
            assert self.states() == wanted, self.states()

        self._qtbot.waitUntil(as_wanted, timeout=LONG)

    def until_shown(self) -> Document:
        """The document whose pages are there and drawn."""
        pages = self.window.pages
        self._qtbot.waitUntil(
            lambda: pages.page > 0 and not pages.prints.busy and pages.prints.bytes_kept > 0, timeout=LONG
        )
        document = pages.document
        assert document is not None
        return document
