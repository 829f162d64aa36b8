"""What a person does again and again, and what is looked for again and again."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from tests.walk.person import Person
from tests.walk.seen import Row, Seen, Widget

T = TypeVar("T")

ANSWERING = 240.0
"""Seconds that a model may take for an answer on a slow machine; for a summary some times as many."""


def add(person: Person, path: Path) -> None:
    """By the dialog; until it can be searched by words and by meaning."""
    person.shortcut("ctrl+o")
    person.until("its field", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True))
    person.type(str(path))
    person.until("it is typed", lambda seen: seen.one("QLineEdit", inside="QFileDialog", text=str(path)))
    person.keys("Return")
    person.until("it is ready", lambda seen: document(seen, f"{path.name}, ready"), 120)


def ask(person: Person, question: str) -> None:
    person.shortcut("ctrl+k")
    person.until("the field has the focus", lambda seen: seen.one("QuestionField", focus=True))
    person.type(question)
    person.until("it is typed", lambda seen: seen.one("QuestionField", text=question))
    person.keys("Return")
    person.until_gone("it is asked", lambda seen: seen.one("QuestionField", text=question))


def until_answered(person: Person) -> None:
    """Until the last question has its verdict."""

    def answered(seen: Seen) -> bool:
        turns, verdicts = list(seen.all_there("TurnView")), list(seen.all_there("Verdict"))
        return bool(turns) and len(turns) == len(verdicts)

    person.until("the answer is done", answered, ANSWERING)


def close(person: Person) -> int:
    """By its key; the exit status."""
    person.shortcut("ctrl+q")
    return person.until_ended()


def document(seen: Seen, name: str) -> Row | None:
    """The row of the library with this in its text, or in what a screen reader says of it."""
    shelf = seen.one("ShelfView")
    return None if shelf is None else shelf.row(name)


def pages_view(seen: Seen) -> Widget | None:
    """The pages, once all that is in sight of them is drawn."""
    view = seen.one("PagesView")
    return view if view is not None and view.more.get("drawn") else None


def page_read(seen: Seen) -> int:
    """The page that is shown as the one that is read; 0 where none is drawn."""
    view = pages_view(seen)
    return 0 if view is None else int(view.more["page"])


def marked(seen: Seen, layer: str) -> object:
    """The places of a layer of marks that are in sight."""
    view = pages_view(seen)
    return None if view is None else view.marks(layer)


def mark_of_answer(seen: Seen) -> Row | None:
    """The first mark [1] of the last answer that has one."""
    return last(view.rows[0] for view in seen.all("AnswerView", inside="Verdict") if view.rows)


def last(found: Iterable[T]) -> T | None:
    return next(iter(list(found)[-1:]), None)
