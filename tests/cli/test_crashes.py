"""`crashes` and `doctor --report`: what is kept of faults is listed, shown, exported and removed, and nothing of it is sent."""

from pathlib import Path

import pytest

from app.host import crashes
from tests.cli.program import Program


@pytest.fixture
def crashed(program: Program) -> Program:
    """With a trace that a crashed engine has left, and a fault of a command."""
    crashes.keep_text(program.data / "crashes", "list", "builtins.ValueError", '  File "a/b.py", line 3, in f')
    (program.data / "logs").mkdir()
    (program.data / "logs" / "engine-4711.native").write_text(
        'Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n  File "/x/a/b.py", line 3 in f\n'
    )
    return program


def test_reports_are_listed_shown_exported_and_removed(crashed: Program, tmp_path: Path) -> None:
    listed = crashed.run("crashes", "list", "--json").objects
    assert {(one["process"], one["fault"]) for one in listed} == {
        ("list", "builtins.ValueError"),
        ("engine", "SIGABRT"),
    }
    shown = crashed.run("crashes", "show", "all").out
    assert "the thread that failed" in shown and shown.count('  File "a/b.py", line 3, in f') == 2
    copy = tmp_path / "copy.txt"
    exported = crashed.run("crashes", "export", "all", "--to", copy)
    assert exported.status == 0 and copy.read_text() in exported.out
    crashed.run("crashes", "export", "last", "--to", copy, "--json").fails("exists", file="copy.txt")
    assert crashed.run("crashes", "remove", listed[0]["id"], "--json").object["removed"] == [listed[0]["id"]]
    assert [one["id"] for one in crashed.run("crashes", "list", "--json").objects] == [listed[1]["id"]]
    crashed.run("crashes", "show", "1999", "--json").fails("not_found", file="1999")


def test_the_report_to_pass_on_is_shown_and_names_no_folder_of_the_user(crashed: Program, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    done = crashed.run("doctor", "--report", file)
    text = file.read_text()
    assert done.status == 0 and text in done.out
    assert "fault: SIGABRT" in text and "engine crashed fault=SIGABRT" in text and "Data: <data>" in text
    assert str(crashed.data) not in text and str(Path.home()) not in text
