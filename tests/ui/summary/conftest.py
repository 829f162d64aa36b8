import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Document, Generation, Prompt
from app.ui.jobs import Jobs
from app.ui.summary import SummaryPanel
from app.ui.theme import Theme
from tests import material
from tests.fakes import FakeEngine

POINT = "- Fuel remained the largest single cost at 1.84 million crowns.\n"


class Pausing(FakeEngine):
    """Writes `free` texts and then waits until the test lets it go on, or for a stop."""

    def __init__(self, replies: Sequence[str] = (POINT,)) -> None:
        super().__init__(replies)
        self.free = 1000
        self.go_on = threading.Event()

    def generate(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        seed: int | None = None,
        end_at: Sequence[str] = (),
    ) -> Generation:
        while self.free <= 0 and not self.go_on.is_set():
            stop.wait(0.01)
            stop.check()
        self.free -= 1
        return super().generate(prompt, max_tokens=max_tokens, stop=stop, on_text=on_text, seed=seed, end_at=end_at)


@pytest.fixture
def engine() -> Pausing:
    return Pausing()


@pytest.fixture
def library(tmp_path: Path, engine: Pausing) -> Iterator[Library]:
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")
    with Library(paths, model="smollm2-135m", make_generator=lambda files: engine) as made:
        yield made


@pytest.fixture
def long(library: Library, tmp_path: Path) -> Document:
    """Twelve pages, a section each."""
    return add(library, material.long_document(tmp_path, 12))


def add(library: Library, path: Path) -> Document:
    outcome = next(iter(library.add([path], wait=False, stop=Stop())))
    assert isinstance(outcome, Document)
    return outcome


MakePanel = Callable[[], SummaryPanel]


@pytest.fixture
def make_panel(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> MakePanel:
    def make() -> SummaryPanel:
        panel = SummaryPanel(library, jobs, theme)
        qtbot.addWidget(panel)
        panel.resize(420, 800)
        panel.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        return panel

    return make
