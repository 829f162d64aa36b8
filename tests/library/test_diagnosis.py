"""What `doctor` finds where something is damaged or mixed. No model is loaded."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.host.paths import Paths
from app.host.policy import Policy
from app.host.settings import change
from app.language.offload import Device, Seen
from app.library import diagnosis
from app.library.rooms import Rooms
from app.models import Store
from tests.language.devices import CARD, GIB
from tests.language.engines import model_file


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    opened = _rooms(tmp_path)
    yield opened
    opened.close()


def _rooms(folder: Path, model: str | None = None) -> Rooms:
    """The models lie below the data folder, as they do by default."""
    return Rooms(Paths(folder / "data", folder / "data" / "models", folder / "machine"), model=model)


def _truncate(store: Store, id: str) -> None:
    model = store.manifest.model(id)
    (store.folder / model.id).mkdir(parents=True)
    (store.folder / model.id / model.files[0].name).write_bytes(b"x")


def test_a_truncated_embedder_is_a_finding_and_the_rest_is_told(rooms: Rooms) -> None:
    _truncate(rooms.store, "embedder")
    facts = diagnosis.examine(rooms).facts
    assert facts["embedder"] == {"id": "all-minilm-l6-v2", "installed": False, "error": "model_damaged"}
    assert facts["library"]["documents"] == 0


def test_the_size_is_the_librarys_without_the_models(rooms: Rooms) -> None:
    before = diagnosis.examine(rooms).facts["library"]["bytes"]
    assert before > 0
    for name, size in (("models/big.gguf", 5000), ("vectors/shard/one", 300), ("logs/inglenook.log", 20)):
        file = rooms.paths.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(size))
    (rooms.paths.vectors / "gone").symlink_to(rooms.paths.data / "nowhere")
    assert diagnosis.examine(rooms).facts["library"]["bytes"] == before + 320


@pytest.mark.parametrize("name", ["smollm2-135m", "no-such-model", "gone.gguf"])
def test_a_choice_for_this_time_that_fails_is_the_one_that_is_named(tmp_path: Path, name: str) -> None:
    rooms = _rooms(tmp_path, name)
    found = diagnosis.examine(rooms)
    rooms.close()
    assert found.facts["model"]["id"] == name and not found.sound


def test_a_damaged_model_is_named_by_its_id(rooms: Rooms) -> None:
    _truncate(rooms.store, rooms.store.chosen)
    assert diagnosis.examine(rooms).facts["model"] == {"id": rooms.store.chosen, "error": "model_damaged"}


def test_a_damaged_model_of_ones_own_is_told_also_where_a_gpu_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _model_here(monkeypatch, CARD)
    rooms = _rooms(tmp_path, "mine")
    own = rooms.store.folder / "imported-mine" / "mine.gguf"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"GGUF")
    found = diagnosis.examine(rooms)
    rooms.close()
    assert found.facts["model"] == {"id": "mine.gguf", "error": "model_damaged"} and found.facts["device"] == "cpu"


def _model_here(monkeypatch: pytest.MonkeyPatch, card: Device) -> None:
    """A small model is chosen, and the engine reaches a card."""
    monkeypatch.setattr("app.language.hardware.gpu_backends", lambda: ("cuda",))
    monkeypatch.setattr("app.language.hardware.visible_gpus", lambda: (card.name,))
    monkeypatch.setattr("app.language.probe.seen", lambda: Seen((card,)))


@pytest.mark.parametrize(
    ("free", "device", "said"),
    [
        (8 * GIB, "gpu: A card", "A card: 31 of 31 layers of the model go there"),
        (GIB, "cpu", "A card is not used: 1.1 GB of its memory are free, too little for a part of the model"),
    ],
)
def test_where_the_model_would_go_is_told_and_why(
    tmp_path: Path, free: int, device: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _model_here(monkeypatch, replace(CARD, free=free))
    rooms = _rooms(tmp_path, str(model_file()))
    found = diagnosis.examine(rooms)
    rooms.close()
    assert found.facts["device"] == device
    assert found.facts["gpu_layers"] == {"on_gpu": 31 if device != "cpu" else 0, "of": 31}
    assert said in [finding.said for finding in found.findings if finding.name == "GPU"]
    assert found.facts["device_note"] == (None if device != "cpu" else said)


def test_a_gpu_that_is_turned_off_is_told(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    _model_here(monkeypatch, CARD)
    change(rooms.paths.settings, gpu=False)
    found = diagnosis.examine(rooms)
    assert (found.facts["device"], found.facts["device_note"]) == ("cpu", "the GPU is turned off")
    assert "A card: the GPU is turned off" in [finding.said for finding in found.findings]


def _policy_said(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    policy = Policy.load(path)
    monkeypatch.setattr(Policy, "load", lambda: policy)
    rooms = _rooms(folder)
    found = diagnosis.examine(rooms).findings
    rooms.close()
    return [(one.said, one.wrong) for one in found if one.name in {"Policy", "Mirrors for models", "Models elsewhere"}]


def test_a_mistyped_key_of_the_policy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, mistyped = _policy_said(tmp_path, "download = false", monkeypatch)
    assert "downloads allowed" in allowed[0] and not allowed[1]
    assert mistyped == ("no effect, since there is no such key: download", True)


def test_a_mirror_that_will_not_be_asked_is_told_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "mirrors = ['https://u:secret@one.example', 'http://u:secret@two.example/models']"
    said = _policy_said(tmp_path, text, monkeypatch)
    assert said[1:] == [
        ("https://one.example, http://two.example/models; then the publisher", False),
        ("not asked, since the address is not encrypted (https): http://two.example/models", True),
    ]
    assert "secret" not in str(said)


def test_what_the_policy_says_of_models_elsewhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "cloud_addresses = ['https://llm.example/v1']\ncloud_models = []\ncloud_masks = ['person', 'shoe']\ncloud_log = true"
    said = _policy_said(tmp_path, text, monkeypatch)
    assert said[1:] == [
        ("only at https://llm.example/v1", False),
        ("only none", False),
        ("always masked: person, shoe", False),
        ("nothing is sent, since this version does not know what these are: shoe", True),
        ("what is sent stays in the log", False),
    ]


def test_a_policy_without_the_cloud_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _policy_said(tmp_path, "cloud = false", monkeypatch)[1:] == [("nothing may be sent", False)]
