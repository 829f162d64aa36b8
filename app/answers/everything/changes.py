"""What changed between two documents, found by comparing them sentence by sentence, without a model: text that was added, text
that went, and text that has other words in one place. Every change is cited from both.

The sentences are aligned as lines are in a comparison of files (longest matching blocks, Ratcliff and Metzener, 1988, in difflib);
what is left over between two blocks is paired by likeness.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from app.answers.everything.lines import Line, Text, Whole
from app.answers.everything.phrases import Phrases
from app.answers.text.terms import stem, terms
from app.stop import Stop

_ALIKE = 0.5
"""Share of words that two sentences must have in common to be one that was changed."""
_RELATED = 0.15
"""Share of a document's sentences that must have a like in the other: below, they are no versions of one text."""
_MOST = 80
"""So many changes are listed."""
_FEW_WORDS = 8
"""A change of so many words is told as these words; a larger one by both sentences."""
_NUMBER = re.compile(r"^(?:§\s*)?[\d.]+\)?\s+")
_EDGES = "*•,;:. "
_TOKEN = re.compile(r"\w+(?:[.,:/'’-]\w+)*|[^\w\s]")
_ITEM = re.compile(r"^\s*(?:[-•*◦▪–]|\(?[a-z0-9]{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """`old` is None for what was added, `new` for what went."""

    section: str
    old: Text | None
    new: Text | None


def changes(old: Whole, new: Whole) -> list[Change]:
    """In the order of the new document. None of them where the two are no versions of one text. Raises Stopped."""
    before, now = list(old.texts()), list(new.texts())
    matcher = _Matcher([_key(one) for one in before], [_key(one) for one in now], new.way.stop)
    found: list[Change] = []
    alike = 0
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            alike += j - i
            continue
        for one, other in _paired(before[i:j], now[k:m], new.way.stop):
            alike += one is not None and other is not None
            if one is None or other is None or _key(one) != _key(other):
                found.append(Change(_title(old, one, new, other), one, other))
    related = alike >= _RELATED * max(1, min(len(before), len(now)))
    return _without_moved([change for change in found if not _is_heading(change, old, new)]) if related else []


class _Matcher(SequenceMatcher[str]):
    """Can be stopped between two looks for the longest block."""

    def __init__(self, old: Sequence[str], new: Sequence[str], stop: Stop) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._stop = stop

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self._stop.check()
        return super().find_longest_match(alo, ahi, blo, bhi)


def about(found: Sequence[Change], wanted: frozenset[str]) -> list[Change]:
    """Those whose section or text has one of the wanted stems; all where nothing is wanted."""
    if not wanted:
        return list(found)
    by_section = [one for one in found if terms(one.section).stems & wanted]
    return by_section or [one for one in found if _stems(one) & wanted]


def just_about(found: Sequence[Change], wanted: frozenset[str]) -> list[Change]:
    """Those of the sections whose titles have a wanted stem, or whose text has more than half of them; all where nothing is wanted."""
    if not wanted:
        return list(found)
    by_section = [one for one in found if terms(one.section).stems & wanted]
    return by_section or [one for one in found if 2 * len(_stems(one) & wanted) > len(wanted)]


def told(found: Sequence[Change], old: Whole, new: Whole, said: Phrases) -> list[Line]:
    """One line for each change, with its places; a heading line before, and one at the end if there are too many."""
    lines = [Line(said.differences[len(found) != 1].format(count=len(found), old=old.file, new=new.file))]
    lines += [Line(f"- {_where(one)}{_said(one, said)}", _places(one)) for one in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(Line(f"- {said.more.format(count=len(found) - _MOST)}"))
    return lines


def _key(text: Text) -> str:
    """What counts of a sentence: its words and signs, without bullets, in one case."""
    body = _ITEM.sub("", text.plain.replace("- ", "-"))
    return " ".join(token.casefold() for token in _TOKEN.findall(body) if token not in {"*", "•"})


def _paired(before: Sequence[Text], now: Sequence[Text], stop: Stop) -> Iterator[tuple[Text | None, Text | None]]:
    """The likest pairs first; then, in order, with what has no like."""
    to_old: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, k in sorted(_alike(before, now, stop), reverse=True):
        if i not in taken and k not in to_old:
            to_old[k] = i
            taken.add(i)
    yield from ((one, None) for i, one in enumerate(before) if i not in taken)
    yield from ((before[to_old[k]] if k in to_old else None, one) for k, one in enumerate(now))


def _alike(before: Sequence[Text], now: Sequence[Text], stop: Stop) -> Iterator[tuple[float, int, int, int]]:
    """How like two are, how far apart, and their places; only those that are alike, of what can be thousands times thousands."""
    words = [set(_key(one).split()) for one in now]
    for i, text in enumerate(before):
        stop.check()
        own = set(_key(text).split())
        for k, other in enumerate(words):
            if (like := _likeness(own, other)) >= _ALIKE:
                yield like, -abs(i - k), i, k


def _likeness(one: set[str], other: set[str]) -> float:
    """Share of the words of both that are common, after Dice (1945)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _title(old: Whole, one: Text | None, new: Whole, other: Text | None) -> str:
    whole, text = (new, other) if other is not None else (old, one)
    return whole.sections[text.section].title if text is not None else ""


def _is_heading(change: Change, old: Whole, new: Whole) -> bool:
    """A title that was numbered anew is no change of the text."""
    if change.old is None or change.new is None:
        return False
    return (
        old.is_heading(change.old)
        and new.is_heading(change.new)
        and _NUMBER.sub("", change.old.plain) == _NUMBER.sub("", change.new.plain)
    )


def _without_moved(found: Sequence[Change]) -> list[Change]:
    """What stands elsewhere now is neither gone nor new."""
    gone = {_key(one.old) for one in found if one.new is None and one.old is not None}
    come = {_key(one.new) for one in found if one.old is None and one.new is not None}
    moved = gone & come
    return [one for one in found if (one.old and one.new) or _key(one.old or one.new or _none()) not in moved]


def _none() -> Text:
    raise AssertionError("a change has an old or a new text")


def _where(change: Change) -> str:
    return f"{change.section}: " if change.section else ""


def _said(change: Change, said: Phrases) -> str:
    if change.old is None and change.new is not None:
        return said.added.format(text=said.quoted(change.new.plain))
    if change.new is None and change.old is not None:
        return said.left_out.format(text=said.quoted(change.old.plain))
    assert change.old is not None and change.new is not None
    before, now = change.old.plain, change.new.plain
    runs = _runs(before, now)
    if runs and sum(max(len(a.split()), len(b.split())) for a, b in runs) <= _FEW_WORDS:
        return said.within.format(runs="; ".join(_run(a, b, said) for a, b in runs), text=said.quoted(now))
    return said.before_now.format(before=said.quoted(before), now=said.quoted(now))


def _run(before: str, now: str, said: Phrases) -> str:
    if before and now:
        return said.became.format(before=said.quoted(before), now=said.quoted(now))
    return said.run_added.format(text=said.quoted(now)) if now else said.run_left_out.format(text=said.quoted(before))


def _runs(before: str, now: str) -> list[tuple[str, str]]:
    """The runs of words that differ, as they stand."""
    one, other = before.split(), now.split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    found = [(" ".join(one[i:j]), " ".join(other[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
    bare = [(a.strip(_EDGES), b.strip(_EDGES)) for a, b in found]
    return [(a, b) for a, b in bare if a != b]


def _places(change: Change) -> tuple[Text, ...]:
    return tuple(text for text in (change.old, change.new) if text is not None)


def _stems(change: Change) -> frozenset[str]:
    return frozenset(stem(word) for text in _places(change) for word in text.plain.split()) | frozenset().union(
        *(terms(text.text).all for text in _places(change))
    )
