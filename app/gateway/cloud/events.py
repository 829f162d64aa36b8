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
        self._rest = ""
        self._data: list[str] = []

    def put(self, block: bytes) -> Iterator[str]:
        """The data of each event that ends in this block. Raises Garbled for a line without an end."""
        yield from self._read(self._decoder.decode(block))

    def end(self) -> Iterator[str]:
        yield from self._read(self._decoder.decode(b"", final=True) + "\n\n")

    def _read(self, text: str) -> Iterator[str]:
        # A CR at the end may be the first half of a CRLF.
        *lines, self._rest = re.split(r"\r\n|\n|\r(?!\Z)", self._rest + text)
        if len(self._rest) > _LINE_LIMIT:
            raise Garbled
        for line in lines:
            if line == "" and self._data:
                yield "\n".join(self._data)
                self._data = []
            self._take(line)

    def _take(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name in ("data", "error"):
            self._data.append(value.removeprefix(" "))
