"""A key is for the server that it was given for: it goes when that is removed or lies elsewhere, or nothing happens."""

from pathlib import Path

from tests.cli.program import Program
from tests.cli.test_cloud_setup import given, home, pytestmark, with_service
from tests.gateway.cloud import keyring
from tests.gateway.cloud.provider import KEY

__all__ = ["home", "pytestmark"]

_ADD = ("cloud", "add", "office", "--model", "wren-large", "--address")


@with_service
def test_another_server_never_gets_the_key(program: Program, home: Path) -> None:
    with keyring.keyring(home) as environment:
        program.environment |= environment
        assert program.run(*_ADD, "https://llm.example.com/v1").status == 0
        assert given(program, KEY, "cloud", "set-key", "office", "--key-stdin").status == 0
        assert program.run(*_ADD, "https://LLM.example.com/v2").status == 0
        assert has_key(program), "the same server, another path"
        moved = program.run(*_ADD, "https://llm.example.net/v1", "--json")
        assert moved.object["key_forgotten"] is True and "another server" in moved.err
        assert not has_key(program)
        assert program.run("cloud", "remove", "office").out.strip() == "office  removed"


@with_service
def test_nothing_is_removed_while_the_keyring_may_hold_its_key(program: Program, home: Path) -> None:
    assert program.run(*_ADD, "https://llm.example.com/v1").status == 0
    with keyring.keyring(home, unlocked=False) as environment:
        program.environment |= environment
        for told in (program.run("cloud", "remove", "office"), program.run(*_ADD, "https://llm.example.net/v1")):
            assert told.status == 3 and "keyring" in told.err
    listed = program.run("cloud", "status", "--json").object["providers"]
    assert [one["address"] for one in listed] == ["https://llm.example.com/v1"]


def has_key(program: Program) -> bool:
    (one,) = program.run("cloud", "status", "--json").object["providers"]
    return bool(one["key"])
