from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.host.paths import Paths
from app.library import Library
from tests.fakes import FakeEngine

MakeLibrary = Callable[[FakeEngine], Library]


@pytest.fixture
def make_library(tmp_path: Path) -> Iterator[MakeLibrary]:
    """A library in the test's own data folder with the real embedder and a fake engine. Each call opens it anew."""
    opened: list[Library] = []

    def make(engine: FakeEngine) -> Library:
        for library in opened:
            library.close()
        paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")
        opened.append(Library(paths, model="smollm2-135m", make_generator=lambda files: engine))
        return opened[-1]

    yield make
    for library in opened:
        library.close()


@pytest.fixture
def library(make_library: MakeLibrary) -> Library:
    return make_library(FakeEngine())
