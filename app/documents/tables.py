"""Bands of rows with gutters: are they a table, and which cells make a row."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from app.documents import gaps
from app.documents.fragments import Block, Fragment, Row

Interval = tuple[float, float]

_ALIGNED = 0.6
_FREE = 0.25
"""Lines of prose are broken because the next word has no room: it had room at 0 to 0.3 of the breaks in columns of prose, at
0.29 to 1.0 in columns of a table's cells (40 PDFs of many kinds)."""
_BESIDE = 0.8
"""The share of the lines of one column that must have a line of the other at their height."""
_FEWEST = 3
"""So many rows of several cells make a table of its own."""
_APART = 0.5
"""Of two tables side by side a smaller share of rows is level. By chance it is a fifth; in one table it is nearly all."""
_LEVEL = 0.1
"""Of the height of a line: lines are level that differ by less."""


def is_table(band: Sequence[Row], columns: Sequence[Sequence[Fragment]]) -> bool:
    """Whether the band is read row by row. Columns of flowing text are not, unless their paragraphs start at equal heights,
    as the cells of a table of long texts do, or most columns are short and all have a head."""
    flowing, rest = list[Sequence[Fragment]](), list[Fragment]()
    for column in columns:
        if flows(column):
            flowing.append(column)
        else:
            rest.extend(column)
    if not flowing:
        return sum(len(row) > 1 for row in band) >= 0.4 * len(band)
    if len(flowing) < 0.5 * len(columns) and len(band[0]) == len(columns):
        return True
    if _is_listed(flowing, rest):
        return True
    starts = [_starts(column) for column in columns if column]
    longest = _starts(max(flowing, key=len))
    others = [tops for tops in starts if tops is not longest and tops != longest]
    if len(flowing) == 1:
        return bool(others) and all(_match(tops, longest) >= _ALIGNED for tops in others)
    return len(longest) >= 3 and all(len(tops) >= 3 and _match(tops, longest) >= 0.8 for tops in others)


def flows(column: Sequence[Fragment]) -> bool:
    """Whether lines run on from one to the next, as prose does: long, about equally wide, beginning in small letters."""
    lines = sorted(column, key=lambda f: f.middle)
    if len(lines) < 4:
        return False
    widest = max(f.x1 for f in lines) - min(f.x0 for f in lines)
    lengths = [sum(len(word) + 1 for word, _ in f.words) for f in lines]
    if sum(lengths) < 15 * len(lines) or sum(f.x1 - f.x0 for f in lines) < 0.5 * widest * len(lines):
        return False
    initials = [f.words[0][0][:1] for f in lines[1:]]
    cased = [c for c in initials if c.islower() or c.isupper()]
    if len(cased) < 0.3 * len(initials):
        return sum(lengths) >= 25 * len(lines)
    return sum(c.islower() for c in cased) >= 0.3 * len(cased)


def _is_listed(flowing: Sequence[Sequence[Fragment]], others: Sequence[Fragment]) -> bool:
    """Whether columns that look like prose are cells of one line each: the lines of one of them end anywhere, and all have
    one of the others at their height, which are figures or much shorter."""
    if not others or max(map(_free, flowing)) < _FREE:
        return False
    longest = max(flowing, key=len)
    short = median(len(f.text) for f in others) <= 0.5 * median(len(f.text) for f in longest)
    if not short and 2 * sum(f.text[0].isdigit() or is_amount(f.text) for f in others) <= len(others):
        return False
    heights = [f.middle for f in longest]
    beside = [[f.middle for f in column] for column in (*flowing, others)]
    return all(_match(heights, tops) >= _BESIDE <= _match(tops, heights) for tops in beside)


def _free(column: Sequence[Fragment]) -> float:
    """The share of a column's line breaks at which the first word of the next line would have had room."""
    lines = sorted(column, key=lambda f: f.middle)
    right = max(f.x1 for f in lines)
    return sum(a.x1 + _width_of_first(b) < right and not a.broken for a, b in pairwise(lines)) / max(len(lines) - 1, 1)


def _width_of_first(line: Fragment) -> float:
    """Of its first word and a space."""
    return (line.x1 - line.x0) * (len(line.words[0][0]) + 1) / sum(len(word) + 1 for word, _ in line.words)


def _starts(column: Sequence[Fragment]) -> list[float]:
    """Heights at which the column's runs of close lines begin."""
    lines = sorted(column, key=lambda f: f.middle)
    height = median(f.height for f in lines)
    gaps = [b.y0 - a.y1 for a, b in pairwise(lines)]
    close = min([gap for gap in gaps if gap > -0.5 * height], default=0.0) + 0.3 * height
    wide = max(close, 0.35 * height)
    return [lines[0].middle] + [b.middle for gap, b in zip(gaps, lines[1:], strict=True) if gap > wide]


def _match(tops: Sequence[float], others: Sequence[float]) -> float:
    """The share of `tops` that have one of `others` at about the same height."""
    return sum(any(abs(top - other) < 4.0 for other in others) for top in tops) / max(len(tops), 1)


def apart(band: Sequence[Row], gutters: Sequence[Interval]) -> Interval | None:
    """The gutter between two tables that stand side by side: both have rows of several cells, and most rows of the one have
    none of the other at their height. None where all is one table."""
    for gutter in sorted(gutters, key=lambda gutter: gutter[0] - gutter[1]):
        middle = sum(gutter) / 2
        if 2 * sum(row[0].x1 <= middle <= row[-1].x0 for row in band) > len(band):
            continue
        left, right = (
            _lines(f for row in band for f in row if f.x1 <= middle),
            _lines(f for row in band for f in row if f.x0 >= middle),
        )
        if min(_several(left), _several(right)) >= _FEWEST and max(_level(left, right), _level(right, left)) < _APART:
            return gutter
    return None


def _lines(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments at one height."""
    lines: list[Row] = []
    for fragment in sorted(fragments, key=lambda f: f.middle):
        if lines and fragment.middle - lines[-1][0].middle <= _LEVEL * fragment.height:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    return lines


def _several(lines: Sequence[Row]) -> int:
    return sum(len(line) > 1 for line in lines)


def _level(lines: Sequence[Row], others: Sequence[Row]) -> float:
    """The share of lines that have one of the others at their height."""
    heights = [line[0].middle for line in others]
    return sum(any(abs(line[0].middle - h) <= _LEVEL * line[0].height for h in heights) for line in lines) / max(
        len(lines), 1
    )


def build(band: Sequence[Row]) -> list[Block]:
    """The table as one block, one line for each of its rows; a single row is an ordinary line."""
    band = gaps.parted(band)
    edges = _columns(band)
    rows = [[row] for row in band]
    lines = [_cells([f for row in group for f in row], edges) for group in _grouped(rows, edges)]
    return [Block(lines, table=len(lines) > 1)]


def _columns(band: Sequence[Row]) -> list[Interval]:
    """The horizontal extents of the table's columns. Narrow cells speak first, so that a heading over two columns joins none;
    extents that no row fills both are parts of one column, seen in cells of different width."""
    columns: list[tuple[float, float, set[int]]] = []
    cells = [(f, number) for number, row in enumerate(band) for f in row]
    for fragment, number in sorted(cells, key=lambda cell: cell[0].x1 - cell[0].x0):
        touched = [c for c in columns if fragment.x0 < c[1] and c[0] < fragment.x1]
        filled = [row for _, _, rows in touched for row in rows]
        if len(filled) == len(set(filled)):
            x0, x1 = min([fragment.x0, *(c[0] for c in touched)]), max([fragment.x1, *(c[1] for c in touched)])
            columns = [c for c in columns if c not in touched]
            columns.append((x0, x1, {number, *filled}))
    return sorted((x0, x1) for x0, x1, _ in columns)


def _grouped(rows: list[list[Row]], edges: Sequence[Interval]) -> list[list[Row]]:
    """Rows of fragments put together to rows of the table: a cell may take several lines."""
    spaces = [_gap(a[-1], b[0]) for a, b in pairwise(rows)]
    heights = median(f.height for row in rows for f in row[0])
    close = _close(spaces, heights)
    groups = rows[:1]
    for gap, row in zip(spaces, rows[1:], strict=True):
        goes_on = gap < 0.4 * heights and (
            _continues(groups[-1], row[0], edges) or _is_wrapped(groups[-1], row[0], edges)
        )
        if gap < close or goes_on:
            groups[-1] = groups[-1] + row
        else:
            groups.append(row)
    return groups


def _close(gaps: Sequence[float], height: float) -> float:
    """White space less than this stands within a row of the table; minus infinity where all gaps are alike."""
    if not gaps:
        return float("-inf")
    ordered = sorted(gaps)
    usual = ordered[int(0.7 * (len(ordered) - 1) + 0.5)]
    if usual - ordered[0] < 0.3 * height:
        return -0.3 * height
    return min(usual - 0.25 * height, 0.5 * height)


def _continues(group: Sequence[Row], row: Row, edges: Sequence[Interval]) -> bool:
    """Whether a row is only the rest of the cells above it: nothing in the first column, words and no amounts."""
    head = group[0][0]
    if _column(row[0], edges) == 0 or len(row) > len(group[0]):
        return False
    if head.bold != row[0].bold or abs(head.size - row[0].size) > 0.05 * head.size:
        return False
    above = {_column(f, edges) for line in group for f in line}
    return all(_column(f, edges) in above and not is_amount(f.text) for f in row)


def _is_wrapped(group: Sequence[Row], row: Row, edges: Sequence[Interval]) -> bool:
    """Whether the name of a row is broken over two lines, whichever of them the amounts stand beside: the second begins in
    small letters, and the first had no room for its first word."""
    last, first = group[-1][0], row[0]
    word = first.words[0][0]
    if _column(last, edges) or _column(first, edges) or not word[0].islower() or word.endswith(")"):
        return False
    if len(row) > 1 and any(len(line) > 1 for line in group):
        return False
    return last.x1 + _width_of_first(first) > edges[0][1] and last.bold == first.bold


def _gap(above: Row, below: Row) -> float:
    return min(f.y0 for f in below) - max(f.y1 for f in above)


def _cells(fragments: Sequence[Fragment], edges: Sequence[Interval]) -> list[Row]:
    """Cells from left to right, lines of a cell from top to bottom; a cell without text is empty."""
    cells: list[Row] = [[] for _ in edges]
    for fragment in sorted(fragments, key=lambda f: (f.middle, f.x0)):
        cells[_column(fragment, edges)].append(fragment)
    while cells and not cells[-1]:
        cells.pop()
    return cells if len(edges) > 2 else [cell for cell in cells if cell]


def _column(fragment: Fragment, edges: Sequence[Interval]) -> int:
    """The first column that the fragment overlaps, else the nearest."""
    for index, (x0, x1) in enumerate(edges):
        if fragment.x0 < x1 and x0 < fragment.x1:
            return index
    return min(range(len(edges)), key=lambda i: abs(edges[i][0] - fragment.x0))


def is_amount(text: str) -> bool:
    """Figures rather than words: '1,204', '(5.2)', '12 %', '$ 3.1m', '–'."""
    kept = [c for c in text if not c.isspace()]
    return sum(c.isdigit() or c in "$€£¥%().,-–—+/" for c in kept) >= 0.6 * len(kept)
