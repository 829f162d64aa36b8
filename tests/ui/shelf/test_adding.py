"""From a dropped file to a document that can be asked about, and what can come between."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.library import Library
from app.library.documents import waiting
from app.stop import Stop
from app.types import Document, Progress, Report, Waiting
from app.ui.jobs import Jobs
from app.ui.shelf import LibraryPanel, work
from app.ui.shelf.dialogs import PasswordDialog
from app.ui.shelf.work import Passwords
from tests import material
from tests.ui.shelf.conftest import READ, MakePanel, MakePdf, entry, index, select, states

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def _drop(panel: LibraryPanel, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(20, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.dropEvent(event)
    return event.isAccepted()


class Gate:
    """Holds reading up until it is opened, or until the reading is stopped."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = False
        self._real = work.read
        monkeypatch.setattr(work, "read", self._read)

    def _read(
        self, library: Library, item: Waiting, *, password: work.Passwords, report: Report, stop: Stop
    ) -> Document | UserFixable:
        report(Progress("reading", 62, 100, file=item.path.name, left=65.0))
        while not self.is_open and not stop.wait(0.01):
            pass
        return self._real(library, item, password=password, report=report, stop=stop)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


def test_a_dropped_file_is_queued_read_and_becomes_ready(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    seen: list[str] = []
    panel.shelf.changed.connect(lambda: seen.extend(states(panel).values()))
    panel.shelf.touched.connect(lambda entry: seen.append(entry.state))
    busy: list[bool] = []
    panel.busy_changed.connect(busy.append)
    assert _drop(panel, pdf("review.pdf"))
    qtbot.waitUntil(lambda: states(panel) == {"review.pdf": "ready"}, timeout=READ)
    order = list(dict.fromkeys(seen))
    assert order[:2] == ["queued", "reading"] and order[-1] == "ready" and "words" in order
    assert [document.file for document in panel.documents()] == ["review.pdf"]
    qtbot.waitUntil(lambda: busy == [True, False])
    assert not panel.work_bar.isVisible()


def test_while_it_is_read_row_and_line_say_how_far_it_is(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, gate: Gate
) -> None:
    panel.add([pdf("a.pdf"), pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "reading", "b.pdf": "queued"})
    qtbot.waitUntil(lambda: "62" in str(index(panel, "a.pdf").data(SPOKEN)))
    assert panel.work_bar.isVisible() and "1" in panel.work_bar.text.text() and "2" in panel.work_bar.text.text()
    gate.is_open = True
    qtbot.waitUntil(lambda: set(states(panel).values()) == {"ready"}, timeout=READ)


def test_a_folder_gives_all_its_pdfs_and_the_same_file_is_one_row(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf
) -> None:
    path = pdf("a.pdf")
    pdf("b.pdf")
    panel.add([path.parent, path])
    qtbot.waitUntil(lambda: list(states(panel).values()) == ["ready", "ready"], timeout=READ)
    with qtbot.waitSignal(panel.shelf.reading.idle, timeout=READ):
        panel.add([path])
    assert sorted(states(panel)) == ["a.pdf", "b.pdf"]


def test_what_cannot_be_read_says_why_and_can_be_tried_again(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, tmp_path: Path
) -> None:
    bad, letter, empty = pdf("bad.pdf", material.damaged), pdf("letter.pdf", material.not_a_pdf), tmp_path / "empty"
    empty.mkdir()
    panel.add([bad, letter, empty])
    qtbot.waitUntil(lambda: set(states(panel).values()) == {"failed"}, timeout=READ)
    reasons = {one.name: one.error.kind for one in panel.shelf.stock.visible() if one.error is not None}
    assert reasons == {"bad.pdf": "damaged", "letter.pdf": "not_a_pdf", "empty": "no_pdfs"}
    assert "is damaged" in index(panel, "bad.pdf").data(Qt.ItemDataRole.ToolTipRole)
    assert panel.documents() == []
    assert [entry(panel, name).offer for name in ("bad.pdf", "letter.pdf", "empty")] == [None, None, "retry"]
    bad.write_bytes(pdf("good.pdf").read_bytes())
    select(panel, "bad.pdf")
    panel.commands.read.trigger()
    qtbot.waitUntil(lambda: states(panel)["bad.pdf"] == "ready", timeout=READ)


def _dialog(panel: LibraryPanel) -> PasswordDialog | None:
    return next((one for one in panel.findChildren(PasswordDialog) if one.isVisible()), None)


def _answer(qtbot: QtBot, panel: LibraryPanel, password: str) -> None:
    qtbot.waitUntil(lambda: _dialog(panel) is not None, timeout=READ)
    dialog = _dialog(panel)
    assert dialog is not None
    QTest.keyClicks(dialog.field, password)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def test_a_password_is_asked_for_until_it_opens_the_file(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    path = pdf("secret.pdf", material.protected)
    panel.add([path])
    qtbot.waitUntil(lambda: states(panel) == {"secret.pdf": "password"}, timeout=READ)
    select(panel, "secret.pdf")
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    first = _dialog(panel)
    assert first is not None and not first.complaint.isVisible()
    _answer(qtbot, panel, "not this one")
    qtbot.waitUntil(lambda: _dialog(panel) is not None, timeout=READ)
    second = _dialog(panel)
    assert second is not None and second.complaint.isVisible()
    assert panel.passwords(path) is None, "one that does not open it is not kept"
    _answer(qtbot, panel, material.PASSWORD)
    qtbot.waitUntil(lambda: states(panel) == {"secret.pdf": "ready"}, timeout=READ)
    assert panel.passwords(path) == material.PASSWORD


def test_a_password_that_is_not_given_leaves_the_row_as_it_was(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    panel.add([pdf("secret.pdf", material.protected)])
    qtbot.waitUntil(lambda: states(panel) == {"secret.pdf": "password"}, timeout=READ)
    panel.deeds.act(entry(panel, "secret.pdf"))
    dialog = _dialog(panel)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert states(panel) == {"secret.pdf": "password"}


def test_what_is_stopped_stays_stopped_over_a_restart_until_it_is_continued(
    qtbot: QtBot, library: Library, make_panel: MakePanel, pdf: MakePdf, gate: Gate
) -> None:
    panel = make_panel()
    panel.add([pdf("a.pdf"), pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel).get("a.pdf") == "reading")
    QTest.mouseClick(panel.work_bar.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "stopped", "b.pdf": "stopped"})
    assert not panel.work_bar.isVisible()
    qtbot.waitUntil(lambda: all(item.stopped for item in waiting(library.rooms)), timeout=READ)
    again = make_panel()
    assert states(again) == {"a.pdf": "stopped", "b.pdf": "stopped"}
    gate.is_open = True
    again.commands.continue_all.trigger()
    qtbot.waitUntil(lambda: states(again) == {"a.pdf": "ready", "b.pdf": "ready"}, timeout=READ)


def test_one_file_can_be_stopped_and_the_others_are_read(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, gate: Gate
) -> None:
    panel.add([pdf("a.pdf"), pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel).get("a.pdf") == "reading")
    select(panel, "a.pdf")
    panel.commands.stop.trigger()
    gate.is_open = True
    qtbot.waitUntil(lambda: states(panel)["b.pdf"] == "ready", timeout=READ)
    assert states(panel)["a.pdf"] == "stopped"
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(panel)["a.pdf"] == "ready", timeout=READ)


def test_a_program_that_is_closed_goes_on_with_what_it_was_reading(
    qtbot: QtBot, make_panel: MakePanel, library: Library, tmp_path: Path, pdf: MakePdf, gate: Gate
) -> None:
    panel = make_panel()
    panel.add([pdf("a.pdf"), pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel).get("a.pdf") == "reading", timeout=READ)
    last = panel.finish()
    job = panel.shelf.reading._job
    assert job is not None
    job.forget()
    qtbot.waitUntil(lambda: any(item.stopped for item in library.rooms.catalog.waiting.listed()), timeout=READ)
    assert last is not None
    last(Stop())
    gate.is_open = True
    again = make_panel()
    qtbot.waitUntil(lambda: states(again) == {"a.pdf": "ready", "b.pdf": "ready"}, timeout=READ)


def test_failures_and_documents_are_there_after_a_restart(qtbot: QtBot, make_panel: MakePanel, pdf: MakePdf) -> None:
    panel = make_panel()
    panel.add([pdf("a.pdf"), pdf("bad.pdf", material.damaged), pdf("secret.pdf", material.protected)])
    wanted = {"a.pdf": "ready", "bad.pdf": "failed", "secret.pdf": "password"}
    qtbot.waitUntil(lambda: states(panel) == wanted, timeout=READ)
    assert states(make_panel()) == wanted


def test_what_would_fail_every_file_is_said_once_and_all_can_be_tried_again(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise UserFixable("no_space", folder="here")

    with monkeypatch.context() as patched:
        patched.setattr(work, "read", full)
        panel.add([pdf("a.pdf"), pdf("b.pdf")])
        qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "stopped", "b.pdf": "stopped"})
    assert panel.header.banner.isVisible() and "disk is full" in panel.header.banner.text
    panel.header.banner.acted.emit()
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready", "b.pdf": "ready"}, timeout=READ)
    assert not panel.header.banner.isVisible()


def test_a_fault_of_ours_costs_one_file_only(
    qtbot: QtBot, make_panel: MakePanel, jobs: Jobs, tmp_path: Path, pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = work.read

    def faulty(library: Library, item: Waiting, **named: object) -> object:
        if item.path.name == "a.pdf":
            raise ZeroDivisionError
        return real(library, item, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "read", faulty)
    panel = make_panel()
    panel.add([pdf("a.pdf"), pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "failed", "b.pdf": "ready"}, timeout=READ)
    (report,) = (tmp_path / "crashes").glob("*")
    report.unlink()


def test_search_by_meaning_waits_while_the_model_works(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    panel.pause_meaning()
    panel.add([pdf("a.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "words"}, timeout=READ)
    assert not panel.shelf.learning.is_running
    panel.resume_meaning()
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)


def test_search_by_meaning_can_be_stopped_and_continued(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, is_open = work.learn, threading.Event()

    def held(
        library: Library,
        report: Report,
        learned: Callable[[str | Document], None],
        stop: Stop,
        *,
        password: Passwords,
    ) -> bool:
        document = library.rooms.catalog.documents()[0]
        report(Progress("preparing search by meaning", 1, document.chunks, document=document.id, left=65.0))
        while not is_open.is_set() and not stop.wait(0.01):
            pass
        return real(library, report, learned, stop, password=password)

    monkeypatch.setattr(work, "learn", held)
    panel.add([pdf("a.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "learning"}, timeout=READ)
    QTest.mouseClick(panel.work_bar.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "words"})
    assert panel.work_bar.isVisible(), "it can be continued there"
    is_open.set()
    QTest.mouseClick(panel.work_bar.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)
    qtbot.waitUntil(lambda: not panel.work_bar.isVisible())


def test_what_is_asked_for_while_the_preparing_comes_to_its_end_is_done_after_it(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, is_open, runs = work.learn, threading.Event(), list[bool]()

    def slow_to_end(
        library: Library,
        report: Report,
        learned: Callable[[str | Document], None],
        stop: Stop,
        *,
        password: Passwords,
    ) -> bool:
        able = real(library, report, learned, Stop(), password=password)
        runs.append(able)
        is_open.wait(READ / 1000)
        return able

    monkeypatch.setattr(work, "learn", slow_to_end)
    panel.add([pdf("a.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)
    assert runs == [True]
    panel.shelf.learning.start()
    is_open.set()
    qtbot.waitUntil(lambda: runs == [True, True], timeout=READ)


def test_a_file_that_changed_is_read_again_and_takes_its_old_place(
    qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf
) -> None:
    path = pdf("a.pdf")
    panel.add([path])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)
    (before,) = panel.documents()
    path.write_bytes(pdf("table.pdf", material.table).read_bytes())
    panel.read_again(before)
    qtbot.waitUntil(lambda: [one.id for one in panel.documents()] != [before.id], timeout=READ)
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)


def test_a_password_for_pages_is_kept_and_told(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    panel.add([pdf("a.pdf")])
    qtbot.waitUntil(lambda: len(panel.documents()) == 1, timeout=READ)
    (document,) = panel.documents()
    panel.ask_password(document)
    with qtbot.waitSignal(panel.password_given) as told:
        _answer(qtbot, panel, "a word")
    assert told.args == [document] and panel.passwords(document.path) == "a word"


def test_what_nobody_can_prepare_waits_for_a_model_and_is_not_tried_again_and_again(
    qtbot: QtBot, panel: LibraryPanel, jobs: Jobs, pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries, able = work.learn, list[bool](), False

    def learn(
        library: Library,
        report: Report,
        learned: Callable[[str | Document], None],
        stop: Stop,
        *,
        password: Passwords,
    ) -> bool:
        tries.append(able)
        return able and real(library, report, learned, stop, password=password)

    monkeypatch.setattr(work, "learn", learn)
    panel.add([pdf("review.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"review.pdf": "words"}, timeout=READ)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert tries == [False] and not panel.work_bar.isVisible()
    able = True
    panel.prepare_meaning()
    qtbot.waitUntil(lambda: states(panel) == {"review.pdf": "ready"}, timeout=READ)
    assert tries == [False, True]
