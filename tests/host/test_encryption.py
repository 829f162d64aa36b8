"""Whether the disk is encrypted, from what the systems tell: /proc and /sys as they are laid out, and recorded outputs."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.host import encryption
from app.host.encryption import Disks

MOUNTS = """22 27 0:21 / /proc rw,nosuid - proc proc rw
27 1 254:1 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw,errors=remount-ro
31 27 8:2 / /boot rw,relatime shared:2 - ext2 /dev/sda2 rw
40 27 254:5 / /srv/client\\040files rw,relatime - xfs /dev/mapper/plain rw
41 27 0:55 / /home/kim/vault rw - fuse.gocryptfs /home/kim/.vault rw
42 27 0:60 / /net rw - nfs4 server:/export rw
43 27 254:7 / /striped rw - ext4 /dev/mapper/striped rw
"""


def _device(
    root: Path, number: str, place: str, uuid: str = "", slaves: Sequence[str] = (), partition: bool = False
) -> None:
    """As the kernel lays it out: /sys/dev/block has links into the tree of devices."""
    made = root / "devices" / place
    (made / "slaves").mkdir(parents=True)
    if uuid:
        (made / "dm").mkdir()
        (made / "dm" / "uuid").write_text(f"{uuid}\n")
    if partition:
        (made / "partition").write_text("2\n")
    for slave in slaves:
        (made / "slaves" / Path(slave).name).symlink_to(root / "devices" / slave)
    (root / "block").mkdir(exist_ok=True)
    (root / "block" / number).symlink_to(made)


@pytest.fixture
def disks(tmp_path: Path) -> Disks:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    _device(tmp_path, "8:0", "sda")
    _device(tmp_path, "8:2", "sda/sda2", partition=True)
    _device(tmp_path, "8:3", "sda/sda3", partition=True)
    _device(tmp_path, "254:0", "dm-0", "CRYPT-LUKS2-0a1b-sda3_crypt", ["sda/sda3"])
    _device(tmp_path, "254:1", "dm-1", "LVM-abc", ["dm-0"])
    _device(tmp_path, "254:5", "dm-5", "LVM-def", ["sda/sda3"])
    _device(tmp_path, "254:7", "dm-7", "LVM-ghi", ["dm-0", "sda/sda3"])
    return Disks(tmp_path / "mountinfo", tmp_path / "block")


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("folder", "state"),
    [
        ("/home/kim/.local/share/inglenook", "encrypted"),
        ("/boot/data", "plain"),
        ("/srv/client files/data", "plain"),
        ("/home/kim/vault/data", "encrypted"),
        ("/net/data", "unknown"),
        ("/striped/data", "plain"),
    ],
)
def test_linux_tells_by_what_lies_beneath_the_file_system(disks: Disks, folder: str, state: str) -> None:
    assert disks.of(Path(folder)) == state


def test_nothing_is_claimed_where_nothing_can_be_read(tmp_path: Path) -> None:
    assert Disks(tmp_path / "none", tmp_path).of(tmp_path) == "unknown"
    assert encryption.of(tmp_path, system="plan9") == "unknown"
    assert encryption.of(tmp_path, system=sys.platform) in ("encrypted", "plain", "unknown")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("FileVault is On.\n", "encrypted"),
        ("FileVault is Off.\n", "plain"),
        ("FileVault is Off.\nEncryption in progress: Percent completed = 12\n", "plain"),
        ("", "unknown"),
    ],
)
def test_macos_tells_of_its_own_disk(told: str, state: str) -> None:
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> str:
        asked.append(command)
        return told

    assert encryption.of_macos(Path("/Users/kim/Library"), run) == state
    assert encryption.of_macos(Path("/Volumes/Stick"), run) == "unknown"
    assert asked == [["fdesetup", "status"]]


@pytest.mark.parametrize(
    ("told", "state"), [("1\r\n", "encrypted"), ("0\r\n", "plain"), ("2\r\n", "unknown"), ("", "unknown")]
)
def test_windows_tells_of_a_drive(told: str, state: str) -> None:
    commands: list[str] = []

    def run(command: Sequence[str]) -> str:
        commands.append(command[-1])
        return told

    assert encryption.of_windows("C:", run) == state
    assert "DriveLetter='C:'" in commands[0]
    assert encryption.of_windows(r"\\server\share", run) == "unknown" and len(commands) == 1


def test_a_command_that_is_not_there_tells_nothing() -> None:
    assert encryption.run_quietly(["inglenook-has-no-such-command"]) == ""
