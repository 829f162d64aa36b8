"""A fault of ours ends with 1 and a report that says nothing of any document; outputs that are closed or cannot show a letter."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app import cli
from app.errors import Refused
from app.host.paths import Paths
from tests import material
from tests.cli.program import Program


def no_window(paths: Paths, model: str | None, adapter: str | None) -> int:
    raise AssertionError("a command opened the window")


def test_a_fault_of_ours_is_kept_without_the_values_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> int:
        raise ValueError("Rent is 2,400 a month.")

    monkeypatch.setattr(cli, "_dispatch", lambda command: broken)
    assert cli.run(["list", "--data-dir", str(tmp_path)], no_window) == 1
    (report,) = (tmp_path / "crashes").iterdir()
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("inglenook: This is a fault of Inglenook") and str(report) in said.err
    text = report.read_text()
    assert "in broken" in text and "builtins.ValueError" in text and "2,400" not in text
    if sys.platform != "win32":
        assert report.stat().st_mode & 0o777 == 0o600 and report.parent.stat().st_mode & 0o777 == 0o700


def test_a_refusal_by_policy_ends_with_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*arguments: object) -> int:
        raise Refused("policy", reason="downloads are forbidden")

    monkeypatch.setattr(cli, "_dispatch", lambda command: refused)
    assert cli.run(["models", "pull", "default", "--json", "--data-dir", str(tmp_path)], no_window) == 4
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["kind"] == "policy"
    assert said.err.startswith("inglenook: Not allowed here: downloads are forbidden.\n")


def test_a_fault_in_the_real_program_ends_with_1(program: Program, tmp_path: Path) -> None:
    """A record that nobody but the program writes, spoilt."""
    program.run("add", material.not_a_pdf(tmp_path))
    with closing(sqlite3.connect(program.data / "catalog.sqlite3")) as connection, connection:
        connection.execute("UPDATE failures SET details = 'no JSON'")
    done = program.run("list", "--json")
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err and len(list((program.data / "crashes").iterdir())) == 1


@pytest.mark.embedder
def test_an_output_that_is_closed_ends_it_quietly(filled: Program) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        command = filled.command("list")
        done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False, env=filled.environment)
    finally:
        os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.embedder
def test_an_output_without_unicode(filled: Program, shelf: Path) -> None:
    bad = filled.run("search", "fuel", "-f", shelf / "none.pdf", "--json", PYTHONIOENCODING="ascii")
    assert (bad.status, json.loads(bad.out)["error"]["message"]) == (3, "‘none.pdf’ is not there.")
    assert "\\u2018none.pdf\\u2019 is not there." in bad.err


@pytest.mark.embedder
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_everything_that_is_kept_is_its_owners_alone(filled: Program) -> None:
    kept = [filled.data, *filled.data.rglob("*")]
    assert len(kept) > 5
    assert {path.name: oct(path.stat().st_mode) for path in kept if path.stat().st_mode & 0o077} == {}
