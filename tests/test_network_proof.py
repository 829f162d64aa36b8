"""Nothing leaves: the real program, in plain child processes, attempts no connection while it adds, answers and summarises.

Under strace every process of the program is followed, native code included. Elsewhere only one process's own record is
read, doctor's: that it refused nothing says little of the others.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.host import settings
from app.host.paths import Paths
from tests import material
from tests.walk import acts
from tests.walk.person import program
from tests.walk.screen import screen

_INET = ("AF_INET", "AF_INET6")
_JOURNEY = (
    ("add", "{file}"),
    ("ask", "Who pays the rent?", "-f", "{file}", "--model", "smollm2-135m", "--json"),
    ("summarize", "{file}", "--length", "brief", "--model", "smollm2-135m", "--json"),
    ("doctor", "--json"),
)


def _run(arguments: list[str], data: Path, *before: str) -> "subprocess.CompletedProcess[str]":
    command = [*before, sys.executable, "-m", "app", *arguments, "--data-dir", str(data)]
    environment = {**os.environ, "INGLENOOK_MODELS_DIR": str(Paths.find().models)}
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, env=environment)


@pytest.mark.model
@pytest.mark.embedder
def test_a_whole_journey_attempts_no_connection(tmp_path: Path) -> None:
    file = material.prose(tmp_path)
    trace = tmp_path / "trace"
    before = follow(trace)
    for step in _JOURNEY:
        arguments = [part.format(file=file) for part in step]
        done = _run(arguments, tmp_path / "data", *before)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["network"] == {"closed": True, "refused": []}
    if before:
        lines = trace.read_text().splitlines()
        assert any("execve" in line for line in lines), "nothing was traced"
        assert [line for line in lines if any(family in line for family in _INET)] == []


@pytest.mark.model
@pytest.mark.embedder
@pytest.mark.skipif(sys.platform != "linux", reason="strace and Xvfb are Linux's")
def test_the_window_attempts_no_connection(tmp_path: Path) -> None:
    """As a person has it: on a screen, by keys; a PDF is added and asked about, and the system ends the program."""
    trace = tmp_path / "trace"
    paths = Paths.find(tmp_path / "data")
    settings.change(paths.settings, started=True)
    models = {"INGLENOOK_MODELS_DIR": str(paths.models)}
    file = material.prose(tmp_path)
    with (
        screen(tmp_path / "home") as shown,
        program(shown, tmp_path, "--model", "smollm2-135m", environment=models, before=follow(trace)) as person,
    ):
        acts.add(person, file)
        acts.ask(person, "Who chairs the board?")
        acts.until_answered(person)
        person.terminate()
        assert person.until_ended() == 0
    lines = trace.read_text().splitlines()
    assert any("AF_UNIX" in line for line in lines), "not even its screen was connected to"
    assert [line for line in lines if any(family in line for family in _INET)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_the_proof_would_see_a_connection(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    code = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([*follow(trace), sys.executable, "-c", code], check=True, timeout=60)
    assert any("AF_INET" in line for line in trace.read_text().splitlines())


def follow(trace: Path) -> tuple[str, ...]:
    """strace appends to one file, so that all steps of a journey are in it."""
    if sys.platform != "linux":
        return ()
    strace = shutil.which("strace")
    assert strace, "strace is missing; packaging/apt.txt lists it"
    return (strace, "-f", "-A", "-qq", "-e", "trace=socket,connect,execve", "-o", str(trace))
