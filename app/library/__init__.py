"""The flow from PDF to answer, for window and command line alike. Blocking calls that take `report` and `stop`.

PDF ─► documents.read ─► documents.chunk ─► catalog (searchable by words) ─► embedder ─► vectors (by meaning)
question ─► index.search ─► answers.ask (context, enough?, generate, cite, verify) ─► Answer
document ─► answers.parts ─► answers.summarize (sections, then the whole) ─► Summary
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.host.paths import Paths
from app.library.rooms import MakeGenerator, Rooms
from app.stop import Stop
from app.types import Answer, Box, Document, Length, Passage, Report, SectionSummary, Summary, ignore

if TYPE_CHECKING:
    from app.library.cloud import Cloud
    from app.library.documents import Failed, Passwords

__all__ = ["Library"]


def _no_password(path: Path) -> str | None:
    return None


class Library:
    """One user's documents. Everything is opened when it is first needed; close it, or use it with `with`."""

    def __init__(
        self,
        paths: Paths,
        *,
        model: str | None = None,
        adapter: str | None = None,
        gentle: bool = False,
        gpu: bool = True,
        make_generator: MakeGenerator | None = None,
    ) -> None:
        """`gentle`: somebody looks at this process, which must not stand still; preparing takes a little longer. Without `gpu`
        none is used."""
        self.rooms = Rooms(paths, model=model, adapter=adapter, gentle=gentle, gpu=gpu, make_generator=make_generator)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.rooms.close()

    def add(
        self,
        paths: Sequence[Path],
        *,
        collection: str | None = None,
        wait: bool = True,
        pictures: bool = True,
        password: "Passwords" = _no_password,
        report: Report = ignore,
        stop: Stop,
    ) -> "Iterator[Document | Failed]":
        """Add PDFs and folders of them; without `pictures` pages that are pictures are left out. Failures come at once; a document comes when it is as searchable as was asked."""
        from app.library import documents

        return documents.add(
            self.rooms,
            paths,
            collection=collection,
            wait=wait,
            pictures=pictures,
            password=password,
            report=report,
            stop=stop,
        )

    def documents(self, collection: str | None = None) -> "list[Document | Failed]":
        from app.library import documents

        return documents.listed(self.rooms, collection)

    def remove(
        self,
        names: Sequence[str],
        *,
        stop: Stop,
        on_unknown: Callable[[UserFixable], None] | None = None,
        keep_answers: bool = False,
    ) -> "list[Document | Failed]":
        """By path, name or id prefix; what could not be added is taken off the list, too. `on_unknown` is told of each name
        that means no document, and the others are removed; without it `unknown_document` is raised before anything is. With
        `keep_answers` what was answered about them stays, without what it quotes."""
        from app.library import documents

        return documents.remove(self.rooms, names, stop, on_unknown, keep_answers=keep_answers)

    @property
    def removal_unfinished(self) -> bool:
        """Whether something of what was removed is still on the disk because another process is in the way."""
        return self.rooms.catalog.due

    def search(
        self,
        question: str,
        *,
        files: Sequence[Path] = (),
        documents: Sequence[str] | None = None,
        collection: str | None = None,
        pages: tuple[int, int] | None = None,
        limit: int = 10,
        wait: bool | None = None,
        password: "Passwords" = _no_password,
        report: Report = ignore,
        stop: Stop,
        on_failed: "Callable[[Failed], None] | None" = None,
    ) -> list[Passage]:
        """Passages, best first, of exactly the `documents` of these ids, else of these files, else of the collection, else of all;
        `pages` of one document only.
        `wait`: embed all of the scope before, never, or (None) if it takes under 30 seconds."""
        from app.library import asking
        from app.library.scope import Where

        return asking.search(
            self.rooms,
            question,
            Where(files, collection, pages, documents),
            limit=limit,
            wait=wait,
            password=password,
            report=report,
            stop=stop,
            on_failed=on_failed,
        )

    def ask(
        self,
        question: str,
        *,
        files: Sequence[Path] = (),
        documents: Sequence[str] | None = None,
        collection: str | None = None,
        pages: tuple[int, int] | None = None,
        thorough: bool = False,
        wait: bool | None = None,
        seed: int | None = None,
        password: "Passwords" = _no_password,
        report: Report = ignore,
        on_text: Callable[[str], None] | None = None,
        stop: Stop,
        on_failed: "Callable[[Failed], None] | None" = None,
        after: Answer | None = None,
        called: Mapping[str, str] | None = None,
    ) -> Answer:
        """An answer with citations, or a refusal (`found` false), from what `search` would look at. `thorough` reads every page of the scope; `after` is the
        answer that this question follows up. `called`: by which file names `documents` are told, by id, where a copy was named."""
        from app.library import asking
        from app.library.scope import Where

        with self.rooms.read_by_model():
            return asking.answer(
                self.rooms,
                question,
                Where(files, collection, pages, documents, called or {}),
                deep=thorough,
                wait=wait,
                seed=seed,
                password=password,
                report=report,
                on_text=on_text,
                stop=stop,
                on_failed=on_failed,
                after=after,
            )

    def summarize(
        self,
        file: Path | None = None,
        *,
        document: str | None = None,
        pages: tuple[int, int] | None = None,
        section: str | None = None,
        length: Length = "standard",
        wait: bool | None = None,
        password: "Passwords" = _no_password,
        report: Report = ignore,
        on_section: Callable[[SectionSummary], None] | None = None,
        stop: Stop,
    ) -> Summary:
        """A summary of the whole document or of a part of it, by its file or the id of the `document`; what was finished before a
        stop is not done again. `on_section` is told of each section when it is done."""
        from app.library import summaries
        from app.library.scope import Where

        ids = None if document is None else [document]
        with self.rooms.read_by_model():
            return summaries.summarize(
                self.rooms,
                Where([] if file is None else [file], pages=pages, ids=ids),
                section=section,
                length=length,
                wait=wait,
                password=password,
                report=report,
                on_section=on_section,
                stop=stop,
            )

    @cached_property
    def cloud(self) -> "Cloud":
        """Models elsewhere. Opening it reaches nothing."""
        from app.library.cloud import Cloud

        return Cloud(self.rooms)

    def boxes(self, passage: Passage) -> list[Box]:
        """Where a passage's words lie on its first page."""
        from app.library import asking

        return asking.boxes_of(self.rooms, passage)
