"""Fragments are put in the order in which people read them: full-width lines, columns of text, rows of tables.

Rows of fragments are cut into bands. A band in which a gutter runs through neighbouring rows is either columns of flowing
text, which are read one after the other (and laid out again, each for itself), or a table, which is read row by row.
Only geometry and the shape of letters decide, so that it costs about a millisecond a page. The idea of cutting at white
space is that of the XY cut (Nagy and Seth, 1984), turned to bands because gutters end where a full-width line crosses them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from app.documents import tables
from app.documents.fragments import Block, Fragment, Row

_DEPTH = 4
_GUTTER = 0.7
"""The least width of a gutter, in heights of a line."""
_BREAK = 3.0
"""White space of so many heights ends a band."""


def arrange(fragments: Sequence[Fragment], depth: int = 0) -> list[Block]:
    """Blocks in reading order."""
    blocks: list[Block] = []
    for band, gutters in bands(rows_of(fragments)):
        if not gutters:
            blocks.extend(paragraphs(band))
            continue
        columns = columns_of(band, gutters)
        if depth >= _DEPTH:
            blocks.extend(tables.build(band))
        elif tables.is_table(band, columns):
            between = tables.apart(band, gutters)
            if between is None:
                blocks.extend(tables.build(band))
            else:
                for column in columns_of(band, [between]):
                    blocks.extend(arrange(column, depth + 1))
        else:
            for column in columns:
                blocks.extend(arrange(column, depth + 1))
    return blocks


def rows_of(fragments: Sequence[Fragment]) -> list[Row]:
    """Fragments at about one height, from top to bottom, each row from left to right."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda f: f.middle):
        if rows and fragment.middle - rows[-1][0].middle < 0.5 * min(fragment.height, rows[-1][0].height):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [_stitched(sorted(row, key=lambda f: f.x0)) for row in rows]


def _stitched(row: Row) -> Row:
    """The row with what belongs together joined: a bullet or number and its text, a currency sign and its amount."""
    joined = row[:1]
    for fragment in row[1:]:
        last = joined[-1]
        if fragment.x0 - last.x1 + last.size >= 0 and _belongs(last, fragment, fragment.x0 - last.x1, len(joined) == 1):
            joined[-1] = _merged(last, fragment)
        else:
            joined.append(fragment)
    return joined


_MARKS = frozenset("•◦▪▫■□●○–—-*·‣⁃➢➤✓✔►▶")


def _belongs(left: Fragment, right: Fragment, gap: float, first: bool) -> bool:
    size = left.size
    if gap < 0.35 * size:
        return True
    if right.words[0][0] in {")", "%", ")%", "%)"} and len(right.words) == 1:
        return gap < 2 * size
    if len(left.words) != 1 or gap > 4 * size:
        return False
    mark = left.words[0][0]
    if mark in {"$", "€", "£", "¥", "($"}:
        return True
    return first and (mark in _MARKS or (_is_number_of_item(mark) and right.words[0][0][:1].isalpha()))


def _is_number_of_item(mark: str) -> bool:
    """'1.', '(a)', 'iv)', '2.3', but no word and no amount."""
    core = mark.strip("().[]:")
    if len(core) > 6 or not core:
        return False
    return all(part.isdigit() or (len(part) <= 4 and mark != core and part.isalpha()) for part in core.split("."))


def _merged(left: Fragment, right: Fragment) -> Fragment:
    bigger = left if len(left.words) > len(right.words) else right
    return Fragment(
        min(left.x0, right.x0), min(left.y0, right.y0), max(left.x1, right.x1), max(left.y1, right.y1),
        bigger.size, left.bold and right.bold, left.words + right.words, right.broken,
    )  # fmt: skip


Interval = tuple[float, float]


def bands(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Interval]]]:
    """Runs of rows with the gutters that run through all of them; no gutters for ordinary lines."""
    beside = _beside(rows)
    plain: list[Row] = []
    index = 0
    while index < len(rows):
        end, gutters = _extent(rows, beside, index) if beside[index] else (index + 1, [])
        end = _without_tail(rows, beside, index, end)
        if gutters and sum(beside[index:end]) >= 2:
            if plain:
                yield plain, []
                plain = []
            yield list(rows[index:end]), gutters
            index = end
        else:
            plain.append(rows[index])
            index += 1
    if plain:
        yield plain, []


def _beside(rows: Sequence[Row]) -> list[bool]:
    """For each row, whether something stands beside it: in it, or in a neighbouring row that overlaps it in height."""
    beside = [len(row) > 1 for row in rows]
    for index in range(len(rows) - 1):
        above, below = rows[index], rows[index + 1]
        if any(_side_by_side(a, b) for a in above for b in below):
            beside[index] = beside[index + 1] = True
    return beside


def _side_by_side(one: Fragment, other: Fragment) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    apart = max(one.x0, other.x0) - min(one.x1, other.x1)
    return overlap > 0.25 * min(one.height, other.height) and apart > _GUTTER * min(one.height, other.height)


def _extent(rows: Sequence[Row], beside: Sequence[bool], start: int) -> tuple[int, list[Interval]]:
    """How far down from `start` at least one gutter goes on, and the gutters that do. White space and a heading end it."""
    covered: list[Interval] = []
    gutters: list[Interval] = []
    bottom, widest = max(f.y1 for f in rows[start]), 0.0
    for index in range(start, len(rows)):
        row = rows[index]
        height = row[0].height
        space = min(f.y0 for f in row) - bottom
        if index > start and (
            _is_break(space, height, widest) or (not beside[index] and _is_heading(row, rows[index - 1], space))
        ):
            return index, gutters
        wider = _union(covered, row)
        left = _gaps(wider, _GUTTER * height)
        if not left and (gutters or index > start + 1):
            return index, gutters
        covered, gutters = wider, left
        bottom, widest = max(bottom, *(f.y1 for f in row)), max(widest, space)
    return len(rows), gutters


def _is_break(space: float, height: float, widest: float) -> bool:
    """Whether white space is far wider than all before it in the band."""
    return space > _BREAK * height or (space > 1.2 * height and space > 2.5 * max(widest, 0.5 * height))


def _is_heading(row: Row, above: Row, space: float) -> bool:
    if row[0].size > 1.12 * above[0].size:
        return True
    return space > 0.5 * row[0].height and all(f.bold for f in row) and not all(f.bold for f in above)


def _union(covered: Sequence[Interval], row: Row) -> list[Interval]:
    merged: list[Interval] = []
    for x0, x1 in sorted([*covered, *((f.x0, f.x1) for f in row)]):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _gaps(covered: Sequence[Interval], least: float) -> list[Interval]:
    return [(a[1], b[0]) for a, b in pairwise(covered) if b[0] - a[1] >= least]


def _without_tail(rows: Sequence[Row], beside: Sequence[bool], start: int, end: int) -> int:
    """A band ends where single lines follow below its last row and after white space: they belong to what comes next."""
    last = end
    while last > start + 1 and not beside[last - 1]:
        last -= 1
    for index in range(last, end):
        above = max(f.y1 for row in rows[start:index] for f in row)
        if rows[index][0].y0 - above > 0.8 * rows[index][0].height:
            return index
    return end


def columns_of(band: Sequence[Row], gutters: Sequence[Interval]) -> list[list[Fragment]]:
    """The fragments between the gutters, from left to right."""
    edges = [(left + right) / 2 for left, right in gutters]
    columns: list[list[Fragment]] = [[] for _ in range(len(edges) + 1)]
    for row in band:
        for fragment in row:
            middle = (fragment.x0 + fragment.x1) / 2
            columns[sum(edge < middle for edge in edges)].append(fragment)
    return columns


def paragraphs(rows: Sequence[Row]) -> list[Block]:
    """Ordinary lines, cut into blocks at white space, at a change of look and at an indented first line."""
    if not rows:
        return []
    gaps = [b[0].y0 - a[0].y1 for a, b in pairwise(rows)]
    usual = median(gaps) if len(gaps) >= 3 else 0.0
    blocks = [Block([_cells(rows[0])])]
    for index, row in enumerate(rows[1:]):
        if _starts_block(rows[index], row, usual):
            blocks.append(Block([]))
        blocks[-1].lines.append(_cells(row))
    return blocks


def _starts_block(above: Row, row: Row, usual: float) -> bool:
    one, other = above[0], row[0]
    height = min(one.height, other.height)
    gap = other.y0 - one.y1
    if gap > max(usual, 0.0) + 0.3 * height or gap > 1.2 * height or gap < -0.7 * height:
        return True
    if abs(one.size - other.size) > 0.08 * one.size:
        return True
    if all(f.bold for f in above) != all(f.bold for f in row):
        return not _goes_on(one, other)
    indented = other.x0 - one.x0 > 0.8 * other.size
    return indented and above[-1].words[-1][0][-1] in ".!?:\u201d\u2019)" and other.words[0][0][:1].isupper()


def _goes_on(one: Fragment, other: Fragment) -> bool:
    """Whether a line is the rest of a sentence, though its look differs (a bold word alone on the last line)."""
    return other.words[0][0][:1].islower() and one.words[-1][0][-1] not in ".:!?"


def _cells(row: Row) -> list[Row]:
    """Text far apart in one line stands in cells of its own ('Quarterly report      March 2025')."""
    cells: list[Row] = [[row[0]]]
    for fragment in row[1:]:
        if fragment.x0 - cells[-1][-1].x1 > 3 * fragment.size:
            cells.append([fragment])
        else:
            cells[-1].append(fragment)
    return cells
