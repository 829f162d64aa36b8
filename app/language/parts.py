"""Why the engine's libraries do not open on this machine, and what to install."""

import platform
import re

from app.errors import UserFixable

_MISSING = re.compile(
    r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object|Error loading shared library (lib[\w.+-]+\.so[.\d]*)"
)
"""As glibc and musl say it."""
_PACKAGES = {"libgomp.so.1": {"debian": "libgomp1", "ubuntu": "libgomp1", "suse": "libgomp1", "arch": "gcc-libs"}}
"""By distribution. Of what the engine needs only OpenMP's library is one that a slim Linux lacks; elsewhere it is called like its file."""


def unopened(reason: str) -> UserFixable:
    """`reason`: what the system's loader said."""
    found = _MISSING.search(reason)
    library = "" if found is None else found[1] or found[2]
    if library not in _PACKAGES:
        return UserFixable("engine_parts", reason=reason)
    return UserFixable("engine_library", library=library, package=_package(library))


def _package(library: str) -> str:
    names = _PACKAGES[library]
    return next((names[one] for one in _distributions() if one in names), library.partition(".")[0])


def _distributions() -> list[str]:
    """This one, then those that it is like; none where the system does not tell."""
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return []
    return f"{told.get('ID', '')} {told.get('ID_LIKE', '')}".lower().replace("opensuse", "suse").split()
