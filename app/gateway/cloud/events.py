"""A stream of server-sent events, as far as they carry data (HTML standard, 9.2.6), however it was cut into blocks.

Beside the standard: an `error:` line counts as data, since some servers send what went wrong so, and what the end of the stream cuts
off is given all the same.
"""

import codecs
import re
from collections.abc import Iterator

_LINE_LIMIT = 2**18
"""Characters. A line holds a few words of an answer; the longest known carry a whole short answer with its token numbers."""


class Garbled(ValueError):
    """It is no answer of a kind that is known here."""


class Events:
    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._held = ""
        """A CR that may be the first half of a CRLF."""
        self._begun: list[str] = []
        """The pieces of a line that has not ended."""
        self._size = 0
        self._data: list[str] = []

    def put(self, block: bytes) -> Iterator[str]:
        """The data of each event that ends in this block. Raises Garbled for a line without an end."""
        yield from self._read(self._decoder.decode(block))

    def end(self) -> Iterator[str]:
        yield from self._read(self._decoder.decode(b"", final=True) + "\n\n")

    def _read(self, text: str) -> Iterator[str]:
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        for number, piece in enumerate(re.split(r"\r\n|\n|\r", text.removesuffix("\r"))):
            if number:
                yield from self._line("".join(self._begun))
                self._begun, self._size = [], 0
            self._begun.append(piece)
            self._size += len(piece)
            if self._size > _LINE_LIMIT:
                raise Garbled

    def _line(self, line: str) -> Iterator[str]:
        if line == "" and self._data:
            yield "\n".join(self._data)
            self._data = []
        self._take(line)

    def _take(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name in ("data", "error"):
            self._data.append(value.removeprefix(" "))
