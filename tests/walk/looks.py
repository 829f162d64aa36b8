"""The main states in other looks: dark, high contrast, German, large text, a small window."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.host import settings
from app.library import Library
from app.stop import Stop
from app.ui import resources
from tests.walk.acts import ask, close, document, last, mark_of_answer, marked, pages_view, until_answered
from tests.walk.conversing import QUESTION, UNANSWERED
from tests.walk.person import Person
from tests.walk.seen import Row, Seen
from tests.walk.walk import SIZE, Walk


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    size: tuple[int, int] = SIZE
    settings: dict[str, Any] = field(default_factory=dict)


LOOKS = (
    Look("dark", settings={"appearance": "dark"}),
    Look("german", settings={"language": "de"}),
    Look("contrast", settings={"appearance": "contrast"}),
    Look("large", settings={"text_size": 200}),
    Look("small", size=(900, 600), settings={"language": "de"}),
)
_PLAIN = {"appearance": "light", "language": "", "text_size": 100, "started": True}


def looks(walk: Walk) -> None:
    """What the journey has left behind is shown; without it, a library and a conversation are made first."""
    if not walk.paths.catalog.exists():
        prepare(walk)
    for look in LOOKS:
        settings.change(walk.paths.settings, **{**_PLAIN, **look.settings})
        _show(replace(walk, look=look.name, taken=[]), look)
    settings.change(walk.paths.settings, **_PLAIN)


def prepare(walk: Walk) -> None:
    """The sample, and two questions about it."""
    with Library(walk.paths) as library:
        list(library.add([resources.sample()], stop=Stop()))
    settings.change(walk.paths.settings, **_PLAIN)
    with walk.started() as person, walk.step("two questions", person):
        for question in (QUESTION, UNANSWERED):
            ask(person, question)
            until_answered(person)
        close(person)


def _show(walk: Walk, look: Look) -> None:
    with walk.started(size=look.size) as person:
        with walk.step(f"{look.name}: a marked page", person):
            person.until("the conversation", lambda seen: next(seen.all_there("Verdict"), None))
            person.click("a document", lambda seen: document(seen, "sample.pdf"))
            _click_first_mark(walk, person)
            walk.picture(person, "marked")
        with walk.step(f"{look.name}: summary, history, settings", person):
            for key, name in (("ctrl+2", "summary"), ("ctrl+3", "history")):
                person.shortcut(key)
                person.at_rest("the side", lambda seen: seen.one("Sides"))
                walk.picture(person, name)
            person.shortcut("ctrl+1")
            _show_settings(walk, person)
        close(person)
    _show_first_start(walk, look)


def _click_first_mark(walk: Walk, person: Person) -> None:
    """The answer with a mark may be above what is in sight."""

    def in_sight(seen: Seen) -> Row | None:
        mark, column = mark_of_answer(seen), seen.one("Column")
        if mark is None or column is None or column.rect is None:
            return None
        return mark if column.rect.holds(mark.rect) else None

    column = person.at_rest("the conversation", lambda seen: seen.one("Column"))
    walk.screen.scroll(column.middle, -30)
    person.click("the mark [1]", in_sight)
    person.until("its place is marked", lambda seen: marked(seen, "place") or marked(seen, "cited"))
    walk.screen.move((column.middle[0], int(column.y + column.height) - 2))


def _show_settings(walk: Walk, person: Person) -> None:
    person.shortcut("ctrl+comma")

    def page(number: int, seen: Seen) -> Row | None:
        view = seen.one("QListWidget", inside="SettingsDialog")
        return view.rows[number] if view is not None and number < len(view.rows) else None

    for number, name in enumerate(("model", "folders", "appearance", "privacy", "diagnostics")):
        person.click(name, partial(page, number))
        person.at_rest(f"{name} is shown", lambda seen: seen.one("SettingsDialog"))
        walk.picture(person, f"settings-{name}")
    person.keys("Escape")
    person.until_gone("it is closed", lambda seen: seen.window("SettingsDialog"))


def _show_first_start(walk: Walk, look: Look) -> None:
    settings.change(walk.paths.settings, started=False)
    with walk.started(size=look.size) as person, walk.step(f"{look.name}: the first start", person):
        for name in ("model", "add", "ask"):
            person.at_rest("what comes next", lambda seen: last(seen.all("QPushButton", inside="FirstStart")))
            walk.picture(person, f"first-start-{name}")
            person.click("what comes next", lambda seen: last(seen.all("QPushButton", inside="FirstStart")))
        person.until("the pages", pages_view)
        close(person)
