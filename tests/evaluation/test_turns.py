"""Turns are given in order of asking, and a process that is killed keeps nobody from having one."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.evaluation.turns import turn

PATIENCE = 60.0
"""Seconds for processes to start on a busy machine; usually 0.3."""


def _asks_in_a_loop(queue: Path, line: Connection) -> None:
    """Asks again as soon as it is told to leave; ends when the line is closed."""
    try:
        while True:
            with turn(queue):
                line.send("mine")
                line.recv()
    except EOFError:
        return


class Asker:
    def __init__(self, queue: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._line, theirs = spawn.Pipe()
        self.process = spawn.Process(target=_asks_in_a_loop, args=(queue, theirs))
        self.process.start()
        theirs.close()

    def has_turn(self) -> bool:
        return self._line.poll()

    def leave(self) -> None:
        self._line.recv()
        self._line.send("leave")

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def end(self) -> None:
        self._line.close()
        self.process.join(PATIENCE)


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def askers(queue: Path) -> Iterator[list[Asker]]:
    """Three, in the order in which they first asked."""
    made: list[Asker] = []
    with turn(queue):
        for _ in range(3):
            made.append(Asker(queue))
            _until(lambda: _asking(queue) == 1 + len(made))
    yield made
    for asker in made:
        asker.end()


def _asking(queue: Path) -> int:
    return len(list(queue.glob("*.turn")))


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing came of it"


def test_three_who_ask_in_a_loop_have_their_turns_by_turns(queue: Path, askers: list[Asker]) -> None:
    order = []
    for _ in range(9):
        _until(lambda: any(asker.has_turn() for asker in askers) and _asking(queue) == 3)
        (mine,) = [index for index, asker in enumerate(askers) if asker.has_turn()]
        order.append(mine)
        askers[mine].leave()
    assert order == [0, 1, 2] * 3


def test_who_is_killed_while_waiting_or_in_turn_holds_nobody_up(queue: Path, askers: list[Asker]) -> None:
    first, second, third = askers
    _until(first.has_turn)
    second.kill()
    assert not third.has_turn()
    first.kill()
    _until(third.has_turn)
    assert _asking(queue) == 1
