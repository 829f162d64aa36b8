"""A `Masking`: several texts, what is masked in them, and the way back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.cloud.masking.finding import find
from app.cloud.masking.kinds import CATEGORIES, Category, Finding, settled
from app.cloud.masking.names import find_names
from app.cloud.masking.persons import Key, keys_of
from app.cloud.masking.placeholders import label_of, put_back, taken_in, ways, written


class Locked(ValueError):
    """A mask whose category a policy does not let anyone lift."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A finding, and the characters `start` to `end` of the masked text where `placeholder` stands for it."""

    finding: Finding
    placeholder: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MaskedText:
    text: str
    masks: tuple[Mask, ...]


@dataclass(frozen=True)
class Masking:
    """`found[i]` are the findings in `texts[i]`, `added[i]` those made by hand, `lifted[i]` those that are shown after all. Placeholders
    do not change when a mask is lifted or added."""

    texts: tuple[str, ...]
    found: tuple[tuple[Finding, ...], ...]
    locked: frozenset[Category] = frozenset()
    added: tuple[tuple[int, Finding], ...] = ()
    lifted: frozenset[tuple[int, Finding]] = frozenset()

    @classmethod
    def over(
        cls,
        texts: Sequence[str],
        *,
        words: Sequence[str] = (),
        categories: Iterable[Category] = CATEGORIES,
        locked: Iterable[Category] = (),
    ) -> "Masking":
        """All that is found of `categories` and of the locked ones, which no choice leaves out; `words` are the user's own."""
        locked = frozenset(locked)
        wanted = frozenset(categories) | locked
        shaped = [find(text, words) for text in texts]
        found = [
            settled((whole(text, one) for one in (*shapes, *names) if one.category in wanted), locked)
            for text, shapes, names in zip(texts, shaped, find_names(texts, shaped), strict=True)
        ]
        return cls(tuple(texts), tuple(found), locked)

    def masked(self, index: int) -> MaskedText:
        """The text as it would leave."""
        text, parts, masks, at, length = self.texts[index], list[str](), list[Mask](), 0, 0
        for finding in self.standing(index):
            name = self.placeholder(index, finding)
            before = text[at : finding.start]
            masks.append(Mask(finding, name, length + len(before), length + len(before) + len(name)))
            parts += [before, name]
            length += len(before) + len(name)
            at = finding.end
        return MaskedText("".join([*parts, text[at:]]), tuple(masks))

    def standing(self, index: int) -> tuple[Finding, ...]:
        """What is masked in that text now, in its order and without overlaps. A mask by hand covers what it was laid over."""
        standing: list[Finding] = []
        by_hand = [one for place, one in reversed(self.added) if place == index]
        for one in (*by_hand, *self.found[index]):
            if (index, one) not in self.lifted and not any(_overlap(one, other) for other in standing[: len(by_hand)]):
                standing.append(one)
        return tuple(sorted(standing))

    def can_lift(self, finding: Finding) -> bool:
        return finding.category not in self.locked

    def without(self, index: int, finding: Finding) -> "Masking":
        """That mask lifted, in this place. `Locked` if a policy keeps it; what a mask by hand had covered is masked again."""
        if not self.can_lift(finding):
            raise Locked(finding.category)
        return replace(self, lifted=self.lifted | {(index, finding)})

    def without_all(self, index: int, finding: Finding) -> "Masking":
        """That mask lifted, and all others of the same person or thing: one that stands elsewhere would still be told."""
        if not self.can_lift(finding):
            raise Locked(finding.category)
        standing = {(place, one) for place in range(len(self.texts)) for one in self.standing(place)}
        return replace(self, lifted=self.lifted | (self.same(index, finding) & standing))

    def same(self, index: int, finding: Finding) -> frozenset[tuple[int, Finding]]:
        """All places of that person or thing, masked or lifted."""
        key = self._key(index, finding)
        return frozenset((place, one) for place, one in self._mentions if self._key(place, one) == key)

    def with_again(self, index: int, finding: Finding) -> "Masking":
        """A lifted mask set again."""
        return replace(self, lifted=self.lifted - {(index, finding)})

    def with_also(self, index: int, start: int, end: int, category: Category = "hidden") -> "Masking":
        """Those characters masked by hand: whole words, and all of what is masked already and reaches into them. ValueError where
        there is nothing between `start` and `end`."""
        text = self.texts[index]
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise ValueError("nothing to mask")
        wide, grown = Finding(start, end, category), None
        there = [*self.found[index], *(one for place, one in self.added if place == index)]
        while grown != wide:
            grown = wide
            within = [grown, *(one for one in there if _overlap(one, grown))]
            wide = whole(
                text, replace(grown, start=min(one.start for one in within), end=max(one.end for one in within))
            )
        return replace(self, added=(*self.added, (index, wide)), lifted=self.lifted - {(index, wide)})

    def restore(self, reply: str) -> str:
        """What came back, with what was masked put in again, also where a placeholder was written in another way. What was never
        sent as a placeholder stays as it is."""
        return put_back(reply, self.placeholders)

    @cached_property
    def placeholders(self) -> Mapping[str, str]:
        """Every placeholder that stands for something now, and for what."""
        sent = {mask.placeholder for index in range(len(self.texts)) for mask in self.masked(index).masks}
        return {name: original for name, original in self._originals.items() if name in sent}

    @cached_property
    def _mentions(self) -> list[tuple[int, Finding]]:
        """In the order in which they get their numbers: what was found, by text and place, then what was added by hand."""
        return [*((index, one) for index, all_of_it in enumerate(self.found) for one in all_of_it), *self.added]

    @cached_property
    def _keys(self) -> Mapping[tuple[Category, str], Key]:
        return keys_of([self._written(index, one) for index, one in self._mentions])

    @cached_property
    def _names(self) -> Mapping[tuple[Category, str], str]:
        """The placeholder of each way of writing."""
        taken, numbers, used = taken_in(self.texts), dict[Key, int](), dict[Key, int]()
        names: dict[tuple[Category, str], str] = {}
        highest: dict[Category, int] = {}
        for index, one in self._mentions:
            mention = self._written(index, one)
            key = self._keys[mention]
            if key not in numbers or (mention not in names and used[key] >= ways()):
                highest[key[0]] = _next(label_of(key[0]), highest.get(key[0], 0), taken)
                numbers[key], used[key] = highest[key[0]], 0
            if mention not in names:
                names[mention] = written(key[0], numbers[key], used[key])
                used[key] += 1
        return names

    @cached_property
    def _originals(self) -> Mapping[str, str]:
        return {name: original for (_, original), name in self._names.items()}

    def _written(self, index: int, finding: Finding) -> tuple[Category, str]:
        return finding.category, self.texts[index][finding.start : finding.end]

    def _key(self, index: int, finding: Finding) -> Key:
        return self._keys[self._written(index, finding)]

    def placeholder(self, index: int, finding: Finding) -> str:
        """What stands for it, or would if it were not lifted."""
        return self._names[self._written(index, finding)]


def _next(label: str, number: int, taken: frozenset[tuple[str, int]]) -> int:
    number += 1
    while (label, number) in taken:
        number += 1
    return number


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def whole(text: str, finding: Finding) -> Finding:
    """Grown to whole words, so that nothing stands so close to a placeholder that it would be read as part of it."""
    start, end = finding.start, finding.end
    while start > 0 and _is_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_word(text[end]):
        end += 1
    return replace(finding, start=start, end=end)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
