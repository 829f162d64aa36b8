"""`add`, `list`, `remove`, `search`."""

import argparse

from app.cli import shapes
from app.cli.console import Console
from app.cli.scope import open_library, passwords
from app.errors import UserFixable
from app.library.documents import Failed
from app.stop import Stop
from app.types import Document

_NEEDS_USER = 3


def add(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    failures = 0
    with open_library(options) as library:
        outcomes = library.add(
            options.paths,
            collection=options.collection,
            wait=options.wait is not False,
            pictures=options.pictures,
            password=passwords(options),
            report=console.progress,
            stop=stop,
        )
        for outcome in outcomes:
            failures += isinstance(outcome, Failed)
            _show(outcome, console)
    return _NEEDS_USER if failures else 0


def list_documents(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    with open_library(options) as library:
        found = library.documents(options.collection)
    for outcome in found:
        _show(outcome, console, listed=True)
    if not found and not console.json:
        console.note("The library is empty. Add PDFs with ‘inglenook add’.")
    return 0


def remove(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    unknown: list[UserFixable] = []

    def missing(error: UserFixable) -> None:
        unknown.append(error)
        console.bad_files([error])

    with open_library(options) as library:
        removed = library.remove(options.documents, stop=stop, on_unknown=missing, keep_answers=options.keep_answers)
        left = library.removal_unfinished
    for outcome in removed:
        if console.json:
            console.object(shapes.removed(outcome))
        else:
            console.listed(f"{outcome.file}  removed; the PDF itself stays where it is")
    if left:
        console.note(
            "Another program has the library open: it, or a later command, takes what is left of it off the disk."
        )
    return _NEEDS_USER if unknown else 0


def search(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    failures: list[Failed] = []

    def failed(failure: Failed) -> None:
        failures.append(failure)
        console.bad_files([failure.error])

    with open_library(options) as library:
        passages = library.search(
            " ".join(options.words),
            files=options.file,
            collection=options.collection,
            limit=options.limit,
            wait=options.wait,
            password=passwords(options),
            report=console.progress,
            stop=stop,
            on_failed=failed,
        )
        for number, passage in enumerate(passages, start=1):
            if console.json:
                console.object(shapes.found(passage, library.boxes(passage)))
            else:
                text = " ".join(passage.text.split())
                console.listed(f"{number}. {passage.file}, p. {passage.page}  {passage.section}\n   {text}\n")
    if not passages:
        console.note("Nothing was found.")
    return _NEEDS_USER if failures else 0


def _show(outcome: Document | Failed, console: Console, *, listed: bool = False) -> None:
    if isinstance(outcome, Failed):
        if console.json:
            console.object(shapes.failed(outcome.file, str(outcome.path), outcome.error))
        if not listed:
            console.bad_file(outcome.error)
        elif not console.json:
            console.listed(f"{outcome.file}  failed: {outcome.error.message}")
        return
    if console.json:
        console.object(shapes.document(outcome))
    else:
        console.listed(_line(outcome))


def _line(document: Document) -> str:
    pages = "1 page" if document.pages == 1 else f"{document.pages} pages"
    states = {"ready": "ready", "words": "can be searched by words", "reading": "being read", "failed": "failed"}
    skipped = _skipped(document)
    into = f"  [{', '.join(document.collections)}]" if document.collections else ""
    return f"{document.file}  {pages}, {states[document.state]}{skipped}{_unseen(document)}{into}"


def _skipped(document: Document) -> str:
    if not document.skipped:
        return ""
    numbers = ", ".join(str(page) for page, _ in document.skipped[:8])
    more = " …" if len(document.skipped) > 8 else ""
    reasons = " and ".join(sorted({reason for _, reason in document.skipped}))
    return f"; not read: p. {numbers}{more} ({reasons})"


def _unseen(document: Document) -> str:
    numbers = list(dict.fromkeys(page for page, _ in document.unseen))
    if not numbers:
        return ""
    more = " …" if len(numbers) > 8 else ""
    return f"; words that cannot be seen, left out: p. {', '.join(map(str, numbers[:8]))}{more}"
