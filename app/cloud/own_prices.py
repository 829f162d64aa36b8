"""The user's own table of prices, changed by the program: a row is set or taken out, and all else that somebody wrote there, comments too, stays.

The file is edited as text. What comes of that is read again before it is written: where anything but the wanted row would differ, nothing is
written and it is said.
"""

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.cloud.prices import Price, read
from app.errors import UserFixable
from app.host.instance import Hold
from app.host.paths import make_private, unwritable

_HEAD = """# Your own prices of models elsewhere, in a currency for a million tokens. They come before those that came with the program.
# A row without `at` holds for any address; else for that host only.
"""
_ROW = re.compile(r"\s*\[\[\s*(?:model|\"model\"|'model')\s*\]\]\s*(?:#.*)?")
_TABLE = re.compile(r"\s*\[.*")
_VALUE = r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#'"\[{][^#]*?)(?P<rest>\s*(?:#.*)?)"""
_BLANK = re.compile(r"\s*(?:#.*)?")
_PATIENCE = 4.0
"""Seconds that another program may take to write."""
_BOM = b"\xef\xbb\xbf"
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """In the file `path`, which need not be there. All that writes raises UserFixable `prices` for a file that cannot be understood,
    `prices_by_hand` for one that it cannot change, `read_only`, `no_space` and `locked`, and then nothing has changed."""

    path: Path

    def put(self, price: Price) -> None:
        """In the place of the row for the same model and host, else as a new one."""
        told = _told(price)

        def changed(text: str, rows: Sequence[_Row]) -> str | None:
            at = _place(rows, price)
            if at == len(rows):
                return _with_row(text, told)
            blocks = _blocks(text)
            if len(blocks) != len(rows) + 1:
                return None
            return "".join((*blocks[: at + 1], _edited(blocks[at + 1], told), *blocks[at + 2 :]))

        def wanted(rows: Sequence[_Row]) -> Sequence[_Row]:
            at = _place(rows, price)
            return [*rows[:at], {**(rows[at] if at < len(rows) else {}), **told}, *rows[at + 1 :]]

        self._change(changed, wanted)

    def take_out(self, model: str, at: str) -> bool:
        """Every row for just this model and host; whether there was one."""
        if not any(row.model == model and row.at == at for row in read(self.path)):
            return False

        def changed(text: str, rows: Sequence[_Row]) -> str | None:
            head, *blocks = _blocks(text)
            if len(blocks) != len(rows):
                return None
            kept = [_rest(block) if _is_of(row, model, at) else block for block, row in zip(blocks, rows, strict=True)]
            return "".join((head, *kept))

        self._change(changed, lambda rows: [row for row in rows if not _is_of(row, model, at)])
        return True

    def put_aside(self) -> Path | None:
        """A file that cannot be used gets another name beside it, which is told; None where there is none. Nothing of it is lost."""
        with self._alone():
            number = 1
            while (other := self.path.with_name(f"{self.path.name}.{number}")).exists():
                number += 1
            try:
                self.path.rename(other)
            except FileNotFoundError:
                return None
        return other

    def _change(
        self, change: Callable[[str, Sequence[_Row]], str | None], wanted: Callable[[Sequence[_Row]], Sequence[_Row]]
    ) -> None:
        """`change` makes a text of the text and its rows, None where it cannot; in it the rows are to be those `wanted`, and all else the same."""
        with self._alone():
            read(self.path)  # says what is wrong with it
            raw = self.path.read_bytes() if self.path.exists() else b""
            text = raw.removeprefix(_BOM).decode()
            table = tomllib.loads(text)
            rows = table.get("model", [])
            new = change(text, rows)
            if new is None or not _holds(new, {**table, "model": wanted(rows)}):
                raise self._not_by_us()
            self._replace((_BOM if raw.startswith(_BOM) else b"") + new.encode())

    def _not_by_us(self) -> UserFixable:
        return UserFixable("prices_by_hand", file=self.path.name, path=str(self.path))

    def _replace(self, content: bytes) -> None:
        """As a whole; a link goes on pointing at where it points."""
        target = self.path.resolve()
        new = target.with_name(f"{target.name}.{os.getpid()}.new")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other program writes."""
        make_private(self.path.parent)
        hold = Hold(self.path.with_name(f"{self.path.name}.lock"))
        if not hold.take(wait=_PATIENCE):
            raise UserFixable("locked")
        try:
            yield
        except OSError as error:
            raise unwritable(error, self.path.parent) from error
        finally:
            hold.release()


def _is_of(row: _Row, model: str, at: str) -> bool:
    return row.get("name") == model and row.get("at", "").lower() == at


def _place(rows: Sequence[_Row], price: Price) -> int:
    """Of the row that is asked for it, len(rows) where there is none."""
    return next((number for number, row in enumerate(rows) if _is_of(row, price.model, price.at)), len(rows))


def _told(price: Price) -> dict[str, Any]:
    """What a row says of it."""
    told: dict[str, Any] = {"name": price.model, "input": price.input, "output": price.output}
    told |= {"currency": price.currency, "looked_up": date.fromisoformat(price.dated)}
    return {"at": price.at, **told} if price.at else told


def _written(value: object) -> str:
    """As TOML has it."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _blocks(text: str) -> list[str]:
    """What is before the first row; then each row, up to where the next one begins."""
    blocks = [""]
    for line in text.splitlines(keepends=True):
        if _ROW.fullmatch(line.rstrip("\r\n")):
            blocks.append("")
        blocks[-1] += line
    return blocks


def _with_row(text: str, told: _Row) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    before = f"{text}{end}" if text and not text.endswith("\n") else text or _HEAD
    lines = ["", "[[model]]", *(f"{name} = {_written(value)}" for name, value in told.items()), ""]
    return before + end.join(lines)


def _edited(block: str, told: _Row) -> str:
    """A row with these values: each in its line, and those that it had not behind its head."""
    head, *lines = block.splitlines(keepends=True)
    end = head[len(head.rstrip("\r\n")) :]
    count = _count(lines)
    missing = []
    for name, value in told.items():
        pattern = re.compile(rf"""(\s*(?:{name}|"{name}"|'{name}')\s*=\s*){_VALUE}""")
        for number, line in enumerate(lines[:count]):
            if found := pattern.fullmatch(line.rstrip("\r\n")):
                lines[number] = (
                    f"{found[1]}{_written(value)}{found['rest']}{line[len(line.rstrip(chr(13) + chr(10))) :]}"
                )
                break
        else:
            missing.append(f"{name} = {_written(value)}{end}")
    return "".join((head, *missing, *lines))


def _rest(block: str) -> str:
    """What stays of a row that goes: what is said behind its last line, of the next one."""
    _, *lines = block.splitlines(keepends=True)
    told = [number for number, line in enumerate(lines[: _count(lines)]) if not _BLANK.fullmatch(line.rstrip("\r\n"))]
    rest = "".join(lines[told[-1] + 1 :])
    return rest if rest.strip() else ""


def _count(lines: Sequence[str]) -> int:
    """How many of the lines behind a row's head are the row's: what else there is begins with another table."""
    return next((number for number, line in enumerate(lines) if _TABLE.fullmatch(line.rstrip("\r\n"))), len(lines))


def _holds(text: str, wanted: _Row) -> bool:
    """Whether that is what it says."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return {"model": [], **found} == {"model": [], **wanted}
