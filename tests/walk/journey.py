"""The main journey, from the first start to the one after it."""

import os
import subprocess
import sys

from tests.walk.acts import close, document, last, marked, page_read, pages_view
from tests.walk.conversing import QUESTION, asking, citing, first_start, reading, refusing, summarising
from tests.walk.person import ROOT, Person, patiently
from tests.walk.seen import Row, Seen
from tests.walk.shelving import BROKEN, COLLECTION, adding, removing, sorting
from tests.walk.walk import Walk


def journey(walk: Walk) -> None:
    with walk.started() as person:
        for part in (
            first_start,
            reading,
            asking,
            citing,
            refusing,
            summarising,
            reading_on,
            adding,
            sorting,
            removing,
        ):
            part(walk, person)
        for part in (looking_back, settings, second_start):
            part(walk, person)
        before = person.until("the window as it is", lambda seen: seen if pages_view(seen) else None)
        closing(walk, person)
    starting_again(walk, before)


def reading_on(walk: Walk, person: Person) -> None:
    def outline(seen: Seen) -> Row | None:
        tree = seen.one("Outline")
        return None if tree is None else tree.row("4 What comes next")

    with walk.step("the outline leads to a section", person):
        person.click("the outline's button", lambda seen: seen.one("QToolButton", name="Outline"))
        person.click("a section", outline)
        person.until("its page is shown", lambda seen: page_read(seen) == 6)
        walk.picture(person, "outline")
    with walk.step("find in the document", person):
        person.shortcut("ctrl+f")
        person.until("its field", lambda seen: seen.one("QLineEdit", inside="FindBar", focus=True))
        person.type("crowns")
        person.until("hits are marked", lambda seen: marked(seen, "hits"))
        first = person.until("one of them is shown", lambda seen: marked(seen, "place"))
        person.keys("Return")
        person.until("the next one is shown", lambda seen: marked(seen, "place") not in ([], None, first))
        walk.picture(person, "find")
        person.keys("Escape")
        person.until_gone("the bar is closed", lambda seen: seen.one("FindBar"))
        person.click("the outline's button", lambda seen: seen.one("QToolButton", name="Outline"))


def looking_back(walk: Walk, person: Person) -> None:
    with walk.step("the history is searched", person):
        person.shortcut("ctrl+3")
        person.click("its field", lambda seen: seen.one("QLineEdit", inside="HistoryPanel"))
        person.type("zebra")
        person.until("nothing is found", lambda seen: not _conversations(seen))
        walk.picture(person, "history-nothing")
        person.keys("ctrl+a")
        person.type("employ")
        person.until("it is found", lambda seen: len(_conversations(seen)) == 1)
        walk.picture(person, "history")
    with walk.step("it is exported", person):
        target = walk.documents / "answers.md"
        person.click("Export", lambda seen: seen.one("QToolButton", name="Export", inside="HistoryPanel"))
        person.click("Markdown", lambda seen: last(menu.row("Markdown") for menu in seen.all("QMenu")))
        person.until("its field", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True))
        person.keys("ctrl+a")
        person.type(str(target))
        person.keys("Return")
        patiently("the file is written", lambda: target.exists() and QUESTION in target.read_text("utf-8"), 30)
        person.shortcut("ctrl+1")


def _conversations(seen: Seen) -> list[Row]:
    view = seen.one("QListView", inside="HistoryPanel")
    return [] if view is None else list(view.rows)


def settings(walk: Walk, person: Person) -> None:
    def pages(seen: Seen) -> list[Row]:
        view = seen.one("QListWidget", inside="SettingsDialog")
        return [] if view is None else list(view.rows)

    with walk.step("each page of the settings", person):
        person.shortcut("ctrl+comma")
        for page in person.until("the dialog", pages):
            _look_at(walk, person, page.text)
        person.keys("Escape")
        person.until_gone("it is closed", lambda seen: seen.window("SettingsDialog"))


def _look_at(walk: Walk, person: Person, page: str) -> None:
    person.click(page, lambda seen: last(view.row(page) for view in seen.all("QListWidget", inside="SettingsDialog")))
    person.at_rest(f"{page} is shown", lambda seen: seen.one(name=page, inside="SettingsDialog"))
    walk.picture(person, f"settings-{page.split()[0].lower()}")


def second_start(walk: Walk, person: Person) -> None:
    def is_in_front(seen: Seen) -> bool:
        window = seen.window("Window")
        return window is not None and window.active

    with walk.step("a second start raises the window and ends", person):
        windows = walk.screen.windows("Inglenook")
        walk.screen.minimise(windows[0])
        person.until_gone("it is minimised", is_in_front)
        command = [sys.executable, "-m", "app", "--data-dir", str(walk.paths.data)]
        done = subprocess.run(command, cwd=ROOT, env=dict(walk.screen.environment), timeout=60, check=False)
        assert done.returncode == 0, f"the second start ended with {done.returncode}"
        person.until("it is in front", is_in_front)
        assert walk.screen.windows("Inglenook") == windows, "there is another window"


def closing(walk: Walk, person: Person) -> None:
    with walk.step("Ctrl+Q closes it, and no process stays", person):
        status = close(person)
        assert status == 0, f"it ended with {status}"
        patiently("its children have ended", lambda: not _is_group(person.process.pid), 10)
        crashes = [file.read_text("utf-8") for file in walk.paths.crashes.glob("*")]
        assert not crashes, f"faults were kept: {crashes}"


def _is_group(process: int) -> bool:
    try:
        os.killpg(process, 0)
    except ProcessLookupError:
        return False
    return True


def starting_again(walk: Walk, before: Seen) -> None:
    """Everything is as it was."""

    def answers(seen: Seen) -> list[str]:
        return [view.text for view in seen.all_there("AnswerView")]

    with walk.started() as person:
        with walk.step("the document, its page and the conversation are there again", person):
            person.until("the page", lambda seen: page_read(seen) == page_read(before))
            person.until("the document", lambda seen: _title(seen) == _title(before))
            person.until("the answers", lambda seen: answers(seen) == answers(before))
            person.until("the collection", lambda seen: document(seen, COLLECTION))
            person.until_gone("what was removed", lambda seen: document(seen, BROKEN))
            walk.picture(person, "again")
        closing(walk, person)


def _title(seen: Seen) -> str:
    window = seen.window("Window")
    return "" if window is None else window.title
