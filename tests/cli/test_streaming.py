"""How an answer appears where somebody watches: as it is written, then its sources; or withdrawn. With a fake engine, whose
answers are known."""

import argparse
import contextlib
import io
from pathlib import Path

import pytest

from app.cli import answering, run
from app.host.paths import Paths
from app.library import Library
from tests import material
from tests.cli.program import MODEL
from tests.fakes import FakeEngine

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."
_QUESTION = "Who was chosen as chair of the board in September 2024?"
_FALSE = "The harbour burned down in 1911 and nobody was paid for it."


class Screen(io.StringIO):
    """A terminal that remembers each piece that was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return super().write(text)


def _ask(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reply: str, question: str = _QUESTION, path: Path | None = None
) -> None:
    def open_library(options: argparse.Namespace) -> Library:
        engine = FakeEngine([reply], shares={"Yes": 99.0})
        return Library(Paths.find(options.data_dir), model=MODEL, make_generator=lambda files: engine)

    monkeypatch.setattr(answering, "open_library", open_library)
    monkeypatch.setenv("COLUMNS", "120")
    path = path or material.prose(tmp_path)
    arguments = ["ask", question, "-f", str(path), "--data-dir", str(tmp_path / "data"), "--no-wait"]
    assert run(arguments, lambda paths, model, adapter: 99) == 0


def test_words_appear_as_they_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    screen = Screen()
    with contextlib.redirect_stdout(screen):
        _ask(monkeypatch, tmp_path, _TRUE)
    assert screen.pieces[:4] == ["The", " board", " chose", " Ingrid"]
    assert screen.getvalue() == f"{_TRUE}\n\n[1] prose.pdf, p. 2: “{_TRUE}”\n"


def test_an_answer_that_comes_at_once_is_shown_once_with_its_table_in_columns(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen = Screen()
    with contextlib.redirect_stdout(screen):
        table = material.table(tmp_path, ruled=True)
        _ask(monkeypatch, tmp_path, "", "Compare North quay with Night boat.", table)
    assert screen.getvalue().splitlines()[:3] == [
        "            North quay     Night boat",
        "──────────  ─────────────  ───────────",
        "Sailings    2,190 [1]      312 [2]",
    ]
    assert screen.getvalue().count("181,440 [1]") == 1


def test_what_nothing_supports_is_withdrawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    screen = Screen()
    with contextlib.redirect_stdout(screen):
        _ask(monkeypatch, tmp_path, _FALSE)
    shown = screen.getvalue()
    assert shown.startswith(f"{_FALSE}\n\nWithdrawn: the documents do not say.\nThe document does not say.")
    assert "[1]" not in shown


def test_in_a_pipe_there_is_only_the_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _ask(monkeypatch, tmp_path, _FALSE)
    shown = capsys.readouterr()
    assert shown.out.startswith("The document does not say.") and _FALSE not in shown.out
    assert shown.err == ""
