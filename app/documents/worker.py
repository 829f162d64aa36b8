"""The reader's child process: it opens PDFs and sends their pages, one message each. `rendering` and `typesetting` are its
siblings; PyMuPDF runs in these children only.

It gets `Request`s and answers each with `Opened`, a `RawPage` for every page from `first` on, and `Done`; or with
`Failed`. It ends when the channel is closed. What goes wrong on one page is that page's matter.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from app.documents.fragments import Entry, Opened, RawPage
from app.documents.labels import labels_by
from app.documents.letters import clean
from app.host import faults, limits

if TYPE_CHECKING:
    from app.documents.hidden import Shown
from app.documents.scans.seen import Seen


@dataclass(frozen=True, slots=True)
class Request:
    path: Path
    password: str | None
    first: int
    """The page to begin with, from 1."""
    scans: bool = False
    """Whether pages that are pictures are to be read as such later: they come as skipped for 'scan'."""
    seen: Mapping[int, Seen] = field(default_factory=dict)
    """What was read of such pages already, by number."""


@dataclass(frozen=True, slots=True)
class Failed:
    kind: Literal["password", "damaged", "unreadable", "not_found", "timeout", "pages"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """All pages were sent."""


def work(channel: "Connection[Any, Any]", memory: int | None) -> None:
    """Answer requests until the channel is closed. `memory` limits the process's address space, in bytes."""
    prepare(memory)
    try:
        while True:
            for message in _answers(channel.recv()):
                channel.send(message)
    except (EOFError, OSError):
        return


def prepare(memory: int | None) -> None:
    """Make this child ready for PyMuPDF: held by the system, with a limit on its memory in bytes, and silent."""
    limits.reader(memory, faults.folders())
    # Layout analysis of PyMuPDF 2.0 doubles the time and memory of its import, and is not used here.
    cast("dict[str, object]", sys.modules)["pymupdf.layout"] = None
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)


def _answers(request: Request) -> Iterator[Opened | RawPage | Failed | Done]:
    limits.renewed()
    document = open_pdf(request.path, request.password)
    if isinstance(document, Failed):
        yield document
        return
    try:
        yield _opened(document)
        yield from _pages(document, request)
        yield Done()
    finally:
        document.close()


def open_pdf(path: Path, password: str | None) -> Any:
    """The open document, or why it cannot be opened."""
    import pymupdf

    try:
        document = pymupdf.open(path, filetype="pdf")
        if document.needs_pass and not document.authenticate(password or ""):
            document.close()
            return Failed("password")
        if not document.page_count:
            return Failed("damaged")
    except pymupdf.FileNotFoundError:
        return Failed("not_found" if not path.exists() else "unreadable")
    except (RuntimeError, ValueError) as error:
        return Failed("damaged", str(error))
    return document


def _opened(document: Any) -> Opened:
    title = clean((document.metadata or {}).get("title") or "")
    count = document.page_count
    return Opened(count, title, _labels(document, count), _outline(document, count))


def _labels(document: Any, count: int) -> tuple[str, ...]:
    """Each page's label; its number where the PDF has none."""
    try:
        rules = document.get_page_labels()
    except (RuntimeError, ValueError, KeyError):
        rules = []
    return labels_by(rules, count)


def _outline(document: Any, count: int) -> tuple[Entry, ...]:
    """The outline's entries that have a title and point into the document."""
    try:
        listed = document.get_toc(simple=False)
    except (RuntimeError, ValueError, KeyError):
        return ()
    entries = []
    for level, title, page, target, *_ in listed:
        clean_title = clean(" ".join(str(title).split()))
        if clean_title and 1 <= page <= count:
            point = target.get("to") if isinstance(target, dict) else None
            entries.append(Entry(level, clean_title, page, None if point is None else float(point.y)))
    return tuple(entries)


def _pages(document: Any, request: Request) -> Iterator[RawPage]:
    vocabulary: set[str] = set()
    shown: set[Shown] = set()
    for number in range(request.first, document.page_count + 1):
        limits.renewed()
        try:
            yield _page(document, number, vocabulary, shown, request)
        except Exception:  # noqa: BLE001 - PyMuPDF raises anything on damaged input, and one page must not end the others
            yield RawPage(number, 0.0, 0.0, skipped="damaged")


def _page(document: Any, number: int, vocabulary: set[str], shown: "set[Shown]", request: Request) -> RawPage:
    import pymupdf

    from app.documents import circles, compose, extract, hidden, layout, leftward, letters
    from app.documents.scans import arranging, needing

    pymupdf.TOOLS.reset_mupdf_warnings()
    page = document[number - 1]
    aside = hidden.Aside(shown)
    main, turned = extract.fragments_of(page, aside)
    if document.is_form_pdf and not circles.has_endless_field(document, page):
        main = extract.widget_fragments(page, main, aside)
    width, height = round(page.rect.width, 2), round(page.rect.height, 2)
    text = " ".join(f.text for f in main)
    if (request.scans or request.seen) and needing.needs_reading(page, text):
        seen = request.seen.get(number)
        if seen is None or not seen.words:
            return RawPage(number, width, height, skipped="scan" if seen is None else seen.skipped or "no words")
        main, turned = arranging.fragments_of(seen, width, height)
    elif not main or letters.garbled(text):
        return RawPage(number, width, height, skipped=_why_empty(page), unseen=aside.unseen)
    blocks = layout.arrange(leftward.from_the_right(main))
    blocks += [block for fragment in turned for block in layout.paragraphs([[fragment]])]
    vocabulary |= compose.vocabulary_of(blocks)
    made = compose.Composer(vocabulary).page(blocks, number=number, width=width, height=height)
    return replace(made, unseen=aside.unseen)


def _why_empty(page: Any) -> str | None:
    """A page without text is a picture of one, or damaged, or really blank."""
    import pymupdf

    if page.get_images() or page.get_cdrawings():
        return "no text"
    return "damaged" if pymupdf.TOOLS.mupdf_warnings() else None
