"""What a user is about to send, before it is a letter: parts that can be left out and edited, and what of it is masked.

A `Draft` is a plain value. Each change makes another one, and nothing here is ever told to anybody.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from app.cloud.masking import CATEGORIES, Category, Finding, Locked, Masking
from app.cloud.masking.everywhere import everywhere, places_of, plain, still_inside
from app.types import Length, Passage, Provider

Kind = Literal["ask", "summary", "correction", "steps", "findings", "recombination"]
"""'steps' and 'findings' are the two letters of asking by steps (see `app.cloud.steps`), 'recombination' is a correction of what came of them."""
What = Literal["question", "passage", "title", "finding", "step", "answer", "statement", "name"]
"""What a text of a draft is. 'step' is the question that a finding answers, 'name' the name of a document's file."""

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Control characters, soft hyphens, marks without width, and what shows words in another order."""
_PARTS: dict[Kind, What] = {
    "ask": "passage",
    "summary": "passage",
    "correction": "passage",
    "steps": "title",
    "findings": "finding",
    "recombination": "finding",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A passage with its headings, a title of an outline or what was found here for a step. `document` is the id and `file` the name of its
    document, `pages` its pages; `passage` is what an answer is cited against."""

    text: str
    document: str = ""
    file: str = ""
    pages: tuple[int, ...] = ()
    included: bool = True
    edited: str | None = None
    """The words of the user's own that leave instead of `text`."""
    passage: Passage | None = None
    step: str = ""
    """The question that a finding answers."""
    rests_on: tuple[Passage, ...] = ()
    """What a finding was read from: an answer that is made of it is cited against that, and nothing of it leaves."""

    @classmethod
    def of(cls, passage: Passage, *, included: bool = True) -> "Part":
        """The section's heading, without which many a passage says little, and the text."""
        headed = not passage.section or passage.text.lstrip().startswith(passage.section)
        text = passage.text if headed else f"{passage.section}\n{passage.text}"
        pages = tuple(sorted({span.page for span in passage.spans}))
        return cls(text, passage.document, passage.file, pages, included=included, passage=passage)

    @property
    def words(self) -> str:
        return self.text if self.edited is None else self.edited


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user and the machine's policy say about masks. They hold for words, not for places, so that they outlive an edit.
    `words` is the user's own list; `locked` categories are masked whatever else is said here."""

    words: tuple[str, ...] = ()
    categories: frozenset[Category] = frozenset(CATEGORIES)
    locked: frozenset[Category] = frozenset()
    lifted: frozenset[tuple[Category, str]] = frozenset()
    hidden: tuple[tuple[str, Category], ...] = ()
    """Masked by hand, in the order in which that was done."""
    before: tuple[tuple[str, Category], ...] = ()
    """Masked in an earlier letter about the same: its texts may have told that it is a name, and those of this one may not."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which text of the draft it is; `number` counts from 1 (parts, and with them their steps; statements; documents)."""

    what: What
    number: int
    text: str


@dataclass(frozen=True)
class Draft:
    """`language` is the one to answer in, '' where it is not known. `earlier` is the answer that is to be corrected, with the numbers of the
    parts as they are here or without any, and `unsupported` what in it nothing supports. `named`: the files' names leave, too.

    `masking` is over all texts of it, in the order of `sources`, also over what is left out, so that placeholders stay as they are.
    """

    kind: Kind
    provider: Provider
    question: str
    parts: tuple[Part, ...]
    masking: Masking
    language: str = ""
    earlier: str = ""
    unsupported: tuple[str, ...] = ()
    named: bool = False
    length: Length = "standard"
    """Of a summary."""
    choices: Choices = field(default_factory=Choices)
    of_summary: bool = False
    """Whether the answer that is to be corrected is a summary."""
    asked: tuple[str, ...] = ()
    """Ids of the documents that the question is asked of, none where that is the whole library; they do not leave."""
    asked_pages: tuple[int, int] | None = None

    @classmethod
    def of(
        cls,
        kind: Kind,
        provider: Provider,
        question: str,
        parts: Iterable[Part],
        *,
        language: str = "",
        earlier: str = "",
        unsupported: Sequence[str] = (),
        length: Length = "standard",
        choices: Choices | None = None,
    ) -> "Draft":
        """Masked by `choices`."""
        empty = Masking((), ())
        draft = cls(
            kind, provider, question, tuple(parts), empty, language, earlier, tuple(unsupported), length=length,
            choices=choices or Choices(),
        )  # fmt: skip
        return draft._found_anew()

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All its texts. The name of a document stands for it in all its parts."""
        return (
            Source("question", 1, _sound(self.question)),
            *(Source(self.what, number, _sound(part.words)) for number, part in enumerate(self.parts, 1)),
            *(Source("step", number, _sound(part.step)) for number, part in enumerate(self.parts, 1) if part.step),
            *((Source("answer", 1, _sound(self.earlier)),) if self.earlier else ()),
            *(Source("statement", number, _sound(text)) for number, text in enumerate(self.unsupported, 1)),
            *(Source("name", number, _sound(name)) for number, (_, name) in enumerate(self.documents, 1)),
        )

    @property
    def what(self) -> What:
        """What its parts are."""
        return _PARTS[self.kind]

    @cached_property
    def documents(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each file, in the order of the parts: the first one leaves as 'document 1'."""
        return tuple({part.document: part.file for part in self.parts if part.document}.items())

    @property
    def about(self) -> tuple[str, ...] | None:
        """Ids of the documents that it has text of. An answer that is to be corrected may also say what parts say that stay here, and steps quote
        titles of any document that the question was asked of: None where that is the whole library."""
        by_steps = any(part.step for part in self.parts)
        if by_steps and not self.asked:
            return None
        told = (part for part in self.parts if part.included or self.earlier)
        ids = (ident for part in told for ident in (part.document, *(one.document for one in part.rests_on)))
        return tuple(ident for ident in dict.fromkeys((*ids, *(self.asked if by_steps else ()))) if ident)

    @property
    def holds(self) -> frozenset[str]:
        """Ids of all documents that it has text of, also of what stays here; and of those that titles in its steps may be of."""
        rests_on = (passage.document for part in self.parts for passage in part.rests_on)
        steps = self.asked if any(part.step for part in self.parts) else ()
        return frozenset((*(part.document for part in self.parts), *rests_on, *steps)) - {""}

    def index(self, what: What, number: int = 1) -> int:
        """Of a text in `masking`. Raises KeyError."""
        return self._places[what, number]

    def include(self, number: int, wanted: bool) -> "Draft":
        """The part of that number, from 1, is to leave or to stay."""
        return replace(self, parts=self._changed(number, included=wanted))

    def without(self, numbers: Iterable[int]) -> "Draft":
        """The parts of these numbers are to stay, too."""
        gone = frozenset(numbers)
        parts = (replace(part, included=part.included and at not in gone) for at, part in enumerate(self.parts, 1))
        return replace(self, parts=tuple(parts))

    def edit(self, number: int, text: str) -> "Draft":
        """Other words for the part of that number; what is masked is looked for anew."""
        edited = None if text == self.parts[number - 1].text else text
        return replace(self, parts=self._changed(number, edited=edited))._found_anew()

    def ask(self, question: str) -> "Draft":
        return replace(self, question=question)._found_anew()

    def write(self, what: What, number: int, text: str) -> "Draft":
        """Other words for any of its texts; `number` is that of the piece that is shown (`Shown.number`). A statement without words does not
        leave; a document's name is another one in all its parts."""
        match what:
            case "question":
                return self.ask(text)
            case "answer":
                return replace(self, earlier=text)._found_anew()
            case "statement":
                told = (*self.unsupported[: number - 1], text, *self.unsupported[number:])
                return replace(self, unsupported=told)._found_anew()
            case "step":
                return replace(self, parts=self._changed(number, step=text))._found_anew()
            case "name":
                document = self.parts[number - 1].document
                parts = (replace(one, file=text) if one.document == document else one for one in self.parts)
                return replace(self, parts=tuple(parts))._found_anew()
        return self.edit(number, text)

    def to(self, provider: Provider) -> "Draft":
        return replace(self, provider=provider)

    def like(self, other: "Draft") -> "Draft":
        """To the same model, with the question and the masks that were chosen there."""
        question, masking = other.index("question"), other.masking
        found = (other._written(question, one) for one in masking.standing(question))
        before = dict.fromkeys((*other.choices.before, *((text, category) for category, text in found)))
        choices = replace(other.choices, before=tuple(before))
        return replace(self, provider=other.provider, question=other.question, choices=choices)._found_anew()

    def with_names(self, wanted: bool) -> "Draft":
        """Whether the names of the documents' files leave."""
        return replace(self, named=wanted)._chosen(self.choices)

    def lock(self, categories: Iterable[Category]) -> "Draft":
        """These kinds are masked as well, and nobody can lift them: what a policy says now."""
        locked = self.choices.locked | frozenset(categories)
        if locked == self.choices.locked:
            return self
        return replace(self, choices=replace(self.choices, locked=locked))._found_anew()

    def lift(self, source: int, finding: Finding) -> "Draft":
        """That person or thing shown wherever it stands, in every way in which it is written: shown in one place only, it would be told all
        the same. Raises Locked."""
        lifted = self.masking.without_all(source, finding)
        now = {self._written(place, one) for place, one in lifted.lifted - self.masking.lifted}
        by_hand = {(plain(text), category) for text, category in self.choices.hidden}
        gone = {(text, category) for category, text in now} & by_hand
        hidden = tuple(one for one in self.choices.hidden if (plain(one[0]), one[1]) not in gone)
        kept = now - {(category, text) for text, category in gone}
        return self._chosen(replace(self.choices, hidden=hidden, lifted=self.choices.lifted | kept))

    def mask_again(self, source: int, finding: Finding) -> "Draft":
        """A lifted mask set again, wherever it was lifted."""
        same = {self._written(place, one) for place, one in self.masking.same(source, finding)}
        return self._chosen(replace(self.choices, lifted=self.choices.lifted - same))

    def mask(self, source: int, start: int, end: int, category: Category = "hidden") -> "Draft":
        """Those characters of that text masked by hand, grown to whole words, and the same words wherever else they stand. ValueError
        where there is nothing."""
        _, one = self.masking.with_also(source, start, end, category).added[-1]
        text = self.masking.texts[source][one.start : one.end]
        return self._chosen(replace(self.choices, hidden=(*self.choices.hidden, (text, category))))

    def _changed(self, number: int, **values: Any) -> tuple[Part, ...]:
        return (*self.parts[: number - 1], replace(self.parts[number - 1], **values), *self.parts[number:])

    def _found_anew(self) -> "Draft":
        texts, choices = [source.text for source in self.sources], self.choices
        words = [_sound(word) for word in choices.words]
        masking = Masking.over(texts, words=words, categories=choices.categories, locked=choices.locked)
        return replace(self, masking=everywhere(masking, choices.before))._chosen(choices)

    def _chosen(self, choices: Choices) -> "Draft":
        """The same texts, other masks."""
        masking = replace(self.masking, added=(), lifted=frozenset())
        for text, category in choices.hidden:
            for place, start, end in places_of(text, masking.texts):
                masking = masking.with_also(place, start, end, category)
        for place, start, end in self._names_written:
            masking = masking.with_also(place, start, end)
        found = ((place, one) for place, all_of_it in enumerate(masking.found) for one in all_of_it)
        lifted = {
            (place, one)
            for place, one in (*found, *masking.added)
            if masking.can_lift(one) and self._written(place, one) in choices.lifted
        }
        masking = replace(masking, lifted=frozenset(lifted))
        inside = still_inside(masking)
        return replace(self, masking=replace(masking, added=(*masking.added, *inside)), choices=choices)

    @property
    def _names_written(self) -> Iterator[tuple[int, int, int]]:
        """Where somebody wrote the name of a file that is not to leave: in a question, or in what an answer was called."""
        rests_on = (one.file for part in self.parts for one in part.rests_on)
        names = () if self.named else tuple(dict.fromkeys((*(name for _, name in self.documents), *rests_on)))
        places = (place for name in filter(str.strip, names) for place in places_of(name, self.masking.texts))
        return (place for place in places if self.sources[place[0]].what != "name")

    def _written(self, place: int, finding: Finding) -> tuple[Category, str]:
        return finding.category, plain(self.masking.texts[place][finding.start : finding.end])

    @cached_property
    def _places(self) -> dict[tuple[What, int], int]:
        return {(source.what, source.number): place for place, source in enumerate(self.sources)}


def _sound(text: str) -> str:
    """As documents are read: one way to write each letter, and nothing that nobody sees. Otherwise a name typed with a loose accent or a soft hyphen
    would not be known as the one that is masked. Halves of characters have no bytes to send."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", whole))


__all__ = ["Choices", "Draft", "Kind", "Locked", "Part", "Source", "What"]
