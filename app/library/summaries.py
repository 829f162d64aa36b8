"""Summaries of a whole document, of some of its pages, or of a section; the finished ones are kept with the document."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from app.answers.summaries import parts
from app.answers.summaries.summarize import done
from app.answers.summaries.summarize import summarize as write
from app.errors import UserFixable
from app.host import faults
from app.language.prompts import Prompts
from app.library.documents import Passwords
from app.library.keeping import if_it_can_be
from app.library.kept import summary_from_json, summary_to_json
from app.library.rooms import Rooms
from app.library.scope import Where, chosen, embed
from app.stop import Stop
from app.types import Chunk, Document, KeptSummary, Length, Report, Section, SectionSummary, Summary

if TYPE_CHECKING:
    from app.index.catalog import Catalog


_ALL_LENGTHS = "all"
"""What the model writes while it reads serves summaries of each length."""


class _Kept:
    """What the model wrote for one document, in the catalog; goes with the document."""

    def __init__(self, rooms: Rooms, document: str, model: str) -> None:
        self._catalog = rooms.catalog
        self._document = document
        self._model = model

    def get(self, key: str) -> str | None:
        found = self._catalog.summaries.get(
            self._document, key=key, model=self._model, prompts=Prompts.version, length=_ALL_LENGTHS
        )
        return None if found is None else str(found["text"])

    def put(self, key: str, text: str) -> None:
        if_it_can_be(
            self._catalog,
            lambda: self._catalog.summaries.put(
                self._document, {"text": text}, key=key, model=self._model, prompts=Prompts.version, length=_ALL_LENGTHS
            ),
        )


def kept(rooms: Rooms, document_id: str) -> list[KeptSummary]:
    """The finished summaries of a document, newest first: one for each part and length."""
    return [
        KeptSummary(summary_from_json(content), cast(Length, length), part, made)
        for length, part, made, content in rooms.catalog.summaries.kept(document_id)
    ]


def begun(rooms: Rooms, document_id: str) -> dict[Length, tuple[int, int]]:
    """Summaries of the whole document that were stopped on the way: how many sections are done, of how many. Loads no model; empty
    without one."""
    try:
        model = rooms.generator.model
    except UserFixable:
        return {}
    if not _adds(rooms):
        return {}
    catalog = rooms.catalog
    keys = catalog.summaries.keys(document_id, model=model, prompts=Prompts.version, length=_ALL_LENGTHS)
    cut = parts.cut(catalog.chunks(document_id), catalog.sections(document_id), document=document_id, file="")
    count, total = done(cut, model=model, prompts=Prompts(), keys=keys) if keys else (0, 0)
    return dict.fromkeys(get_args(Length), (count, total)) if 0 < count < total else {}


def forget(rooms: Rooms, document_id: str, kept: KeptSummary) -> None:
    """One that is gone already is passed over."""
    rooms.catalog.summaries.forget(document_id, length=kept.length, part=kept.part)


def summarize(
    rooms: Rooms,
    where: Where,
    *,
    section: str | None,
    length: Length,
    wait: bool | None,
    password: Passwords,
    report: Report,
    on_section: Callable[[SectionSummary], None] | None,
    stop: Stop,
) -> Summary:
    """`where` names one document, and its pages if not all. `on_section` is told of each section when it is done; what the
    model writes is kept piece by piece, and the whole when it is finished. Raises UserFixable `pages` or `unknown_section` where the document has no such part, and as the model and reader do."""
    began = time.monotonic()
    generator = rooms.generator
    document, pages = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=None)[0], where.pages
    embed(rooms, [document], wait, report, stop)
    wanted, cut = _cut(rooms, document, pages, section)
    gists = _adds(rooms)
    text, found, tokens = write(
        document.title or document.file,
        cut,
        length,
        generator=generator,
        prompts=Prompts(),
        cache=_Kept(rooms, document.id, generator.model),
        stop=stop,
        report=report,
        on_section=on_section,
        gists=gists,
    )
    skipped = tuple((page, reason) for page, reason in document.skipped if page in wanted)
    summary = Summary(
        document=document.id,
        file=document.file,
        text=text,
        sections=found,
        pages=len(wanted),
        read=len(wanted) - len(skipped),
        skipped=skipped,
        model=generator.model,
        device=generator.device,
        tokens=tokens,
        seconds=time.monotonic() - began,
        by_model=gists,
    )
    own = replace(summary, file=rooms.catalog.document(document.id).file)
    _keep(rooms.catalog, own, length, section if section is not None else _range(pages))
    faults.note("summarised", document=document.id, pages=summary.read, seconds=summary.seconds)
    return summary


def _cut(
    rooms: Rooms, document: Document, pages: tuple[int, int] | None, section: str | None
) -> tuple[set[int], list[parts.Part]]:
    """The pages that are wanted, and their text in parts. Raises `pages`, `unknown_section`, `no_text`."""
    sections = rooms.catalog.sections(document.id)
    wanted = _pages(document, sections, pages, section)
    chunks = _selected(rooms.catalog.chunks(document.id), sections, document, pages, section)
    if not chunks:
        raise UserFixable("no_text", file=document.file, pages=f"{min(wanted)}-{max(wanted)}")
    return wanted, parts.cut(chunks, sections, document=document.id, file=document.file)


def _adds(rooms: Rooms) -> bool:
    """Whether the model is to read for a summary: any of which nothing else is known."""
    model = rooms.model_files().model
    return model is None or model.gists


def _keep(catalog: "Catalog", summary: Summary, length: Length, part: str) -> None:
    content = summary_to_json(summary)
    if_it_can_be(catalog, lambda: catalog.summaries.keep(summary.document, content, length=length, part=part))


def _range(pages: tuple[int, int] | None) -> str:
    """'' for all of them."""
    return "" if pages is None else f"{pages[0]}-{pages[1]}"


def _selected(
    chunks: Sequence[Chunk],
    sections: Sequence[Section],
    document: Document,
    pages: tuple[int, int] | None,
    section: str | None,
) -> list[Chunk]:
    if section is not None:
        wanted = _section_numbers(document, sections, section)
        return [chunk for chunk in chunks if chunk.section in wanted]
    if pages is not None:
        return [trimmed for chunk in chunks if (trimmed := parts.within(chunk, pages)) is not None]
    return list(chunks)


def _pages(
    document: Document, sections: Sequence[Section], pages: tuple[int, int] | None, section: str | None
) -> set[int]:
    """The pages of what is summarised."""
    if section is not None:
        wanted = [sections[number] for number in _section_numbers(document, sections, section)]
        return {page for one in wanted for page in range(one.page, one.last_page + 1)}
    if pages is not None and pages[1] > document.pages:
        raise UserFixable("pages", pages=f"{pages[0]}-{pages[1]}", file=document.file, count=document.pages)
    first, last = pages or (1, document.pages)
    return set(range(first, last + 1))


def _section_numbers(document: Document, sections: Sequence[Section], title: str) -> set[int]:
    """The section of this title, or the only one that has it in its title, with all below it."""
    wanted = " ".join(title.casefold().split())
    titles = [" ".join(one.title.casefold().split()) for one in sections]
    exact = [i for i, one in enumerate(titles) if one == wanted]
    matching = exact or [i for i, one in enumerate(titles) if wanted and wanted in one]
    if len({titles[i] for i in matching}) != 1:
        known = ", ".join(f"‘{one.title}’" for one in sections[:12])
        raise UserFixable("unknown_section", file=document.file, name=title, sections=known)
    return {number for i in matching for number in _with_below(sections, i)}


def _with_below(sections: Sequence[Section], index: int) -> set[int]:
    found = {index}
    for number in range(index + 1, len(sections)):
        if sections[number].level <= sections[index].level:
            break
        found.add(number)
    return found
