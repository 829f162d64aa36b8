"""The error tree.

    Exception
    └── UserFixable(kind, **values)    something on the user's machine; worded in words.py; exit status 3
        └── Refused(kind, **values)    policy or missing consent; exit status 4

Everything else that is raised is a bug of ours: exit status 1 and a crash report kept on this machine.
`stop.Stopped` is neither and stands outside. Foreign errors are translated where the foreign library is called.
"""

from typing import get_args

from app.words import Kind, hint_for, sentence_for

KINDS: frozenset[str] = frozenset(get_args(Kind))


class UserFixable(Exception):
    """One thing that the user can mend. `values` fill the sentence of `words.py`; `file` is named where there is one."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind, values)
        self.kind: Kind = kind
        self.values = values

    @property
    def message(self) -> str:
        return sentence_for(self.kind, self.values)

    @property
    def hint(self) -> str:
        return hint_for(self.kind, self.values)

    @property
    def file(self) -> str | None:
        """The name of the file concerned, if there is one."""
        value = self.values.get("file")
        return None if value is None else str(value)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.kind, self.values))


class Refused(UserFixable):
    """Not done because a policy forbids it or nobody has consented."""


def _rebuild(cls: type[UserFixable], kind: Kind, values: dict[str, object]) -> UserFixable:
    return cls(kind, **values)
