"""What the administrator of this machine allows. Read from one file that only they can write; no variable overrides it."""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Policy:
    """`network` closes everything that would leave this machine, `downloads` only the fetching of models.

    `source` is the file that was read, None where there is none; `problem` is one sentence about a file that could not
    be understood. Such a file allows nothing: whoever wrote it wanted to forbid something.
    """

    network: bool = True
    downloads: bool = True
    source: Path | None = None
    problem: str | None = None

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """`path` is for tests; the program reads the machine's own file."""
        path = path or policy_path()
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (OSError, ValueError) as error:
            return cls(False, False, path, f"The policy file cannot be read ({error}), so nothing is allowed.")
        network, downloads = table.get("network", True), table.get("downloads", True)
        if not isinstance(network, bool) or not isinstance(downloads, bool):
            return cls(
                False, False, path, "The policy file has a value that is not true or false, so nothing is allowed."
            )
        return cls(network, downloads, path)

    @property
    def may_download(self) -> bool:
        return self.network and self.downloads


def policy_path() -> Path:
    if sys.platform == "win32":
        return _program_data() / "inglenook" / "policy.toml"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/inglenook/policy.toml")
    return Path("/etc/inglenook/policy.toml")


if sys.platform == "win32":

    def _program_data() -> Path:
        """The folder itself, not %ProgramData%: a user could point that variable at a policy of their own."""
        import ctypes

        common_appdata, buffer = 0x23, ctypes.create_unicode_buffer(260)
        ctypes.windll.shell32.SHGetFolderPathW(None, common_appdata, None, 0, buffer)
        return Path(buffer.value)
