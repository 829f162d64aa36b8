"""How far code has come through all text of a scope: told as it goes, and left where a stop is asked for."""

from dataclasses import dataclass, field

from app.stop import Stop
from app.types import Progress, Report, ignore


@dataclass(slots=True)
class Way:
    """`total` chunks in all; those of one scope share one way."""

    total: int = 0
    report: Report = ignore
    stop: Stop = field(default_factory=Stop)
    _done: int = 0

    def gone(self, chunks: int) -> None:
        """So many chunks more are done with. Raises Stopped."""
        self.stop.check()
        self._done = min(self._done + chunks, self.total)
        self.report(Progress("reading passages", self._done, self.total))
