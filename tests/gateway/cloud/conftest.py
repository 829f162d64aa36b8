"""One approved text and the provider that it is for. After every test, whatever reached the provider has to be that text."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.errors import UserFixable
from app.gateway.cloud.sending import Sending
from app.gateway.program import Gateway
from app.gateway.proxies import Proxies, Settings
from app.host.policy import Policy
from tests.gateway.cloud.provider import KEY, Provider, providing
from tests.gateway.conftest import Authority
from tests.gateway.material import PATIENCE, Heard, OnMessage


def request(provider: Provider, *, dialect: str = "openai", key: str | None = KEY, **changes: object) -> dict[str, Any]:
    """What the rest of the program asks; `changes` are of the provider, but for `digest` and `body`."""
    body = json.dumps(
        {
            "model": "wren-large",
            "stream": True,
            "messages": [{"role": "user", "content": "Wer bezahlt die Miete für PERSON_1? – „jährlich“ 🐦"}],
        },
        ensure_ascii=False,
    )
    sent: dict[str, Any] = {"digest": hashlib.sha256(body.encode()).hexdigest(), "body": body}
    for name in set(changes) & {"digest", "body"}:
        sent[name] = changes.pop(name)
    to = {
        "id": "office",
        "dialect": dialect,
        "address": provider.address,
        "model": "wren-large",
        "trusted": False,
        **changes,
    }
    return {"send": {"provider": to, **sent, **({} if key is None else {"key": key})}}


@dataclass
class Sent:
    """How it went."""

    status: int
    heard: Heard

    @property
    def text(self) -> str:
        return "".join(message.get("text", "") for message in self.heard.messages)

    @property
    def done(self) -> dict[str, Any]:
        told: dict[str, Any] = self.heard.messages[-1]["done"]
        return told

    @property
    def error(self) -> UserFixable:
        failure = self.heard.failure
        return UserFixable(failure["kind"], **failure["values"])


@dataclass
class Desk:
    """Where letters go out: a gateway in this process, over `authority` and `proxies`, with what they are checked against."""

    provider: Provider
    authority: Path | None = None
    proxies: Settings = field(default_factory=lambda: Settings({}))
    policy: Policy = field(default_factory=Policy)
    options: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    """What the keyring keeps, where the request has none."""
    heard: Heard | None = None
    checked: int = 0
    """How many of the requests that reached the provider were looked at."""

    def stop(self) -> None:
        """As the program does, from outside, while a letter is on its way."""
        assert self.heard is not None and self.heard.stop is not None
        self.heard.stop.request()

    def send(self, *, on_message: OnMessage | None = None, **changes: Any) -> Sent:
        self.asked = request(self.provider, **changes)
        heard = self.heard = Heard(self.asked, on_message)
        options = {"connect_seconds": PATIENCE, "pause": 0.0, **self.options}
        sending = Sending(proxies=Proxies(lambda: self.proxies), authority=self.authority, **options)
        status = Gateway(sending=sending, policy=lambda: self.policy, channel=heard).run()
        assert status != 1, heard.messages[-1]
        assert KEY not in json.dumps(heard.messages)
        self.require_documented()
        return Sent(status, heard)

    def require_documented(self) -> None:
        if self.provider.seen[self.checked :]:
            sent = self.asked["send"]
            since, self.checked = self.checked, len(self.provider.seen)
            to = sent["provider"]
            self.provider.require_documented(
                sent["body"].encode(), to["dialect"], sent.get("key", self.key), to["address"], since
            )


@pytest.fixture
def desk() -> Iterator[Desk]:
    """With a provider on this machine, without encryption."""
    with providing() as provider:
        made = Desk(provider)
        yield made
    made.require_documented()


@pytest.fixture
def secure(authority: Authority) -> Iterator[Desk]:
    """With one over HTTPS."""
    with providing(authority.certificate("127.0.0.1", "api.example")) as provider:
        made = Desk(provider, authority.path)
        yield made
    made.require_documented()
