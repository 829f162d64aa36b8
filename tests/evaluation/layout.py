"""Lays a document source out as a PDF, as awkwardly as real ones are: columns, running headers, tables drawn by row or by
column, forms whose labels are all drawn before their values, slides in drawing order, ligatures, hyphens at line ends.

Sizes and places are PDF points; y grows downwards.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pymupdf

from tests.evaluation.markup import Block, Source

_SIZES = {"a4": (595.0, 842.0), "letter": (612.0, 792.0), "slide": (720.0, 405.0)}
_FAMILIES = {"sans": ("helv", "hebo"), "serif": ("tiro", "tibo"), "mono": ("cour", "cobo")}
_GREY = (0.55, 0.55, 0.55)
_NUMBER = re.compile(r"[-–+(]?[\d.,\s%€$£]+\)?|[–-]|n/a")
_LIGATURES = (("fi", "\ufb01"), ("fl", "\ufb02"))


def write(source: Source, folder: Path) -> Path:
    """Lay `source` out and save it as `folder/<name>.pdf`. The same source always gives the same bytes."""
    layout = _Layout(source)
    for block in source.blocks:
        layout.place(block)
    path = folder / f"{source.name}.pdf"
    layout.save(path)
    return path


class _Layout:
    """A cursor over the pages of one document."""

    def __init__(self, source: Source) -> None:
        style = source.style
        self.style = style
        self.size = _SIZES[style.get("size", "a4")]
        self.points = float(style.get("points", "10.5"))
        self.leading = float(style.get("leading", "1.35"))
        self.margin = float(style.get("margin", "64"))
        self.columns = int(style.get("columns", "1"))
        self.narrow = style.get("ligatures") == "yes"
        plain, bold = _FAMILIES[style.get("font", "sans")]
        self.plain, self.bold = pymupdf.Font(plain), pymupdf.Font(bold)
        self.document = pymupdf.open()
        self.colour = (0.0, 0.0, 0.0)
        self.outline: list[list[object]] = []
        self.spanning = self.columns > 1
        self._start_page()

    # pages and columns

    def _start_page(self) -> None:
        if self.document.page_count:
            self._dry()
        self.page = self.document.new_page(width=self.size[0], height=self.size[1])
        self.ink = pymupdf.TextWriter(self.page.rect)
        self.column = 0
        self.top = self.y = float(self.style.get("top", self.margin))
        self.foot = self.size[1] - self.margin
        self.bottom = self.foot

    @property
    def width(self) -> float:
        full = self.size[0] - 2 * self.margin
        return full if self.spanning else (full - 18 * (self.columns - 1)) / self.columns

    @property
    def x(self) -> float:
        return self.margin + self.column * (self.width + 18)

    def _need(self, height: float) -> None:
        if self.y + height <= self.bottom:
            return
        if not self.spanning and self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
        else:
            self._start_page()

    # text

    def _text(self, x: float, y: float, text: str, *, points: float, bold: bool = False) -> None:
        self.ink.append((x, y), text, font=self.bold if bold else self.plain, fontsize=points)

    def _dry(self) -> None:
        """Put the text of a page on it, all at once: one writer for each line would take ten times as long."""
        self.ink.write_text(self.page, color=self.colour)

    def _shape(self, text: str) -> str:
        if self.narrow:
            for plain, ligature in _LIGATURES:
                text = text.replace(plain, ligature)
        return text

    def _wrap(self, text: str, width: float, *, points: float, bold: bool = False) -> list[str]:
        font = self.bold if bold else self.plain
        space = _width(font, " ", points)
        lines, line, used = list[str](), "", 0.0
        for word in self._shape(text).split():
            long = _width(font, word, points)
            if not line or used + space + long <= width:
                line, used = f"{line} {word}".strip(), used + (space if line else 0) + long
                continue
            head, tail = self._hyphenate(word, width - used - space, points)
            lines.append(f"{line} {head}".strip())
            line, used = tail, _width(font, tail, points)
        return [*lines, line] if line else lines

    def _hyphenate(self, word: str, room: float, points: float) -> tuple[str, str]:
        """Break a long plain word where it fits, if the document hyphenates; else leave it whole."""
        if self.style.get("hyphens") != "yes" or len(word) < 9 or not word.isalpha():
            return "", word
        for cut in range(len(word) - 3, 3, -1):
            if _width(self.plain, word[:cut] + "-", points) <= room:
                return word[:cut] + "-", word[cut:]
        return "", word

    def _paragraph(self, text: str, *, indent: float = 0, points: float | None = None, bold: bool = False) -> None:
        points = points or self.points
        for line in self._wrap(text, self.width - indent, points=points, bold=bold):
            self._need(points * self.leading)
            self.y += points * self.leading
            self._text(self.x + indent, self.y, line, points=points, bold=bold)
        self.y += points * 0.6

    # blocks

    def place(self, block: Block) -> None:
        getattr(self, f"_place_{block.kind}")(block)

    def _place_text(self, block: Block) -> None:
        self._paragraph(block.text)

    def _place_indent(self, block: Block) -> None:
        self._paragraph(block.text, indent=26)

    def _place_bullet(self, block: Block) -> None:
        self._need(self.points * self.leading)
        self._text(self.x + 4, self.y + self.points * self.leading, "•", points=self.points)
        self._paragraph(block.text, indent=16)

    def _place_note(self, block: Block) -> None:
        """A footnote, at the foot of the page that is being filled."""
        lines = self._wrap(block.text, self.width, points=7.5)
        self.bottom -= 10 * len(lines)
        for number, line in enumerate(lines, 1):
            self._text(self.x, self.bottom + 10 * number, line, points=7.5)

    def _place_heading(self, block: Block) -> None:
        points = self.points * {1: 1.7, 2: 1.25}.get(block.level, 1.05)
        self.y += points * 0.5
        self._need(points * 4)
        if self.style.get("outline") == "yes":
            self.outline.append([block.level, block.text, self.document.page_count])
        self._paragraph(block.text, points=points, bold=True)

    def _place_page(self, block: Block) -> None:
        if block.text == "columns":
            self.spanning = False
            self.top = self.y
            return
        wide, high = max(self.size), min(self.size)
        if block.text:
            self.size = (wide, high) if block.text == "landscape" else (high, wide)
        self._start_page()

    def _place_warning(self, block: Block) -> None:
        lines = self._wrap(block.text, self.width - 20, points=self.points, bold=True)
        height = len(lines) * self.points * self.leading + 12
        self._need(height)
        self.page.draw_rect((self.x, self.y, self.x + self.width, self.y + height), color=(0, 0, 0), width=1.2)
        for number, line in enumerate(lines, 1):
            place = self.y + number * self.points * self.leading
            self._text(self.x + 10, place, line, points=self.points, bold=True)
        self.y += height + 8

    def _place_aside(self, block: Block) -> None:
        """A narrow box at the right edge; what follows is set beside it only if the document leaves room (`aside`)."""
        width = float(self.style.get("aside", "120"))
        lines = self._wrap(block.text, width - 12, points=8.5)
        x, height = self.size[0] - width - 16, 11 * len(lines) + 10
        y = min(self.y, self.foot - height)
        self.page.draw_rect((x, y, x + width, y + height), color=_GREY, fill=(0.95, 0.95, 0.95))
        for number, line in enumerate(lines, 1):
            self._text(x + 6, y + 11 * number, line, points=8.5)

    # tables

    def _place_table(self, block: Block) -> None:
        points = self.points * 0.9
        shares = [float(option) for option in block.options if option.replace(".", "").isdigit()]
        shares = shares or [1.0] * max(len(row) for row in block.rows)
        widths = [self.width * share / sum(shares) for share in shares]
        heads = "plain" not in block.options
        if "order=columns" in block.options:
            self._columnwise(block.rows, widths, points)
        else:
            for number, row in enumerate(block.rows):
                self._row(row, widths, points, bold=heads and number == 0, ruled="rules" in block.options)
        self.y += self.points

    def _row(self, row: Sequence[str], widths: Sequence[float], points: float, *, bold: bool, ruled: bool) -> None:
        cells = [
            self._wrap(text, width - 6, points=points, bold=bold) for text, width in zip(row, widths, strict=False)
        ]
        height = max(1, max(len(cell) for cell in cells)) * points * 1.25 + 4
        self._need(height)
        x = self.x
        for cell, width in zip(cells, widths, strict=False):
            self._cell(cell, x, width, points, bold=bold)
            x += width
        self.y += height
        if ruled:
            self.page.draw_line((self.x, self.y), (self.x + self.width, self.y), color=_GREY, width=0.4)

    def _cell(self, lines: Sequence[str], x: float, width: float, points: float, *, bold: bool) -> None:
        font = self.bold if bold else self.plain
        for number, line in enumerate(lines, 1):
            right = _NUMBER.fullmatch(line) is not None
            place = x + width - 6 - _width(font, line, points) if right else x
            self._text(place, self.y + number * points * 1.25, line, points=points, bold=bold)

    def _columnwise(self, rows: Sequence[Sequence[str]], widths: Sequence[float], points: float) -> None:
        """Draw column after column, as some programs print tables: the text layer then lists columns, not rows."""
        height = points * 1.5
        self._need(height * len(rows))
        x = self.x
        for column, width in enumerate(widths):
            for number, row in enumerate(rows):
                y = self.y + number * height
                saved, self.y = self.y, y
                self._cell([self._shape(row[column])] if column < len(row) else [], x, width, points, bold=number == 0)
                self.y = saved
            x += width
        self.y += height * len(rows)

    # forms

    def _place_form(self, block: Block) -> None:
        """Rows of boxes, a small label at the top of each and its value below. `spread` draws all labels before all values."""
        pairs = [[_pair(cell) for cell in row] for row in block.rows]
        self._need(min(34.0 * len(pairs), self.foot - self.margin))
        parts = (0, 1) if "spread" in block.options else (2,)
        for part in parts:
            for number, row in enumerate(pairs):
                self._boxes(row, self.y + 34 * number, part)
        self.y += 34 * len(pairs) + 8

    def _boxes(self, row: Sequence[tuple[str, str]], y: float, part: int) -> None:
        width = self.width / len(row)
        for column, (label, value) in enumerate(row):
            x = self.x + column * width
            self.page.draw_rect((x, y, x + width, y + 34), color=_GREY, width=0.5)
            if part in (0, 2):
                self._text(x + 4, y + 10, label, points=7)
            if part in (1, 2) and value:
                self._text(x + 4, y + 26, self._shape(value), points=10)

    # places of their own

    def _place_box(self, block: Block) -> None:
        x, y, width, points = (float(option) for option in block.options[:4])
        bold = "bold" in block.options
        for row in block.rows:
            for line in self._wrap(" | ".join(row), width, points=points, bold=bold):
                y += points * 1.3
                self._text(x, y, line, points=points, bold=bold)
            y += points * 0.25

    def _place_bars(self, block: Block) -> None:
        """Bars from the left, all values printed first and their labels afterwards, as chart programs do."""
        x, y, width, height = (float(option) for option in block.options[:4])
        pairs = [_pair(row[0]) for row in block.rows]
        largest = max(_amount(value) for _, value in pairs)
        step = height / len(pairs)
        for number, (_, value) in enumerate(pairs):
            length = (width - 150) * _amount(value) / largest
            top = y + number * step
            self.page.draw_rect((x + 100, top + 2, x + 100 + length, top + step - 4), fill=(0.7, 0.75, 0.85), width=0)
            self._text(x + 104 + length, top + step / 2 + 3, value, points=9)
        for number, (label, _) in enumerate(pairs):
            self._text(x, y + number * step + step / 2 + 3, label, points=9)

    # the end

    def save(self, path: Path) -> None:
        self._dry()
        total = self.document.page_count
        skip = int(self.style.get("bare", "0"))
        self.colour = _GREY
        for number in range(skip, total):
            self.page = self.document[number]
            self.ink = pymupdf.TextWriter(self.page.rect)
            for key, y in (("header", self.margin * 0.6), ("footer", self.page.rect.height - self.margin * 0.45)):
                text = self.style.get(key, "").replace("{page}", str(number + 1)).replace("{pages}", str(total))
                if text:
                    self._text(self.margin, y, text, points=8)
            self._dry()
        if self.outline:
            self.document.set_toc(self.outline)
        self.document.set_metadata({"title": self.style.get("title", "")})
        self.document.subset_fonts()
        self.document.save(path, garbage=4, deflate=True, no_new_id=True)
        self.document.close()


def _width(font: pymupdf.Font, text: str, points: float) -> float:
    return points * sum(_advance(font, character) for character in text)


@lru_cache(maxsize=2048)
def _advance(font: pymupdf.Font, character: str) -> float:
    return float(font.text_length(character, 1))


def _pair(cell: str) -> tuple[str, str]:
    label, _, value = cell.partition("=")
    return label.strip(), value.strip()


def _amount(value: str) -> float:
    return float(next(iter(_numbers(value)), "0"))


def _numbers(value: str) -> Iterator[str]:
    return (found.group().replace(",", "") for found in re.finditer(r"\d[\d,]*\.?\d*", value))
