"""On a terminal: words arrive as they are written, progress is drawn and wiped, a password is asked for, Ctrl-C stops."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests import material
from tests.cli.program import MODEL, Program

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from tests.cli.terminal import END, INTERRUPT, Terminal

pytestmark = [pytest.mark.embedder, pytest.mark.model]

_QUESTION = "Who was chosen as chair of the board in September 2024?"


def test_an_answer_and_its_sources(filled: Program, shelf: Path) -> None:
    arguments = ("ask", _QUESTION, "-f", shelf / "prose.pdf", "--pages", "2", "--model", MODEL)
    with Terminal(filled, *arguments) as terminal:
        assert terminal.end() == 0
    answer, _, sources = terminal.shown.partition("\n\n[1] prose.pdf, p. ")
    assert answer.strip() and (sources or "The document does not say." in answer)
    assert "░" in terminal.seen and "░" not in terminal.shown


def test_lists_fit_the_terminal_and_a_pipe_gets_whole_lines(program: Program, tmp_path: Path) -> None:
    name = " ".join(["minutes of the annual meeting"] * 4) + ".pdf"
    program.run("add", material.prose(tmp_path, pages=1, name=name), "--collection", "Harbour", "--no-wait")
    for words in (("list",), ("search", "harbour", "--no-wait")):
        with Terminal(program, *words) as terminal:
            assert terminal.end() == 0
        shown = terminal.shown.strip("\n").split("\n")
        assert len(shown) > 2 and max(map(len, shown)) <= 80, shown
        piped = program.run(*words).out
        assert " ".join(" ".join(shown).split()) == " ".join(piped.split())
        assert max(map(len, piped.split("\n"))) > 110, "a pipe has each in one line"


def test_results_in_a_pipe_and_progress_on_the_terminal(program: Program, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    with Terminal(program, "add", path, only_errors=True) as terminal:
        assert terminal.end() == 0
        assert terminal.output() == "prose.pdf  3 pages, ready\n"
    assert "reading" in terminal.seen and "preparing search by meaning" in terminal.seen
    assert terminal.shown.strip() == ""
    with Terminal(program, "summarize", path, "--length", "brief", "--model", MODEL, "--quiet") as quiet:
        assert quiet.end() == 0
    assert "█" not in quiet.seen and "This will take" not in quiet.seen


def test_a_password_is_asked_for_until_it_is_right(program: Program, tmp_path: Path) -> None:
    path = material.protected(tmp_path)
    with Terminal(program, "add", path, "--no-wait") as terminal:
        terminal.until("Password of protected.pdf: ")
        terminal.type("hawthorn\n")
        terminal.until("Password of protected.pdf: ")
        terminal.type(material.PASSWORD + "\n")
        assert terminal.end() == 0
    assert "protected.pdf  2 pages" in terminal.shown
    assert material.PASSWORD not in terminal.seen and "hawthorn" not in terminal.seen


@pytest.mark.parametrize(("key", "status"), [("\n", 3), (END, 3), (INTERRUPT, 130)], ids=["nothing", "end", "stop"])
def test_a_password_that_is_not_given(program: Program, tmp_path: Path, key: str, status: int) -> None:
    with Terminal(program, "add", material.protected(tmp_path), "--no-wait") as terminal:
        terminal.until("Password of protected.pdf: ")
        terminal.type(key)
        assert terminal.end() == status
    said = "‘protected.pdf’ is protected, and no password was given that opens it." if status == 3 else "Stopped."
    assert said in terminal.shown and "Traceback" not in terminal.shown


def test_a_stop_while_reading_leaves_nothing_half_there(program: Program, tmp_path: Path) -> None:
    with Terminal(program, "add", material.endless_page(tmp_path)) as terminal:
        terminal.until("reading")
        terminal.type(INTERRUPT)
        assert terminal.end() == 130
        _require_alone(terminal)
    assert "Stopped." in terminal.shown
    assert program.listed() == {}
    assert program.run("add", material.prose(tmp_path), "--no-wait").status == 0


def test_a_stop_while_learning_meaning_goes_on_where_it_was(program: Program, tmp_path: Path) -> None:
    path = material.long_document(tmp_path, 60)
    with Terminal(program, "add", path) as terminal:
        terminal.until("preparing search by meaning")
        terminal.type(INTERRUPT)
        assert terminal.end() == 130
    left = program.listed()["long.pdf"]
    assert left["state"] == "words" and 0 < left["embedded"] < left["chunks"]
    assert program.run("search", "clerk", "--no-wait").status == 0
    before = _rows(program, "SELECT rowid FROM embeddings")
    (whole,) = program.add(path)
    assert (whole["state"], whole["embedded"]) == ("ready", whole["chunks"])
    assert before < _rows(program, "SELECT rowid FROM embeddings"), "what was done was done again"


def test_a_stop_while_summarising_goes_on_with_the_sections_that_are_missing(program: Program, tmp_path: Path) -> None:
    path = material.long_document(tmp_path, 4)
    arguments = ("summarize", path, "--length", "brief", "--model", MODEL)
    with Terminal(program, *arguments) as terminal:
        terminal.until("This will take about .* it continues where it was")
        terminal.until(r"summarising .* [1-9]\d?%")
        terminal.type(INTERRUPT)
        assert terminal.end() == 130
        _require_alone(terminal)
    _mark_summaries(program)
    before = _rows(program, "SELECT key, content FROM summaries")
    assert before
    done = program.run(*arguments, "--json").object
    after = _rows(program, "SELECT key, content FROM summaries")
    assert before < after, "a finished section was written again, or nothing was left to do"
    assert done["coverage"] == {"pages": 4, "read": 4, "skipped": []} and done["tokens"]["generated"] > 0
    again = program.run(*arguments, "--json").object
    assert (again["summary"], again["tokens"]["generated"]) == (done["summary"], 0)


def test_a_stop_while_answering(filled: Program, shelf: Path) -> None:
    with Terminal(filled, "ask", _QUESTION, "-f", shelf / "prose.pdf", "--model", MODEL) as terminal:
        terminal.until("reading passages")
        terminal.type(INTERRUPT)
        assert terminal.end() == 130
        _require_alone(terminal)
    assert "Stopped." in terminal.shown and "[1]" not in terminal.shown


def test_an_engine_that_dies_fails_the_question_and_no_more(filled: Program, shelf: Path) -> None:
    with Terminal(filled, "ask", _QUESTION, "-f", shelf / "prose.pdf", "--model", MODEL) as terminal:
        terminal.until("reading passages")
        _engine_of(terminal.pid).kill()
        assert terminal.end() == 3
    assert "inglenook: The model stopped unexpectedly: its process was ended by SIGKILL." in terminal.shown
    assert "Try again" in terminal.shown


def _require_alone(terminal: Terminal) -> None:
    """No process of the program's session is left."""
    left = [process for process in psutil.process_iter() if _session_of(process) == terminal.pid]
    _, alive = psutil.wait_procs(left, timeout=10)
    assert alive == []


def _session_of(process: psutil.Process) -> int | None:
    try:
        return os.getsid(process.pid)
    except (ProcessLookupError, PermissionError):
        return None


def _engine_of(pid: int) -> psutil.Process:
    children = psutil.Process(pid).children()
    (engine,) = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    return engine


def _mark_summaries(program: Program) -> None:
    """One space more in each: one that is written again has it no more."""
    with closing(sqlite3.connect(program.data / "catalog.sqlite3")) as connection, connection:
        connection.execute("""UPDATE summaries SET content = replace(content, '"}', ' "}')""")


def _rows(program: Program, query: str) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(program.data / "catalog.sqlite3")) as connection:
        return set(connection.execute(query))
