"""`ask` and `summarize`."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli import following, shapes
from app.cli.console import Console, duration
from app.cli.scope import open_library, passwords
from app.errors import UserFixable
from app.host.paths import expanded
from app.library import Library
from app.library.documents import Failed
from app.stop import Stop
from app.types import Answer, Progress, Summary
from app.words import remarked

_WRONG, _NEEDS_USER = 2, 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a question file; `error` says why it cannot be asked. `ident` goes into the answer as it came."""

    ident: str | int | None
    question: str = ""
    files: tuple[Path, ...] = ()
    after: str | int | None = None
    """The `id` of the line that this one follows up."""
    error: UserFixable | None = None


def ask(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    if options.questions is None:
        following.settle(options)
    if (options.question is None) == (options.questions is None):
        console.wrong("Give one question, or a file of questions with --questions.")
        return _WRONG
    if options.after is not None and options.questions is not None:
        console.wrong("--continue goes with one question; in a file of questions, ‘after’ names an earlier line.")
        return _WRONG
    if options.pages and len(options.file) != 1:
        console.wrong("--pages goes with exactly one file (-f FILE).")
        return _WRONG
    with open_library(options) as library:
        if options.questions is not None:
            return _ask_all(library, options, console, stop)
        failures: list[Failed] = []

        def failed(failure: Failed) -> None:
            failures.append(failure)
            console.bad_files([failure.error])

        after, documents = following.followed(library.rooms, options, console)
        stream = _Stream(console) if console.streams else None
        question, files = options.question, options.file
        answer = _ask(library, options, question, files, console, stop, failed, after, documents, stream)
    show(answer, console, streamed=stream is not None and stream.has_begun)
    return _NEEDS_USER if failures else 0


def summarize(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    announced = False

    def report(progress: Progress) -> None:
        nonlocal announced
        if progress.stage == "summarising" and not announced and progress.left is not None:
            announced = True
            console.note(
                f"This will take about {duration(progress.left)}. Stop it with Ctrl-C; it continues where it was."
            )
        console.progress(progress)

    with open_library(options) as library:
        summary = library.summarize(
            options.file,
            pages=options.pages,
            section=options.section,
            length=options.length,
            wait=options.wait,
            password=passwords(options),
            report=report,
            stop=stop,
        )
    if console.json:
        console.object(shapes.summary(summary))
    else:
        console.result(_summary_text(summary, sections=options.length != "brief"))
    return 0


def _ask(
    library: Library,
    options: argparse.Namespace,
    question: str,
    files: list[Path],
    console: Console,
    stop: Stop,
    on_failed: Callable[[Failed], None] | None = None,
    after: Answer | None = None,
    documents: Sequence[str] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> Answer:
    return library.ask(
        question,
        files=files,
        documents=documents,
        collection=options.collection,
        pages=options.pages,
        thorough=options.thorough,
        wait=options.wait,
        seed=options.seed,
        password=passwords(options),
        report=console.progress,
        on_text=on_text,
        stop=stop,
        on_failed=on_failed,
        after=after,
        called=None if after is None or documents is None else _called(after),
    )


def _called(answer: Answer) -> dict[str, str]:
    """The names of files that an answer tells, by document: a copy is told by the name that it was asked by."""
    near = () if answer.nearest is None else (answer.nearest,)
    return {one.document: one.file for one in (*answer.passages, *answer.citations, *near)}


def _ask_all(library: Library, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Answers as JSON Lines, in order; a line that fails prints its error in its place."""
    status = 0
    answers: dict[str | int, Answer] = {}

    def failed(failure: Failed) -> None:
        nonlocal status
        status = _NEEDS_USER
        console.bad_file(failure.error)

    for line in _lines(options.questions):
        stop.check()
        try:
            if line.error is not None:
                raise line.error
            files = [*options.file, *line.files]
            after = _earlier(options.questions, line, answers)
            answer = _ask(library, options, line.question, files, _silent(console), stop, failed, after)
        except UserFixable as error:
            console.object(shapes.answer_failed(error, line.ident))
            console.bad_file(error)
            status = _NEEDS_USER
        else:
            console.object(shapes.answer(answer, line.ident))
            if line.ident is not None:
                answers[line.ident] = answer
    return status


def _earlier(questions: Path, line: _Line, answers: Mapping[str | int, Answer]) -> Answer | None:
    if line.after is None:
        return None
    if line.after not in answers:
        reason = f"‘{line.ident}’ follows ‘{line.after}’, which has no answer before it"
        raise UserFixable("unreadable", file=questions.name, reason=reason)
    return answers[line.after]


def _silent(console: Console) -> Console:
    """The same console, but nobody watches the words of these answers arrive."""
    return Console(json=True, quiet=not console.verbose, verbose=console.verbose)


def _lines(path: Path) -> Iterator[_Line]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserFixable("unreadable", file=path.name, reason="it is not a text file in UTF-8") from error
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.strip():
            yield _line(path, number, raw)


def _line(path: Path, number: int, raw: str) -> _Line:
    try:
        value = json.loads(raw)
    except ValueError:
        value = None
    table = value if isinstance(value, dict) else {}
    ident, question, files = table.get("id"), table.get("question"), table.get("files", [])
    ident = ident if isinstance(ident, str | int | None) else str(ident)
    if not isinstance(question, str) or not isinstance(files, list):
        reason = f"line {number} is not an object with ‘question’ and ‘files’"
        return _Line(ident, error=UserFixable("unreadable", file=path.name, reason=reason))
    question = question.encode(errors="replace").decode()
    after = table.get("after")
    after = after if isinstance(after, str | int | None) else str(after)
    return _Line(ident, question, tuple(_beside(path, str(name)) for name in files), after)


def _beside(questions: Path, name: str) -> Path:
    """A file of a question file: as written, else beside the question file."""
    path = expanded(Path(name))
    return path if path.is_absolute() or path.exists() else questions.parent / path


class _Stream:
    """Words of an answer as they are written, for somebody who watches. What comes at once and has lines is not streamed: its final
    form, with tables in columns, follows at once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.has_begun = False

    def __call__(self, text: str) -> None:
        if self.has_begun or "\n" not in text.strip():
            self.has_begun = True
            self._console.stream(text)


def show(answer: Answer, console: Console, *, streamed: bool = False) -> None:
    if console.json:
        console.object(shapes.answer(answer))
        return
    if streamed and (answer.found or answer.is_part):
        # Marks are computed when all is written: with one source there is no doubt what it supports, else they are shown in place.
        several = len({citation.mark for citation in answer.citations}) > 1
        console.text(f"\n\n{answer.text}\n" if several else "\n")
    elif streamed and answer.withdrawn:
        console.result("\n\nWithdrawn: the documents do not say.")
        console.text(answer.text)
    else:
        console.text(f"{answer.text}\n" if answer.citations and console.streams else answer.text)
    sources(answer, console)
    beside = [one for one in answer.remarks if one != "understood"]  # which was said before
    for remark in remarked(beside, question=answer.understood, earlier=answer.earlier):
        console.note(remark)
    if answer.whole is not None:
        console.note(
            f"Read {answer.scope.read} of {answer.scope.pages} pages. Reading everything takes about {duration(answer.whole)}: "
            "ask again with --thorough."
        )


def sources(answer: Answer, console: Console) -> None:
    """What an answer rests on, and what of it rests on nothing."""
    for citation in answer.citations:
        label = f" ({citation.label})" if citation.label not in {"", str(citation.page)} else ""
        console.text(f"[{citation.mark}] {citation.file}, p. {citation.page}{label}: “{citation.quote}”")
    if answer.unsupported:
        console.text("Not supported by the documents: " + "; ".join(answer.unsupported))
    console.detail(f"{answer.model} on {answer.device}, {answer.seconds.get('total', 0):.1f} s")


def _summary_text(summary: Summary, *, sections: bool) -> str:
    """The document's own summary, and those of its `sections`, which stand for it where it has none. Sections without a point
    are left out."""
    lines = [summary.text, ""] if summary.text else []
    if (sections or not lines) and len(summary.sections) > 1:
        for section in (one for one in summary.sections if one.summary):
            first, last = section.pages
            pages = f"p. {first}" if first == last else f"pp. {first}-{last}"
            lines += [f"## {section.title} ({pages})", section.summary, ""]
    skipped = "".join(f"; page {page}: {reason}" for page, reason in summary.skipped)
    lines.append(f"Read {summary.read} of {summary.pages} pages{skipped}.")
    return "\n".join(lines)
