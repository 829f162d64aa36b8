"""Whether a folder lies on an encrypted disk, where the system tells that to anybody.

Linux: dm-crypt beneath the file system's device (/proc/self/mountinfo, /sys/dev/block: a device-mapper UUID of cryptsetup begins with
'CRYPT-'), file systems that encrypt, and folders that are (fscrypt's ioctl). macOS: FileVault of the system's disk, by `fdesetup status`.
Windows: BitLocker, by Win32_EncryptableVolume's ProtectionStatus, which is told to administrators only. A disk that encrypts by itself
cannot be seen from here.
"""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["encrypted", "plain", "unknown"]
Run = Callable[[Sequence[str]], str]

_ENCRYPTING = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"})
_OF_FOLDER = 0xC0096616
"""FS_IOC_GET_ENCRYPTION_POLICY_EX of linux/fscrypt.h."""
_SECONDS = 5.0
"""That a system's command may take."""
_CIM = (
    "(Get-CimInstance -Namespace root/CIMV2/Security/MicrosoftVolumeEncryption -ClassName Win32_EncryptableVolume "
    "-Filter \"DriveLetter='{drive}'\").ProtectionStatus"
)


def run_quietly(command: Sequence[str]) -> str:
    """What it prints; '' where it fails, is not there or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def of(folder: Path, *, system: str = sys.platform, run: Run = run_quietly) -> State:
    """'unknown' wherever it was not to be learnt, never 'plain' for want of a look."""
    match system:
        case "linux":
            return Disks().of(folder)
        case "darwin":
            return of_macos(folder, run)
        case "win32":
            return of_windows(folder.drive, run)
    return "unknown"


def of_macos(folder: Path, run: Run) -> State:
    if folder.is_relative_to("/Volumes"):  # another disk than the one that is asked about
        return "unknown"
    told = run(["fdesetup", "status"])
    if "FileVault is On" in told:
        return "encrypted"
    return "plain" if "FileVault is Off" in told else "unknown"


def of_windows(drive: str, run: Run) -> State:
    """`drive` such as 'C:'."""
    if not re.fullmatch(r"[A-Za-z]:", drive):
        return "unknown"
    told = run(["powershell", "-NoProfile", "-NonInteractive", "-Command", _CIM.format(drive=drive)]).strip()
    states: dict[str, State] = {"0": "plain", "1": "encrypted"}
    return states.get(told, "unknown")


@dataclass(frozen=True, slots=True)
class Disks:
    """Linux' own files; other ones are for tests."""

    mounts: Path = Path("/proc/self/mountinfo")
    blocks: Path = Path("/sys/dev/block")

    def of(self, folder: Path) -> State:
        if _is_encrypted_folder(folder):
            return "encrypted"
        found = self._mount(folder)
        if found is None:
            return "unknown"
        device, kind, source = found
        if kind in _ENCRYPTING:
            return "encrypted"
        block = self._block(device, source)
        return "unknown" if block is None else self._beneath(block)

    def _mount(self, folder: Path) -> tuple[str, str, str] | None:
        """Device ('8:1'), type and source of the file system that the folder lies on; None where that cannot be read."""
        try:
            lines = self.mounts.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return None
        at, best = folder.absolute(), None
        for line in lines:
            first, _, second = line.partition(" - ")
            fields, rest = first.split(" "), second.split(" ")
            if len(fields) < 5 or len(rest) < 2:
                continue
            point = Path(_unescaped(fields[4]))
            if at.is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
                best = len(point.parts), (fields[2], rest[0], _unescaped(rest[1]))
        return best and best[1]

    def _block(self, device: str, source: str) -> Path | None:
        """The device's folder; a file system of several devices (btrfs) has a number of its own, and its source is one of them."""
        own = self.blocks / device
        if own.exists():
            return own.resolve()
        try:
            number = Path(source).stat().st_rdev if source.startswith("/dev/") else 0
        except OSError:
            return None
        own = self.blocks / f"{os.major(number)}:{os.minor(number)}"
        return own.resolve() if number and own.exists() else None

    def _beneath(self, block: Path, depth: int = 8) -> State:
        """Encrypted if it is, or all that it lies on is."""
        if _read(block / "dm" / "uuid").startswith("CRYPT-"):
            return "encrypted"
        whole = block.parent if (block / "partition").exists() else block
        slaves = sorted((whole / "slaves").glob("*")) if depth else []
        states = {self._beneath(slave.resolve(), depth - 1) for slave in slaves}
        return "encrypted" if states == {"encrypted"} else "plain"


def _is_encrypted_folder(folder: Path) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    asked = struct.pack("Q24x", 24)
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.ioctl(opened, _OF_FOLDER, asked)
    except OSError:  # it is not, or its file system knows nothing of it
        return False
    else:
        return True
    finally:
        os.close(opened)


def _unescaped(text: str) -> str:
    """Spaces and the like stand in octal there."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
