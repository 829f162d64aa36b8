"""Pages and passages written by hand, as the reader and a search would give them."""

from collections.abc import Sequence

from app.types import Box, Page, Passage, Span, Words


def page(number: int, text: str) -> Page:
    """A page whose words lie on a grid: word i of the text has the box (10 i, 10 i + 8)."""
    starts, ends, at = [], [], 0
    for word in text.split():
        at = text.index(word, at)
        starts.append(at)
        ends.append(at + len(word))
        at += len(word)
    boxes = tuple((10.0 * i, 0.0, 10.0 * i + 8, 10.0) for i in range(len(starts)))
    return Page(number, str(number), 600, 800, text, Words(tuple(starts), tuple(ends), boxes))


def passage(
    text: str, *, number: int = 1, document: str = "d", chunk: int = 0, section: str = "", table: bool = False
) -> Passage:
    """A passage that is the whole text of page `number`."""
    return Passage(
        document, f"{document}.pdf", chunk, section, section, text, (Span(number, 0, len(text)),), 1.0, table=table
    )


class Pages:
    """Finds the page that a passage was made of."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._pages: dict[tuple[str, int], Page] = {}
        for one in passages:
            begin = 0
            for span in one.spans:
                length = span.end - span.start
                self._pages[one.document, span.page] = page(span.page, one.text[begin : begin + length])
                begin += length + 1

    def __call__(self, document: str, number: int) -> Page:
        return self._pages[document, number]


def boxes(of: Page, start: int, end: int) -> tuple[Box, ...]:
    words = of.words
    return tuple(b for s, e, b in zip(words.starts, words.ends, words.boxes, strict=True) if s < end and e > start)
