"""What is in the library and what is to come into it, as the window knows it. No Qt, no library: only values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import UserFixable
from app.types import Document, Progress, Waiting
from app.ui.shelf.entries import Entry


@dataclass(frozen=True, slots=True)
class Stocktaking:
    """The library as it was at one moment."""

    documents: list[Document]
    failures: list[tuple[Path, UserFixable]]
    waiting: list[Waiting]
    collections: list[str]


@dataclass(slots=True)
class Stock:
    """Entries by path. Those whose removal can still be undone are `hidden`: they are here and nobody sees them."""

    entries: dict[Path, Entry] = field(default_factory=dict)
    collections: list[str] = field(default_factory=list)
    hidden: set[Path] = field(default_factory=set)

    def visible(self) -> list[Entry]:
        return [entry for path, entry in self.entries.items() if path not in self.hidden]

    def documents(self) -> list[Document]:
        """Those that can be asked about, by name."""
        shown = sorted((entry for entry in self.visible() if entry.document is not None), key=lambda one: one.rank)
        return [entry.document for entry in shown if entry.document is not None]

    @property
    def ids(self) -> frozenset[str]:
        """Of all documents, those included whose removal can still be undone."""
        return frozenset(entry.document.id for entry in self.entries.values() if entry.document is not None)

    def with_id(self, document: str) -> Entry | None:
        found = (one for one in self.entries.values() if one.document is not None and one.document.id == document)
        return next(found, None)

    @property
    def learned(self) -> float:
        """How much of what is here can be searched by meaning, from 0 to 1."""
        shown = [
            (e.document, e.progress if e.work == "learning" else None) for e in self.entries.values() if e.document
        ]
        total = sum(document.chunks for document, _ in shown)
        done = sum(document.embedded if told is None else told.done for document, told in shown)
        return done / total if total else 1.0

    @property
    def is_learned(self) -> bool:
        return all(entry.document is None or entry.document.state == "ready" for entry in self.entries.values())

    @property
    def has_stopped(self) -> bool:
        return any(entry.state == "stopped" for entry in self.visible())

    def put(self, entry: Entry) -> None:
        self.entries[entry.path] = entry

    def drop(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.entries.pop(path, None)
            self.hidden.discard(path)

    def queue(self, item: Waiting) -> Entry:
        """It waits from now on."""
        entry = self.entries.get(item.path, Entry(item.path)).queued(item)
        self.put(entry)
        return entry

    def read(self, path: Path, document: Document) -> Entry:
        """The file at `path` has become `document`, which may be known from another path: the same bytes lie there."""
        was = self.entries.pop(path, Entry(path))
        older = self.with_id(document.id)
        if older is not None and older.path != document.path:
            self.drop([older.path])
        entry = was.read(document)
        self.put(entry)
        return entry

    def learning(self, progress: Progress) -> Entry | None:
        """A document is being prepared for search by meaning; None if it is not one of ours, or if something else is done with it."""
        entry = self.with_id(progress.document or "")
        if entry is None or entry.work not in {"", "learning"}:
            return None
        entry = replace(entry, work="learning", progress=progress)
        self.put(entry)
        return entry

    def rest(self, *, but: str | None = None) -> list[Entry]:
        """Nothing is being prepared any more, `but` perhaps this document: the entries for which that is news."""
        changed = [
            replace(entry, work="", progress=None)
            for entry in self.entries.values()
            if entry.work == "learning" and entry.document is not None and entry.document.id != but
        ]
        for entry in changed:
            self.put(entry)
        return changed

    def mark_learned(self, document: str) -> Entry | None:
        """All of a document can be searched by meaning now; one with scanned pages that nobody has read is not ready for that."""
        entry = self.with_id(document)
        if entry is None or entry.document is None:
            return None
        state = entry.document.state if entry.document.state == "reading" else "ready"
        whole = replace(entry.document, embedded=entry.document.chunks, state=state)
        work = "" if entry.work == "learning" else entry.work
        entry = replace(entry, document=whole, work=work, progress=entry.progress if work else None)
        self.put(entry)
        return entry

    def list_collection(self, name: str) -> None:
        if name not in self.collections:
            self.collections = sorted([*self.collections, name], key=str.casefold)

    def drop_collection(self, name: str) -> None:
        """The documents stay."""
        self.collections = [one for one in self.collections if one != name]
        self.take_out_of(self._in(name), [name])

    def rename_collection(self, old: str, new: str) -> None:
        names = [one for one in self.collections if one not in (old, new)]
        self.collections = sorted([*names, new], key=str.casefold)
        self._sort(self._in(old), lambda before: _sorted({*before, new} - {old}))

    def sort_into(self, entries: Iterable[Entry], name: str) -> list[str]:
        """Documents into a collection, which is listed if need be; their ids."""
        self.list_collection(name)
        return self._sort(entries, lambda before: _sorted({*before, name}))

    def take_out_of(self, entries: Iterable[Entry], names: Sequence[str]) -> list[str]:
        """Documents out of these collections; their ids."""
        return self._sort(entries, lambda before: tuple(one for one in before if one not in names))

    def _in(self, collection: str) -> list[Entry]:
        return [entry for entry in self.entries.values() if collection in entry.collections]

    def _sort(self, entries: Iterable[Entry], change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> list[str]:
        ids = []
        for entry in entries:
            if entry.document is not None:
                self.put(entry.sorted_into(change(entry.document.collections)))
                ids.append(entry.document.id)
        return ids

    def take(self, found: Stocktaking) -> None:
        """Everything anew; what is being read or prepared goes on."""
        before, self.entries = self.entries, {}
        for document in found.documents:
            self.put(Entry(document.path, document))
        for path, error in found.failures:
            was = before.get(path, Entry(path))
            self.put(replace(self.entries.get(path, Entry(path)), error=error, waiting=was.waiting))
        for item in found.waiting:
            entry, earlier = self.queue(item), before.get(item.path)
            if earlier is not None and earlier.work in {"reading", "stopped"}:
                self.put(replace(entry, work=earlier.work, progress=earlier.progress))
        for path in self.hidden & before.keys():  # the library does not tell of what it hides
            self.entries.setdefault(path, before[path])
        for path, one in before.items():
            if one.work == "learning" and (now := self.entries.get(path)) is not None and not now.work:
                self.put(replace(now, work="learning", progress=one.progress))
        self.collections = list(found.collections)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=str.casefold))
