from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from app.documents import Reader
from app.stop import Stop
from app.types import Reading, ignore


class Read(Protocol):
    def __call__(self, path: Path, password: str | None = None) -> Reading: ...


class Meddling(Stop):
    """Does something the n-th time that it is asked."""

    def __init__(self, act: Callable[["Meddling"], object], *, at: int = 2) -> None:
        super().__init__()
        self._act = act
        self._left = at

    def check(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._act(self)
        super().check()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def read(reader: Reader) -> Read:
    """Read a file with the module's one worker."""

    def reading(path: Path, password: str | None = None) -> Reading:
        return reader.read(path, password=password, report=ignore, stop=Stop())

    return reading
