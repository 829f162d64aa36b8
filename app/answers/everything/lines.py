"""Answers that code puts together from what stands on the pages: lines, each with the places that it was taken from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.answers.everything.way import Way
from app.answers.needs import Generator
from app.answers.places import BoxesOf, PageOf, citation, pieces
from app.answers.text.sentences import sentences
from app.types import Answer, Chunk, Citation, Scope, Section, Span, TokenCount


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, a list's item or a table's row of a document; `section` is an index."""

    document: str
    file: str
    section: int
    text: str
    spans: tuple[Span, ...]

    @classmethod
    def within(cls, document: str, file: str, chunk: Chunk, start: int, end: int) -> "Text":
        """Characters `start` to `end` of a chunk's text."""
        return cls(document, file, chunk.section, chunk.text[start:end], tuple(pieces(chunk.spans, start, end)))

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def plain(self) -> str:
        """In one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer and what it was taken from. The marks come behind it, or, `in_cells`, each where `{0}`, `{1}` … stand in it."""

    text: str
    places: tuple[Text, ...] = ()
    in_cells: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """All text of one document of the scope, or of some of its pages. Whoever goes through it tells its `way` of each chunk."""

    document: str
    file: str
    title: str
    chunks: Sequence[Chunk]
    sections: Sequence[Section]
    way: Way = field(default_factory=Way, compare=False)

    def texts(self, of_interest: Callable[[str], bool] = lambda text: True) -> Iterator[Text]:
        """In reading order; only of chunks whose text is `of_interest`, which spares the others being cut into sentences.
        Raises Stopped."""
        for chunk in self.chunks:
            self.way.gone(1)
            if chunk.section < 0 or not of_interest(chunk.text):
                continue
            for start, end in sentences(chunk.text):
                text = Text.within(self.document, self.file, chunk, start, end)
                if text.spans:
                    yield text

    def is_heading(self, text: Text) -> bool:
        return text.plain.casefold() == " ".join(self.sections[text.section].title.casefold().split())


def written(lines: Sequence[Line], page_of: PageOf, boxes_of: BoxesOf) -> tuple[str, tuple[Citation, ...]]:
    """The lines with marks, and the citations in the order of their marks; the same place has one mark."""
    marks: dict[tuple[str, tuple[Span, ...]], int] = {}
    citations: list[Citation] = []
    out = []
    for line in lines:
        numbers = []
        for place in line.places:
            key = (place.document, place.spans)
            if key not in marks:
                marks[key] = len(marks) + 1
                citations.extend(
                    citation(marks[key], place.document, place.file, span, page_of, boxes_of) for span in place.spans
                )
            numbers.append(marks[key])
        out.append(_marked(line, numbers))
    return "\n".join(out), tuple(citations)


def answered(
    question: str, lines: Sequence[Line], scope: Scope, generator: Generator, page_of: PageOf, boxes_of: BoxesOf
) -> Answer:
    """An answer of such lines; `generator` says only under which model it was asked for. Found if anything of it is cited."""
    text, citations = written(lines, page_of, boxes_of)
    return Answer(
        question=question,
        text=text,
        found=bool(citations),
        citations=citations,
        unsupported=(),
        passages=(),
        scope=scope,
        model=generator.model,
        device=generator.device,
        device_note=generator.device_note,
        tokens=TokenCount(),
    )


def _marked(line: Line, numbers: Sequence[int]) -> str:
    text = line.text
    if not line.in_cells:
        return text + "".join(f" [{number}]" for number in dict.fromkeys(numbers))
    for place, number in enumerate(numbers):
        text = text.replace(f"{{{place}}}", f" [{number}]")
    return text
