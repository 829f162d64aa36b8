"""Masks as they are seen in a text that is shown: how they look, what is said of them, and the way between its characters and the toolkit's."""

from typing import Protocol

from PySide6.QtGui import QColor, QTextCharFormat, QTextFormat

from app.ui.cloud import wording
from app.ui.theme import Theme

NUMBER = QTextFormat.Property.UserProperty + 1
"""Property of a character: the number of its mask."""
_TINT = 0.35
"""How much of a category's colour lies behind a placeholder; text on it keeps a contrast of 7."""
_COLOURS = {
    **dict.fromkeys(("person", "organisation", "place"), "accent"),
    **dict.fromkeys(("email", "phone", "url", "ip"), "good"),
    **dict.fromkeys(("iban", "card", "identity", "tax", "birthdate"), "mark_strong"),
    **dict.fromkeys(("secret",), "error"),
}
"""Of the theme, by category; others have the colour of edges."""


class Placed(Protocol):
    """A mask in a text that is shown: characters `start` to `end`, where `placeholder` stands, or `original` if it is lifted."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def placeholder(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def locked(self) -> bool: ...
    @property
    def lifted(self) -> bool: ...
    @property
    def original(self) -> str: ...


def plain(theme: Theme) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(theme.colour("text"))
    return look


def look_of(mask: Placed, number: int, theme: Theme) -> QTextCharFormat:
    """Its placeholder on its category's colour; what is lifted is underlined."""
    look = plain(theme)
    look.setProperty(NUMBER, number)
    colour = theme.colour(_COLOURS.get(mask.category, "edge"))
    if mask.lifted:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(theme.colour("warning"))
    else:
        look.setBackground(_blended(colour, theme.colour("panel")))
        look.setFontWeight(600)
    return look


def same(one: Placed, other: Placed) -> bool:
    return (one.placeholder, one.original, one.lifted, one.locked, one.category) == (
        other.placeholder,
        other.original,
        other.lifted,
        other.locked,
        other.category,
    )


def told(mask: Placed) -> str:
    """A mask in words, with what a click does."""
    return wording.mask(mask.placeholder, mask.original, mask.category, lifted=mask.lifted, locked=mask.locked)


def _blended(colour: QColor, ground: QColor) -> QColor:
    def mixed(one: int, other: int) -> int:
        return round(_TINT * one + (1 - _TINT) * other)

    return QColor(
        mixed(colour.red(), ground.red()), mixed(colour.green(), ground.green()), mixed(colour.blue(), ground.blue())
    )


def units(text: str) -> int:
    """Characters as the toolkit counts them: UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def points(text: str, units: int) -> int:
    """How many characters of `text` so many of the toolkit's are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore"))
