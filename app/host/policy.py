"""What the administrator of this machine allows. Read from one file that only they can write; no variable overrides it."""

import re
import string
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

_NAMES = frozenset({"id", "file", "sha256", "repository", "revision", "path"})
"""What a mirror's address may have in braces: a model's id, the file's name and SHA-256, and its place on the model hub."""

_SWITCHES = ("network", "downloads", "only_mirrors", "cloud", "cloud_log", "scans")
_LISTS = ("cloud_addresses", "cloud_models", "cloud_masks")
_KEYS = frozenset({*_SWITCHES, *_LISTS, "mirrors", "idle_minutes"})


@dataclass(frozen=True, slots=True)
class Policy:
    """`network` closes everything that would leave this machine, `downloads` only the fetching of models.

    `mirrors` are asked for models before anybody else, in this order, and with `only_mirrors` nobody else is. Each is the address of a
    web server (https) or an absolute path of a folder, which hold files as `<id>/<file>`; an address may say it otherwise, with names
    in braces: `https://models.example.com/{repository}/resolve/{revision}/{path}` is a proxy of the model hub.

    `idle_minutes` is the longest that a model which nobody uses may stay in memory, 0 for as long as the user likes.

    `cloud` false forbids sending anything to a model elsewhere. Where `cloud_addresses` or `cloud_models` are given, only these addresses
    of providers and only these models may be used. `cloud_masks` are categories of what is masked before it leaves which a user cannot
    lift, and with `cloud_log` the log of what left cannot be turned off.

    `source` is the file that was read, None where there is none; `problem` is one sentence about a file that could not
    be understood. Such a file allows nothing: whoever wrote it wanted to forbid something.
    """

    network: bool = True
    downloads: bool = True
    source: Path | None = None
    problem: str | None = None
    mirrors: tuple[str, ...] = ()
    only_mirrors: bool = False
    idle_minutes: int = 0
    cloud: bool = True
    cloud_addresses: tuple[str, ...] | None = None
    """None: any."""
    cloud_models: tuple[str, ...] | None = None
    """None: any."""
    cloud_masks: tuple[str, ...] = ()
    cloud_log: bool = False
    scans: bool = True
    """Whether pages that are pictures may be read (it takes seconds of all cores for each)."""
    unknown: tuple[str, ...] = ()
    """Keys of the file that mean nothing to this version: meant for a later one, or mistyped."""

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """`path` is for tests; the program reads the machine's own file."""
        path = path or policy_path()
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows' editors put a mark before the text
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (OSError, ValueError) as error:
            return cls._nothing(path, f"The policy file cannot be read ({error}), so nothing is allowed.")
        problem = _problem(table)
        if problem is not None:
            return cls._nothing(path, f"The policy file has {problem}, so nothing is allowed.")
        return cls(
            table.get("network", True),
            table.get("downloads", True),
            path,
            mirrors=tuple(table.get("mirrors", ())),
            only_mirrors=table.get("only_mirrors", False),
            idle_minutes=table.get("idle_minutes", 0),
            cloud=table.get("cloud", True),
            cloud_addresses=_given(table, "cloud_addresses"),
            cloud_models=_given(table, "cloud_models"),
            cloud_masks=_given(table, "cloud_masks") or (),
            cloud_log=table.get("cloud_log", False),
            scans=table.get("scans", True),
            unknown=tuple(sorted(set(table) - _KEYS)),
        )

    @classmethod
    def _nothing(cls, path: Path, problem: str) -> Self:
        return cls(False, False, path, problem, cloud=False, cloud_log=True)

    @property
    def may_download(self) -> bool:
        return self.network and self.downloads

    @property
    def may_use_cloud(self) -> bool:
        return self.network and self.cloud

    def may_send(self, address: str, model: str) -> str | None:
        """Why nothing may be sent to this model at this provider's address; None if it may."""
        if not self.may_use_cloud:
            return "this machine's policy forbids sending anything to the cloud"
        if self.cloud_addresses is not None and _same(address) not in map(_same, self.cloud_addresses):
            return "this machine's policy allows other addresses only"
        if self.cloud_models is not None and model not in self.cloud_models:
            return "this machine's policy allows other models only"
        return None


def _problem(table: dict[str, Any]) -> str | None:
    """What cannot be understood in it."""
    if not all(isinstance(table.get(name, True), bool) for name in _SWITCHES):
        return "a value that is not true or false"
    if not all(_is_texts(table.get(name, [])) for name in _LISTS):
        return "a list that holds something else than texts"
    minutes = table.get("idle_minutes", 0)
    if type(minutes) is not int or minutes < 0:
        return "a number of minutes that is none"
    mirrors = table.get("mirrors", [])
    if not isinstance(mirrors, list) or not all(isinstance(mirror, str) and _is_mirror(mirror) for mirror in mirrors):
        return "a mirror that is neither an address nor the full path of a folder"
    return None


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _given(table: dict[str, Any], name: str) -> tuple[str, ...] | None:
    """An empty list allows none, and is another thing than none given."""
    return tuple(table[name]) if name in table else None


def _same(address: str) -> str:
    """One spelling for each address: neither capitals of the host, nor the scheme's own port, nor a slash at the end tell two apart."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    host = parts.netloc.lower()
    usual = {"https": ":443", "http": ":80"}.get(parts.scheme, "")
    return urlunsplit((parts.scheme, host.removesuffix(usual) if usual else host, parts.path.rstrip("/"), *parts[3:]))


def _is_mirror(mirror: str) -> bool:
    if not re.match(r"https?://[^/]", mirror):
        return Path(mirror).is_absolute()
    try:
        return all(name is None or name in _NAMES for _, name, _, _ in string.Formatter().parse(mirror))
    except ValueError:
        return False


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
