"""What the long documents repeat from page to page, made from figures of a seeded generator.

A source under `documents/` asks for a piece by a block of one line, `{{name argument}}`; the module here that carries the
document's name makes it, always the same. `python -m tests.evaluation.build --sources FOLDER` writes the sources with all
pieces in place, to be read.
"""

import importlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_PIECE = re.compile(r"^\{\{(\w+) ?(.*)\}\}$", re.MULTILINE)


def source(path: Path) -> str:
    """The text of a document's source, its pieces filled in."""
    text = path.read_text(encoding="utf-8")
    if not _PIECE.search(text):
        return text
    module = importlib.import_module(f"{__name__}.{path.stem.replace('-', '_')}")
    return _PIECE.sub(lambda found: str(getattr(module, found[1])(*filter(None, [found[2]]))), text)


def table(options: str, rows: Iterable[Sequence[object]]) -> str:
    """A table block; the first row holds the heads."""
    lines = [" | ".join(str(cell) for cell in row) for row in rows]
    return f"[table {options}] " + "\n".join(lines)


def pages(parts: Iterable[str]) -> str:
    return "\n\n%%\n\n".join(part.strip() for part in parts)


def thousands(number: float, *, by: str = ",") -> str:
    return f"{number:,.0f}".replace(",", by)


def point(number: float, *, places: int = 1, by: str = ".") -> str:
    return f"{number:.{places}f}".replace(".", by)
