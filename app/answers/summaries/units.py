"""What a summary can be made of: the sentences of a text, and the rows of its tables and forms told in words (`toldrows`)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.answers.places import pieces
from app.answers.summaries.contents import entries, is_entry, is_named
from app.answers.summaries.cues import LEANS
from app.answers.summaries.parts import Part
from app.answers.summaries.toldrows import Header, Row, tell_rows
from app.answers.text.remembered import remembered
from app.answers.text.sentences import Range, sentences
from app.answers.text.terms import Terms, terms
from app.types import Passage

LONGEST = 700
"""Characters. What is longer is a list of things without stops, not a sentence."""
_FRAGMENT_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_BAR = " | "
_NUMBERED = re.compile(r"^(?:[-–•*▪◦●~]\s+|[•▪◦●](?=\w)|\(?\d{1,2}[.)]\s+(?=\D))+")
_MARK_BEHIND = re.compile(
    r"(?:(?<=:)\s+(?:1\.|[aAi][.)]|\((?:1|a|i)\))|(?<!\s)[^\S\n]*\n\s*+\d{1,2}(?:\.\d{1,2})+\.)\s*$"
)
"""The mark of the first thing in a list, or of the next heading, at which a sentence was cut."""
_COLON = re.compile(r":(?=\s|$)")
_LABEL = re.compile(r"\s*[^\W\d][^\d,;.!?]{0,50}\s*")
_BLANK = re.compile(r"[\s/_.…·–—:-]*")
"""What a field has that nobody filled in."""
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
_STAR = re.compile(r"(?:(?<!\s)\s++)?\*(?=\s|$)")
_FULL_LINE = 40
"""Characters of a line that goes on in the next one."""
_SMALL_WORD = re.compile(r"(?<!\w)[^\W\d]{1,3}$")
"""An article or a preposition ends no line of its own."""
_EARLY = 0.6
"""Of the widest line: one that ends before that ends by itself."""
_LINE_WORDS = 5
"""Fewer are a name or a line of an address, told together with those around them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that the text says. `text` is as a reader would be told it, `number` its place in reading order, `part` the part
    that it is of. It stands in `passage.text[start:end]`; `pages` has those of the names that a row was told with, too."""

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


def units(parts: Sequence[Part], on_passage: Callable[[], None] = lambda: None) -> list[Unit]:
    """In reading order, without headings and what is too short to say anything. `on_passage` hears of each passage that is done with."""
    made: list[Unit] = []
    header, section = Header(), ""
    begun: set[tuple[int, str]] = set()
    for number, part in enumerate(parts):
        for passage in part.passages:
            found, header = _of_passage(passage, header if passage.section == section else Header())
            section = passage.section
            for unit in found:
                opens = not unit.row and (number, section) not in begun
                begun |= {(number, section)} if opens else set()
                made.append(replace(unit, number=len(made), part=number, opens=opens, said=terms(unit.text)))
            on_passage()
    return made


def _of_passage(passage: Passage, header: Header) -> tuple[list[Unit], Header]:
    """`header` has the names of the columns of a table that began before."""
    found: list[Unit] = []
    rows: list[Row] = []
    without = entries(passage.text, passage.section)
    for start, end in _whole(passage.text, sentences(passage.text)):
        text = passage.text[start:end]
        if _BAR in text or text.endswith(" |"):
            if _leads(text, passage.section):
                continue
            cells = tuple(cell.strip() for cell in text.split("|"))
            rows.append(Row(start, end, cells, _pages(passage, start, end)))
            continue
        more, header = _told(passage, rows, header)
        found += [*more, *(unit for place in _outside(start, end, without) for unit in _sentences(passage, *place))]
        rows = []
    more, header = _told(passage, rows, header)
    return [*found, *more], header


def _leads(row: str, section: str) -> bool:
    """Whether a row is one of a table of contents."""
    return is_entry(row.replace("|", " ")) or (is_named(section) and row.rsplit("|", 1)[-1].strip().isdecimal())


def _outside(start: int, end: int, without: Sequence[Range]) -> Iterator[Range]:
    """What of a range lies in none of the others, which are in order."""
    for begin, last in without:
        if begin < end and start < last:
            if start < begin:
                yield start, begin
            start = last
    if start < end:
        yield start, end


def _sentences(passage: Passage, start: int, end: int) -> list[Unit]:
    lines = _lines_apart(passage.text, start, end)
    clauses = [clause for line in lines for clause in _clauses(passage.text, *line)]
    return [unit for clause in clauses if (unit := _sentence(passage, *clause)) is not None]


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
    first, last = text.rfind("\n\n", 0, start) + 1, text.find("\n\n", end)
    widest = _widest(text[first : last if last >= 0 else len(text)])
    begin = start
    for found in re.finditer(r"\n", text[start:end]):
        at = start + found.start()
        line, following = text[text.rfind("\n", 0, at) + 1 : at], text[at + 1 : end]
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


@remembered(4)
def _widest(block: str) -> int:
    """Of its lines that are no table's; asked for each of its sentences, which can be as many as its lines."""
    return max((len(line) for line in block.split("\n") if _BAR not in line), default=0)


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
    raw = _MARK_BEHIND.sub("", passage.text[start:end].strip())
    text = _STAR.sub("", " ".join(raw.split()))
    text = _NUMBERED.sub("", text).rstrip(";").rstrip()
    text = text[:1].upper() + text[1:]
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    if len(words) < 3 or _is_heading(text, passage) or text.endswith(":") or _is_blank_form(raw):
        return None
    return _unit(passage, start, end, text)


def _is_blank_form(text: str) -> bool:
    """Whether at least half of its labels have nothing behind them: the end of the text, a mark to write upon, or the next
    label, which is one word or has its own line."""
    labels = [found.end() for found in _COLON.finditer(text)]
    if len(labels) < 2:
        return False
    behind = [text[begin : end - 1] for begin, end in pairwise(labels)]
    last = text[labels[-1] :]
    blank = sum(_is_label_alone(between) for between in behind) + (_BLANK.fullmatch(last) is not None)
    return 2 * blank >= len(labels)


def _is_label_alone(between: str) -> bool:
    """Whether between two colons there is a label only, and no value before it."""
    value, newline, label = between.rpartition("\n")
    if newline:
        return _BLANK.fullmatch(value) is not None and _LABEL.fullmatch(label) is not None
    return _LABEL.fullmatch(label) is not None and len(label.split()) < 2


def _is_heading(text: str, passage: Passage) -> bool:
    """Headings end without a stop; the section's own is left out whatever its end."""
    plain = _letters(text)
    return plain == _letters(passage.section) or plain in _letters(passage.header)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _told(passage: Passage, rows: Sequence[Row], header: Header) -> tuple[list[Unit], Header]:
    found, header = tell_rows(rows, header)
    return [
        Unit(one.text, passage, one.start, one.end, 0, 0, row=True, pairs=one.pairs, rank=rank, pages=one.pages)
        for rank, one in enumerate(found, start=1)
    ], header


def _unit(passage: Passage, start: int, end: int, text: str) -> Unit:
    return Unit(text, passage, start, end, 0, 0, pages=_pages(passage, start, end))


def _pages(passage: Passage, start: int, end: int) -> tuple[int, ...]:
    return tuple(sorted({span.page for span in pieces(passage.spans, start, end)}))


def overlapping(all_units: Iterable[Unit], passage: Passage, start: int, end: int) -> list[Unit]:
    """Units that share text with a place of a passage."""
    return [unit for unit in all_units if unit.passage.chunk == passage.chunk and unit.start < end and start < unit.end]
