"""What a page is made of before it is put in order, and what is sent from the worker to its parent."""

from dataclasses import dataclass, field

from app.types import Box, Unseen, Words

Word = tuple[str, Box]
"""A cleaned word and its box on the page as shown."""


@dataclass(slots=True)
class Fragment:
    """A run of words in one line with no wide gap in it. The coordinates are those of reading: x runs with the text and
    y from line to line, also where the page's text stands sideways."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    words: list[Word]
    broken: bool = False
    """Whether its last word ends in a hyphen that may be there only for the line's end."""

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def take(self, word: str, shown: Box, box: Box) -> None:
        """Add a word; `shown` is its box on the page, `box` the same in the coordinates of reading."""
        x0, y0, x1, y1 = box
        if x0 < self.x0:
            self.x0 = x0
        if y0 < self.y0:
            self.y0 = y0
        if x1 > self.x1:
            self.x1 = x1
        if y1 > self.y1:
            self.y1 = y1
        self.words.append((word, shown))

    @property
    def text(self) -> str:
        return " ".join([word for word, _ in self.words])


Row = list[Fragment]
"""Fragments side by side, from left to right."""


@dataclass(slots=True)
class Block:
    """Lines that belong together; each line has cells, each cell fragments. Text has one cell a line."""

    lines: list[list[Row]]
    table: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page's text with its look. The box is on the page as shown."""

    start: int
    end: int
    size: float
    bold: bool
    box: Box
    opens: bool
    """Whether it is the first line of a block."""
    table: bool = False


@dataclass(frozen=True, slots=True)
class Joints:
    """Where words that a hyphen parts at a line's end were put together: the offsets at which that hyphen was dropped although
    the word is not known to be one, and how many hyphens before a small letter were kept, or were soft ones."""

    dropped: tuple[int, ...] = ()
    kept: int = 0
    soft: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as the worker sends it; margins are found by the parent, which sees all pages."""

    number: int
    width: float
    height: float
    text: str = ""
    words: Words = field(default_factory=Words)
    lines: tuple[Line, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()
    skipped: str | None = None
    joints: Joints = field(default_factory=Joints)
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the PDF's outline; `top` is the height on the page that it points at, if it does."""

    level: int
    title: str
    page: int
    top: float | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a PDF before its pages are read."""

    pages: int
    title: str
    labels: tuple[str, ...]
    outline: tuple[Entry, ...]
