"""Numbered copies: each can be made again from its kind and number alone."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.models.gguf import read_head
from tests.models.mutations.draft import Draft
from tests.models.mutations.kinds import KINDS
from tests.models.mutations.seeds import SEEDS

REAL = ("real_head", "real_table", "real_data", "real_cut")
"""Kinds of damage that are done to a copy of a real model, in place, and undone."""

_TABLE_SHARE = 60
"""Bytes of a tensor's line in the table, roughly."""


@dataclass(frozen=True, slots=True)
class Copy:
    kind: str
    number: int
    seed: int

    @property
    def chance(self) -> random.Random:
        return random.Random(f"{self.seed}/{self.kind}/{self.number}")


class Workshop:
    """Makes copies in `folder`, one at a time. `real`: a model that is copied there for what is done in place."""

    def __init__(self, folder: Path, *, real: Path | None = None) -> None:
        self._path = folder / "copy.gguf"
        self._drafts: dict[str, Draft] = {name: make() for name, make in SEEDS.items()}
        self._whole = {name: draft.bytes() for name, draft in self._drafts.items()}
        self._real = None if real is None else _Real(real, folder / "real.gguf")

    @property
    def kinds(self) -> Sequence[str]:
        return [*KINDS, *(REAL if self._real is not None else ())]

    def sound(self, name: str = "llama") -> Path:
        """A seed as it is."""
        path = self._path.with_name(f"sound-{name}.gguf")
        path.write_bytes(self._whole[name])
        return path

    @contextmanager
    def made(self, copy: Copy) -> Iterator[Path]:
        """The file of a copy, as long as it is looked at."""
        if copy.kind in REAL:
            assert self._real is not None
            with self._real.spoilt(copy.kind, copy.chance) as path:
                yield path
            return
        self._path.write_bytes(self.content(copy))
        yield self._path

    def content(self, copy: Copy) -> bytes:
        """Bytes that differ from the seed's."""
        chance = copy.chance
        name = chance.choice(list(self._drafts))
        content = self._whole[name]
        while content == self._whole[name]:
            content = KINDS[copy.kind](self._drafts[name], chance)
        return content


class _Real:
    def __init__(self, original: Path, path: Path) -> None:
        self._path = path
        path.write_bytes(original.read_bytes())
        self._size = path.stat().st_size
        with path.open("rb") as stream:
            head = read_head(stream)
            stream.seek(0)
            start = stream.read(head.data_start).index(b"tokenizer.ggml.tokens")
        table = head.data_start - _TABLE_SHARE * len(head.tensors)
        self._regions = {
            "real_head": (0, start),
            "real_table": (table, head.data_start),
            "real_data": (head.data_start, self._size),
        }

    @contextmanager
    def spoilt(self, kind: str, chance: random.Random) -> Iterator[Path]:
        undo = self._cut(chance) if kind == "real_cut" else self._flip(*self._regions[kind], chance)
        try:
            yield self._path
        finally:
            with self._path.open("r+b") as stream:
                for at, before in reversed(undo):
                    stream.seek(at)
                    stream.write(before)

    def _flip(self, start: int, end: int, chance: random.Random) -> list[tuple[int, bytes]]:
        undo: list[tuple[int, bytes]] = []
        with self._path.open("r+b") as stream:
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(start, end)
                stream.seek(at)
                before = stream.read(1)
                stream.seek(at)
                stream.write(bytes([before[0] ^ 1 << chance.randrange(8)]))
                undo.append((at, before))
        return undo

    def _cut(self, chance: random.Random) -> list[tuple[int, bytes]]:
        length = self._size - chance.choice([1, 31, 32, chance.randint(1, 2**22)])
        with self._path.open("r+b") as stream:
            stream.seek(length)
            rest = stream.read()
            stream.truncate(length)
        return [(length, rest)]
