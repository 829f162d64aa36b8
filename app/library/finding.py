"""One line of what the diagnosis tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app import words
from app.errors import UserFixable
from app.library import advising
from app.types import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: its name, what was found in words, and whether it needs the user. `template` with its `values`, which are words as well
    or stand for themselves, is what the window translates; or what was found is an `error`."""

    name: str
    template: str = ""
    wrong: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    error: UserFixable | None = None
    sentences: tuple[Sentence, ...] = ()
    """What was found, where that is the advice about a model."""

    @property
    def said(self) -> str:
        if self.error is not None:
            return f"{self.error.message} {self.error.hint}"
        if self.sentences:
            return advising.said(self.sentences)
        return words.filled(self.template, self.values)


def line(name: str, template: str, *, wrong: bool = False, **values: str) -> Finding:
    return Finding(name, template, wrong, values)


def trouble(name: str, error: UserFixable) -> Finding:
    return Finding(name, wrong=True, error=error)
