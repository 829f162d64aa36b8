"""What macOS enforces on a child: a sandbox profile. `sandbox_init` is called deprecated, and is what browsers use to this day."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

NO_PRIVILEGES = "macOS has no such switch; the sandbox stands in for it"
NO_MEMORY = "macOS does not enforce a limit on memory"
_LIBRARY = "/usr/lib/libSystem.B.dylib"


def no_network() -> str | None:
    """The reason if the profile is refused."""
    return _apply("(deny network*)")


def no_writing(writable: Sequence[Path]) -> str | None:
    """Write nothing but into `writable`, and start no program."""
    folders = "".join(f"(allow file-write* (subpath {_quoted(folder)}))" for folder in writable)
    return _apply(f"(deny file-write*){folders}(deny process-exec*)(deny process-fork)")


def _quoted(folder: Path) -> str:
    text = str(folder.resolve()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _apply(rules: str) -> str | None:
    try:
        library = ctypes.CDLL(_LIBRARY)
        said = ctypes.c_char_p()
        status = library.sandbox_init(
            f"(version 1)(allow default){rules}".encode(), ctypes.c_uint64(0), ctypes.byref(said)
        )
    except (OSError, AttributeError) as error:
        return str(error)
    return None if status == 0 else (said.value or b"refused").decode("utf-8", "replace")
