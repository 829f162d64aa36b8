"""GPUs are looked for in a child, and whatever happens to it there is a reason."""

import os
from multiprocessing.connection import Connection

import pytest

from app.language import backends, hardware, offload, probe
from app.language.offload import Seen
from app.language.room import SHORT
from app.models.examine import examine
from tests.language.devices import CARD
from tests.language.engines import model_file


def sees_a_card(channel: "Connection[Seen, None]") -> None:
    channel.send(Seen((CARD,)))


def breaks(channel: "Connection[Seen, None]") -> None:
    os.abort()


def is_silent(channel: "Connection[Seen, None]") -> None:
    channel.recv()


@pytest.fixture
def _a_card_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "gpu_backends", lambda: ("cuda",))
    monkeypatch.setattr(hardware, "visible_gpus", lambda: ("A card",))


def test_nothing_is_started_where_nothing_can_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_names: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr("app.host.children.start", refuse)
    monkeypatch.setattr(hardware, "gpu_backends", lambda: ())
    monkeypatch.setattr(hardware, "visible_gpus", lambda: ())
    assert (
        probe.forecast(model_file(), context=4096).note
        == "no GPU was found, and this build of the engine supports none"
    )
    assert probe.forecast(model_file(), context=4096, gpu=False).note == offload.TURNED_OFF


def test_where_memory_is_short_the_note_says_what_becomes_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = examine(model_file())
    few, none = facts.memory(0) + 2 * 3000 * facts.token_bytes(), 2**20
    for free, note in (
        (2**36, offload.TURNED_OFF),
        (few, f"{offload.TURNED_OFF}; {SHORT}"),
        (none, offload.TURNED_OFF),
    ):
        monkeypatch.setattr(hardware, "memory", lambda free=free: (2**36, free))
        assert probe.forecast(model_file(), context=8192, gpu=False).note == note


@pytest.mark.usefixtures("_a_card_is_seen")
@pytest.mark.parametrize(
    ("child", "device", "note"),
    [
        (sees_a_card, "gpu: A card", None),
        (breaks, "cpu", "A card is not used: the engine cannot reach it (its driver failed)"),
        (is_silent, "cpu", "A card is not used: the engine cannot reach it (its driver does not answer)"),
    ],
)
def test_what_the_child_says_decides(child: object, device: str, note: str | None, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(probe, "look", child)
    monkeypatch.setattr(probe, "_PATIENCE", 2.0 if child is is_silent else 60.0)
    placed = probe.forecast(model_file(), context=4096)
    assert (placed.said, placed.note) == (device, note)


@pytest.mark.usefixtures("_a_card_is_seen")
def test_the_installed_engine_is_asked() -> None:
    """In a real child, which sees what this process sees."""
    backends.start()
    assert [card.name for card in probe.seen().devices] == [card.name for card in backends.Native().seen().devices]
    assert probe.seen().trouble == backends.Native().seen().trouble
