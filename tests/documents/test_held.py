"""The real, running workers: the system is asked how they are held, and a child of the same kind tries to get out."""

import sys
from pathlib import Path

import pytest

from app.documents.reader import Limits, Reader
from app.documents.viewing import Viewer
from app.host import children, limits
from app.stop import Stop
from app.types import ignore
from tests import material
from tests.documents import struggling

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's /proc")
_MEMORY = 1 << 30


@pytest.fixture(scope="module")
def offered() -> dict[limits.Aspect, str | None]:
    """What this machine's kernel offers, and why not."""
    child = children.start(limits.look, _MEMORY, name="look")
    try:
        held = child.channel.recv()
    finally:
        child.end()
    assert isinstance(held, tuple)
    return {one.aspect: one.reason for one in held}


def soft_limits(pid: int | None) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


def check_held(pid: int | None, offered: dict[limits.Aspect, str | None]) -> None:
    bounds = soft_limits(pid)
    assert int(bounds["Max address space"]) == Limits().memory
    assert bounds["Max core file size"] == "0"
    assert int(bounds["Max open files"]) < 1024
    assert int(bounds["Max file size"]) < 1 << 30
    assert int(bounds["Max cpu time"]) < 2 * limits.STEP_SECONDS
    assert "NoNewPrivs:\t1\n" in Path(f"/proc/{pid}/status").read_text()
    if offered["network"] is None:
        assert Path(f"/proc/{pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        assert [line.split(":")[0].strip() for line in Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]] == [
            "lo"
        ]


def test_the_running_reader_is_held_by_the_system(tmp_path: Path, offered: dict[limits.Aspect, str | None]) -> None:
    with Reader() as reader:
        assert reader.read(material.prose(tmp_path), report=ignore, stop=Stop()).pages[0].text
        check_held(reader.worker().pid, offered)


def test_the_running_viewer_is_held_by_the_system(tmp_path: Path, offered: dict[limits.Aspect, str | None]) -> None:
    with Viewer() as viewer:
        assert viewer.render(material.prose(tmp_path), 1, 0.5, stop=Stop()).width
        check_held(viewer.worker().pid, offered)


def test_a_held_child_reads_and_reports_and_does_nothing_else(
    tmp_path: Path, offered: dict[limits.Aspect, str | None]
) -> None:
    ours, other = tmp_path / "ours", tmp_path / "other"
    ours.mkdir()
    other.mkdir()
    (other / "there").write_text("there")
    child = children.start(struggling.try_all, _MEMORY, ours, other, name="struggling")
    try:
        done = child.channel.recv()
    finally:
        child.end()
    possible = (
        ["write where it may", "write elsewhere", "remove", "run"] if offered["writing"] else ["write where it may"]
    )
    assert done == [*possible, *([] if "remove" in possible else ["read"])]


def test_a_child_whose_parent_is_gone_does_not_compute_for_ever() -> None:
    child = children.start(struggling.compute_for_ever, name="computing")
    assert child.wait(60)
    assert child.exit_code is not None
    assert child.exit_code < 0
    child.end()
