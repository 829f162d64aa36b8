"""Fields that were left blank: the question names the field, and the answer is what stands in another one beside it.

A form as text is lines of labels with their values below ('Secretary | Treasurer' above 'Ida Brandt'), a table of few rows, or
'Label: value'. A small model asked for the treasurer tells the only name that it sees.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.citing.cite import Window
from app.answers.text.polarity import asks_yes_or_no
from app.answers.text.remembered import remembered
from app.answers.text.tables import rows
from app.answers.text.terms import terms
from app.types import Chunk, Passage

_SIGN = re.compile(
    r"[.…_\s–—-]*|n\s?/?\s?a\.?|(?:not|none|never) (?:kept|given|known|stated|recorded|available|applicable|reported|yet known)|left blank|blank|tb[acd]"
    r"|to be (?:confirmed|completed|filled in|agreed)|entfällt|k\.\s?A\.|unbekannt|offen|s\.\s?o\.|néant|non (?:communiqué|renseigné)",
    re.IGNORECASE,
)
"""What stands in a field or cell that has no value."""
_LONGEST_LABEL = 45
"""Characters. What is longer is a sentence."""
_COLON = re.compile(r"(?P<label>[^\W\d_][^:|\n]{1,44}):(?P<value>[^|\n]*)")


_NEXT = re.compile(r"\s*\||\n[^\W\d_][^:|\n]{1,44}:")
"""The next field, in the line or below."""
_SAME = 0.8
"""Likeness above which a word near to one of the question is taken for another form of it: 'took' and 'taken'."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A field without a value: the terms of its label, or of the row and the column that name it."""

    text: str
    names: tuple[frozenset[str], ...]
    in_table: bool = False
    certain: bool = False
    """Whether the label and the sign for none stand in one line."""

    @property
    def named(self) -> frozenset[str]:
        return frozenset().union(*self.names)

    def is_in(self, asked: frozenset[str]) -> bool:
        return all(name and name <= asked for name in self.names)


def blank_fields(
    question: str,
    windows: Sequence[Window],
    read: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    near: Mapping[str, Mapping[str, float]],
) -> tuple[str, ...]:
    """Labels that the question names, of fields that are blank where the cited places stand; none if a cited place has the label
    itself. A field of a form that is named in two words or more may also stand elsewhere in what was read."""
    if asks_yes_or_no(question):
        return ()
    asked = terms(question).all | _other_forms(near)
    own = frozenset().union(*(window.terms.all for window in windows))
    cited = {window.passage for window in windows}
    found: dict[str, None] = {}
    for number, passage in enumerate(read if windows else ()):
        for blank in blanks(_whole(passage, chunks)):
            plain = number in cited or (not blank.in_table and len(blank.named) > 1)
            if plain and blank.is_in(asked) and (blank.certain or not blank.named <= own):
                found[blank.text] = None
    return tuple(found)


def _other_forms(near: Mapping[str, Mapping[str, float]]) -> frozenset[str]:
    alike = [word for words in near.values() for word, likeness in words.items() if likeness > _SAME]
    return terms(" ".join(alike)).all


def _whole(passage: Passage, chunks: Mapping[str, Sequence[Chunk]]) -> Passage:
    """The chunk that was read in part: the label of a blank field says little and is not read."""
    known = chunks.get(passage.document, ())
    return replace(passage, text=known[passage.chunk].text) if passage.chunk < len(known) else passage


@remembered(256)
def blanks(passage: Passage) -> tuple[Blank, ...]:
    return (*_of_cells(passage), *_of_grid(passage.text), *_of_lines(passage.text))


def _of_cells(passage: Passage) -> Iterator[Blank]:
    """Cells of a table that have a sign for none."""
    for row in rows(passage.text, passage.header):
        for cell in row.cells[1:]:
            if cell.column and row.label and not row.is_head and _SIGN.fullmatch(cell.text):
                yield Blank(f"{row.label}, {cell.column}", (terms(row.label).all, terms(cell.column).all), True)


def _of_grid(text: str) -> Iterator[Blank]:
    """Labels in a line above a shorter line of values; in a table of several rows, the columns that a row ends before. Labels at
    the end, below which nothing stands, are all blank."""
    lines = [_cells(line) for line in text.rstrip().split("\n")]
    at = 0
    while at < len(lines):
        labels = lines[at]
        at += 1
        if not _are_labels(labels):
            continue
        below: list[Sequence[str]] = []
        while at < len(lines) and not (below and _ends(labels, below[-1], lines[at])):
            if lines[at]:
                below.append(lines[at])
            elif below or not _is_gap(text, at):
                break
            at += 1
        alone = at >= len(lines) and (len(lines) < 2 or not lines[-2])
        yield from _unfilled(labels, below or ([[]] if alone else []))


def _is_gap(text: str, at: int) -> bool:
    return not text.split("\n")[at].strip()


def _ends(labels: Sequence[str], before: Sequence[str], line: Sequence[str]) -> bool:
    """Whether a line of labels follows a line that was none: one with figures, or shorter than its own labels."""
    figures = any(any(map(str.isdigit, cell)) for cell in before)
    return not line or (_are_labels(line) and (figures or _filled(before) < _filled(labels)))


def _unfilled(labels: Sequence[str], below: Sequence[Sequence[str]]) -> Iterator[Blank]:
    for values in below:
        if _filled(values) >= _filled(labels):
            continue
        for place, label in enumerate(labels):
            if label and (place >= len(values) or not values[place]):
                own = (terms(label).all,)
                table = len(below) > 1
                yield Blank(label, (terms(values[0]).all, *own) if table else own, table)


def _of_lines(text: str) -> Iterator[Blank]:
    """'Label: ____', and a label behind whose colon the next label or nothing at all follows."""
    for match in _COLON.finditer(text):
        behind = text[match.end() :]
        value = match["value"].strip()
        if _SIGN.fullmatch(value) and (value or not behind.strip() or _NEXT.match(behind)):
            yield Blank(match["label"].strip(), (terms(match["label"]).all,), certain=True)


def _cells(line: str) -> list[str]:
    """The cells of a line, empty ones with them; a short line without bars is one cell."""
    if " | " in f" {line} ":
        return [cell.strip() for cell in re.split(r"(?:(?<=\s)|^)\|(?=\s|$)", line)]
    return (
        [line.strip()]
        if line.strip() and len(line) <= _LONGEST_LABEL and not line.rstrip().endswith((".", ":"))
        else []
    )


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell) for cell in cells)


def _are_labels(cells: Sequence[str]) -> bool:
    """Several short cells without figures."""
    return _filled(cells) > 1 and all(
        len(cell) <= _LONGEST_LABEL and not any(map(str.isdigit, cell)) and not _SIGN.fullmatch(cell)
        for cell in cells
        if cell
    )
