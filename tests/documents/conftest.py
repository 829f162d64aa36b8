from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from app.documents import Reader
from app.stop import Stop
from app.types import Reading, ignore


class Read(Protocol):
    def __call__(self, path: Path, password: str | None = None) -> Reading: ...


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
