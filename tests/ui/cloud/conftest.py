"""A library of the test's own, and a gateway that keeps keys in a file: a real process, with a keyring that works or one that does not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.policy import Policy
from app.library import Library
from app.library.cloud import Cloud
from app.ui.jobs import Jobs
from tests.fakes import FakeEngine

_GATEWAY = Path(__file__).with_name("gateway.py")


class Gateway:
    """Starts the process; `ring` is its file, or none where no keyring is to be there."""

    def __init__(self, ring: Path) -> None:
        self.ring = ring
        self.has_keyring = True
        self.started = 0

    def __call__(self) -> "subprocess.Popen[bytes]":
        self.started += 1
        command = [sys.executable, "-S", str(_GATEWAY), str(self.ring) if self.has_keyring else ""]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    return Gateway(tmp_path / "ring.json")


@pytest.fixture
def policy() -> list[Policy]:
    """The last one is in force."""
    return [Policy()]


@pytest.fixture
def library(paths: Paths, gateway: Gateway, policy: list[Policy]) -> Iterator[Library]:
    with Library(paths, make_generator=lambda files: FakeEngine()) as made:
        made.__dict__["cloud"] = Cloud(made.rooms, policy=lambda: policy[-1], start=gateway)
        yield made


def settled(qtbot: QtBot, jobs: Jobs) -> None:
    """All that was begun has ended, and what it began, too; and it is on the screen."""
    qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
    QApplication.processEvents()
