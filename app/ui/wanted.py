"""What panels ask of one another, as plain values that the main window carries."""

from dataclasses import dataclass

from app.types import Box, Document, Length


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a page to be marked: strongly where an answer cites them, faintly where it only used them."""

    document: str
    page: int
    boxes: tuple[Box, ...]
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a document, by its id."""

    document: str
    page: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A summary that is asked for: of all of it, of a section by its title, or of a range of pages. `length` None: as chosen last."""

    document: Document
    section: str | None = None
    pages: tuple[int, int] | None = None
    length: Length | None = None
