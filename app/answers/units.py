"""What a summary can be made of: the sentences of a text, and the rows of its tables and forms told in words.

A row is told with the names of its columns ('Revenue: 2024 96,525; 2023 93,876'), so that a figure keeps what it is a figure
of; the names are found in the row above the figures, also where the table goes on in the next chunk.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.answers.cues import LEANS
from app.answers.parts import Part
from app.answers.places import pieces
from app.answers.sentences import Range, sentences
from app.answers.terms import Terms, terms
from app.types import Passage

LONGEST = 700
"""Characters. What is longer is a list of things without stops, not a sentence."""
_FRAGMENT_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_BAR = " | "
_NUMBERED = re.compile(r"^(?:[-–•*▪◦●]\s+|\(?\d{1,2}[.)]\s+(?=\D))+")
_LONG = 180
"""Characters of a sentence that may be cut at a semicolon."""
_CLAUSE_WORDS = 7
_BOUND = re.compile(r"\([a-z]\)|^(?:\S+\s+)?(?:if|where|unless|wenn|falls|si|cuando)\b", re.IGNORECASE)
"""What holds the clauses of a sentence together: a list of cases, or a condition before them."""
_QUALIFIES = re.compile(
    r"(?:unless|except|save|provided|but|however|otherwise|if|außer|sofern|sauf|mais|salvo|pero)\b", re.IGNORECASE
)
_BULLET = re.compile(r"[-•*◦▪–‣●○]\s|\d{1,2}[.)]\s|\([a-z0-9]{1,3}\)\s")
_SIGN = re.compile(
    r"(?:DANGER|WARNING|CAUTION|NOTICE|GEFAHR|WARNUNG|VORSICHT|ACHTUNG|ATTENTION|AVERTISSEMENT|PELIGRO|ADVERTENCIA|ATENCIÓN)\b"
)
"""What a safety notice opens with; its first two sentences belong together."""
_NOTICE = 330
"""Characters."""
_STAR = re.compile(r"\s*\*(?=\s|$)")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?")
_FULL_LINE = 40
"""Characters of a line that goes on in the next one."""
_SMALL_WORD = re.compile(r"(?<!\w)[^\W\d]{1,3}$")
"""An article or a preposition ends no line of its own."""
_EARLY = 0.6
"""Of the widest line: one that ends before that ends by itself."""
_LINE_WORDS = 5
"""Fewer are a name or a line of an address, told together with those around them."""
_PURE = re.compile(r"[\d£€$+−–-]|\S+$")
"""A cell that is a value and no label with a value behind it."""
_VALUE = re.compile(r"\d|@|^[xX✓✔]$")
_LABELLED = re.compile(r"\*\s+\w")
"""A label with its star and what was filled in behind it."""
_WORDIER = 1.5
"""How much longer a row of prose is than the names above it."""
_LABEL_WORDS = 5
_COUNTED = re.compile(r"(?:No|Nr|N[°º])\.?\s+(?=\S)", re.IGNORECASE)
_EMPTY = frozenset(["", "–", "-", "—"])


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that the text says. `text` is as a reader would be told it, `place` its part and section, `number` its place in
    reading order. It stands in `passage.text[start:end]`, and `borrowed` are the pages of a heading that it was told with."""

    text: str
    passage: Passage
    start: int
    end: int
    number: int
    part: int
    row: bool = False
    opens: bool = False
    """Whether it is the first of its section."""
    pairs: bool = False
    """A row that gives a thing its value, as in a form or a list of particulars."""
    rank: int = 0
    """Its place among the rows of its table, from 1; 0 for a sentence."""
    pages: tuple[int, ...] = ()
    said: Terms = field(default_factory=lambda: terms(""))

    @property
    def section(self) -> str:
        return self.passage.section


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    """Names of the columns of the table that is being read, and the pages that they stand on."""

    cells: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    section: str = ""


def units(parts: Sequence[Part]) -> list[Unit]:
    """In reading order, without headings and what is too short to say anything."""
    made: list[Unit] = []
    header = _Header()
    seen_sections: set[tuple[int, str]] = set()
    for number, part in enumerate(parts):
        for passage in part.passages:
            found, header = _of_passage(passage, header)
            for unit in found:
                key = (number, passage.section)
                opens = key not in seen_sections and not unit.row
                if opens:
                    seen_sections.add(key)
                made.append(replace(unit, number=len(made), part=number, opens=opens, said=terms(f"{unit.text}")))
    return made


def _of_passage(passage: Passage, header: _Header) -> tuple[list[Unit], _Header]:
    found: list[Unit] = []
    rows: list[_Row] = []
    if header.section != passage.section:
        header = _Header()
    for start, end in _whole(passage.text, sentences(passage.text)):
        text = passage.text[start:end]
        if _BAR in text or text.endswith(" |"):
            rows.append(_Row(start, end, tuple(cell.strip() for cell in text.split("|"))))
            continue
        more, header = _of_rows(passage, rows, header)
        found += more
        rows = []
        pieces_of = [
            clause for line in _lines_apart(passage.text, start, end) for clause in _clauses(passage.text, *line)
        ]
        found += [made for piece in pieces_of if (made := _sentence(passage, *piece))]
    more, header = _of_rows(passage, rows, header)
    return [*found, *more], header


def _whole(text: str, ranges: Sequence[Range]) -> Iterator[Range]:
    """The ranges with the lines of an over-long sentence joined again."""
    waiting: Range | None = None
    for start, end in ranges:
        is_row = _BAR in text[start:end]
        if (
            waiting is not None
            and not is_row
            and (_goes_on(text, waiting, (start, end)) or _is_notice(text, waiting, (start, end)))
        ):
            waiting = (waiting[0], end)
        else:
            if waiting is not None:
                yield waiting
            waiting = (start, end)
        if is_row:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


def _goes_on(text: str, one: Range, other: Range) -> bool:
    """Whether a unit was cut at the end of a line in the middle of a sentence."""
    between = text[one[1] : other[0]]
    begun = text[one[0] : one[1]]
    return (
        other[1] - one[0] <= LONGEST
        and between == "\n"
        and not _BULLET.match(text, other[0])
        and not _FRAGMENT_ENDS.search(begun)
        and one[1] - text.rfind("\n", 0, one[1]) > _FULL_LINE
    )


def _is_notice(text: str, one: Range, other: Range) -> bool:
    return (
        _SIGN.match(text, one[0]) is not None
        and other[1] - one[0] <= _NOTICE
        and not re.search(r"\n\s*\n", text[one[1] : other[0]])
        and text[one[0] : one[1]].count(". ") == 0
    )


def _lines_apart(text: str, start: int, end: int) -> Iterator[Range]:
    """Cut where a line ends early and the next one begins anew: lines of a notice, not of a paragraph."""
    widest = max(map(len, text.split("\n")))
    begin = start
    for found in re.finditer(r"\n", text[start:end]):
        at = start + found.start()
        line, following = text[begin:at].rsplit("\n", 1)[-1], text[at + 1 : end]
        if (
            len(line) < _EARLY * widest
            and line[-1:] not in ",;-"
            and not _SMALL_WORD.search(line)
            and following[:1].isupper()
            and min(len(text[begin:at].split()), len(following.split())) >= _LINE_WORDS
        ):
            yield begin, at
            begin = at + 1
    yield begin, end


def _clauses(text: str, start: int, end: int) -> Iterator[Range]:
    """A long sentence cut at a semicolon where what follows stands by itself."""
    begin = start
    if end - start > _LONG and not _BOUND.search(text[start:end]):
        for found in re.finditer(r";\s+", text[start:end]):
            at, following = start + found.end(), text[start + found.end() : end]
            enough = min(len(text[begin:at].split()), len(following.split())) >= _CLAUSE_WORDS
            if enough and not LEANS.match(following) and not _QUALIFIES.match(following):
                yield begin, at
                begin = at
    yield begin, end


def _sentence(passage: Passage, start: int, end: int) -> Unit | None:
    text = _STAR.sub("", " ".join(passage.text[start:end].split()))
    text = _NUMBERED.sub("", text).rstrip(";").rstrip()
    text = text[:1].upper() + text[1:]
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    if len(words) < 3 or _is_heading(text, passage) or text.endswith(":"):
        return None
    return _unit(passage, start, end, text)


def _is_heading(text: str, passage: Passage) -> bool:
    """Headings end without a stop; the section's own is left out whatever its end."""
    plain = _letters(text)
    return plain == _letters(passage.section) or plain in _letters(passage.header)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _of_rows(passage: Passage, rows: Sequence[_Row], header: _Header) -> tuple[list[Unit], _Header]:
    """The rows of one table, told with the names of their columns."""
    if not rows:
        return [], header
    if header.cells and len(header.cells) != len(rows[0].cells):
        header = _Header()
    found: list[Unit] = []
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        if waiting and _names_next(row, waiting, named=len(header.cells) == len(row.cells)):
            names = _moved(row.cells, [one.cells for one in waiting])
            header = _Header(names, _pages(passage, row.start, row.end), passage.section)
            if not _is_table_head(row, waiting):
                value = waiting.pop(0)
                found += _told(passage, value, header, row.start, boxes=True)
                header = _Header()
            continue
        if len(header.cells) != len(row.cells):
            header = _Header()
        found += _told(passage, row, header, row.start)
    return [replace(unit, rank=rank) for rank, unit in enumerate(found, start=1)], header


def _names_next(row: _Row, following: Sequence[_Row], *, named: bool) -> bool:
    """Whether a row holds names only: those of the columns below, or the labels of a form's boxes above their contents.
    `named`: whether the rows have names of columns already, so that words alone do not make new ones."""
    beneath = following[0].cells
    if len(row.cells) != len(beneath) or not (row.cells[0] or beneath[0]):
        return False
    rest = row.cells[1:]
    wordy = [not _FIGURE.search(_YEAR.sub("", cell)) for cell in row.cells]
    if not row.cells[0] or (all(wordy[1:]) and any(_YEAR.fullmatch(cell) for cell in rest)):
        return True
    if named or not all(wordy) or any(_LABELLED.search(cell) for cell in row.cells):
        return False
    values = [cell for cell in beneath[1:] if _VALUE.search(cell)]
    if values and all(len(cell.split()) <= _LABEL_WORDS + 1 for cell in row.cells):
        return bool(_PURE.match(values[-1]))
    return _heads_prose(row, following)


def _heads_prose(row: _Row, following: Sequence[_Row]) -> bool:
    """Short names over at least two rows of longer words."""
    alike = [one.cells for one in following[:2] if len(one.cells) == len(row.cells) >= 3]
    short = all(cell and len(cell.split()) <= _LABEL_WORDS for cell in row.cells)
    return (
        short and len(alike) > 1 and all(len(" ".join(cells)) > _WORDIER * len(" ".join(row.cells)) for cells in alike)
    )


def _is_table_head(row: _Row, following: Sequence[_Row]) -> bool:
    """At least two rows like one another beneath, or an empty corner; else it is a form with labels above contents."""
    if not row.cells[0]:
        return True
    alike = [one for one in following[:2] if len(one.cells) == len(row.cells)]
    told = _VALUE.search(" ".join(alike[1].cells[1:])) if len(alike) > 1 else None
    return told is not None or _heads_prose(row, following)


def _moved(names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A name that stands over an empty column belongs to the nameless one beside it."""
    moved = list(names)
    alike = [cells for cells in below if len(cells) == len(names)]
    for i in range(1, len(moved) - 1):
        if moved[i] and not moved[i + 1] and all(not cells[i] for cells in alike):
            moved[i], moved[i + 1] = "", moved[i]
    return tuple(moved)


def _told(passage: Passage, row: _Row, header: _Header, start: int, *, boxes: bool = False) -> list[Unit]:
    cells = [_STAR.sub("", cell).strip() for cell in row.cells]
    if all(cell in _EMPTY for cell in cells[1:]) and not _FIGURE.search(cells[0]):
        return []
    names = [_STAR.sub("", cell).strip() for cell in header.cells] if len(header.cells) == len(cells) else []
    if len(names) > 2:
        cells, names = _uncounted(cells, names)
    if names and boxes:
        text = "; ".join(_named(*pair) for pair in zip(names, cells, strict=True) if pair[1] not in _EMPTY)
    elif names:
        text = _with_names(cells, names)
    elif len(cells) == 2 and all(cells) and len(cells[0].split()) <= _LABEL_WORDS:
        text = f"{cells[0]}: {cells[1]}"
    else:
        text = "; ".join(cell for cell in cells if any(map(str.isalnum, cell)))
    text = _NUMBERED.sub("", " ".join(text.split()))
    if len(text.split()) < 2:
        return []
    made = _unit(passage, start, row.end, text)
    pages = tuple(sorted({*made.pages, *header.pages})) if names else made.pages
    return [replace(made, row=True, pages=pages, pairs=len(cells) == 2 or not names)]


def _with_names(cells: Sequence[str], names: Sequence[str]) -> str:
    """'Revenue: 96,525 (2024); 93,876 (2023)', 'Action: Grant application; By: 26 April'."""
    full = [(name, cell) for name, cell in zip(names[1:], cells[1:], strict=True) if cell not in _EMPTY]
    said = "; ".join(_named(name, cell) for name, cell in full)
    figures = sum(bool(_FIGURE.match(cell.lstrip("(£$€–-"))) for _, cell in full)
    if names[0] and cells[0] and 2 * figures <= len(full):
        return "; ".join(part for part in (_named(names[0], cells[0]), said) if part)
    return f"{cells[0]}: {said}" if cells[0] else said


def _uncounted(cells: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Without the number of the row."""
    if re.fullmatch(r"\d{1,3}\.?", cells[0]):
        return cells[1:], names[1:]
    if _COUNTED.match(names[0]):
        return [re.sub(r"^\d{1,3}\.?\s+", "", cells[0]), *cells[1:]], [_COUNTED.sub("", names[0]), *names[1:]]
    return cells, names


def _named(name: str, cell: str) -> str:
    if not name:
        return cell
    if _YEAR.fullmatch(name):
        return f"{cell} ({name})"
    return f"{name} {cell}" if _FIGURE.match(cell) and name[-1:].isalpha() else f"{name}: {cell}"


def _unit(passage: Passage, start: int, end: int, text: str) -> Unit:
    return Unit(text, passage, start, end, 0, 0, pages=_pages(passage, start, end))


def _pages(passage: Passage, start: int, end: int) -> tuple[int, ...]:
    return tuple(sorted({span.page for span in pieces(passage.spans, start, end)}))


def overlapping(all_units: Iterable[Unit], passage: Passage, start: int, end: int) -> list[Unit]:
    """Units that share text with a place of a passage."""
    return [unit for unit in all_units if unit.passage.chunk == passage.chunk and unit.start < end and start < unit.end]
