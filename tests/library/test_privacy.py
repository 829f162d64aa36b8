"""What is kept is told, and deleted when its owner says so; nothing else is."""

import tempfile
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host import settings
from app.host.instance import Hold
from app.host.paths import Paths
from app.library import Library, privacy
from app.library.rooms import Rooms
from app.stop import Stop, Stopped
from app.types import Document, Provider
from tests import material
from tests.fakes import FakeEngine
from tests.gateway.cloud import keyring
from tests.library.conftest import MakeLibrary

embedder = pytest.mark.embedder


def _add(library: Library, path: Path) -> Document:
    outcome = next(iter(library.add([path], wait=False, stop=Stop())))
    assert isinstance(outcome, Document)
    return outcome


def _by_name(rooms: Rooms) -> dict[str, int]:
    return {one.name: one.bytes for one in privacy.stored(rooms)}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@embedder
@pytest.mark.model
def test_each_kind_is_told_with_its_size(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(FakeEngine(["- Fuel remained the largest single cost.\n"]))
    path = material.long_document(tmp_path, 4)
    document = _add(library, path)
    settings.change(library.rooms.paths.settings, text_size=130)
    before = _by_name(library.rooms)
    assert before["documents"] > 10_000 and before["settings"] > 0 and before["models"] > 10_000_000
    assert before["conversations"] == before["summaries"] == before["reports"] == 0
    library.rooms.catalog.conversations.add_turn(
        None, "How much was fuel?", {"answer": "x" * 5000}, documents=[document.id]
    )
    library.summarize(path, length="brief", wait=False, stop=Stop())
    after = _by_name(library.rooms)
    assert 5000 < after["conversations"] < 20_000
    assert after["summaries"] > 0


def test_nothing_is_made_for_the_telling(paths: Paths) -> None:
    assert {one.bytes for one in privacy.stored(Rooms(paths))} == {0}
    assert not paths.data.exists()


@embedder
def test_everything_goes_but_the_pdfs_the_models_and_what_is_not_ours(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(FakeEngine())
    data, path = library.rooms.paths.data, material.long_document(tmp_path, 2)
    content = path.read_bytes()
    _add(library, path)
    settings.change(library.rooms.paths.settings, started=True)
    for folder in ("logs", "crashes", "vectors"):
        (data / folder).mkdir(exist_ok=True)
        (data / folder / "some.txt").write_text("some")
    (data / "mine.txt").write_text("mine")
    (data / "settings.json.77.new").write_text("left by one that was killed")
    privacy.delete_everything(library.rooms, models=False, stop=Stop())
    assert [one.name for one in data.iterdir()] == ["mine.txt"]
    assert path.read_bytes() == content
    assert _by_name(library.rooms)["models"] > 10_000_000
    assert library.documents() == []
    assert _add(library, path).chunks > 0, "the library can be used again"


@pytest.mark.skipif("sys.platform == 'win32'")
def test_what_a_link_points_at_stays(paths: Paths, tmp_path: Path) -> None:
    paths.ensure()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "keep.txt").write_text("keep")
    paths.logs.symlink_to(tmp_path / "elsewhere")
    privacy.delete_everything(Rooms(paths), models=False, stop=Stop())
    assert not paths.logs.is_symlink()
    assert (tmp_path / "elsewhere" / "keep.txt").exists()


def test_models_go_if_that_was_asked(paths: Paths) -> None:
    for name in ("qwen2.5-coder-1.5b/part.gguf", "imported-kite/kite.gguf", ".partial/ab12", "paintings/keep.txt"):
        path = paths.models / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x" * 100)
    machine = paths.machine_models / "imported-heron" / "heron.gguf"
    machine.parent.mkdir(parents=True)
    machine.write_bytes(b"x" * 100)
    rooms = Rooms(paths)
    assert _by_name(rooms)["models"] == 300
    privacy.delete_everything(rooms, models=True, stop=Stop())
    assert [one.name for one in paths.models.iterdir()] == ["paintings"]
    assert machine.exists()


def test_a_library_that_another_process_holds_is_left_alone(paths: Paths) -> None:
    rooms = Rooms(paths)
    settings.change(paths.settings, text_size=130)
    other = Hold(paths.holder)
    assert other.take()
    with pytest.raises(UserFixable) as caught:
        privacy.delete_everything(rooms, models=True, stop=Stop())
    other.release()
    assert caught.value.kind == "locked"
    assert paths.settings.exists()


def test_a_stop_comes_before_anything_is_deleted(paths: Paths) -> None:
    settings.change(paths.settings, text_size=130)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        privacy.delete_everything(Rooms(paths), models=True, stop=stop)
    assert paths.settings.exists()


@pytest.mark.skipif(keyring.lacking() is not None, reason="no Secret Service here")
def test_keys_go_with_everything_else(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Provider("office", "Office", "openai", "https://llm.example.com/v1", "wren-large")
    with tempfile.TemporaryDirectory(prefix="ring") as home, keyring.keyring(Path(home)) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with Library(paths) as library:
            library.cloud.add(office)
            assert library.cloud.set_key("office", "sk-a-key-of-a-test").kept
            privacy.delete_everything(library.rooms, models=False, stop=Stop())
            library.cloud.add(office)
            assert not library.cloud.has_key("office").kept
