"""What holds how much memory, counted in real processes, and how many threads the doctor tells of."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.host.paths import Paths
from app.host.settings import change
from app.language import measured
from app.language.measured import Choice
from app.library import diagnosis, holding, resting
from app.library.rooms import Rooms
from app.stop import Stop
from tests.contracts.test_resting import PROMPT
from tests.language.engines import model_file


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")
    opened = Rooms(paths, model=str(model_file()), gentle=True)
    yield opened
    opened.close()


def _parts(rooms: Rooms) -> dict[str, holding.Held]:
    return {one.part: one for one in holding.held(rooms)}


def test_each_part_is_told_while_it_is_there_and_no_longer(rooms: Rooms) -> None:
    """Other tests of the same process may have readers running, and leave memory that an embedder takes without growth."""
    before = _parts(rooms)
    assert not {"engine", "embedder"} & {*before} and before["program"].bytes > 10 * 2**20
    embedder = rooms.embedder
    assert embedder is not None
    embedder.embed(["a question"], stop=Stop())
    rooms.generator.generate(PROMPT, max_tokens=1, stop=Stop())
    during = _parts(rooms)
    assert "embedder" not in during or during["embedder"].pid is None
    engine = during["engine"]
    assert engine.pid == getattr(rooms.generator, "pid", None)
    assert engine.bytes == pytest.approx(psutil.Process(engine.pid).memory_info().rss, rel=0.2)
    assert engine.bytes > model_file().stat().st_size * 0.8 and 0 <= engine.in_files < engine.bytes
    assert resting.unload(rooms)
    assert not {"engine", "embedder"} & {*_parts(rooms)}


def test_the_doctor_tells_them_and_what_the_model_would_take(rooms: Rooms) -> None:
    change(rooms.paths.settings, idle_minutes=30)
    found = diagnosis.examine(rooms)
    memory = found.facts["memory"]
    assert memory["idle_minutes"] == 30
    assert memory["model_needs"] > model_file().stat().st_size
    assert memory["parts"][0]["part"] == "program"
    said = [one.said for one in found.findings if one.name == "Memory"]
    assert any(text.startswith("this program: ") for text in said)
    assert any(text.startswith("model: not loaded; it takes about ") for text in said)
    assert "given back after 30 minutes without a question" in said
    assert not any(one.wrong for one in found.findings if one.name in {"Memory", "Threads"})


def test_a_loaded_model_is_told_with_what_it_takes(rooms: Rooms) -> None:
    rooms.generator.load(report=lambda _: None, stop=Stop())
    said = [one.said for one in holding.memory(rooms)[0]]
    assert any(text.startswith("model: ") and text.endswith("of it parts of files") for text in said)
    assert not any("not loaded" in text for text in said)


def test_the_doctor_tells_threads_and_how_they_were_found(rooms: Rooms) -> None:
    findings, fact = holding.threads(rooms)
    assert fact["measured"] is None and "as the cores suggest" in findings[0].said
    measured.keep(rooms.paths.threads, model_file(), Choice(1, 1))
    findings, fact = holding.threads(rooms)
    assert (fact["reading"], fact["writing"]) == (1, 1) and fact["measured"]
    assert findings[0].said == f"1 to read with and 1 to write with, measured on {fact['measured']}"


def test_without_a_model_there_is_nothing_to_need(tmp_path: Path) -> None:
    rooms = Rooms(Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine"))
    assert holding.needed(rooms) is None
    assert holding.threads(rooms)[1]["measured"] is None
    rooms.close()
