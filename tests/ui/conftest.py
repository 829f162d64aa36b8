"""A real window on an offscreen screen, a library of its own for each test, and no thread left behind."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from app.host.paths import Paths
from app.library import Library
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from tests.fakes import FakeEngine

MakeLibrary = Callable[..., Library]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("lane-")]
    assert not left, f"threads were left running: {left}"


@pytest.fixture(scope="session")
def theme_of_session(qapp: QApplication) -> Theme:
    return Theme(qapp, appearance="light")


@pytest.fixture
def theme(theme_of_session: Theme) -> Theme:
    theme_of_session.choose(appearance="light", text_size=100)
    return theme_of_session


@pytest.fixture
def jobs(qapp: QApplication, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(tmp_path / "crashes")
    yield made
    assert made.close(20.0), "some work did not end"
    assert not list((tmp_path / "crashes").glob("*")), "a fault of ours was kept as a crash report"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def library(tmp_path: Path, engine: FakeEngine) -> Iterator[Library]:
    """A library in a folder of its own, with the machine's models (the embedder) and a fake engine."""
    paths = replace(Paths.find(), data=tmp_path / "data")
    with Library(paths, model="smollm2-135m", make_generator=lambda files: engine) as made:
        yield made
