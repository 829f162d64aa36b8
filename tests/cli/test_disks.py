"""A disk that is full, a quota that is reached, a folder that can only be read."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.instance import Bell
from app.library import conversations
from tests import material
from tests.cli.program import MODEL, UNANSWERABLE, Program

if sys.platform == "win32":
    pytest.skip("limits and mounts of POSIX", allow_module_level=True)

import resource

pytestmark = pytest.mark.embedder

_START = 60.0
"""Seconds that a window may take to open, or to end."""


def _limited(size: int) -> Callable[[], None]:
    """No file may grow beyond `size` bytes, as with a quota."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [4_096, 300_000])
def test_a_quota_that_is_reached(program: Program, tmp_path: Path, size: int) -> None:
    small, large = material.prose(tmp_path), material.long_document(tmp_path, 60)
    done = program.run("add", small, large, "--no-wait", "--json", preexec=_limited(size))
    assert done.status == 3, done
    assert done.objects[-1]["error"]["kind"] == "no_space"
    finished = [value["file"] for value in done.objects[:-1]]
    assert finished == ([] if size < 100_000 else ["prose.pdf"])
    assert list(program.listed()) == finished
    assert program.run("add", large, "--no-wait").status == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own; only root on Linux can have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or os.getuid() != 0 or mount is None:
        pytest.skip("only root on Linux can mount a disk")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False).returncode:
        pytest.skip("mounting is forbidden here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("room", [60_000, 520_000, 850_000], ids=["catalog", "embeddings", "vectors"])
def test_a_full_disk(disk: Path, tmp_path: Path, room: int) -> None:
    program = Program(disk / "data")
    path = material.long_document(tmp_path, 30)
    _fill(disk, leaving=room)
    done = program.run("add", path, "--json")
    assert done.status == 3 and done.objects[-1]["error"]["kind"] == "no_space", done
    (disk / "filler").unlink()
    listed = program.listed()
    assert {name: value["state"] for name, value in listed.items()} == {
        value["file"]: value["state"] for value in done.objects[:-1]
    }
    (whole,) = program.add(path)
    assert whole["state"] == "ready"
    assert program.run("doctor", "--model", MODEL).status == 0


@pytest.mark.model
def test_a_folder_that_can_only_be_read(disk: Path, tmp_path: Path) -> None:
    program = Program(disk / "data")
    path = material.prose(tmp_path)
    program.add(path)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert program.listed()["prose.pdf"]["state"] == "ready"
    assert program.run("search", "piles", "-n", "1", "--json").object["page"] == 2
    answer = program.ask(UNANSWERABLE, "-f", path)
    assert (answer.status, answer.object["conversation"]) == (0, None)
    program.run("add", material.table(tmp_path), "--json").fails("read_only")
    program.run("remove", "prose.pdf", "--json").fails("read_only")
    facts = program.run("doctor", "--model", MODEL, "--json").object
    assert facts["library"]["read_only"] is True


def test_a_window_over_a_folder_that_can_only_be_read_opens_and_ends(disk: Path, tmp_path: Path) -> None:
    program = Program(disk / "data")
    program.run("add", material.prose(tmp_path), "--no-wait")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    environment = {**program.environment, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(program.command(), env=environment, stderr=subprocess.PIPE) as window:
        bell, deadline = Bell(program.data), time.monotonic() + _START
        while not bell.ring():
            assert window.poll() is None and time.monotonic() < deadline
        window.terminate()
        _, complaint = window.communicate(timeout=_START)
    assert (window.returncode, b"fault" in complaint) == (0, False), complaint


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_no_window_opens_where_there_is_no_library_and_none_can_be_made(disk: Path, made: bool) -> None:
    program = Program(disk / "data")
    if made:
        program.data.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    done = program.run(QT_QPA_PLATFORM="offscreen")
    assert (done.status, done.out) == (3, "")
    assert done.err.startswith(f"inglenook: Nothing can be written in ‘{program.data}’.\n")


def test_an_export_onto_a_disk_that_can_only_be_read_is_refused(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(UserFixable) as caught:
        conversations._write(disk / "talk.md", b"x")
    assert caught.value.kind == "read_only"


def _fill(disk: Path, *, leaving: int) -> None:
    free = shutil.disk_usage(disk).free - leaving
    with (disk / "filler").open("wb") as file:
        file.write(bytes(free))
