"""From tokens to text as it is being written: whole characters only, and nothing after an end mark."""

import codecs
from collections.abc import Sequence

_LONGEST_PERIOD = 64
_REPEATS = 4
_LEAST_TOKENS = 48


class Writing:
    """Takes the bytes of one token after another and gives the text that is certain: no half characters, and no text
    that might turn out to be the start of one of the `end_at` strings."""

    def __init__(self, end_at: Sequence[str] = ()) -> None:
        self._ends = tuple(mark for mark in end_at if mark)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._parts: list[str] = []
        self.ended = False

    @property
    def text(self) -> str:
        """All that was given so far."""
        return "".join(self._parts)

    def add(self, piece: bytes) -> str:
        """The text that became certain; `ended` tells that an end mark was met."""
        return self._take(self._decoder.decode(piece))

    def close(self) -> str:
        """What was still held back when the last token is in."""
        text = self._take(self._decoder.decode(b"", final=True)) + self._held
        if self._held:
            self._parts.append(self._held)
        self._held = ""
        return text

    def _take(self, text: str) -> str:
        if self.ended or not text:
            return ""
        seen = self._held + text
        first = min((at for mark in self._ends if (at := seen.find(mark)) >= 0), default=-1)
        self.ended = first >= 0
        keep = first if self.ended else len(seen) - self._unsure(seen)
        given, self._held = seen[:keep], "" if self.ended else seen[keep:]
        if given:
            self._parts.append(given)
        return given

    def _unsure(self, text: str) -> int:
        """How many characters at the end of `text` may be the start of an end mark."""
        longest = 0
        for mark in self._ends:
            for length in range(min(len(mark) - 1, len(text)), longest, -1):
                if text.endswith(mark[:length]):
                    longest = length
                    break
        return longest


def goes_round(tokens: Sequence[int]) -> bool:
    """Whether the writing has run into a loop: the same run of up to 64 tokens four times on end, 48 tokens at least.

    Greedy decoding does not leave such a loop by itself. Ending there changes no text that does not loop, which a
    penalty on repeated tokens would (names and numbers must be repeated as they are written)."""
    for period in range(1, min(_LONGEST_PERIOD, len(tokens) // _REPEATS) + 1):
        span = max(period * _REPEATS, _LEAST_TOKENS)
        if len(tokens) >= span and tokens[-span:-period] == tokens[period - span :]:
            return True
    return False
