import os
import signal
import sys

import psutil
import pytest

from app.host import children
from tests.host import work


def test_values_go_both_ways_and_a_closed_channel_ends_the_child() -> None:
    child = children.start(work.echo_until_closed, name="echo")
    child.channel.send({"a": (1, b"2")})
    assert child.channel.recv() == {"a": (1, b"2")}
    child.end()
    assert child.exit_code == 0


def test_a_hanging_child_is_killed_and_reaped() -> None:
    child = children.start(work.hang, name="hang")
    pid = child.channel.recv()
    assert isinstance(pid, int)
    child.kill()
    assert not psutil.pid_exists(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_an_abort_is_seen_as_such() -> None:
    child = children.start(work.abort, name="abort")
    assert child.wait(30)
    assert child.exit_code == -signal.SIGABRT
    child.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a process")
def test_a_child_does_not_hear_the_terminals_interrupt() -> None:
    child = children.start(work.echo_until_closed, name="echo")
    child.channel.send(1)
    assert child.channel.recv() == 1
    assert child.pid is not None
    os.kill(child.pid, signal.SIGINT)
    child.channel.send(2)
    assert child.channel.recv() == 2
    child.end()


def test_a_childs_fault_is_seen_by_its_exit_code_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    child = children.start(work.fail, name="fail")
    assert child.wait(30)
    assert child.exit_code == 1
    child.end()
    assert capfd.readouterr() == ("", "")
