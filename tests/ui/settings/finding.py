"""What a person would look for in a window: buttons and texts by what they say."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def button(inside: QWidget, name: str) -> QAbstractButton:
    """The one visible button with this text or name."""
    found = [
        one
        for one in inside.findChildren(QAbstractButton)
        if one.isVisibleTo(inside) and name in {one.text(), one.accessibleName()}
    ]
    assert len(found) == 1, f"{len(found)} buttons are called {name!r}"
    return found[0]


def has_button(inside: QWidget, name: str) -> bool:
    return any(
        one.isVisibleTo(inside) and name in {one.text(), one.accessibleName()}
        for one in inside.findChildren(QAbstractButton)
    )


def said(inside: QWidget) -> str:
    """All text that is to be read, one label a line."""
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisibleTo(inside) and one.text())
