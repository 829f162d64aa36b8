"""What was read of a page that is a picture, as it is kept until the document is put together, and after."""

import json
import zlib
from dataclasses import astuple, dataclass

from app.types import Box


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word with its box on the page as shown. `line` counts the page's lines; `turn` is how the text runs: 0 to the right, 1 down, 2 upside
    down, 3 up; `height` is that of its line in points; `sure` from 0 to 1."""

    text: str
    box: Box
    line: int
    turn: int
    height: float
    sure: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one page; `words` are none where there is no text on it. `skipped`: why it could not be read."""

    page: int
    words: tuple[SeenWord, ...] = ()
    skipped: str | None = None


def packed(seen: Seen) -> bytes:
    return zlib.compress(json.dumps([seen.skipped, [astuple(word) for word in seen.words]]).encode(), 6)


def unpacked(page: int, data: bytes) -> Seen:
    skipped, words = json.loads(zlib.decompress(data))
    return Seen(page, tuple(SeenWord(text, tuple(box), *rest) for text, box, *rest in words), skipped)
