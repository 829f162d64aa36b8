"""Work beside the window: what it tells arrives on the window's thread, it stops when asked, and nothing is heard by the dead."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.stop import Stop
from app.types import Progress, Token
from app.ui.jobs import Jobs, Lane, Tell


def test_what_is_told_arrives_on_the_windows_thread_and_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    heard: list[object] = []
    threads: set[int] = set()

    def work(tell: Tell, stop: Stop) -> str:
        tell(Progress("reading", 1, 2))
        tell(Token("Hello "))
        tell(Token("there"))
        tell(Progress("reading", 2, 2))
        tell({"section": 1})
        return "done"

    def note(what: object) -> None:
        threads.add(threading.get_ident())
        heard.append(what)

    jobs.run(work, lane=Lane.QUICK, on_done=note, on_progress=note, on_text=note, on_item=note)
    qtbot.waitUntil(lambda: "done" in heard)
    assert heard == [Progress("reading", 2, 2), "Hello there", {"section": 1}, "done"]
    assert threads == {threading.get_ident()}


def test_a_lane_runs_one_job_after_another(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []
    first_may_end = threading.Event()

    def first(tell: Tell, stop: Stop) -> None:
        first_may_end.wait(10)
        order.append("first")

    def second(tell: Tell, stop: Stop) -> None:
        order.append("second")

    ended: list[int] = []
    jobs.run(first, lane=Lane.MODEL, on_done=lambda _: ended.append(1))
    jobs.run(second, lane=Lane.MODEL, on_done=lambda _: ended.append(2))
    first_may_end.set()
    qtbot.waitUntil(lambda: ended == [1, 2])
    assert order == ["first", "second"]


def test_a_stopped_job_is_told_as_stopped_and_one_that_waits_never_runs(qtbot: QtBot, jobs: Jobs) -> None:
    began = threading.Event()
    ran: list[str] = []
    heard: list[str] = []

    def first(tell: Tell, stop: Stop) -> None:
        began.set()
        assert stop.wait(10)
        stop.check()

    running = jobs.run(first, lane=Lane.MODEL, on_stopped=lambda: heard.append("first"))
    waiting = jobs.run(
        lambda tell, stop: ran.append("second"), lane=Lane.MODEL, on_stopped=lambda: heard.append("second")
    )
    assert began.wait(10)
    waiting.stop()
    running.stop()
    qtbot.waitUntil(lambda: heard == ["first", "second"])
    assert not ran and running.ended and waiting.ended


def test_an_error_goes_to_who_asked_else_to_everybody(qtbot: QtBot, jobs: Jobs) -> None:
    def work(tell: Tell, stop: Stop) -> None:
        raise UserFixable("no_space", folder="/somewhere")

    heard: list[UserFixable] = []
    jobs.run(work, lane=Lane.QUICK, on_error=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    with qtbot.waitSignal(jobs.failed) as blocker:
        jobs.run(work, lane=Lane.QUICK)
    assert [heard[0].kind, blocker.args[0].kind] == ["no_space", "no_space"]


def test_a_fault_of_ours_is_kept_without_its_text_and_the_lane_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "crashes")
    heard: list[UserFixable] = []
    done: list[int] = []

    def work(tell: Tell, stop: Stop) -> None:
        raise ValueError("words of a document")

    jobs.run(work, lane=Lane.MODEL, on_error=heard.append)
    jobs.run(lambda tell, stop: 7, lane=Lane.MODEL, on_done=done.append)
    qtbot.waitUntil(lambda: done == [7])
    (report,) = (tmp_path / "crashes").iterdir()
    assert heard[0].kind == "fault" and str(report) in heard[0].hint
    assert "words of a document" not in report.read_text() and "ValueError" in report.read_text()
    assert jobs.close()


def test_nothing_is_told_to_an_owner_that_is_gone_or_after_forgetting(qtbot: QtBot, jobs: Jobs) -> None:
    import shiboken6

    heard: list[str] = []
    owner = QObject()
    go = threading.Event()
    jobs.run(lambda tell, stop: go.wait(10), lane=Lane.QUICK, owner=owner, on_done=lambda _: heard.append("owner"))
    job = jobs.run(lambda tell, stop: go.wait(10), lane=Lane.QUICK, on_done=lambda _: heard.append("forgotten"))
    shiboken6.delete(owner)
    job.forget()
    go.set()
    jobs.run(lambda tell, stop: 1, lane=Lane.QUICK, on_done=lambda _: heard.append("last"))
    qtbot.waitUntil(lambda: "last" in heard and not jobs.busy)
    assert heard == ["last"]


def test_closing_stops_what_runs_and_does_not_wait_for_ever(qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    began, release = threading.Event(), threading.Event()
    jobs.run(lambda tell, stop: stop.wait(30), lane=Lane.MODEL)
    assert jobs.close(10.0)
    deaf = Jobs(tmp_path)

    def work(tell: Tell, stop: Stop) -> None:
        began.set()
        release.wait(30)

    deaf.run(work, lane=Lane.MODEL)
    assert began.wait(10)
    assert not deaf.close(0.1)
    release.set()
    assert deaf.close(10.0)


def test_a_fast_talker_is_heard_in_batches(qtbot: QtBot, jobs: Jobs) -> None:
    batches: list[str] = []
    done: list[bool] = []

    def work(tell: Tell, stop: Stop) -> bool:
        for _ in range(5000):
            tell(Token("x"))
        return True

    jobs.run(work, lane=Lane.MODEL, on_text=batches.append, on_done=done.append)
    qtbot.waitUntil(lambda: done == [True])
    assert len("".join(batches)) == 5000 and len(batches) < 100


def test_a_fault_in_one_callback_does_not_keep_others_waiting(qtbot: QtBot, jobs: Jobs) -> None:
    """Else a panel would be busy for ever because of a fault in another one."""
    may_end = threading.Event()
    heard: list[str] = []

    def wrong(_: object) -> None:
        raise ValueError("a fault of ours")

    def work(tell: Tell, stop: Stop) -> str:
        may_end.wait(10)
        tell(Token("word"))
        return "done"

    with qtbot.captureExceptions() as faults:
        jobs.run(work, lane=Lane.MODEL, on_text=wrong, on_done=wrong)
        jobs.run(work, lane=Lane.PAGES, on_text=heard.append, on_done=heard.append)
        may_end.set()
        qtbot.waitUntil(lambda: heard == ["word", "done"] and not jobs.busy)
    assert [fault[0] for fault in faults]
