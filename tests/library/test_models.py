"""Pulling through a real gateway process, and the choice of a model."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import Refused, UserFixable
from app.host.paths import Paths
from app.host.settings import Settings, change
from app.library import advising, diagnosis, models
from app.library.rooms import Rooms
from app.models.manifest import Manifest
from app.models.recommend import Machine
from app.models.store import Store
from app.stop import Stop, Stopped
from app.types import Progress, ignore
from tests.gateway import material
from tests.gateway.material import CONTENT, HUB_PATH, HUB_SOURCE, Setting
from tests.gateway.server import Hub, serving
from tests.models.adapters import WREN, write_adapter
from tests.models.material import write_gguf


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    made = Setting(tmp_path)
    made.write_manifest(HUB_SOURCE)
    return made


@pytest.fixture
def rooms(setting: Setting) -> Rooms:
    """Rooms whose manifest knows one model, 'wren'."""
    made = Rooms(Paths(setting.folder / "data", setting.models, setting.folder / "machine"))
    made.__dict__["store"] = Store(made.paths, Manifest.load(setting.folder / "manifest.toml"))
    return made


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving() as made:
        made.content[HUB_PATH] = CONTENT
        yield made


def pull(rooms: Rooms, setting: Setting, hub: Hub, *, stop: Stop | None = None) -> list[Progress]:
    heard: list[Progress] = []
    models.pull(
        rooms, "wren", report=heard.append, stop=stop or Stop(), start=lambda: material.start(setting, hub.address)
    )
    return heard


def test_a_model_is_pulled_with_progress(rooms: Rooms, setting: Setting, hub: Hub) -> None:
    heard = pull(rooms, setting, hub)
    assert (heard[-1].done, heard[-1].total) == (len(CONTENT), len(CONTENT))
    assert {progress.stage for progress in heard} == {"download"}
    assert setting.target.read_bytes() == CONTENT


def test_what_is_here_starts_no_gateway(rooms: Rooms, setting: Setting) -> None:
    setting.target.parent.mkdir(parents=True)
    setting.target.write_bytes(CONTENT)

    def start() -> "subprocess.Popen[bytes]":
        raise AssertionError("a gateway was started")

    assert models.pull(rooms, "default", report=ignore, stop=Stop(), start=start).gguf == setting.target


def test_notes_and_errors_come_through(rooms: Rooms, setting: Setting, hub: Hub) -> None:
    hub.content.clear()
    heard: list[Progress] = []
    with pytest.raises(UserFixable) as caught:
        models.pull(rooms, "wren", report=heard.append, stop=Stop(), start=lambda: material.start(setting, hub.address))
    assert caught.value.kind == "network" and "404" in caught.value.message
    assert ["404" in (progress.note or "") for progress in heard] == [True]


def test_the_policys_refusal_is_a_refusal_here_too(rooms: Rooms, setting: Setting, hub: Hub) -> None:
    (setting.folder / "policy.toml").write_text("network = false")
    with pytest.raises(Refused):
        pull(rooms, setting, hub)


def test_a_stop_ends_the_gateway_and_keeps_what_came(rooms: Rooms, setting: Setting, hub: Hub) -> None:
    hub.stall_after = 4000
    stop = Stop()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(material.start(setting, hub.address))
        return started[0]

    def report(progress: Progress) -> None:
        if progress.done == 4000:
            stop.request()

    with pytest.raises(Stopped):
        models.pull(rooms, "wren", report=report, stop=stop, start=start)
    assert started[0].returncode == 130
    assert setting.partial.read_bytes() == CONTENT[:4000]


def test_what_else_was_chosen_stays(rooms: Rooms, tmp_path: Path) -> None:
    change(rooms.paths.settings, text_size=130, started=True)
    own = models.import_file(rooms, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    models.use(rooms, own.id)
    assert Settings.load(rooms.paths.settings) == Settings(model="kite", text_size=130, started=True)
    models.remove(rooms, "kite")
    assert Settings.load(rooms.paths.settings) == Settings(text_size=130, started=True)


def test_a_gateway_that_dies_is_a_fault_of_ours(rooms: Rooms) -> None:
    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    with pytest.raises(RuntimeError, match="without an answer"):
        models.pull(rooms, "wren", report=ignore, stop=Stop(), start=start)


def test_an_edition_without_a_gateway_says_so(rooms: Rooms) -> None:
    def start() -> "subprocess.Popen[bytes]":
        raise FileNotFoundError("inglenook-gateway")

    with pytest.raises(UserFixable) as caught:
        models.pull(rooms, "wren", report=ignore, stop=Stop(), start=start)
    assert caught.value.kind == "network"


def test_the_tests_engine_is_listed_to_nobody(tmp_path: Path) -> None:
    listed = models.listed(Rooms(Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")))
    assert [row.id for row in listed if row.default] == ["qwen2.5-coder-1.5b", "all-minilm-l6-v2", "pp-ocrv6-small"]
    assert "tests" not in {row.purpose for row in listed}
    assert all(row.folder is None for row in listed)


def test_an_own_model_is_taken_listed_chosen_checked_and_removed(rooms: Rooms, tmp_path: Path) -> None:
    own = models.import_file(rooms, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    models.use(rooms, own.id)
    assert Settings.load(rooms.paths.settings).model == "kite"
    row = models.listed(rooms)[-1]
    assert (row.id, row.own, row.chosen, row.context) == ("kite", True, True, 512)
    assert [(check.id, check.error) for check in models.verify(rooms, report=ignore, stop=Stop())] == [("kite", None)]
    models.remove(rooms, "kite")
    assert Settings.load(rooms.paths.settings).model is None
    assert [row.id for row in models.listed(rooms)] == ["wren"]


def test_an_own_model_that_needs_more_memory_than_there_is_is_told(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = models.import_file(rooms, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    needed = models.listed(rooms)[-1].memory
    assert needed > own.bytes
    assert models.lacking(own) is None
    monkeypatch.setattr("app.language.hardware.memory", lambda: (needed - 1, needed - 1))
    assert models.lacking(own) == (needed, needed - 1)


def test_verify_goes_on_after_a_damaged_one(rooms: Rooms, setting: Setting, tmp_path: Path) -> None:
    models.import_file(rooms, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    setting.target.parent.mkdir(parents=True)
    setting.target.write_bytes(CONTENT[:-1])
    checks = {check.id: check.error for check in models.verify(rooms, report=ignore, stop=Stop())}
    assert checks["kite"] is None
    assert checks["wren"] is not None and checks["wren"].kind == "model_damaged"


def test_what_is_not_here_cannot_be_chosen(rooms: Rooms) -> None:
    with pytest.raises(UserFixable) as caught:
        models.use(rooms, "wren")
    assert caught.value.kind == "model_missing"
    assert not rooms.paths.settings.exists()


def known(folder: Path) -> Rooms:
    """Rooms with the manifest of the product and nothing on the disk."""
    return Rooms(Paths(folder / "data", folder / "models", folder / "machine"))


def a_machine(gigabytes: float, *, threads: int = 2) -> Machine:
    return Machine(int(gigabytes * 10**9), int(gigabytes * 10**9), threads, 10**12)


@pytest.mark.parametrize(
    ("machine", "model"), [(a_machine(16), "qwen2.5-coder-1.5b"), (a_machine(8, threads=4), "granite-4.1-3b")]
)
def test_the_model_suits_the_machine(tmp_path: Path, machine: Machine, model: str) -> None:
    found = advising.recommended(known(tmp_path), machine)
    assert (found.model.id, found.chosen) == (model, False)
    assert advising.said(found.advice.sentences).startswith(found.model.name.partition(",")[0])


def test_the_users_choice_comes_first_and_what_suits_is_still_known(tmp_path: Path) -> None:
    rooms = known(tmp_path)
    change(rooms.paths.settings, model="qwen2.5-coder-0.5b")
    found = advising.recommended(rooms, a_machine(16))
    assert (found.model.id, found.chosen, found.advice.model.id) == ("qwen2.5-coder-0.5b", True, "qwen2.5-coder-1.5b")


def test_this_machine_is_known_before_there_is_a_model_folder(tmp_path: Path) -> None:
    found = advising.this_machine(known(tmp_path / "not" / "yet"))
    assert found.threads >= 1 and 0 < found.memory_free <= found.memory and found.disk_free > 0


def test_what_is_here_answers_until_somebody_chooses(tmp_path: Path) -> None:
    """Who has fetched another one than the default, and not the default, need not choose it."""
    rooms = known(tmp_path)
    assert rooms.store.chosen == "qwen2.5-coder-1.5b"
    for name in ("qwen3-0.6b", "granite-4.1-3b", "qwen2.5-coder-1.5b"):
        file = rooms.store.manifest.model(name).files[0]
        path = rooms.paths.models / name / file.name
        path.parent.mkdir(parents=True)
        with path.open("wb") as stream:
            stream.truncate(file.bytes)
        assert rooms.store.chosen == name


def test_where_a_model_comes_from_is_told(tmp_path: Path) -> None:
    default = next(model for model in models.listed(known(tmp_path)) if model.default)
    assert [origin.kind for origin in default.sources] == ["hub", "package"]


def test_a_file_is_used_where_it_lies(rooms: Rooms, tmp_path: Path) -> None:
    folder = tmp_path / "auf dem Stück"
    folder.mkdir()
    path = write_gguf(folder, "mein modell.gguf")
    models.use(rooms, str(path))
    assert rooms.model_files().gguf == path
    assert [(row.id, row.machine) for row in models.listed(rooms) if row.chosen] == [(str(path), True)]
    path.unlink()
    assert not [row for row in models.listed(rooms) if row.own]
    with pytest.raises(UserFixable):
        rooms.model_files()
    models.import_file(rooms, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    assert models.use(rooms, "kite").id == "kite"


def test_one_that_is_damaged_is_not_chosen(rooms: Rooms) -> None:
    own = rooms.store.folder / "imported-kite" / "kite.gguf"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"")
    with pytest.raises(UserFixable) as caught:
        models.use(rooms, "kite")
    assert caught.value.kind == "model_damaged" and Settings.load(rooms.paths.settings).model is None
    assert [row.id for row in models.listed(rooms) if row.own] == ["kite"], "so that it can be removed"


def test_what_is_no_model_in_the_model_folder_is_passed_over(rooms: Rooms) -> None:
    rooms.store.folder.mkdir()
    (rooms.store.folder / "imported-file").write_bytes(b"")
    for name in ("link", "folder"):
        (rooms.store.folder / f"imported-{name}").mkdir()
    (rooms.store.folder / "imported-link" / "kite.gguf").symlink_to(rooms.store.folder / "gone")
    (rooms.store.folder / "imported-folder" / "kite.gguf").mkdir()
    assert [row.id for row in models.listed(rooms)] == ["wren"]


def test_an_adapter_whose_file_is_gone_is_listed_so_that_it_can_be_left(tmp_path: Path) -> None:
    rooms = known(tmp_path)
    path = write_gguf(tmp_path, "kite.gguf")
    kite = rooms.store.import_file(path, report=ignore, stop=Stop())
    law = rooms.store.import_file(write_adapter(tmp_path, "law.gguf", weights=WREN), report=ignore, stop=Stop())
    models.use(rooms, kite.id, adapter=law.id)
    shutil.rmtree(law.folder)
    (gone,) = [one for one in models.listed(rooms) if one.purpose == "adapter"]
    assert (gone.id, gone.folder, gone.chosen) == ("law", None, True)
    fact = diagnosis.examine(rooms).facts["model"]
    assert fact == {"id": "kite", "error": "adapter", "adapter": {"id": "law", "error": "adapter"}}
    models.leave_adapter(rooms)
    assert [one for one in models.listed(rooms) if one.purpose == "adapter"] == []
    assert diagnosis.examine(rooms).facts["model"]["id"] == "kite"
    rooms.close()
