"""Text of documents and models made harmless for every form: what no page can show and what would show it in another order goes."""

import re
import unicodedata

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, which XML forbids
    "\u202a-\u202e\u2066-\u2069"  # overrides and isolates: ‘fdp.exe’ must not read ‘exe.pdf’
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # separators and anchors that break lines and layouts
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of characters, and none at all
    "\U000e0000-\U000e007f]"  # tags: text that nobody sees
)
_RIGHT = frozenset({"R", "AL"})


def clean(text: str) -> str:
    """With line ends and tabs as they are."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(clean(text).split())


def is_right_to_left(text: str) -> bool:
    """By the first character that has a direction."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L" or direction in _RIGHT:
            return direction != "L"
    return False


def by_direction(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces that run one way, with whether that is right to left. Blanks and signs go with what precedes them, or,
    at the beginning, with what follows."""
    pieces: list[tuple[str, bool]] = []
    right = is_right_to_left(text)
    start = 0
    for at, character in enumerate(text):
        direction = unicodedata.bidirectional(character)
        if (direction == "L" and right) or (direction in _RIGHT and not right):
            pieces.append((text[start:at], right))
            start, right = at, not right
    pieces.append((text[start:], right))
    return [piece for piece in pieces if piece[0]]
