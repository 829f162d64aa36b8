"""A walk: steps that are timed and told, each with pictures of what was seen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.host.paths import Paths
from tests.walk.person import USUAL, Lost, Person, patiently, program
from tests.walk.screen import Screen
from tests.walk.seen import Seen

SIZE = (1440, 900)
"""Of the window."""


@dataclass
class Walk:
    """`folder` holds the person's PDFs and the program's data, `to` gets the pictures. `model` None is the usual one; what another
    one writes is not looked at."""

    screen: Screen
    folder: Path
    to: Path
    model: str | None = None
    look: str = "light"
    """Begins the names of pictures."""
    taken: list[Path] = field(default_factory=list)

    @property
    def documents(self) -> Path:
        """Where the person keeps PDFs."""
        return self.folder / "Documents"

    @property
    def paths(self) -> Paths:
        return Paths.find(self.folder / "data")

    @property
    def is_usual(self) -> bool:
        return self.model is None

    @contextmanager
    def started(self, *, size: tuple[int, int] = SIZE) -> Iterator[Person]:
        """The program with its window at the upper left."""
        arguments = ("--model", self.model) if self.model else ()
        with program(
            self.screen, self.folder, *arguments, environment={"INGLENOOK_MODELS_DIR": str(self.paths.models)}
        ) as person:
            person.until("the window comes", lambda seen: seen.window("Window"))
            shown = patiently("the window manager has it", lambda: self.screen.windows("Inglenook"), USUAL)
            self.screen.place(shown[0], size)
            person.until("the window has its size", lambda seen: _size(seen) == size)
            yield person

    @contextmanager
    def step(self, name: str, person: Person | None = None) -> Iterator[None]:
        """Told with its seconds; where it fails, a picture shows how things stood."""
        start = time.monotonic()
        try:
            yield
        except (Lost, AssertionError):
            if person is not None:
                self.picture(person, "failed")
            print(f"{time.monotonic() - start:7.1f} s  FAILED: {name}", flush=True)
            raise
        print(f"{time.monotonic() - start:7.1f} s  {name}", flush=True)

    def picture(self, person: Person, name: str) -> Path:
        """Of the window with what lies over it."""
        file = self.to / f"{self.look}-{len(self.taken) + 1:02}-{name}.png"
        seen = person.look()
        window = None if seen is None else seen.window("Window")
        self.screen.picture(file, None if window is None else window.rect)
        self.taken.append(file)
        return file


def _size(seen: Seen) -> tuple[int, int]:
    window = seen.window("Window")
    return (0, 0) if window is None else (round(window.rect.width), round(window.rect.height))
