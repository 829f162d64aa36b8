"""Who else of this machine can open a folder, as far as its system tells.

Windows: folders that we make are closed to others by Python itself (`os.mkdir` with mode 0o700 sets an access list, since the security
releases of 2024), and the usual place, the user's profile, is closed anyway; a folder that was there is looked at by its access list in
Microsoft's SDDL, which is the same in all languages of the system.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.host.encryption import run_quietly

_EVERYBODY = {
    "WD": "Everyone",
    "AU": "Authenticated Users",
    "BU": "Users",
    "BG": "Guests",
    "IU": "Interactive",
    "AN": "Anonymous",
}
"""Groups of many, by SDDL's names for them."""
_ACE = re.compile(r"\((?P<kind>[A-Z]+);(?P<flags>[A-Z]*);(?P<rights>[^;]*);[^;]*;[^;]*;(?P<who>[^;)]+)")
_READING = ("FA", "GA", "FR", "GR", "KA", "KR")
_READ_BIT = 0x1 | 0x10000000 | 0x80000000
"""FILE_READ_DATA (FILE_LIST_DIRECTORY), GENERIC_ALL and GENERIC_READ, where rights are told as a number."""


def is_private(folder: Path, *, run: Callable[[Sequence[str]], str] = run_quietly) -> bool | None:
    """Whether only its owner (and who administers the machine) can open it; None where that was not to be learnt."""
    if sys.platform == "win32":
        return is_closed(_sddl(folder, run))
    try:
        return not folder.stat().st_mode & 0o077
    except OSError:
        return None


def is_closed(sddl: str) -> bool | None:
    """Whether no group of many may read, by an access list; None where there is none to look at."""
    if "D:" not in sddl:
        return None
    allowed = (ace for ace in _ACE.finditer(sddl.partition("D:")[2]) if ace["kind"] == "A" and _reads(ace["rights"]))
    return not any(ace["who"] in _EVERYBODY for ace in allowed)


def _reads(rights: str) -> bool:
    if rights.startswith("0x"):
        return bool(int(rights, 16) & _READ_BIT)
    named = {rights[at : at + 2] for at in range(0, len(rights), 2)}
    return bool(named & {*_READING, "CC"})  # CC: FILE_LIST_DIRECTORY by itself


def _sddl(folder: Path, run: Callable[[Sequence[str]], str]) -> str:
    quoted = str(folder).replace("'", "''")
    return run(["powershell", "-NoProfile", "-NonInteractive", "-Command", f"(Get-Acl -LiteralPath '{quoted}').Sddl"])
