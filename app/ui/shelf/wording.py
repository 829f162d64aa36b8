"""What the list says about an entry: short in its row, whole in its tooltip and for screen readers."""

from PySide6.QtCore import QCoreApplication

from app.errors import UserFixable
from app.types import Progress
from app.ui import say
from app.ui.shelf.entries import Action, Entry

_SCANS = "reading scanned pages"
"""The stage of `app/library/scans.py`, which is imported only when it is used."""


def state(entry: Entry) -> str:
    """One short line."""
    match entry.state:
        case "queued":
            return QCoreApplication.translate("Shelf", "Queued")
        case "reading":
            return _reading(entry.progress)
        case "stopped":
            return QCoreApplication.translate("Shelf", "Stopped")
        case "learning":
            return _learning(entry.progress)
        case "words" if entry.document is not None and entry.document.state == "reading":
            return QCoreApplication.translate("Shelf", "Scanned pages not read yet")
        case "words":
            return QCoreApplication.translate("Shelf", "Searchable by words")
        case "ready":
            return _pages(entry)
        case "failed" | "password":
            return "" if entry.error is None else reason(entry.error)


def brief(entry: Entry) -> str:
    """The same where there is little room."""
    if entry.state != "learning" or is_of_scans(entry.progress):
        return state(entry)
    return QCoreApplication.translate("Shelf", "Ready to ask · meaning {share}").format(share=_share(entry.progress))


def spoken(entry: Entry) -> str:
    """Name and state, for those who cannot see the row."""
    if entry.state == "ready":
        return QCoreApplication.translate("Shelf", "{name}, ready, {pages}").format(
            name=entry.name, pages=_pages(entry)
        )
    return QCoreApplication.translate("Shelf", "{name}, {state}").format(name=entry.name, state=state(entry))


def whole(entry: Entry) -> str:
    """All there is to say, in lines: where the file lies, how it stands, and what to do about it."""
    lines = [str(entry.path)]
    if entry.error is not None:
        lines += [say.sentence(entry.error), say.hint(entry.error)]
    elif entry.state == "ready":
        lines.append(QCoreApplication.translate("Shelf", "Ready: {pages}").format(pages=_pages(entry)))
    else:
        lines.append(state(entry))
    if entry.document is not None and entry.document.skipped:
        count = len(entry.document.skipped)
        lines.append(QCoreApplication.translate("Shelf", "%n page(s) could not be read", "", count))
    if entry.document is not None and entry.document.unseen:
        count = len({page for page, _ in entry.document.unseen})
        lines.append(
            QCoreApplication.translate(
                "Shelf", "%n page(s) have words that cannot be seen; answers leave them out", "", count
            )
        )
    return "\n".join(line for line in lines if line)


def action(offered: Action) -> str:
    """What the button in a row says, and its entry in a menu."""
    match offered:
        case "open":
            return QCoreApplication.translate("Shelf", "Open")
        case "continue":
            return QCoreApplication.translate("Shelf", "Continue")
        case "retry":
            return QCoreApplication.translate("Shelf", "Try again")
        case "password":
            return QCoreApplication.translate("Shelf", "Enter password…")


def reason(error: UserFixable) -> str:
    """In a few words, without the file's name; kinds that are rare have their whole sentence."""
    match error.kind:
        case "password":
            return QCoreApplication.translate("Shelf", "Needs a password")
        case "damaged":
            return QCoreApplication.translate("Shelf", "Damaged: no page can be read")
        case "not_a_pdf":
            return QCoreApplication.translate("Shelf", "Not a PDF")
        case "empty_file":
            return QCoreApplication.translate("Shelf", "The file is empty")
        case "no_text":
            return QCoreApplication.translate("Shelf", "No text: its pages are pictures")
        case "not_found":
            return QCoreApplication.translate("Shelf", "The file is not there")
        case "no_pdfs":
            return QCoreApplication.translate("Shelf", "No PDFs in this folder")
        case "unreadable":
            return QCoreApplication.translate("Shelf", "Could not be read")
        case "changed":
            return QCoreApplication.translate("Shelf", "Changed while it was read")
        case "too_large":
            return QCoreApplication.translate("Shelf", "Too large to read")
        case "timeout":
            return QCoreApplication.translate("Shelf", "Took too long to read")
        case "fault":
            return QCoreApplication.translate("Shelf", "Something went wrong")
        case _:
            return say.sentence(error)


def _pages(entry: Entry) -> str:
    count = 0 if entry.document is None else entry.document.pages
    return QCoreApplication.translate("Shelf", "%n page(s)", "", count)


def _reading(progress: Progress | None) -> str:
    if progress is None or progress.total <= 0:
        return QCoreApplication.translate("Shelf", "Reading")
    share = say.percent(progress.done, progress.total)
    if progress.left is None or progress.done >= progress.total:
        return QCoreApplication.translate("Shelf", "Reading, {share}").format(share=share)
    return QCoreApplication.translate("Shelf", "Reading, {share}, {time} left").format(
        share=share, time=say.duration(progress.left)
    )


def _learning(progress: Progress | None) -> str:
    if is_of_scans(progress):
        assert progress is not None
        return _scanning(progress)
    return QCoreApplication.translate("Shelf", "Ready to ask · preparing search by meaning {share}").format(
        share=_share(progress)
    )


def is_of_scans(progress: Progress | None) -> bool:
    """Whether scanned pages are read."""
    return progress is not None and progress.stage == _SCANS


def _scanning(progress: Progress) -> str:
    values = {"page": min(progress.done + 1, progress.total), "total": progress.total}
    if progress.left is None:
        return QCoreApplication.translate("Shelf", "Scan: page {page} of {total}").format(**values)
    return QCoreApplication.translate("Shelf", "Scan: page {page} of {total}, {time} left").format(
        **values, time=say.duration(progress.left)
    )


def _share(progress: Progress | None) -> str:
    return say.percent(0, 1) if progress is None else say.percent(progress.done, progress.total)
