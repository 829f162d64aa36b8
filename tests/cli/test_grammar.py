"""Options, help, version and what a wrong command line gets."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Program

_COMMANDS = ("add", "list", "remove", "search", "ask", "summarize", "models", "crashes", "doctor")
_ACTIONS = ("list", "pull", "import", "verify", "remove", "use")
_EVERYWHERE = ("--json", "--data-dir", "--model", "--seed", "--quiet", "--verbose", "--version")
_HEAVY = ("PySide6", "pymupdf", "llama_cpp", "chromadb", "onnxruntime", "tokenizers", "httpx", "numpy")


def test_help_has_examples_and_the_options_of_everywhere(program: Program) -> None:
    pages = [("--help",), *((name, "--help") for name in _COMMANDS), *(("models", name, "--help") for name in _ACTIONS)]
    for page in pages:
        done = program.run(*page)
        assert (done.status, done.err) == (0, ""), page
        assert "examples:\n  inglenook" in done.out, page
        assert all(option in done.out for option in _EVERYWHERE), page


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("list", "--version"), ("models", "--version"), ("models", "use", "--version")],
    ids=" ".join,
)
def test_the_version_is_said_everywhere(program: Program, arguments: tuple[str, ...]) -> None:
    done = program.run(*arguments)
    assert (done.status, done.out.split()[0]) == (0, "inglenook")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("list", "--nonsense"),
        ("add",),
        ("ask",),
        ("ask", "Who?", "--questions", "questions.jsonl"),
        ("ask", "Who?", "--pages", "2-3"),
        ("ask", "Who?", "--pages", "7-3", "-f", "a.pdf"),
        ("ask", "Who?", "--seed", "often"),
        ("search", "fuel", "-n", "0"),
        ("search", "fuel", "--wait", "--no-wait"),
        ("summarize",),
        ("summarize", "a.pdf", "--pages", "1", "--section", "Fuel"),
        ("summarize", "a.pdf", "--length", "endless"),
        ("models",),
        ("models", "use"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2(program: Program, arguments: tuple[str, ...]) -> None:
    done = program.run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "inglenook" in done.err and "Traceback" not in done.err
    assert not program.data.exists()


def test_options_are_taken_before_and_after_the_command(program: Program, tmp_path: Path) -> None:
    """The data folder shows which one was taken."""
    before = [sys.executable, "-m", "app", "--data-dir", str(program.data), "--json", "models", "list"]
    done = subprocess.run(before, capture_output=True, text=True, check=True, env=program.environment)
    for arguments in (("models", "--json", "list"), ("models", "list", "--json")):
        assert program.run(*arguments).out == done.stdout
    facts = program.run("--json", "doctor").object
    assert facts["paths"]["data"] == str(program.data)


def test_the_data_folder_comes_from_the_environment_unless_it_is_given(program: Program, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "doctor", "--json"]
    environment = {**program.environment, "INGLENOOK_DATA_DIR": str(tmp_path / "of the environment")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert str(tmp_path / "of the environment") in done.stdout
    done_with = program.run("doctor", "--json", INGLENOOK_DATA_DIR=str(tmp_path / "of the environment"))
    assert done_with.object["paths"]["data"] == str(program.data)


def _loaded(code: str, data: Path) -> set[str]:
    """The heavy modules that are in memory after `code`."""
    program = f"import sys\nfrom contextlib import suppress\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(data)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()} & set(_HEAVY)


@pytest.mark.parametrize(
    "code",
    [
        "import app.library, app.cli",
        "from app.cli import run\nwith suppress(SystemExit): run(['--help'], print)",
        "from app.cli import run\nwith suppress(SystemExit): run(['ask', '--help'], print)",
        "from app.cli import run\nassert run(['list', '--data-dir', sys.argv[1]], print) == 0",
    ],
    ids=["import", "help", "help of a command", "list"],
)
def test_nothing_heavy_is_imported_before_it_is_wanted(tmp_path: Path, code: str) -> None:
    assert _loaded(code, tmp_path / "data") == set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so_and_names_the_commands(program: Program) -> None:
    done = program.run(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (
        done.status == 3 and "no screen" in done.err and "inglenook --help" in done.err and "Traceback" not in done.err
    )
