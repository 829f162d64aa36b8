"""What the user has chosen, in one small file of the data folder."""

import contextlib
import dataclasses
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, get_args

from app.host.paths import make_private, unwritable
from app.types import Dialect, Length, Provider

Appearance = Literal["system", "light", "dark", "contrast"]
Language = Literal["", "en", "de"]

TEXT_SIZES = (90, 100, 115, 130, 150, 175, 200)
"""Per cent of the system's own."""

IDLE_MINUTES = (2, 5, 10, 30, 60, 0)
"""0: the model stays in memory."""

LOG_DAYS = (0, 7, 30, 90, 365)
"""0: of what left, no text is kept, only that it did."""

_CHANGING = threading.Lock()
"""Two threads that change one value each must not undo one another."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`model` is the id of the chosen generator; None is the default one."""

    model: str | None = None
    appearance: Appearance = "system"
    text_size: int = 100
    """One of TEXT_SIZES."""
    language: Language = ""
    """Empty: the system's."""
    started: bool = False
    """Whether the first start is over."""
    length: Length = "standard"
    """Of summaries, as chosen last."""
    adapters: Mapping[str, str] = field(default_factory=dict)
    """Ids of generators, each with that of the adapter it is used with; '' for none."""
    gpu: bool = True
    """Whether a GPU may be used."""
    ahead: bool = True
    """Whether the page that a question will be asked of is read while it is being typed."""
    scans: bool = True
    """Whether pages that are pictures are read, where they have no text."""
    idle_minutes: int = 10
    """After so many without a question the model's memory is given back, one of IDLE_MINUTES."""
    providers: tuple[Provider, ...] = ()
    """Models elsewhere that may be asked, the one that is used first. No key is ever among this."""
    cloud_words: tuple[str, ...] = ()
    """Words of the user's own that are masked before anything leaves."""
    cloud_log_days: int = 30
    """So long the text of what left is kept here, one of LOG_DAYS."""
    window: Mapping[str, Any] = field(default_factory=dict)
    """Size and state of the window, as JSON that only the window understands."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """A file that is missing or damaged gives the defaults, and so does each value in it that is none of the possible ones:
        a lost choice is no reason not to start."""
        try:
            table = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(table, dict):
            return cls()
        read: dict[str, Any] = {name: _READ[name](value) if name in _READ else value for name, value in table.items()}
        return cls(**{name: read[name] for name, fits in _FITS.items() if name in read and fits(read[name])})

    def changed(self, **values: Any) -> Self:
        """The same with other values. Raises ValueError for one that is not possible."""
        wrong = [name for name, value in values.items() if not _FITS[name](value)]
        if wrong:
            raise ValueError(f"no such setting: {', '.join(wrong)}")
        return dataclasses.replace(self, **values)

    def save(self, path: Path) -> None:
        """Replace the file as a whole. Raises UserFixable `read_only` or `no_space`."""
        make_private(path.parent)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(asdict(self), stream)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(path)
        except OSError as error:
            # A disk that can only be read refuses this, too, even where there is nothing to take away.
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise unwritable(error, path.parent) from error


def change(path: Path, **values: Any) -> Settings:
    """Change some values in the file and keep the rest, from any thread. Raises as `Settings.changed` and `Settings.save`."""
    with _CHANGING:
        settings = Settings.load(path).changed(**values)
        settings.save(path)
    return settings


def is_provider_id(text: str) -> bool:
    """By such a name the system's keyring knows a provider's key."""
    return re.fullmatch(r"[a-z0-9-]{1,64}", text) is not None


def _providers(value: object) -> tuple[Provider, ...]:
    """Of a list in the file; what is none of ours is passed over."""
    return tuple(_each_provider(value)) if isinstance(value, list) else ()


def _each_provider(value: list[object]) -> Iterator[Provider]:
    names = [one.name for one in dataclasses.fields(Provider)]
    for one in value:
        if isinstance(one, dict) and all(name in one for name in names[:-1]):
            provider = Provider(**{name: one[name] for name in names if name in one})
            if _is_provider(provider):
                yield provider


def _is_provider(value: object) -> bool:
    if not isinstance(value, Provider):
        return False
    texts = (value.id, value.name, value.address, value.model)
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(value.trusted, bool):
        return False
    return is_provider_id(value.id) and value.dialect in get_args(Dialect)


def _are_providers(value: object) -> bool:
    if not isinstance(value, tuple) or not all(map(_is_provider, value)):
        return False
    return len({one.id for one in value}) == len(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "providers": _providers,
    "cloud_words": lambda value: tuple(value) if isinstance(value, list) else value,
}
"""What JSON writes in another way than we hold it."""

_FITS: dict[str, Callable[[object], bool]] = {
    "model": lambda value: value is None or (isinstance(value, str) and bool(value)),
    "appearance": lambda value: value in get_args(Appearance),
    "text_size": lambda value: type(value) is int and value in TEXT_SIZES,
    "language": lambda value: value in get_args(Language),
    "started": lambda value: isinstance(value, bool),
    "length": lambda value: value in get_args(Length),
    "adapters": lambda value: isinstance(value, dict) and all(isinstance(text, str) for text in value.values()),
    "gpu": lambda value: isinstance(value, bool),
    "ahead": lambda value: isinstance(value, bool),
    "scans": lambda value: isinstance(value, bool),
    "idle_minutes": lambda value: type(value) is int and value in IDLE_MINUTES,
    "providers": _are_providers,
    "cloud_words": lambda value: isinstance(value, tuple) and all(isinstance(word, str) for word in value),
    "cloud_log_days": lambda value: type(value) is int and value in LOG_DAYS,
    "window": lambda value: isinstance(value, dict),
}
"""What each value may be."""
