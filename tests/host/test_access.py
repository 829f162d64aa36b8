"""Who else can open a folder: rights of POSIX, and access lists of Windows as its PowerShell prints them."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.host import access

_PROFILE = "O:S-1-5-21-1-2-3-1001G:S-1-5-21-1-2-3-513D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;S-1-5-21-1-2-3-1001)\r\n"
_SHARED = "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICI;FA;;;BA)"
_WRITE_ONLY = "O:BAG:SYD:PAI(A;;FA;;;SY)(A;CI;DCLCRPCR;;;AU)"
_DENIED = "O:BAG:SYD:PAI(D;OICI;FA;;;WD)(A;OICI;FA;;;SY)"


@pytest.mark.parametrize(
    ("sddl", "closed"),
    [
        (_PROFILE, True),
        (_SHARED, False),
        (_SHARED.replace("0x1200a9", "FR"), False),
        (_WRITE_ONLY, True),
        (_DENIED, True),
        ("", None),
    ],
)
def test_an_access_list_tells_whether_a_group_of_many_may_read(sddl: str, closed: bool | None) -> None:
    assert access.is_closed(sddl) is closed


def test_the_folder_that_is_asked_about_is_quoted() -> None:
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> str:
        asked.append(command)
        return _PROFILE

    assert access.is_closed(access._sddl(Path("it's here"), run))
    assert asked[0][-1] == "(Get-Acl -LiteralPath 'it''s here').Sddl"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_rights_tell_it_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert access.is_private(tmp_path) is True
    tmp_path.chmod(0o750)
    assert access.is_private(tmp_path) is False
