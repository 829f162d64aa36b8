"""The main journey, from the first start to the one after it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests import material
from tests.walk.checks import citations_of_last, is_coloured, is_marked
from tests.walk.person import ROOT, Lost, Person, patiently
from tests.walk.seen import Row, Seen, Widget
from tests.walk.walk import Walk, pages_view

ANSWERING = 240.0
"""Seconds that a model may take for an answer on a slow machine; for a summary some times as many."""
QUESTION = "How many people does the network employ?"
UNANSWERED = "What is the name of the mayor of Merrow?"
REVIEW, BROKEN, LOCKED = PDFS = ("Ferry review.pdf", "Water damage.pdf", "Board minutes.pdf")


def first_start(walk: Walk, person: Person) -> None:
    with walk.step("first start: the model is here", person):
        person.until("the model is on this machine", lambda seen: seen.one("ModelStep", name="model"))
        next_button = _button("Next")
        person.at_rest("what comes next can be pressed", next_button)
        walk.picture(person, "first-start-model")
        person.click("Next", next_button)
    with walk.step("first start: the sample", person):
        person.click("Try the sample", _button("Try the sample"))
        person.until("it is being read", lambda seen: seen.one("QLabel", text="Being read"))
        walk.picture(person, "first-start-add")
        person.click("Next", next_button)
    with walk.step("first start: a question", person):
        person.at_rest("an example", _button(QUESTION))
        walk.picture(person, "first-start-ask")
        person.click("Start", _button("Start"))
        person.until_gone("the introduction is over", lambda seen: seen.one("FirstStart"))


def reading(walk: Walk, person: Person) -> None:
    with walk.step("the sample becomes searchable by words and meaning", person):
        person.until("it is in the list", lambda seen: _document(seen, "sample.pdf"))
        walk.picture(person, "reading")
        person.until("it is ready", lambda seen: _document(seen, "sample.pdf, ready"), 120)
    with walk.step("it opens", person):
        person.click("the sample", lambda seen: _document(seen, "sample.pdf"))
        person.until("its first page is drawn", pages_view)
        walk.picture(person, "document")


def asking(walk: Walk, person: Person) -> None:
    with walk.step("a question is asked", person):
        ask(person, QUESTION)
        person.until("it says what it does", lambda seen: seen.one("TurnView"))
        walk.picture(person, "searching")
    with walk.step("words stream", person):
        streams = person.until(
            "the first words or all of the answer",
            lambda seen: seen.one("AnswerView") or seen.one("Verdict"),
            ANSWERING,
        )
        walk.picture(person, "streaming" if streams.is_a("AnswerView") else "answered-at-once")
    with walk.step("the answer is there", person):
        until_answered(person)
        if walk.is_usual:
            person.until("it says 86", lambda seen: seen.one("AnswerView", text="86", inside="Verdict"))
        walk.picture(person, "answer")


def citing(walk: Walk, person: Person) -> None:
    citation = citations_of_last(walk)[0]

    def mark(seen: Seen) -> Row | None:
        return next((view.rows[0] for view in seen.all("AnswerView", inside="Verdict") if view.rows), None)

    with walk.step("the quote is shown under the mouse", person):
        person.point("the mark [1]", mark)
        words = citation.quote.split()[0]
        person.until("a tooltip with the quote", lambda seen: seen.one("QTipLabel", text=words))
        walk.picture(person, "quote")
    with walk.step("a click opens the page with the quote's words marked", person):
        person.click("the mark [1]", mark)
        until_marked(walk, person)
        walk.picture(person, "marked")
    with walk.step("every passage that was read", person):
        person.click("Where from?", lambda seen: _last(seen.all("QAbstractButton", text="Where from?")))
        person.click("a passage", lambda seen: seen.one("TextButton", inside="PassageList"))
        person.until("a place is marked", lambda seen: (view := pages_view(seen)) and view.marks("place"))
        walk.picture(person, "where-from")


def refusing(walk: Walk, person: Person) -> None:
    with walk.step("a question that the documents do not answer", person):
        before = len(list(_of(person, "Verdict")))
        ask(person, UNANSWERED)
        until_answered(person)
        if walk.is_usual:
            person.until("it says so", lambda seen: seen.one("QLabel", text="does not say", inside="Verdict"))
        assert len(list(_of(person, "Verdict"))) >= min(before, 1)
        walk.picture(person, "refusal")


def summarising(walk: Walk, person: Person) -> None:
    with walk.step("a brief summary", person):
        person.shortcut("ctrl+2")
        person.click("the shortest length", lambda seen: seen.one("QToolButton", inside="Choice"))
        walk.picture(person, "summary-choice")
        person.click("Summarise", lambda seen: seen.one("QPushButton", text="Summarise", inside="SummaryPanel"))
        person.until("it goes on", lambda seen: seen.one("QPushButton", text="Stop", inside="SummaryPanel"))
        walk.picture(person, "summarising")
        person.until("it has points", lambda seen: seen.one("PointRow"), 4 * ANSWERING)
        person.until_gone(
            "it is done", lambda seen: seen.one("QPushButton", text="Stop", inside="SummaryPanel"), 4 * ANSWERING
        )
        walk.picture(person, "summary")
    with walk.step("a point opens its page", person):
        point = person.until("points with pages", lambda seen: _last(seen.all("QPushButton", inside="PointRow")))
        number = int("".join(letter for letter in point.text if letter.isdigit()) or 0)
        person.click("the last point", lambda seen: _last(seen.all("QPushButton", inside="PointRow")))
        person.until("its page is shown", lambda seen: pages_view(seen) and _page(seen) == number)
        walk.picture(person, "summary-point")
        person.shortcut("ctrl+1")


def reading_on(walk: Walk, person: Person) -> None:
    with walk.step("the outline leads to a section", person):
        person.click("the outline's button", lambda seen: seen.one("QToolButton", name="Outline"))
        person.click("a section", lambda seen: (tree := seen.one("Outline")) and tree.row("4 What comes next"))
        person.until("its page is shown", lambda seen: (view := pages_view(seen)) and view.more["page"] >= 5)
        walk.picture(person, "outline")
    with walk.step("find in the document", person):
        person.shortcut("ctrl+f")
        person.until("the field has the focus", lambda seen: seen.one("QLineEdit", inside="FindBar", focus=True))
        person.type("crowns")
        person.until("hits are marked", lambda seen: (view := pages_view(seen)) and view.marks("hits"))
        first = _place(person)
        person.keys("Return")
        person.until("the next one is shown", lambda seen: (view := pages_view(seen)) and view.marks("place") != first)
        walk.picture(person, "find")
        person.keys("Escape")
        person.until_gone("the bar is closed", lambda seen: seen.one("FindBar"))
        person.click("the outline's button", lambda seen: seen.one("QToolButton", name="Outline"))


def adding(walk: Walk, person: Person) -> None:
    walk.documents.mkdir(parents=True, exist_ok=True)
    material.prose(walk.documents, name=REVIEW)
    material.damaged(walk.documents, name=BROKEN)
    material.protected(walk.documents, name=LOCKED)
    (walk.documents / "open.pdf").unlink()
    with walk.step("PDFs are added by the dialog", person):
        person.shortcut("ctrl+o")
        person.until(
            "the dialog's field has the focus", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True)
        )
        person.type(str(walk.documents))
        person.keys("Return")
        person.until("the folder's files", lambda seen: _file(seen, REVIEW))
        person.type(" ".join(f'"{name}"' for name in PDFS))
        person.until("all are selected", lambda seen: all((one := _file(seen, name)) and one.selected for name in PDFS))
        walk.picture(person, "add-dialog")
        person.keys("Return")
        person.until("one is ready", lambda seen: _document(seen, f"{REVIEW}, ready"), 120)
        person.until("one is damaged", lambda seen: _document(seen, f"{BROKEN}, Damaged"))
        person.until("one needs a password", lambda seen: _document(seen, f"{LOCKED}, Needs a password"))
        walk.picture(person, "states")
    with walk.step("a password opens the protected one", person):
        person.click("the protected one", lambda seen: _document(seen, LOCKED))
        person.keys("Return")
        person.until("its dialog", lambda seen: seen.one("QLineEdit", inside="PasswordDialog", focus=True))
        person.type("not this one")
        person.keys("Return")
        person.until("the complaint", lambda seen: seen.one("QLabel", text="does not open", inside="PasswordDialog"))
        walk.picture(person, "password")
        person.until("its field again", lambda seen: seen.one("QLineEdit", inside="PasswordDialog", focus=True))
        person.type(material.PASSWORD)
        person.keys("Return")
        person.until("it is ready", lambda seen: _document(seen, f"{LOCKED}, ready"), 120)


def sorting(walk: Walk, person: Person) -> None:
    with walk.step("a collection is made", person):
        person.shortcut("ctrl+shift+n")
        person.until("its dialog", lambda seen: seen.one("QLineEdit", inside="NameDialog", focus=True))
        person.keys("ctrl+a")
        person.type("Reports")
        person.keys("Return")
        person.until("it is in the list", lambda seen: _document(seen, "Reports"))
    with walk.step("a document is dragged into it", person):
        start = person.at_rest("the review", lambda seen: _document(seen, REVIEW))
        end = person.at_rest("the collection", lambda seen: _document(seen, "Reports"))
        assert start.rect is not None and end.rect is not None
        walk.screen.drag(start.rect.middle, end.rect.middle)
        person.until("it is below the collection", lambda seen: _below(seen, "Reports", REVIEW))
        walk.picture(person, "collection")
    with walk.step("the filter", person):
        person.shortcut("ctrl+shift+f")
        person.type("ferry")
        person.until_gone("others are not shown", lambda seen: _document(seen, "sample.pdf"))
        walk.picture(person, "filter")
        person.keys("Escape")
        person.until("all are shown", lambda seen: _document(seen, "sample.pdf"))


def removing(walk: Walk, person: Person) -> None:
    with walk.step("a removal is undone, another one is not", person):
        for undone in (True, False):
            person.click("the damaged one", lambda seen: _document(seen, BROKEN))
            person.keys("Delete")
            person.until_gone("it is not in the list", lambda seen: _document(seen, BROKEN))
            person.until("it can be undone", lambda seen: seen.one("Toast"))
            if undone:
                walk.picture(person, "removed")
                person.click("Undo", lambda seen: seen.one("QPushButton", inside="Toast"))
                person.until("it is in the list again", lambda seen: _document(seen, BROKEN))


def looking_back(walk: Walk, person: Person) -> None:
    with walk.step("the history is searched", person):
        person.shortcut("ctrl+3")
        person.click("the search field", lambda seen: seen.one("QLineEdit", inside="HistoryPanel"))
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
        person.click("Markdown", lambda seen: (menu := seen.one("QMenu")) and menu.row("Markdown"))
        person.until("its dialog", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True))
        person.keys("ctrl+a")
        person.type(str(target))
        person.keys("Return")
        patiently("the file is written", lambda: target.exists() and QUESTION in target.read_text("utf-8"), 30)
        person.shortcut("ctrl+1")


def settings(walk: Walk, person: Person) -> None:
    with walk.step("each page of the settings", person):
        person.shortcut("ctrl+comma")
        pages = person.until("the dialog", lambda seen: seen.one("QListWidget", inside="SettingsDialog")).rows
        for page in pages:
            person.click(
                page.text, lambda seen, page=page: seen.one("QListWidget", inside="SettingsDialog").row(page.text)
            )  # type: ignore[union-attr, misc]
            shown = f"{page.text} is shown"
            person.until(
                shown,
                lambda seen, page=page: (
                    seen.one("Page", name=page.text) or seen.one(name=page.text, inside="SettingsDialog")
                ),
            )  # type: ignore[misc]
            person.at_rest("it stands", lambda seen: seen.one("SettingsDialog"))
            walk.picture(person, f"settings-{page.text.split()[0].lower()}")
        person.keys("Escape")
        person.until_gone("it is closed", lambda seen: seen.window("SettingsDialog"))


def second_start(walk: Walk, person: Person) -> None:
    with walk.step("a second start raises the window and ends", person):
        window = walk.screen.windows("Inglenook")
        walk.screen.minimise(window[0])
        person.until_gone("it is minimised", lambda seen: (one := seen.window("Window")) and one.active)
        command = [sys.executable, "-m", "app", "--data-dir", str(walk.paths.data)]
        done = subprocess.run(command, cwd=ROOT, env=dict(walk.screen.environment), timeout=60, check=False)
        assert done.returncode == 0, f"the second start ended with {done.returncode}"
        person.until("it is in front", lambda seen: (one := seen.window("Window")) and one.active)
        assert walk.screen.windows("Inglenook") == window, "there is another window"


def closing(walk: Walk, person: Person) -> None:
    with walk.step("Ctrl+Q closes it, and no process stays", person):
        person.shortcut("ctrl+q")
        status = person.until_ended()
        assert status == 0, f"it ended with {status}"
        patiently("its children have ended", lambda: not _is_group(person.process.pid), 10)
        crashes = [file.read_text("utf-8") for file in walk.paths.crashes.glob("*")]
        assert not crashes, f"faults were kept: {crashes}"


def starting_again(walk: Walk, before: Seen) -> None:
    """Everything is as it was."""
    with walk.started() as person:
        with walk.step("the document, the page and the conversation are there again", person):
            page = _page(before)
            person.until("the document is open at its page", lambda seen: pages_view(seen) and _page(seen) == page)
            person.until("its name", lambda seen: seen.one("Window") and _title(seen) == _title(before))
            answers = [view.text for view in before.all("AnswerView", inside="Verdict")]
            person.until(
                "the conversation",
                lambda seen: [view.text for view in seen.all("AnswerView", inside="Verdict")] == answers,
            )
            person.until("the collection", lambda seen: _document(seen, "Reports"))
            person.until_gone("what was removed is gone", lambda seen: _document(seen, BROKEN))
            walk.picture(person, "again")
        closing(walk, person)


def journey(walk: Walk) -> None:
    with walk.started() as person:
        for part in (
            *(first_start, reading, asking, citing, refusing, summarising, reading_on, adding, sorting, removing),
            *(looking_back, settings, second_start),
        ):
            part(walk, person)
        before = person.until("the window as it is", lambda seen: seen if pages_view(seen) else None)
        closing(walk, person)
    starting_again(walk, before)


# What the parts are made of


def ask(person: Person, question: str) -> None:
    person.shortcut("ctrl+k")
    person.until("the field has the focus", lambda seen: seen.one("QuestionField", focus=True))
    person.type(question)
    person.until("it is typed", lambda seen: seen.one("QuestionField", text=question))
    person.keys("Return")
    person.until_gone("it is asked", lambda seen: seen.one("QuestionField", text=question))


def add(person: Person, path: Path) -> None:
    """By the dialog; until it can be searched by words and by meaning."""
    person.shortcut("ctrl+o")
    person.until("its field", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True))
    person.type(str(path))
    person.until("it is typed", lambda seen: seen.one("QLineEdit", inside="QFileDialog", text=str(path)))
    person.keys("Return")
    person.until("it is ready", lambda seen: _document(seen, f"{path.name}, ready"), 120)


def until_answered(person: Person) -> None:
    person.until_gone("the answer is done", lambda seen: seen.one("QPushButton", name="Stop answering"), ANSWERING)
    person.until("a verdict", lambda seen: seen.one("Verdict"))


def until_marked(walk: Walk, person: Person) -> None:
    """The first citation of the last answer, on the page."""
    citation = citations_of_last(walk)[0]

    def marked(seen: Seen) -> Widget | None:
        view = pages_view(seen)
        return view if view is not None and is_marked(walk, view, citation) else None

    view = person.until("all words of the quote are marked, in sight", marked)
    patiently("the mark has the marker's colour", lambda: is_coloured(walk, view.marks("place")[0]), 5)


def _button(text: str) -> Callable[[Seen], Widget | None]:
    return lambda seen: seen.one("QAbstractButton", text=text)


def _document(seen: Seen, name: str) -> Row | None:
    shelf = seen.one("ShelfView")
    return None if shelf is None else shelf.row(name)


def _file(seen: Seen, name: str) -> Row | None:
    views = seen.all("QAbstractItemView", inside="QFileDialog")
    return next((row for view in views if (row := view.row(name)) is not None), None)


def _below(seen: Seen, first: str, second: str) -> bool:
    upper, lower = _document(seen, first), _document(seen, second)
    loose = _document(seen, "sample.pdf")
    return None not in {upper, lower, loose} and upper.rect.y < lower.rect.y < loose.rect.y  # type: ignore[union-attr]


def _conversations(seen: Seen) -> list[Row]:
    view = seen.one("QListView", inside="HistoryPanel")
    return [] if view is None else list(view.rows)


def _of(person: Person, kind: str) -> list[Widget]:
    seen = person.look()
    return [] if seen is None else list(seen.all(kind))


def _last(widgets: object) -> Widget | None:
    found = list(widgets)  # type: ignore[call-overload]
    return found[-1] if found else None


def _place(person: Person) -> object:
    return person.until("a place is marked", lambda seen: (view := pages_view(seen)) and view.marks("place"))


def _page(seen: Seen) -> int:
    view = seen.one("PagesView")
    return 0 if view is None else int(view.more["page"])


def _title(seen: Seen) -> str:
    window = seen.window("Window")
    return "" if window is None else window.title


def _is_group(process: int) -> bool:
    try:
        os.killpg(process, 0)
    except ProcessLookupError:
        return False
    return True


__all__ = ["Lost", "Path", "journey"]
