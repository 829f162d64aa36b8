"""The header of a chunk: title › section › page, kept short, since it takes room from the text."""

from collections.abc import Callable, Sequence

from app.types import Section

_SEPARATOR = " › "
_LONGEST = 60
"""Characters of the title and of each heading."""
_SHARE = 0.25
"""The part of a chunk's tokens that title and headings may take; the names of columns may take as much again."""


class Headers:
    """Makes the headers of one document."""

    def __init__(self, title: str, count_tokens: Callable[[Sequence[str]], Sequence[int]], max_tokens: int) -> None:
        self._title = title
        self._count = count_tokens
        self._limit = int(_SHARE * max_tokens)
        self._bases: dict[Section, str] = {}
        self._tokens: dict[str, int] = {}

    def header(self, section: Section, first: str, last: str, *, columns: str | None = None) -> str:
        """`first` and `last` are labels of pages; `columns` the names of a table's columns, left out if too long."""
        place = f"p. {first}" if first == last else f"pp. {first}-{last}"
        parts = [self._base(section), place]
        if columns is not None and self._counted(columns) <= self._limit:
            parts.append(columns)
        return _SEPARATOR.join(part for part in parts if part)

    def shortest(self, label: str) -> str:
        return f"p. {label}"

    def room(self, section: Section) -> int:
        """Tokens to keep free for the header: for this section's title, the pages, and a newline."""
        return self._counted(self._base(section)) + self._counted(f"{_SEPARATOR}pp. 1000-1001\n")

    def _base(self, section: Section) -> str:
        if section not in self._bases:
            self._bases[section] = self._made(section)
        return self._bases[section]

    def _made(self, section: Section) -> str:
        """Title, headings around and heading; the outer headings go first where that is too long, then the title."""
        names = [self._title, *section.path, section.title]
        parts = [_short(name) for index, name in enumerate(names) if name and name not in names[:index]]
        while len(parts) > 2 and self._counted(_SEPARATOR.join(parts)) > self._limit:
            del parts[1]
        while parts and self._counted(_SEPARATOR.join(parts)) > self._limit:
            del parts[0]
        return _SEPARATOR.join(parts)

    def _counted(self, text: str) -> int:
        if text not in self._tokens:
            self._tokens[text] = self._count([text])[0]
        return self._tokens[text]


def _short(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    return name[:_LONGEST].rsplit(" ", 1)[0] + "…"
