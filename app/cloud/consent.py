"""A user's yes to one letter: good for these bytes, this address and this model, and for one time."""

import threading
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import Refused

_DIFFERENT = "it is not what was approved"


class Sendable(Protocol):
    """As far as a consent looks at a letter."""

    @property
    def digest(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def model(self) -> str: ...


@dataclass(slots=True, eq=False)
class Consent:
    """`digest` is the SHA-256 of the approved bytes in hexadecimal."""

    digest: str
    address: str
    model: str
    _spent: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @classmethod
    def to(cls, letter: Sendable) -> "Consent":
        return cls(letter.digest, letter.address, letter.model)

    def spend(self, letter: Sendable) -> None:
        """Called once before sending. Raises Refused `consent` for a letter that is not the approved one, and the second time; a letter that
        was refused spends nothing."""
        with self._lock:
            if letter.digest != self.digest:
                raise Refused("consent", reason=_DIFFERENT)
            if letter.address != self.address:
                raise Refused("consent", reason="it goes to another address than was approved")
            if letter.model != self.model:
                raise Refused("consent", reason="it names another model than was approved")
            if self._spent:
                raise Refused("consent", reason="it was approved for one time")
            self._spent = True
