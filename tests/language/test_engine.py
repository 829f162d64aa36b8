"""What the engine does with models that are not there, not whole, or not models."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from app.errors import UserFixable
from app.language.engine import Engine
from app.language.offload import TURNED_OFF
from app.language.room import SHORT
from app.models.examine import examine
from app.stop import Stop, Stopped
from app.types import Message, Prompt
from tests.language import faulty
from tests.language.engines import model_file

PROMPT = Prompt((Message("user", "Say yes."),))


def _kind(path: Path) -> str:
    with Engine(path, name="bad") as engine, pytest.raises(UserFixable) as caught:
        engine.generate(PROMPT, max_tokens=2, stop=Stop())
    return caught.value.kind


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    assert _kind(tmp_path / "none.gguf") == "model_missing"


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("These are notes.\n" * 100)
    assert _kind(path) in {"model_damaged", "model_unsupported"}


def test_a_model_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "short.gguf"
    path.write_bytes(model_file().read_bytes()[:1_000_000])
    assert _kind(path) == "model_damaged"


def test_a_head_that_makes_native_code_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No layers: an assertion in llama.cpp. The examination is put aside, which would have said so."""
    data = bytearray(model_file().read_bytes())
    at = data.index(b"llama.block_count") + len(b"llama.block_count") + 4
    data[at : at + 4] = (0).to_bytes(4, "little")
    path = tmp_path / "damaged.gguf"
    path.write_bytes(data)
    sound = examine(model_file())
    monkeypatch.setattr("app.language.running.examine", lambda _path: sound)
    assert _kind(path) == "model_damaged"


def test_what_native_code_says_of_a_model_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(model_file().read_bytes().replace(b"llama", b"lhama", 1))
    sound = examine(model_file())
    monkeypatch.setattr("app.language.running.examine", lambda _path: sound)
    with Engine(path, name="bad") as engine, pytest.raises(UserFixable) as caught:
        engine.load()
    assert caught.value.kind == "model_unsupported"
    assert caught.value.values["reason"] == "unknown model architecture: 'lhama'"


def test_a_model_that_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.hardware.memory", lambda: (2**26, 2**24))
    assert _kind(model_file()) == "memory"


def test_the_context_is_bounded_by_the_model_and_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Engine(model_file(), name="small", context=10**6).context == 8192
    assert Engine(model_file(), name="small", context=1000).context == 1000
    monkeypatch.setattr("app.language.hardware.memory", lambda: (2**30, _free_for(5000)))
    engine = Engine(model_file(), name="small")
    assert engine.context == 5000
    assert engine.pid is None, "asking for the context started the engine"


def test_where_memory_is_short_it_writes_from_keys_in_eight_bits_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.hardware.memory", lambda: (2**30, _free_for(3000)))
    with Engine(model_file(), name="small", gpu=False) as engine:
        assert 3000 < engine.context < 4096
        assert engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated > 0
        assert engine.device_note == f"{TURNED_OFF}; {SHORT}"


def test_memory_counts_as_it_is_when_the_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    with Engine(model_file(), name="small", gpu=False) as engine:
        assert engine.context == 8192
        monkeypatch.setattr("app.language.hardware.memory", lambda: (2**30, _free_for(3000)))
        assert 3000 < engine.context < 4096, "it has become short since"
        engine.load()
        short = engine.pid
        monkeypatch.setattr(
            "app.language.hardware.memory", lambda: (2**30, 2**20)
        )  # the child has taken what there was
        assert engine.device_note == f"{TURNED_OFF}; {SHORT}"
        assert engine.count_tokens("one") and engine.pid == short, "nothing has changed"
        monkeypatch.setattr("app.language.hardware.memory", lambda: (2**34, 2**33))
        assert engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated > 0
        assert (engine.context, engine.device_note) == (8192, TURNED_OFF)
        assert engine.pid != short


def test_a_model_is_not_loaded_again_and_again_for_memory_that_never_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    free = iter([_free_for(3000), 2**33, _free_for(3000), *[2**33] * 9])
    with Engine(model_file(), name="small", gpu=False) as engine:
        monkeypatch.setattr("app.language.hardware.memory", lambda: (2**34, next(free)))
        engine.load()
        first = engine.pid
        assert engine.count_tokens("one")
        second = engine.pid
        assert engine.count_tokens("two")
        assert (engine.pid == second) and second != first
        assert engine.device_note == f"{TURNED_OFF}; {SHORT}"


def _free_for(tokens: int) -> int:
    """Bytes that leave so many tokens to the cache."""
    facts = examine(model_file())
    return facts.memory(0) + 2 * tokens * facts.token_bytes()


def test_the_engine_ends_with_its_parent() -> None:
    """The parent is killed while the engine computes; nothing is left to tell it."""
    code = f"""
import os, signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from app.language.engine import Engine
from app.stop import Stop
from app.types import Message, Prompt
engine = Engine(Path({str(model_file())!r}), name="small")
def on_text(piece):
    print(engine.pid, flush=True)
    os._exit(9)
engine.generate(Prompt((Message("user", "Count to a thousand."),)), max_tokens=4000, stop=Stop(), on_text=on_text)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(timeout=60)


class _StopAtOnce(Stop):
    """Requested once the child has been started and asked."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 3

    def check(self) -> None:
        self._looks -= 1
        if not self._looks:
            self.request()
        super().check()


def test_what_is_asked_after_a_stop_that_was_not_heard_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELD_UP", str(tmp_path / "held up"))
    monkeypatch.setattr("app.language.worker.serve", faulty.holds_up_the_next)
    with Engine(model_file(), name="small") as engine:
        with pytest.raises(Stopped):
            engine.load(stop=_StopAtOnce())
        assert engine.count_tokens("one two") == 2
    assert (tmp_path / "held up").exists()
