"""README's pictures: the window with an answer and its marked page, light and dark."""

import shutil
import subprocess
from pathlib import Path

from app.host import settings
from app.library import Library, collections
from app.stop import Stop
from app.types import Document
from app.ui import resources
from tests import material
from tests.walk.acts import ask, close, document, mark_of_answer, marked, pages_view, until_answered
from tests.walk.person import Person
from tests.walk.seen import Seen
from tests.walk.walk import Walk

REPORT = "Merrowdale annual report.pdf"
QUESTIONS = ("What did the burst pipe destroy?", "How many people does the network employ?")


def readme(walk: Walk) -> None:
    """Into `to` as window.png and window-dark.png."""
    _fill(walk)
    for look, file in (("light", "window.png"), ("dark", "window-dark.png")):
        settings.change(walk.paths.settings, started=True, appearance=look)
        with walk.started() as person, walk.step(f"README's picture, {look}", person):
            person.click("the report", lambda seen: document(seen, REPORT))
            person.until("it is shown", pages_view)
            if look == "light":
                for question in QUESTIONS:
                    ask(person, question)
                    until_answered(person)
            person.click("a mark", mark_of_answer)
            person.until("a place is marked", lambda seen: marked(seen, "place"))
            _leave_alone(walk, person)
            shutil.move(walk.picture(person, "readme"), walk.to / file)
            _make_small(walk.to / file)
            close(person)


def _fill(walk: Walk) -> None:
    """A library of someone who has used the program for a while."""
    walk.documents.mkdir(parents=True, exist_ok=True)
    report = walk.documents / REPORT
    shutil.copy(resources.sample(), report)
    ferry = material.prose(walk.documents, name="Ferry trust review 2025.pdf")
    others = (
        material.form(walk.documents, name="Mooring application.pdf"),
        material.table(walk.documents, name="Sailings by route.pdf"),
    )
    with Library(walk.paths) as library:
        added = {
            one.path: one.id for one in library.add([report, ferry, *others], stop=Stop()) if isinstance(one, Document)
        }
        collections.put(library.rooms, [added[path] for path in (report, ferry)], "Annual reports")
        collections.put(library.rooms, [added[path] for path in others], "Harbour")


def _leave_alone(walk: Walk, person: Person) -> None:
    """Focus in the question's field, the mouse where it lights nothing up."""
    person.shortcut("ctrl+k")

    def at_rest(seen: Seen) -> bool:
        return seen.one("QuestionField", focus=True) is not None and pages_view(seen) is not None

    person.until("the window stands as it is left", at_rest)
    walk.screen.move((1500, 980))
    person.at_rest("the pages", pages_view)


def _make_small(file: Path) -> None:
    """Few colours are enough for a window."""
    command = [
        "convert",
        str(file),
        "-strip",
        "+dither",
        "-colors",
        "128",
        "-define",
        "png:compression-level=9",
        str(file),
    ]
    subprocess.run(command, check=True, timeout=60)
