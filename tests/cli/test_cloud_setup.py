"""`cloud` from end to end, as far as nothing is sent: models elsewhere are set up and their keys kept in a real keyring."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Done, Program
from tests.cli.terminal import Terminal
from tests.gateway.cloud import keyring
from tests.gateway.cloud.provider import KEY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

with_service = pytest.mark.skipif(keyring.lacking() is not None, reason=f"no Secret Service here: {keyring.lacking()}")


@pytest.fixture
def home() -> Iterator[Path]:
    """A socket's path may have 107 characters only."""
    with tempfile.TemporaryDirectory(prefix="ring") as folder:
        yield Path(folder)


def given(program: Program, key: str, *arguments: str) -> Done:
    done = subprocess.run(
        program.command(*arguments), input=key, capture_output=True, text=True, timeout=120, check=False,
        env=program.environment,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@with_service
def test_a_model_is_set_up_and_its_key_kept_and_forgotten(program: Program, home: Path) -> None:
    with keyring.keyring(home) as environment:
        program.environment |= environment
        added = program.run("cloud", "add", "openai", "--model", "wren-large", "--json")
        assert added.status == 0 and added.object["address"] == "https://api.openai.com/v1"
        kept = given(program, f"{KEY}\n", "cloud", "set-key", "openai", "--key-stdin", "--json")
        assert kept.object == {"schema": 1, "provider": "openai", "key": True, "keyring": "Secret Service"}
        told = program.run("cloud", "status", "--json").object
        assert told["locked"] is None
        assert told["providers"] == [
            {
                "provider": "openai", "name": "OpenAI", "dialect": "openai", "address": "https://api.openai.com/v1",
                "model": "wren-large", "trusted": False, "forbidden": None, "key": True, "key_needed": True,
                "keyring": "Secret Service", "key_note": None,
            }
        ]  # fmt: skip
        assert program.run("cloud", "forget-key", "openai", "--json").object["key"] is False
        assert given(program, KEY, "cloud", "set-key", "openai", "--key-stdin").status == 0
        assert program.run("cloud", "remove", "OpenAI").status == 0
        assert program.run("cloud", "add", "openai", "--model", "wren-large").status == 0
        assert program.run("cloud", "status", "--json").object["providers"][0]["key"] is False, "its key was left"
    assert [path for path in [*home.rglob("*"), *program.data.rglob("*")] if holds(path)] == []


@with_service
def test_a_key_is_typed_unseen(program: Program, home: Path) -> None:
    program.run("cloud", "add", "office", "--address", "https://llm.example.com/v1", "--model", "wren")
    with keyring.keyring(home) as environment:
        program.environment |= environment
        with Terminal(program, "cloud", "set-key", "office") as terminal:
            terminal.until("Key of office: ")
            terminal.type(f"{KEY}\r")
            assert terminal.end() == 0
        assert KEY not in terminal.seen and "Secret Service" in terminal.seen
        assert program.run("cloud", "status", "--json").object["providers"][0]["key"] is True


def test_without_a_keyring_it_is_said(program: Program) -> None:
    program.environment |= keyring.NOWHERE
    program.run("cloud", "add", "office", "--address", "https://llm.example.com/v1", "--model", "wren")
    refused = given(program, KEY, "cloud", "set-key", "office", "--key-stdin", "--json")
    assert "Unlock" not in refused.err and "--key-stdin" in refused.err
    assert refused.status == 3 and refused.object["error"]["kind"] == "keyring" and KEY not in refused.out + refused.err
    listed = program.run("cloud", "status")
    assert listed.status == 0 and "it is asked for each time" in listed.out


def test_what_is_wrong_has_one_sentence(program: Program) -> None:
    program.run("cloud", "add", "office", "--address", "http://10.0.0.7/v1", "--model", "m", "--json").fails(
        "cloud_setup"
    )
    program.run("cloud", "add", "openai", "--model", "m")
    told = program.run("cloud", "set-key", "openai", "--json")
    told.fails("cloud_key")
    assert "--key-stdin" in told.object["error"]["hint"]


def holds(path: Path) -> bool:
    return path.is_file() and KEY.encode() in path.read_bytes()


def test_a_table_of_prices_that_cannot_be_read_is_told(program: Program) -> None:
    program.data.mkdir(exist_ok=True)
    (program.data / "prices.toml").write_text("[[model]]\n")
    told = program.run("cloud", "status")
    assert told.status == 0 and "prices.toml" in told.err and "listed prices are used" in told.err


def test_one_of_that_name_is_changed_and_it_is_said_what(program: Program) -> None:
    program.environment |= keyring.NOWHERE
    plain = "http://127.0.0.1:8000/v1"
    program.run("cloud", "add", "office", "--address", plain, "--model", "wren")
    assert "it is asked without one" in program.run("cloud", "status").out
    again = program.run("cloud", "add", "office", "--model", "wren-large", "--json").object
    assert (again["known"], again["changed"], again["address"]) == (True, ["model"], plain)
    told = program.run("cloud", "add", "office", "--address", "https://llm.example.com/v1").out
    assert told == f"office  changed: address ‘https://llm.example.com/v1’ instead of ‘{plain}’\n"
    assert "already" in program.run("cloud", "add", "office").out
