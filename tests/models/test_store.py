import errno
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.paths import Paths
from app.host.settings import Settings
from app.models import place
from app.models.store import Store
from app.stop import Stop, Stopped
from app.types import Progress, ignore
from tests.models.material import gguf, manifest, metadata, model, model_file, write_gguf

LARGE, SMALL, WORDS = gguf(metadata(general__name="Large")), gguf(metadata(general__name="Small")), b"{}" * 500
MANIFEST = manifest(
    model("large", model_file("large.gguf", LARGE), default=True),
    model("small", model_file("small.gguf", SMALL)),
    model(
        "pair", model_file("pair.onnx", b"o" * 3000), model_file("pair.json", WORDS), purpose="embedder", default=True
    ),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@pytest.fixture
def store(paths: Paths) -> Store:
    return Store(paths, MANIFEST)


def put(folder: Path, name: str, file: str, content: bytes) -> Path:
    path = folder / name / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def failure(action: Callable[..., object], *arguments: object, **named: object) -> UserFixable:
    with pytest.raises(UserFixable) as caught:
        action(*arguments, **named)
    return caught.value


def test_a_model_that_is_not_here_is_missing_and_one_nobody_knows_is_unknown(store: Store) -> None:
    assert failure(store.find, "large").kind == "model_missing"
    assert failure(store.find, "largest").kind == "unknown_model"
    assert store.installed() == []


def test_a_model_is_found_by_its_id_and_by_its_part(store: Store, paths: Paths) -> None:
    path = put(paths.models, "large", "large.gguf", LARGE)
    for name in ("large", "default"):
        found = store.find(name)
        assert (found.id, found.gguf, found.machine) == ("large", path, False)


def test_half_of_a_model_is_missing(store: Store, paths: Paths) -> None:
    put(paths.models, "pair", "pair.onnx", b"o" * 3000)
    assert failure(store.find, "embedder").kind == "model_missing"


def test_a_file_of_the_wrong_length_is_damaged(store: Store, paths: Paths) -> None:
    put(paths.models, "large", "large.gguf", LARGE[:-1])
    error = failure(store.find, "large")
    assert error.kind == "model_damaged" and error.file == "large.gguf"


def test_the_machines_folder_is_second_and_stays_as_it_is(store: Store, paths: Paths) -> None:
    put(paths.machine_models, "large", "large.gguf", LARGE)
    assert store.find("large").machine
    assert failure(store.remove, "large").kind == "read_only"
    own = put(paths.models, "large", "large.gguf", LARGE)
    assert store.find("large").gguf == own


def test_verify_finds_one_changed_byte(store: Store, paths: Paths) -> None:
    path = put(paths.models, "small", "small.gguf", SMALL)
    seen: list[Progress] = []
    store.verify("small", report=seen.append, stop=Stop())
    assert (seen[-1].done, seen[-1].total) == (len(SMALL), len(SMALL))
    path.write_bytes(SMALL[:-1] + b"\1")
    assert failure(store.verify, "small", report=ignore, stop=Stop()).kind == "model_damaged"


def test_a_known_file_becomes_that_model_whatever_it_is_called(store: Store, paths: Paths, tmp_path: Path) -> None:
    brought = put(tmp_path, "downloads", "renamed (1).gguf", SMALL)
    assert store.import_file(brought, report=ignore, stop=Stop()).id == "small"
    assert store.find("small").gguf == paths.models / "small" / "small.gguf"
    assert brought.exists()


def test_the_files_of_an_embedder_can_be_brought_one_by_one(store: Store, tmp_path: Path) -> None:
    for name, content in (("a.bin", b"o" * 3000), ("b.bin", WORDS)):
        store.import_file(put(tmp_path, "downloads", name, content), report=ignore, stop=Stop())
    assert len(store.find("embedder").paths) == 2


def test_another_embedder_is_used_once_it_is_whole_here(paths: Paths, tmp_path: Path) -> None:
    other = model("other", model_file("other.onnx", SMALL), model_file("other.json", LARGE), purpose="embedder")
    store = Store(paths, manifest(*MANIFEST.models, other))
    put(paths.models, "pair", "pair.onnx", b"o" * 3000)
    put(paths.models, "pair", "pair.json", WORDS)
    put(paths.models, "other", "other.onnx", SMALL)
    assert store.embedder.id == "pair"
    words = put(paths.models, "other", "other.json", LARGE)
    assert store.embedder.id == "other"
    words.write_bytes(LARGE[:-1])
    assert store.embedder.id == "other" and failure(store.find, "other").kind == "model_damaged"


def test_an_own_model_gets_an_id_from_its_name(store: Store, tmp_path: Path) -> None:
    brought = write_gguf(tmp_path, "My Wren (Q8).GGUF")
    own = store.import_file(brought, report=ignore, stop=Stop())
    assert own.id == "my-wren-q8" and own.model is None
    assert store.find("my-wren-q8").gguf.read_bytes() == brought.read_bytes()
    assert store.verify("my-wren-q8", report=ignore, stop=Stop()).id == "my-wren-q8"
    assert [files.id for files in store.installed()] == ["my-wren-q8"]


def test_the_same_model_twice_is_one_and_another_of_its_name_is_a_second(store: Store, tmp_path: Path) -> None:
    first = store.import_file(write_gguf(tmp_path), report=ignore, stop=Stop())
    again = store.import_file(write_gguf(tmp_path), report=ignore, stop=Stop())
    other = store.import_file(write_gguf(tmp_path, general__name="Other"), report=ignore, stop=Stop())
    assert (first.id, again.id, other.id) == ("wren", "wren", "wren-2")


def test_an_own_model_that_changed_on_the_disk_is_damaged(store: Store, tmp_path: Path) -> None:
    own = store.import_file(write_gguf(tmp_path), report=ignore, stop=Stop())
    own.gguf.write_bytes(own.gguf.read_bytes()[:-1] + b"\1")
    assert failure(store.verify, own.id, report=ignore, stop=Stop()).kind == "model_damaged"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"tokenizer__chat_template": None}, "model_unsupported"), ({"llama__context_length": 0}, "model_damaged")],
)
def test_what_cannot_be_used_is_not_taken(
    store: Store, paths: Paths, tmp_path: Path, changes: dict[str, object], kind: str
) -> None:
    assert failure(store.import_file, write_gguf(tmp_path, **changes), report=ignore, stop=Stop()).kind == kind
    assert store.installed() == [] and not list(paths.models.glob("**/*.gguf"))


def test_an_import_that_is_stopped_leaves_nothing(store: Store, paths: Paths, tmp_path: Path) -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        store.import_file(write_gguf(tmp_path), report=ignore, stop=stop)
    assert [path for path in paths.models.rglob("*") if path.is_file()] == []


def test_a_stick_that_is_pulled_out_is_not_taken_for_a_folder_that_cannot_be_written(
    store: Store, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocks(path: Path, stop: Stop) -> Iterator[bytes]:
        yield path.read_bytes()[:100]
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(place, "blocks", blocks)
    error = failure(store.import_file, write_gguf(tmp_path, "kite.gguf"), report=ignore, stop=Stop())
    assert (error.kind, error.file, error.values["reason"]) == ("unreadable", "kite.gguf", "input/output error")
    assert [path for path in paths.models.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_said_before_anything_is_copied(
    store: Store, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "RESERVE", 2**62)
    error = failure(store.import_file, write_gguf(tmp_path), report=ignore, stop=Stop())
    assert error.kind == "no_space" and str(paths.models) in error.message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits; the folder's inheritance protects it")
def test_what_is_written_is_for_the_owner_only(store: Store, tmp_path: Path) -> None:
    own = store.import_file(write_gguf(tmp_path), report=ignore, stop=Stop())
    assert stat.S_IMODE(own.gguf.stat().st_mode) == 0o600
    assert stat.S_IMODE(own.folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in own.folder.iterdir())


def test_a_file_is_used_where_it_lies_after_a_look_at_it(store: Store, tmp_path: Path) -> None:
    path = write_gguf(tmp_path, "mine.gguf")
    assert store.find(path).gguf == path
    assert store.find(str(path)).id == "mine"
    assert failure(store.find, str(tmp_path / "nowhere.gguf")).kind == "not_found"
    path.write_bytes(b"no model")
    assert failure(store.find, path).kind == "model_unsupported"


def test_removing_takes_away_the_files_and_nothing_else(store: Store, paths: Paths, tmp_path: Path) -> None:
    put(paths.models, "large", "large.gguf", LARGE)
    own = store.import_file(write_gguf(tmp_path), report=ignore, stop=Stop())
    store.remove(own.id)
    assert not own.folder.exists() and store.find("large")
    store.remove("large")
    assert failure(store.remove, "large").kind == "model_missing"


def test_the_choice_is_kept_in_the_settings(store: Store, paths: Paths) -> None:
    assert store.chosen == "large"
    Settings(model="small").save(paths.settings)
    assert store.chosen == "small"
    assert [file.name for file in paths.data.iterdir()] == ["settings.json"]
