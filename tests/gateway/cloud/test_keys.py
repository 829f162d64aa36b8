"""Keys in a real keyring, and where there is none. The gateway is the real program, in a process of its own."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.errors import UserFixable
from app.host import children
from tests.gateway.cloud import keyring
from tests.gateway.cloud.conftest import Desk, request
from tests.gateway.cloud.provider import KEY, answer, head, until_left
from tests.gateway.material import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

with_service = pytest.mark.skipif(keyring.lacking() is not None, reason=f"no Secret Service here: {keyring.lacking()}")


@contextmanager
def asking(asked: dict[str, Any], environment: Mapping[str, str]) -> Iterator[Run]:
    """Its input stays open: closing it would be a stop."""
    with children.start_gateway(extra_environment=dict(environment)) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
        try:
            yield Run(process)
        finally:
            process.kill()


def ask(asked: dict[str, Any], environment: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    with asking(asked, environment) as run:
        status = run.rest()
    assert KEY not in json.dumps(run.messages)
    return status, run.messages


def do(what: str, environment: Mapping[str, str], key: str | None = None) -> dict[str, Any]:
    """What the gateway answers about the key of ‘office’."""
    asked = {"do": what, "provider": "office", **({} if key is None else {"key": key})}
    return ask({"key": asked}, environment)[1][-1]


@pytest.fixture
def home() -> Iterator[Path]:
    """A socket's path may have 107 characters only, and pytest's folders have more."""
    with tempfile.TemporaryDirectory(prefix="ring") as folder:
        yield Path(folder)


@with_service
def test_a_key_is_kept_used_and_forgotten(desk: Desk, home: Path) -> None:
    there, gone = {"has": True, "keyring": "Secret Service"}, {"has": False, "keyring": "Secret Service"}
    with keyring.keyring(home) as environment:
        assert do("has", environment) == {"done": gone}
        assert do("set", environment, "an older one") == {"error": {"kind": "cloud_key", "values": {
            "reason": "it has characters that no key has", "provider": "office"}}}  # fmt: skip
        assert do("set", environment, "an-older-one") == {"done": there}
        assert do("set", environment, f"  {KEY}\n") == {"done": there}
        assert do("has", environment) == {"done": there}
        desk.provider.answers = [answer("Yes.")]
        desk.asked, desk.key = request(desk.provider, key=None), KEY
        status, messages = ask(desk.asked, environment)
        assert status == 0 and {"text": "Yes."} in messages
        assert do("forget", environment) == {"done": gone} == do("forget", environment)
    assert len(desk.provider.seen) == 1
    assert [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []


@with_service
def test_a_keyring_that_stays_locked_is_told(home: Path) -> None:
    with keyring.keyring(home, unlocked=False) as environment:
        told = do("set", environment, KEY)["error"]
    assert told["kind"] == "keyring" and UserFixable("keyring", **told["values"]).message


@pytest.mark.parametrize("what", ["set", "has", "forget"])
def test_without_a_keyring_it_says_so(what: str) -> None:
    values = {"reason": "this system has none that is running"}
    assert do(what, keyring.NOWHERE, KEY) == {"error": {"kind": "keyring", "values": values}}


def test_no_file_and_no_variable_leads_to_another_keyring(tmp_path: Path) -> None:
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=keyring.backends.null.Keyring\n"
    )
    chosen = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "XDG_CONFIG_HOME": str(tmp_path)}
    assert do("set", {**keyring.NOWHERE, **chosen}, KEY)["error"]["kind"] == "keyring"


def test_a_server_of_ones_own_needs_no_key(desk: Desk) -> None:
    desk.provider.answers = [answer("Yes.")]
    desk.asked = request(desk.provider, key=None)
    status, messages = ask(desk.asked, keyring.NOWHERE)
    assert status == 0 and {"text": "Yes."} in messages and len(desk.provider.seen) == 1


def test_elsewhere_a_key_is_needed_before_anything_is_reached(desk: Desk) -> None:
    encrypted = desk.provider.address.replace("http:", "https:")
    status, messages = ask(request(desk.provider, key=None, address=encrypted), keyring.NOWHERE)
    assert status == 3 and messages[-1]["error"]["kind"] == "keyring" and desk.provider.connections == 0


def test_the_key_is_in_no_variable_argument_or_output(desk: Desk) -> None:
    desk.provider.answers = [[desk.provider.go_on, *answer("Yes.")]]
    desk.asked = request(desk.provider)
    with asking(desk.asked, {}) as run:
        assert desk.provider.came.wait(60)
        for name in ("environ", "cmdline"):
            assert KEY.encode() not in Path(f"/proc/{run.process.pid}/{name}").read_bytes()
        desk.provider.go_on.set()
        assert run.rest() == 0 and KEY not in json.dumps(run.messages)


def test_a_fault_of_ours_tells_nothing_of_the_key() -> None:
    asked = {"send": {"provider": {"id": "x", "dialect": KEY}, "body": KEY, "key": KEY, "digest": KEY}}
    status, messages = ask(asked, {})
    assert status == 1 and list(messages[-1]) == ["fault"] and "letter.py" in messages[-1]["fault"]


def test_closing_its_input_ends_the_connection(desk: Desk) -> None:
    desk.provider.answers = [[head(), until_left(desk.provider)]]
    desk.asked = request(desk.provider)
    with asking(desk.asked, {}) as run:
        assert desk.provider.came.wait(60)
        run.end_input()
        assert run.process.wait(60) == 130 and desk.provider.left.wait(60)


def test_a_long_text_arrives_whole(desk: Desk) -> None:
    """Three million letters, spelt out on the gateway's line with six characters each."""
    body = json.dumps({"model": "wren-large", "messages": ["ü" * 3_000_000]}, ensure_ascii=False)
    desk.asked = request(desk.provider, body=body, digest=hashlib.sha256(body.encode()).hexdigest())
    desk.provider.answers = [answer("Yes.")]
    status, _ = ask(desk.asked, {})
    assert status == 0 and len(desk.provider.seen[0].body) > 6_000_000
