"""After a journey over marked text, with faults in every process, no log, crash report or standard error holds a mark."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf
import pytest

from app.host import crashes, faults, log
from app.host.paths import Paths
from tests.gateway.cloud import keyring
from tests.proof.faulty import SAID
from tests.walk.person import ROOT

TEXT, TITLE, NAME, FOLDER = "Zephyrquill", "Obsidianmoth", "Larkspurvane", "Quincewhistle"
QUESTION, KEY, PASSWORD = "Thornbramble", "sk-Vellumgrackle", "Pewtersundial"
MARKS = (TEXT, TITLE, NAME, FOLDER, QUESTION, KEY, PASSWORD)
MODEL = "smollm2-135m"

pytestmark = [pytest.mark.model, pytest.mark.embedder, pytest.mark.skipif(sys.platform == "win32", reason="signals")]


@dataclass
class Journey:
    """Collects what its commands say on standard error. File names stand there by right: whoever gave the command typed them."""

    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, fault: str) -> dict[str, str]:
        quoted = {"FAULT": fault, SAID: f"{TEXT} {KEY} {PASSWORD} {self.folder / FOLDER}"}
        models = {"INGLENOOK_MODELS_DIR": str(Paths.find().models), "QT_QPA_PLATFORM": "offscreen"}
        return {**os.environ, **models, **keyring.NOWHERE, **quoted}

    def run(self, *arguments: object, fault: str = "", given: str = "") -> int:
        command = [sys.executable, "-m", "tests.proof.faulty", *map(str, arguments), "--data-dir", str(self.data)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, env=self.environment(fault), cwd=ROOT, timeout=240, check=False
        )  # fmt: skip
        self.said.append(done.stderr.replace(f"{NAME}.pdf", "").replace(f"{NAME}-2.pdf", ""))
        return done.returncode

    def gateway(self, asked: object) -> int:
        """The real gateway, as the program starts it, with a request that it cannot know."""
        environment = {**self.environment(""), "INGLENOOK_REPORTS": str(self.data)}
        command = [sys.executable, "-m", "app.gateway"]
        request = json.dumps(asked) + "\n"
        done = subprocess.run(
            command, input=request, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60, check=False
        )  # fmt: skip
        self.said.append(done.stdout + done.stderr)
        return done.returncode


def marked(folder: Path) -> Path:
    """A PDF with a mark in its text, title, name, folder and password."""
    (folder / FOLDER).mkdir()
    path = folder / FOLDER / f"{NAME}.pdf"
    document = pymupdf.open()
    document.new_page().insert_text((72, 90), f"The {TEXT} pays 1,200 crowns of rent to the office each month.")
    document.set_metadata({"title": TITLE})
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=PASSWORD, owner_pw=PASSWORD)
    return path


def test_no_log_report_or_standard_error_holds_a_word_of_it(tmp_path: Path) -> None:
    journey, file = Journey(tmp_path), marked(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    opened = (file, "--password-file", secret)
    assert journey.run("add", *opened) == 0
    copy = file.with_name(f"{NAME}-2.pdf")
    copy.write_bytes(file.read_bytes() + b"\n%")
    other = (copy, "--password-file", secret)
    assert journey.run("add", *other, "--no-wait", fault="reader crashes") == 3
    journey.run("add", *other, "--no-wait", fault="reader fails")
    asked = ("ask", f"What does the {QUESTION} {TEXT} pay?", "-f", file, "--model", MODEL)
    assert journey.run(*asked, fault="engine crashes") == 3
    assert journey.run(*asked, fault="engine fails") == 1
    assert journey.run("conversations", "list", fault="command fails") == 1
    journey.run("cloud", "add", "office", "--address", "http://127.0.0.1:9", "--model", "m")
    journey.run("cloud", "set-key", "office", "--key-stdin", given=KEY)
    assert journey.gateway({"nonsense": [KEY, TEXT]}) == 1
    assert journey.run(fault="window") < 0
    journey.run("doctor", "--report", tmp_path / "report.txt")
    _nothing_told(journey, tmp_path / "report.txt")
    kept = {(one.process, one.fault) for one in crashes.listed(journey.data / "crashes")}
    assert {("reader", "SIGSEGV"), ("engine", "SIGSEGV"), ("window", "SIGSEGV")} <= kept, kept
    fails = "builtins.ValueError"
    assert {
        ("reader", fails),
        ("engine", fails),
        ("window", fails),
        ("gateway", fails),
        ("conversations", fails),
    } <= kept, kept


def _nothing_told(journey: Journey, report: Path) -> None:
    logged = log.read(journey.data / "logs")
    assert "reader crashed fault=SIGSEGV" in logged and "added document=" in logged
    kept = [path for folder in ("logs", "crashes") for path in (journey.data / folder).iterdir()]
    assert not [path for path in kept if path.stat().st_mode & 0o077]
    texts = {str(path): path.read_text() for path in [*kept, report]} | {
        f"said {number}": text for number, text in enumerate(journey.said)
    }
    told = {(name, mark) for name, text in texts.items() for mark in MARKS if mark.lower() in text.lower()}
    assert told == set()


def test_a_line_of_the_log_takes_no_words(tmp_path: Path) -> None:
    """Whatever a caller passes on."""
    data = tmp_path / "data"
    data.mkdir()
    log.note(data / "logs", TEXT, "added", document="ab" * 32, pages=3, seconds=1.5, kind="damaged", name=NAME)
    try:
        raise ValueError(TEXT)
    except ValueError as error:
        log.note(data / "logs", "reader", "fault", type=error)
    first, second = log.read(data / "logs").splitlines()
    assert first.endswith("? added document=abababab pages=3 seconds=1.50 kind=damaged name=?")
    assert second.endswith("reader fault type=builtins.ValueError")


def test_the_log_is_kept_in_three_files_of_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SIZE", 400)
    for number in range(100):
        log.note(tmp_path / "logs", "reader", "added", pages=number)
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["inglenook.log", "inglenook.log.1", "inglenook.log.2"]
    assert all(path.stat().st_size < 500 for path in (tmp_path / "logs").iterdir())
    assert [line.split("pages=")[1] for line in log.read(tmp_path / "logs").splitlines()][-3:] == ["97", "98", "99"]


def test_what_stands_in_a_trace_beside_places_is_left_out() -> None:
    trace = (
        "Fatal Python error: Segmentation fault\n\nCurrent thread 0x7f (most recent call first):\n"
        f'  File "/home/{NAME}/app/documents/worker.py", line 12 in _page\n{TEXT}\n\nExtension modules: a.b (total: 1)\n'
    )
    fault, places = faults.without_values(trace)
    assert fault == "SIGSEGV" and 'File "documents/worker.py", line 12, in _page' in places
    assert NAME not in places and TEXT not in places


def test_the_oldest_report_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crashes, "KEPT", 3)
    for number in range(5):
        crashes.keep_text(tmp_path, "reader", f"fault {number}", "")
    assert len(crashes.listed(tmp_path)) == 3
    crashes.mark_seen(crashes.listed(tmp_path)[:1])
    assert [one.seen for one in crashes.listed(tmp_path)].count(True) == 1
