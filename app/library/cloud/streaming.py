"""Words as they arrive, with what was masked put back: a placeholder that is cut in two by the way is waited for."""

import re
from collections.abc import Callable

_BEGUN = re.compile(r"(?<![^\W_])[A-Za-z]{1,12}[\\_  \t-]{0,3}\d{0,6}[A-Za-z]?\Z")
"""What may be the beginning of a placeholder, or one whose last letter is still to come."""


class Restored:
    """`restore` puts back what was masked in a text; `on_text` gets the words."""

    def __init__(self, restore: Callable[[str], str], on_text: Callable[[str], None] | None) -> None:
        self._restore = restore
        self._on_text = on_text
        self._pieces: list[str] = []
        self._held = ""

    def put(self, text: str) -> None:
        self._pieces.append(text)
        self._held += text
        begun = _BEGUN.search(self._held)
        cut = len(self._held) if begun is None else begun.start()
        self._say(self._held[:cut])
        self._held = self._held[cut:]

    @property
    def raw(self) -> str:
        """As it came."""
        return "".join(self._pieces)

    def end(self) -> str:
        """All of it, put back as a whole."""
        self._say(self._held)
        self._held = ""
        return self._restore(self.raw)

    @property
    def any(self) -> bool:
        return bool(self._pieces)

    def _say(self, text: str) -> None:
        if text and self._on_text is not None:
            self._on_text(self._restore(text))
