"""Draws blank pages, at once or when it is told to, and remembers what was asked of it."""

import threading
from dataclasses import dataclass, field

from app.errors import UserFixable
from app.stop import Stop
from app.types import Box, Picture


@dataclass
class BlankPages:
    """`errors` by page are raised in place of a picture; with `held` a picture comes when `let_go` is called."""

    errors: dict[int, UserFixable] = field(default_factory=dict)
    held: bool = False
    asked: list[tuple[int, float]] = field(default_factory=list)
    passwords: list[str | None] = field(default_factory=list)
    _go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def render(
        self,
        document_id: str,
        page: int,
        scale: float,
        *,
        clip: Box | None = None,
        password: str | None = None,
        stop: Stop,
    ) -> Picture:
        self.asked.append((page, scale))
        self.passwords.append(password)
        while self.held and not self._go.acquire(timeout=0.01):
            stop.check()
        if page in self.errors:
            raise self.errors[page]
        x0, y0, x1, y1 = clip or (0, 0, 100, 100)
        width, height = round((x1 - x0) * scale), round((y1 - y0) * scale)
        return Picture(width, height, b"\xff" * (3 * width * height))

    def let_go(self) -> None:
        """One picture comes."""
        self._go.release()

    @property
    def pages(self) -> list[int]:
        return [page for page, _ in self.asked]
