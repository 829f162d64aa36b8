"""What context a model gets on machines of different memory; sizes of the tests' own model, its file examined for real."""

import pytest

from app.errors import UserFixable
from app.language.room import LEAST, SHORT, WORK, Room, room_for
from app.models.examine import Gguf, examine
from tests.language.engines import model_file

FACTS = examine(model_file())
MOST = 8192


def _room(
    monkeypatch: pytest.MonkeyPatch, free: int, *, facts: Gguf = FACTS, gpu: bool = False, beside: int = 0
) -> Room:
    monkeypatch.setattr("app.language.hardware.memory", lambda: (2**40, free))
    return room_for(facts, beside=beside, most=MOST, may_use_gpu=gpu)


def _free_for(tokens: int) -> int:
    """Bytes that leave the cache just so many tokens in half precision."""
    return FACTS.memory(0) + 2 * tokens * FACTS.token_bytes()


def test_with_memory_enough_nothing_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _room(monkeypatch, 2**36) == Room(MOST)
    assert _room(monkeypatch, _free_for(WORK)) == Room(WORK)


def test_where_the_work_does_not_fit_keys_are_packed_for_more_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    room = _room(monkeypatch, _free_for(3000))
    assert room.packed
    assert 3000 * 1.2 < room.limit < 3000 * 1.4


def test_the_least_context_is_given_as_long_as_the_model_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _room(monkeypatch, FACTS.memory(LEAST, packed=True)) == Room(LEAST, packed=True)
    with pytest.raises(UserFixable) as caught:
        _room(monkeypatch, FACTS.memory(LEAST, packed=True) - FACTS.bytes)
    assert caught.value.kind == "memory"


def test_an_adapter_takes_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    beside = 1000 * 2 * FACTS.token_bytes()
    assert _room(monkeypatch, _free_for(6000), beside=beside) == Room(5000)


def test_where_a_gpu_may_be_used_the_child_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _room(monkeypatch, 0, gpu=True) == Room(LEAST)


def test_the_note_is_put_after_what_is_said_of_the_device() -> None:
    assert Room(2048).noted("no GPU was found") == "no GPU was found"
    assert Room(2048, packed=True).noted(None) == SHORT
    assert Room(2048, packed=True).noted("no GPU was found") == f"no GPU was found; {SHORT}"


def test_keys_in_eight_bits_take_about_half() -> None:
    keys = FACTS.kv_bytes_per_token / 2
    assert FACTS.token_bytes() - FACTS.token_bytes(packed=True) == pytest.approx(keys * 30 / 64, abs=1)
    assert FACTS.memory(4096) - FACTS.memory(4096, packed=True) == 4096 * (
        FACTS.token_bytes() - FACTS.token_bytes(packed=True)
    )
