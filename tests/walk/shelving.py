"""What is done with the library: adding, a password, collections, the filter, removing."""

from tests import material
from tests.walk.acts import document
from tests.walk.person import Person
from tests.walk.seen import Row, Seen
from tests.walk.walk import Walk

COLLECTION = "Reports"
REVIEW, BROKEN, LOCKED = PDFS = ("Ferry review.pdf", "Water damage.pdf", "Board minutes.pdf")


def adding(walk: Walk, person: Person) -> None:
    _make_pdfs(walk)
    with walk.step("PDFs are added by the dialog", person):
        person.shortcut("ctrl+o")
        person.until("its field", lambda seen: seen.one("QLineEdit", inside="QFileDialog", focus=True))
        person.type(str(walk.documents))
        person.keys("Return")
        person.until("the folder's files", lambda seen: _file(seen, REVIEW))
        person.type(" ".join(f'"{name}"' for name in PDFS))
        person.until("all are selected", _all_selected)
        walk.picture(person, "add-dialog")
        person.keys("Return")
        person.until("one is ready", lambda seen: document(seen, f"{REVIEW}, ready"), 120)
        person.until("one is damaged", lambda seen: document(seen, f"{BROKEN}, Damaged"))
        person.until("one needs a password", lambda seen: document(seen, f"{LOCKED}, Needs a password"))
        walk.picture(person, "states")
    with walk.step("a password opens the protected one", person):
        person.click("the protected one", lambda seen: document(seen, LOCKED))
        person.keys("Return")
        _give_password(person, "not this one")
        person.until("the complaint", lambda seen: seen.one("QLabel", text="does not open", inside="PasswordDialog"))
        walk.picture(person, "password")
        _give_password(person, material.PASSWORD)
        person.until("it is ready", lambda seen: document(seen, f"{LOCKED}, ready"), 120)


def _make_pdfs(walk: Walk) -> None:
    walk.documents.mkdir(parents=True, exist_ok=True)
    material.prose(walk.documents, name=REVIEW)
    material.damaged(walk.documents, name=BROKEN)
    material.protected(walk.documents, name=LOCKED)
    (walk.documents / "open.pdf").unlink()


def _give_password(person: Person, password: str) -> None:
    person.until("its field", lambda seen: seen.one("QLineEdit", inside="PasswordDialog", focus=True))
    person.type(password)
    person.keys("Return")


def _file(seen: Seen, name: str) -> Row | None:
    """In the dialog's list."""
    rows = (view.row(name) for view in seen.all("QAbstractItemView", inside="QFileDialog"))
    return next((row for row in rows if row is not None), None)


def _all_selected(seen: Seen) -> bool:
    rows = [_file(seen, name) for name in PDFS]
    return all(row is not None and row.selected for row in rows)


def sorting(walk: Walk, person: Person) -> None:
    with walk.step("a collection is made", person):
        person.click("nothing", lambda seen: document(seen, "sample.pdf"))
        person.shortcut("ctrl+shift+n")
        person.until("its field", lambda seen: seen.one("QLineEdit", inside="NameDialog", focus=True))
        person.type(COLLECTION)
        person.keys("Return")
        person.until("it is in the list", lambda seen: document(seen, COLLECTION))
    with walk.step("a document is dragged into it", person):
        start = person.at_rest("the review", lambda seen: document(seen, REVIEW))
        end = person.at_rest("the collection", lambda seen: document(seen, COLLECTION))
        walk.screen.drag(start.middle, end.middle)
        person.until("it is below the collection", _is_sorted)
        walk.picture(person, "collection")
    with walk.step("the filter", person):
        person.shortcut("ctrl+shift+f")
        person.type("ferry")
        person.until_gone("others are not shown", lambda seen: document(seen, "sample.pdf"))
        walk.picture(person, "filter")
        person.keys("Escape")
        person.until("all are shown", lambda seen: document(seen, "sample.pdf"))


def _is_sorted(seen: Seen) -> bool:
    """Whether the review stands below the collection, and above what is in none."""
    rows = [document(seen, name) for name in (COLLECTION, REVIEW, LOCKED)]
    heights = [row.rect.y for row in rows if row is not None]
    return len(heights) == len(rows) and heights == sorted(heights)


def removing(walk: Walk, person: Person) -> None:
    with walk.step("a removal is undone, another one is not", person):
        _remove(person)
        walk.picture(person, "removed")
        person.click("Undo", lambda seen: seen.one("QPushButton", inside="Toast"))
        person.until("it is in the list again", lambda seen: document(seen, BROKEN))
        _remove(person)


def _remove(person: Person) -> None:
    person.click("the damaged one", lambda seen: document(seen, BROKEN))
    person.keys("Delete")
    person.until_gone("it is not in the list", lambda seen: document(seen, BROKEN))
    person.until("it can be undone", lambda seen: seen.one("Toast"))
