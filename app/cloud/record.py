"""What has left this machine: a log that only its owner reads, written before anything is sent and again when it is known how it ended.

Lines of JSON, each with one name: `sent` (about to be sent, with the exact text) or how it ended, both with the same id. Lines are only
added, and each is on the disk before anything goes on; a line that a kill cut short is passed over, and ended before the next one.
"""

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args
from uuid import uuid4

from app.errors import UserFixable
from app.host.instance import Hold
from app.host.paths import make_private, unwritable
from app.types import TokenCount

if TYPE_CHECKING:  # the status bar counts what left, and needs nothing of how letters are made
    from app.cloud.compose import Letter
    from app.cloud.draft import Kind

Outcome = Literal["answered", "cut", "refused", "unreached", "stopped", "halted"]
"""'cut': the answer broke off; 'refused': the provider took it and did not answer; 'unreached': nothing has left; 'stopped': by the user before
a word came, while it may have left; 'halted': by the user while the answer was coming."""

_DAY = 86400.0
_PATIENCE = 4.0
"""Seconds that another program may take for its line."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter. `time` in seconds since 1970; `tokens` and `cost` are estimated until the provider told its `count`."""

    id: str
    time: float
    kind: "Kind"
    provider: str
    name: str
    address: str
    model: str
    tokens: int
    cost: float | None
    currency: str
    digest: str
    text: str
    """The exact body; '' where it is no longer kept."""
    outcome: Outcome | None = None
    """None where that was never learnt: it is on its way, or the program ended before."""
    count: TokenCount | None = None
    about: tuple[str, ...] = ()
    """Ids of the documents whose text is in it, as long as that is kept."""


class Record:
    """The log in the file `path`, which need not be there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, letter: "Letter", kind: "Kind", now: float) -> str:
        """That it is about to be sent; its id. Raises UserFixable `read_only`, `no_space` and `locked`: what cannot be logged is not sent."""
        provider, cost = letter.provider, letter.cost
        one = Sent(
            id=uuid4().hex, time=now, kind=kind, provider=provider.id, name=provider.name, address=provider.address,
            model=provider.model, tokens=letter.tokens, cost=cost.amount if cost else None, currency=cost.currency if cost else "",
            digest=letter.digest, text=letter.text, about=letter.about or (),
        )  # fmt: skip
        unknown = ("outcome", "count") if letter.about is not None else ("outcome", "count", "about")
        told = {name: value for name, value in asdict(one).items() if name not in unknown}
        self._add({"sent": told})
        return one.id

    def end(self, id_: str, outcome: Outcome, count: TokenCount | None = None, cost: float | None = None) -> None:
        """How it ended; `count` and `cost` as the provider counts, None where it does not tell. Raises as `begin`."""
        self._add({outcome: {"id": id_, "count": None if count is None else asdict(count), "cost": cost}})

    def all(self) -> tuple[Sent, ...]:
        """In the order in which they left. Raises UserFixable `unreadable`."""
        found: dict[str, Sent] = {}
        for name, told in self._known():
            if name == "sent":
                one = Sent(**{field.name: told[field.name] for field in fields(Sent) if field.name in told})
                found[one.id] = replace(one, about=tuple(one.about))
            elif told["id"] in found:
                found[told["id"]] = _ended(found[told["id"]], name, told)
        return tuple(found.values())

    def count(self) -> int:
        """How many letters have left, or may have. Cheap: no line is taken apart."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return 0
        sent = sum(line.startswith(b'{"sent":') and line.endswith(b"}") for line in lines)
        return sent - sum(line.startswith(b'{"unreached":') and line.endswith(b"}") for line in lines)

    def forget_texts(self, now: float, days: int = 0, *, keep: bool = False) -> int:
        """Empty the texts that are older than so many days; the lines stay. How many were emptied. `keep`: this machine's policy keeps them,
        and nothing is done. Raises as `begin` and `all`."""
        return 0 if keep else self._empty(lambda told: _is_old(told, now, days))

    def forget_about(self, documents: Collection[str]) -> int:
        """Empty the texts that have something of these documents, and those of which it is not known what they have; the lines stay. How
        many were emptied. Raises as `begin` and `all`."""
        return self._empty(lambda told: _is_about(told, documents))

    def _empty(self, which: Callable[[Mapping[str, Any]], bool]) -> int:
        if not any(map(which, self._lines())) and not self._new.exists():
            return 0
        with self._alone():
            lines = [(which(told), told) for told in self._lines()]
            self._replace(b"".join(_line(_emptied(told) if gone else told) for gone, told in lines))
        return sum(gone for gone, _ in lines)

    @property
    def _new(self) -> Path:
        """What takes the place of the log; there afterwards only where the program was killed before."""
        return self._path.with_name(f"{self._path.name}.new")

    def _known(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What each line says that this version knows: how it is called, and what of."""
        return (known for told in self._lines() if (known := _known(told)) is not None)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """All that are whole. Raises UserFixable `unreadable`."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise UserFixable("unreadable", file=self._path.name, reason="it cannot be opened") from error
        for line in lines:
            with suppress(ValueError):
                told = json.loads(line)
                if isinstance(told, dict):
                    yield told

    def _add(self, told: Mapping[str, Any]) -> None:
        with self._alone(), _opened(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND) as file:
            size = os.fstat(file).st_size
            cut = size > 0 and _last_byte(file, size) != b"\n"
            _write(file, b"\n" * cut + _line(told))

    def _replace(self, content: bytes) -> None:
        with _opened(self._new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as file:
            _write(file, content)
        self._new.replace(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other program and no other thread writes."""
        make_private(self._path.parent)
        hold = Hold(self._path.with_name(f"{self._path.name}.lock"))
        if not hold.take(wait=_PATIENCE):
            raise UserFixable("locked")
        try:
            yield
        except OSError as error:
            raise unwritable(error, self._path.parent) from error
        finally:
            hold.release()


_NEEDED: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(
        ("id", "kind", "provider", "name", "address", "model", "currency", "digest", "text"),
        lambda value: isinstance(value, str),
    ),
    "time": lambda value: isinstance(value, int | float),
    "tokens": lambda value: isinstance(value, int),
    "cost": lambda value: value is None or isinstance(value, int | float),
}


def _known(told: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    match told:
        case {"sent": {"id": str()}} if _is_whole(told["sent"]):
            return "sent", told["sent"]
    for name in get_args(Outcome):
        match told.get(name):
            case {"id": str()}:
                return name, told[name]
    return None


def _is_whole(sent: Mapping[str, Any]) -> bool:
    return all(name in sent and fits(sent[name]) for name, fits in _NEEDED.items())


def _is_old(told: Mapping[str, Any], now: float, days: int) -> bool:
    """Whether it has a text that is not to be kept."""
    known = _known(told)
    return known is not None and bool(known[1].get("text")) and known[1]["time"] <= now - days * _DAY


def _is_about(told: Mapping[str, Any], documents: Collection[str]) -> bool:
    """Whether it has a text with something of theirs, or it is not known whose; an older version did not note that."""
    known = _known(told)
    if known is None or not known[1].get("text"):
        return False
    about = known[1].get("about")
    return not isinstance(about, list) or any(one in documents for one in about)


def _emptied(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"sent": {**told["sent"], "text": "", "about": []}}


def _ended(one: Sent, outcome: str, told: Mapping[str, Any]) -> Sent:
    known = next(each for each in get_args(Outcome) if each == outcome)
    match told.get("count"):
        case {"prompt": int(prompt), "generated": int(generated)}:
            one = replace(one, count=TokenCount(prompt, 0, generated))
    match told.get("cost"):
        case int(cost) | float(cost):
            one = replace(one, cost=float(cost))
    return replace(one, outcome=known)


def _line(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """Made for its owner only where it is not there."""
    file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _last_byte(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)


def _write(file: int, content: bytes) -> None:
    """To the disk, in one piece where the system takes it so."""
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)
