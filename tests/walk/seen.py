"""What the observer has seen: widgets by their kind, name and text, and where they are on the screen, in pixels."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[int, int]:
        return round(self.x + self.width / 2), round(self.y + self.height / 2)

    def holds(self, other: "Rect", slack: float = 0.0) -> bool:
        return (
            self.x - slack <= other.x
            and self.y - slack <= other.y
            and other.x + other.width <= self.x + self.width + slack
            and other.y + other.height <= self.y + self.height + slack
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list or a menu, a link of a text, a place of the strip; `name` is for screen readers, or a link's target."""

    text: str
    name: str
    rect: Rect
    selected: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is in sight: its corner, and pixels a point."""

    page: int
    x: float
    y: float
    scale: float

    def placed(self, box: tuple[float, float, float, float]) -> Rect:
        """A box of the page, in points, on the screen."""
        x0, y0, x1, y1 = (value * self.scale for value in box)
        return Rect(self.x + x0, self.y + y0, x1 - x0, y1 - y0)


@dataclass(frozen=True, slots=True)
class Widget:
    """`rect` is the part in sight; None where all of it is hidden by what it lies in."""

    cls: str
    kinds: Sequence[str]
    inside: Sequence[str]
    name: str
    description: str
    text: str
    tip: str
    rect: Rect | None
    enabled: bool
    focus: bool
    checked: bool
    rows: Sequence[Row] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def is_a(self, kind: str) -> bool:
        return kind == self.cls or kind in self.kinds

    def row(self, text: str) -> Row | None:
        return next((row for row in self.rows if text in row.text or text in row.name), None)

    @property
    def sheets(self) -> list[Sheet]:
        return [Sheet(int(page), x, y, scale) for page, x, y, scale in self.more.get("frames", ())]

    def marks(self, layer: str) -> list[Rect]:
        return [Rect(*rect) for rect in self.more.get("marks", {}).get(layer, ())]


@dataclass(frozen=True, slots=True)
class Window:
    cls: str
    title: str
    active: bool
    rect: Rect


@dataclass(frozen=True, slots=True)
class Seen:
    number: int
    process: int
    """Id of the program's process."""
    windows: Sequence[Window]
    widgets: Sequence[Widget]

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """None while nothing has been written."""
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        windows = [Window(**{**window, "rect": Rect(*window["rect"])}) for window in content["windows"]]
        return cls(content["number"], content["process"], windows, [_widget(widget) for widget in content["widgets"]])

    def all_there(self, kind: str) -> Iterator[Widget]:
        """Those of a kind, in sight or not."""
        return (widget for widget in self.widgets if widget.is_a(kind))

    def all(
        self, kind: str = "QWidget", *, text: str = "", name: str = "", inside: str = "", focus: bool = False
    ) -> Iterator[Widget]:
        """Those in sight of a kind (a class or one that it comes from), with parts of their text and accessible name (or
        tooltip), in a widget of that class."""
        for widget in self.all_there(kind):
            if (
                widget.rect is not None
                and text in widget.text
                and (name in widget.name or name in widget.tip)
                and (not inside or inside in widget.inside)
                and (not focus or widget.focus)
            ):
                yield widget

    def one(
        self, kind: str = "QWidget", *, text: str = "", name: str = "", inside: str = "", focus: bool = False
    ) -> Widget | None:
        return next(self.all(kind, text=text, name=name, inside=inside, focus=focus), None)

    def window(self, kind: str) -> Window | None:
        return next((window for window in self.windows if window.cls == kind), None)


def _widget(content: dict[str, Any]) -> Widget:
    rect = content.pop("rect")
    rows = [Row(**{**row, "rect": Rect(*row["rect"])}) for row in content.pop("rows", ())]
    more: dict[str, Any] = {
        name: content.pop(name) for name in ("page", "sight", "frames", "marks", "drawn") if name in content
    }
    return Widget(**content, rect=None if rect is None else Rect(*rect), rows=rows, more=more)
