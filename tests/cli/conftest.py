from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import material
from tests.cli.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A data folder of its own, empty."""
    return Program(tmp_path / "data")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with PDFs that no test changes."""
    folder = tmp_path_factory.mktemp("shelf")
    material.prose(folder)
    material.outlined(folder)
    material.partly_scanned(folder)
    material.rotated(folder)
    material.labelled(folder)
    return folder


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Iterator[Program]:
    """A library that is only read: prose.pdf, partly.pdf and rotated.pdf, searchable by meaning."""
    made = Program(tmp_path_factory.mktemp("filled") / "data")
    made.run("scans", "never")
    made.add(shelf / "prose.pdf", shelf / "partly.pdf", shelf / "rotated.pdf")
    yield made
    assert set(made.listed()) == {"prose.pdf", "partly.pdf", "rotated.pdf"}, "a test changed what it shares"
