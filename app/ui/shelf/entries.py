"""What the list shows, as plain values: one entry a file, whatever has become of it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.errors import UserFixable
from app.types import Document, Progress, Waiting
from app.ui import say

State = Literal["queued", "reading", "stopped", "failed", "password", "learning", "words", "ready"]
Work = Literal["", "queued", "reading", "stopped", "learning"]
Action = Literal["open", "continue", "retry", "password"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the list. `work` is what is being done with it now, `progress` how far that is; `error` why it could not be
    read the last time. `waiting` is how it was asked for, until it is read.

    `rank` is its place in the alphabet, and `_sought` what a filter looks at: both are wanted of thousands with each letter that is
    typed."""

    path: Path
    document: Document | None = None
    error: UserFixable | None = None
    waiting: Waiting | None = None
    work: Work = ""
    progress: Progress | None = None
    rank: tuple[str, str] = field(init=False, repr=False, compare=False)
    _sought: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        title = "" if self.document is None else self.document.title
        object.__setattr__(self, "rank", (self.name.casefold(), str(self.path)))
        object.__setattr__(self, "_sought", "\n".join((self.name, title, *self.collections)).casefold())

    @property
    def name(self) -> str:
        return self.path.name or str(self.path)

    @property
    def state(self) -> State:
        if self.work:
            return self.work
        if self.error is not None:
            return "password" if self.error.kind == "password" else "failed"
        return "ready" if self.document is not None and self.document.state == "ready" else "words"

    @property
    def collections(self) -> tuple[str, ...]:
        if self.document is not None:
            return self.document.collections
        return (self.waiting.collection,) if self.waiting is not None and self.waiting.collection else ()

    @property
    def offer(self) -> Action | None:
        """What its button offers, if it has one."""
        if self.state == "failed" and self.error is not None and not say.can_be_retried(self.error):
            return None
        offers: dict[State, Action] = {"stopped": "continue", "failed": "retry", "password": "password"}
        return offers.get(self.state)

    @property
    def action(self) -> Action | None:
        """What the Enter key does with it."""
        return self.offer or (None if self.document is None else "open")

    def matches(self, words: list[str]) -> bool:
        """Whether each of `words` (casefolded) is in its name, its title or the name of one of its collections."""
        return all(word in self._sought for word in words)

    @property
    def is_plain(self) -> bool:
        """Whether its row has neither a bar nor a button."""
        return not self.work and self.error is None

    def queued(self, item: Waiting) -> "Entry":
        return replace(self, waiting=item, error=None, progress=None, work="stopped" if item.stopped else "queued")

    def begun(self, progress: Progress | None = None) -> "Entry":
        return replace(self, work="reading", progress=progress)

    def stopped(self) -> "Entry":
        return replace(self, work="stopped", progress=None)

    def read(self, document: Document) -> "Entry":
        return Entry(document.path, document)

    def failed(self, error: UserFixable) -> "Entry":
        """It still says where it was to go, should it be tried again."""
        return Entry(self.path, self.document, error, self.waiting)

    def sorted_into(self, collections: tuple[str, ...]) -> "Entry":
        """The same document in these collections."""
        if self.document is None:
            return self
        return replace(self, document=replace(self.document, collections=collections))
