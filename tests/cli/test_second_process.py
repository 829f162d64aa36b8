"""Another process has the library open: everything that reads works, adding goes by words, and nothing is corrupted."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import material
from tests.cli.program import MODEL, ROOT, UNANSWERABLE, Program

pytestmark = [pytest.mark.model, pytest.mark.embedder]


@contextmanager
def _holder(program: Program, way: str) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "tests.cli.holder", str(program.data), way]
    with subprocess.Popen(
        command, cwd=ROOT, env=program.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def test_beside_a_holder_that_writes_everything_goes_on(program: Program, tmp_path: Path) -> None:
    first, second = material.prose(tmp_path), material.table(tmp_path)
    program.add(first)
    with _holder(program, "busy") as holder:
        assert program.listed()["prose.pdf"]["state"] == "ready"
        meant = program.run("search", "ticket sales at sea", "-n", "1", "--json")
        assert "tickets that can be bought" in " ".join(meant.object["text"].split())
        answer = program.ask(UNANSWERABLE, "-f", first)
        assert (answer.status, answer.object["scope"]["by_meaning"]) == (0, 3)
        added = program.run("add", second, "--json")
        assert (added.status, added.object["state"]) == (0, "words"), "embedding is the holder's"
        by_words = program.run("search", "old town loop", "-n", "1", "--json").object
        assert by_words["file"] == "table.pdf"
        summary = program.run("summarize", first, "--pages", "2", "--length", "brief", "--model", MODEL, "--json")
        assert (summary.status, summary.object["coverage"]["read"]) == (0, 1)
        assert program.run("remove", "table.pdf").status == 0
        assert list(program.listed()) == ["prose.pdf"]
        written, _, problems = holder.communicate("")[0].partition(" ")
        assert holder.returncode == 0
        assert int(written) > 20 and problems == "[]\n"
    assert program.add(second)[0]["state"] == "ready"
    assert program.run("doctor", "--model", MODEL).status == 0


def test_what_a_removal_had_to_leave_is_taken_off_the_disk_later(program: Program, tmp_path: Path) -> None:
    first, second = material.prose(tmp_path), material.table(tmp_path)
    program.add(first, second)
    with _holder(program, "busy"):
        done = program.run("remove", "table.pdf", "--verbose")
        assert done.status == 0 and "it, or a later command, takes what is left of it off the disk." in done.err
        assert program.run("search", "old town loop", "-f", first).status == 0
    assert program.run("search", "passengers").status == 0
    done = program.run("remove", "prose.pdf", "--verbose")
    assert done.status == 0 and "later" not in done.err


def test_beside_a_transaction_that_never_ends_reading_works_and_writing_says_why_not(
    program: Program, tmp_path: Path
) -> None:
    first = material.prose(tmp_path)
    program.add(first)
    with _holder(program, "locked"):
        assert program.listed()["prose.pdf"]["state"] == "ready"
        assert program.run("search", "piles", "-n", "1", "--json").object["page"] == 2
        answer = program.ask(UNANSWERABLE, "-f", first)
        assert (answer.status, answer.object["conversation"]) == (0, None)
        added = program.run("add", material.table(tmp_path), "--json")
        assert (added.status, added.object["file"], added.object["error"]["kind"]) == (3, "table.pdf", "locked")
        program.run("remove", "prose.pdf", "--json").fails("locked", file=str(program.data / "catalog.sqlite3"))
    assert program.run("add", tmp_path / "table.pdf", "--no-wait").status == 0
