"""A model that passes the examination and fails in the engine: one sentence, and the next question is answered."""

import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.language import worker
from app.language.engine import Engine
from app.models.examine import examine
from app.stop import Stop
from app.types import Message, Prompt
from tests.models.mutations import seeds
from tests.models.mutations.draft import Draft

PROMPT = Prompt((Message("user", "Is the harbour open?"),))
F16 = 1


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.gguf"
    path.write_bytes(seeds.llama().bytes())
    return path


def _said(path: Path) -> UserFixable:
    with Engine(path, name="damaged", threads=1) as engine, pytest.raises(UserFixable) as caught:
        engine.generate(PROMPT, max_tokens=2, stop=Stop())
    return caught.value


def _answers(path: Path) -> bool:
    with Engine(path, name="sound", threads=1) as engine:
        return engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated > 0


def _with_norms_of(kind: int) -> Draft:
    """llama.cpp multiplies rows with vectors of single precision only, and ends the process at any other."""
    draft = seeds.llama()
    for tensor in draft.tensors:
        if len(tensor.dimensions) == 1:
            tensor.type = kind
    return draft


def test_weights_that_give_no_numbers(tmp_path: Path, sound: Path) -> None:
    draft, path = seeds.llama(), tmp_path / "nan.gguf"
    norm = next(tensor for tensor in draft.tensors if tensor.name == "output_norm.weight")
    draft.data = draft.data[: norm.offset] + b"\xff" * 4 + draft.data[norm.offset + 4 :]
    path.write_bytes(draft.bytes())
    error = _said(path)
    assert (error.kind, error.values["reason"]) == ("model_damaged", "its weights give no numbers")
    assert _answers(sound)


def test_an_engine_that_ends_at_its_first_words(tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "norms.gguf"
    path.write_bytes(_relaid(_with_norms_of(F16)))
    with pytest.raises(UserFixable, match="damaged"):
        examine(path)
    described = examine(sound)
    monkeypatch.setattr("app.language.running.examine", lambda _path: described)
    error = _said(path)
    assert (error.kind, error.values["reason"]) == ("model_damaged", "the engine failed at its first words")
    assert error.message == "The model file ‘norms.gguf’ is damaged (the engine failed at its first words)."
    assert error.hint
    assert _answers(sound)


def test_an_engine_that_ends_before_it_comes_to_the_file_says_nothing_against_the_file(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "serve", ends_at_once)
    error = _said(sound)
    assert (error.kind, error.values["reason"]) == ("engine", "its process ended with status 9")


def test_a_model_that_works_is_not_called_damaged_when_its_process_is_ended(sound: Path) -> None:
    with Engine(sound, name="sound", threads=1) as engine:
        engine.generate(PROMPT, max_tokens=2, stop=Stop())
        with pytest.raises(UserFixable) as caught:
            engine.generate(PROMPT, max_tokens=400, stop=Stop(), on_text=lambda _text: os.kill(engine.pid or 0, 6))
        assert caught.value.kind == "engine"
        assert engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated


def test_a_model_without_room_for_its_cache_is_too_large(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.hardware.memory", lambda: (2**30, sound.stat().st_size * 2))
    assert _said(sound).kind == "memory"


def ends_at_once(_channel: "Connection[object, object]", *_arguments: object) -> None:
    os._exit(9)


def _relaid(draft: Draft) -> bytes:
    """The tensors of a draft, one after the other, as long as their types now call for."""
    data = b""
    for tensor in draft.tensors:
        length = tensor.dimensions[0] * (2 if tensor.type == F16 else 4)
        for more in tensor.dimensions[1:]:
            length *= more
        content = draft.data[tensor.offset : tensor.offset + length]
        tensor.offset = len(data)
        data += content.ljust(-(-length // 32) * 32, b"\0")
    draft.data = data
    return draft.bytes()
