"""A second start raises the first window; a lock that a process leaves behind holds nobody up."""

import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from app.host.instance import Bell, Hold
from app.stop import Stop


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@contextmanager
def listening(bell: Bell) -> Iterator[list[str]]:
    rings: list[str] = []
    stop = Stop()
    thread = threading.Thread(target=bell.listen, args=(lambda: rings.append("ring"), stop))
    thread.start()
    try:
        yield rings
    finally:
        stop.request()
        while thread.is_alive():
            bell.end()
            thread.join(0.05)


def wait_for(bell: Bell) -> None:
    while not bell.ring():
        pass


def test_a_ring_is_heard_and_answered(tmp_path: Path) -> None:
    with listening(Bell(tmp_path)) as rings:
        wait_for(Bell(tmp_path))
        assert rings == ["ring"]
        assert Bell(tmp_path).ring()
        assert rings == ["ring", "ring"]


def test_nobody_hears_another_data_folders_bell(tmp_path: Path) -> None:
    with listening(Bell(tmp_path / "one")):
        wait_for(Bell(tmp_path / "one"))
        assert not Bell(tmp_path / "two").ring()


def test_without_a_listener_a_ring_is_not_answered(tmp_path: Path) -> None:
    assert not Bell(tmp_path).ring()


def test_the_channel_is_the_owners_only_and_goes_with_the_listener(tmp_path: Path, runtime: Path) -> None:
    with listening(Bell(tmp_path)):
        wait_for(Bell(tmp_path))
        (channel,) = runtime.iterdir()
        assert stat.S_ISSOCK(channel.stat().st_mode)
    assert not list(runtime.iterdir())


def test_a_channel_left_by_a_killed_process_is_taken_over(tmp_path: Path, runtime: Path) -> None:
    with listening(Bell(tmp_path)):
        wait_for(Bell(tmp_path))
        (channel,) = runtime.iterdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(channel))
    assert not Bell(tmp_path).ring()
    with listening(Bell(tmp_path)) as rings:
        wait_for(Bell(tmp_path))
        assert rings


def test_whoever_sends_something_else_is_passed_over(tmp_path: Path, runtime: Path) -> None:
    with listening(Bell(tmp_path)) as rings:
        wait_for(Bell(tmp_path))
        (channel,) = runtime.iterdir()
        for sent in (b"x" * 4000, b"\x80\x04."):
            with Client(str(channel), family="AF_UNIX") as caller:
                caller.send_bytes(sent)
        Client(str(channel), family="AF_UNIX").close()
        assert Bell(tmp_path).ring()
        assert rings == ["ring", "ring"]


def test_a_folder_that_others_may_enter_is_not_used(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.chmod(0o755)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with listening(Bell(tmp_path / "data")):
        wait_for(Bell(tmp_path / "data"))
        assert not list(runtime.iterdir())
        (folder,) = tmp_path.glob("inglenook-*")
        assert folder.name == f"inglenook-{os.getuid()}" and stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_lock_is_let_go_of_when_its_process_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.host.instance import Hold;"
        "hold = Hold(Path(sys.argv[1])); print(hold.take(), flush=True); sys.stdin.read()"
    )
    path = tmp_path / "window.lock"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "True\n"
    assert not Hold(path).take()
    process.kill()
    process.communicate()
    hold = Hold(path)
    assert hold.take(wait=5.0) and hold.held
    hold.release()
