"""Documents written by hand, as code goes through them: one page for each section."""

from collections.abc import Sequence

from app.answers.everything.lines import Whole
from app.types import Chunk, Page, Passage, Section, Span
from tests.answers.material import Pages, page


def whole(*sections: tuple[str, str], name: str = "d") -> Whole:
    """`sections` are titles with their text; the title is the first line of its page, which is one chunk."""
    chunks, found = [], []
    for number, (title, text) in enumerate(sections, start=1):
        body = f"{title}\n\n{text}"
        chunks.append(Chunk(number - 1, number - 1, title, body, (Span(number, 0, len(body)),), len(body.split())))
        found.append(Section(title, 1, number, 0, number))
    return Whole(name, f"{name}.pdf", name, tuple(chunks), tuple(found))


class PagesOf(Pages):
    """Finds the pages of such documents."""

    def __init__(self, wholes: Sequence[Whole]) -> None:
        super().__init__([])
        self._pages: dict[tuple[str, int], Page] = {
            (one.document, chunk.spans[0].page): page(chunk.spans[0].page, chunk.text)
            for one in wholes
            for chunk in one.chunks
        }


def passages(one: Whole) -> list[Passage]:
    return [
        Passage(one.document, one.file, chunk.ordinal, chunk.header, chunk.header, chunk.text, chunk.spans, 0.0)
        for chunk in one.chunks
    ]
