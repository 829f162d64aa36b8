"""One request from start to end: read, check the policy, do it, say how it went."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import Refused, UserFixable
from app.gateway.channel import Channel
from app.gateway.cloud import keys
from app.gateway.cloud.letter import Letter
from app.gateway.cloud.sending import Sending
from app.gateway.download import Download, Ways
from app.gateway.packages import PackageIndex
from app.gateway.web import Web
from app.host import faults
from app.host.policy import Policy
from app.models.manifest import Manifest
from app.stop import Stop, Stopped


class Gateway:
    """The arguments are for tests, which bring a manifest, servers and a policy of their own; the program has no way, neither
    option nor variable, to send the gateway anywhere but where its manifest and the administrator's policy say."""

    def __init__(
        self,
        *,
        manifest: Path | None = None,
        ways: Ways | None = None,
        sending: Sending | None = None,
        policy: Callable[[], Policy] = Policy.load,
        channel: Channel | None = None,
    ) -> None:
        self._manifest = manifest
        self._ways = ways or Ways(Web(), PackageIndex.here())
        self._sending = sending or Sending()
        self._policy = policy
        self._channel = channel or Channel()
        self._stop = Stop()

    def run(self) -> int:
        """The exit status: 0 done, 3 or 4 as the command line has them, 130 stopped, 1 a bug of ours."""
        try:
            request = self._channel.read_request()
            self._channel.stop_at_end_of_input(self._stop)
            self._channel.done(self._answer(request))
            return 0
        except Stopped:
            return 130
        except UserFixable as error:
            self._channel.error(error.kind, error.values)
            return 4 if isinstance(error, Refused) else 3
        except Exception as error:  # noqa: BLE001  # the edge of the process: a bug reaches the parent's crash report through here
            faults.keep(error)
            self._channel.fault(_without_words(error))
            return 1

    def _answer(self, request: dict[str, Any]) -> object:
        match request:
            case {"pull": asked}:
                return self._pull(asked)
            case {"key": asked}:
                return keys.answer(asked, self._policy())
            case {"send": asked}:
                return self._send(asked)
        raise ValueError("nothing that is known was asked for")

    def _pull(self, asked: dict[str, Any]) -> object:
        policy = self._policy()
        if not policy.may_download:
            raise Refused("policy", reason="this machine's policy forbids downloads")
        model = Manifest.load(self._manifest).model(asked["model"])
        models = Path(asked["models"])
        download = Download(models, ways=self._ways, policy=policy, channel=self._channel, manifest=self._manifest)
        download.run(model, self._stop)
        return {"model": model.id}

    def _send(self, asked: dict[str, Any]) -> object:
        letter = Letter.of(asked)
        letter.check(self._policy())
        key = keys.for_sending(asked, letter)
        outcome = self._sending.send(
            letter, key, on_text=self._channel.text, on_note=self._channel.note, stop=self._stop
        )
        return outcome.told


def _without_words(error: Exception) -> str:
    """Where a fault happened and of what type it is. Its text may quote a key or what was to be sent."""
    frames = (
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return " > ".join([*frames, type(error).__qualname__])
