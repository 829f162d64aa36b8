"""Named subsets of the library."""

from collections.abc import Sequence

from app.library.rooms import Rooms


def names(rooms: Rooms) -> list[tuple[str, int]]:
    """Every collection with its number of documents, by name; empty ones, too."""
    return rooms.catalog.collections.names()


def make(rooms: Rooms, name: str) -> None:
    """Nothing happens if there is one of this name, in whatever case."""
    rooms.catalog.collections.make(_tidy(name))


def put(rooms: Rooms, ids: Sequence[str], name: str) -> None:
    """Documents by their ids into a collection, which is made if need be; what has been removed meanwhile is passed over."""
    rooms.catalog.collections.put(ids, _tidy(name))


def take_out(rooms: Rooms, ids: Sequence[str], name: str) -> None:
    """The documents stay in the library. Raises `unknown_collection`."""
    rooms.catalog.collections.take_out(ids, name)


def rename(rooms: Rooms, old: str, new: str) -> None:
    """A collection that is called so already takes the documents in. Raises `unknown_collection`."""
    rooms.catalog.collections.rename(old, _tidy(new))


def drop(rooms: Rooms, name: str) -> None:
    """Its documents stay in the library. Raises `unknown_collection`."""
    rooms.catalog.collections.drop(name)


def _tidy(name: str) -> str:
    """A name in one line. One that is empty is a mistake of the caller's."""
    tidy = " ".join(name.split())
    if not tidy:
        raise ValueError("a collection without a name")
    return tidy
