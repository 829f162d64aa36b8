"""Lists of everything: items that the model wrote down from parts of the text, placed on their pages and united.

Nothing is invented: an item that stands nowhere in its part is left out. Nothing is lost by uniting: two items are one only if
they say the same thing, with the same values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answers.citing import cite
from app.answers.citing.verify import verify
from app.answers.everything.lines import Line, Text
from app.answers.everything.phrases import phrases_for
from app.answers.places import pieces
from app.answers.text.names import names as namings
from app.answers.text.terms import terms, values
from app.types import Passage

_CORE = re.compile(r"(?:(?<!\s)\s++)?[(,:;–—|]|\s-\s")
"""What follows says more about an item: 'Harrow (chair)', 'Harrow, chair'."""
_MOST_PLACES = 3
_HALF = 0.5
_ONLY_A_NUMBER = re.compile(r"\d{1,4}(?: [a-zäöüß]+)?")
"""'12', '5 invoices': what a small model writes where it should name them."""
_PEOPLE = re.compile(
    r"\b(?:everybody|everyone|who|persons?|people|attendees|participants|wer|personen|teilnehmer|qui|personnes|quién(?:es)?|personas|chi|persone)\b",
    re.IGNORECASE,
)
_NAME_WORDS = 5
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
_LABEL = re.compile(r"^[^\W\d]+: ")
_ARTICLE = re.compile(r"(?:the|an?|der|die|das|le|la|les|el|los|las)\s", re.IGNORECASE)
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme|Sr|Sra)\.? (\S+)")
_LONGEST = 300
"""Characters of a sentence that is told for a value in it."""


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    places: tuple[Text, ...]


def placed(
    names: Sequence[str], question: str, passages: Sequence[Passage], similar: cite.Similar | None
) -> list[Item]:
    """Those that the passages bear, with where they stand. A number is no item, and where people are asked for what names nobody is none."""
    found = []
    titles = {_plain(passage.section) for passage in passages}
    for name in (_NUMBERED.sub("", name) for name in names):
        if _plain(name) in titles:
            continue
        if _ONLY_A_NUMBER.fullmatch(name.strip(" .;")) or (_PEOPLE.search(question) and not _is_name(name)):
            continue
        statements = cite.place(name, question, passages, similar)
        if not _stands(name, passages) and verify(statements, question, passages).unsupported:
            continue
        windows = [window for statement in statements for window in statement.windows[:1]]
        places = tuple(dict.fromkeys(_text(window, passages[window.passage]) for window in windows))
        if places:
            found.append(Item(_told(name.rstrip(" .;"), places), places))
    return found


def _plain(title: str) -> str:
    """Of a heading, which is no item itself, without its number."""
    return " ".join(_NUMBERED.sub("", title).casefold().split())


def _is_name(item: str) -> bool:
    """'Ada Quayle (chair)', not 'the committee' or '38 signatures'."""
    core = _CORE.split(_LABEL.sub("", item), maxsplit=1)[0]
    return (
        not _ARTICLE.match(core)
        and bool(namings(f"x {core}"))
        and not any(sign.isdigit() for sign in core)
        and len(core.split()) <= _NAME_WORDS
    )


def _told(name: str, places: Sequence[Text]) -> str:
    """A value alone ('£125') says nothing without its sentence."""
    is_bare = bool(values(name)) and not terms(name).stems
    return places[0].plain if is_bare and len(places[0].plain) <= _LONGEST else name


def united(items: Sequence[Item]) -> list[Item]:
    """Each thing once, in the order of its first place, with up to three places."""
    found: list[Item] = []
    for item in items:
        at = next((at for at, known in enumerate(found) if same(known.text, item.text)), None)
        if at is None:
            found.append(item)
            continue
        both = dict.fromkeys((*found[at].places, *item.places))
        found[at] = replace(found[at], places=tuple(both)[:_MOST_PLACES])
    return found


def same(one: str, other: str) -> bool:
    """Whether two items are one thing: other words for it, another case, more or less said about it, never other values."""
    first, second = terms(one), terms(other)
    if _is_titled(one, other) or _is_titled(other, one):
        return True
    if first.all == second.all:
        return bool(first.all) or one.casefold() == other.casefold()
    if first.values and second.values and first.values != second.values:
        return False
    core, other_core = (terms(_CORE.split(text, maxsplit=1)[0]).all for text in (one, other))
    if core and core == other_core:
        return True
    few, many = sorted((first.all, second.all), key=len)
    return bool(first.values) and first.values == second.values and few < many and len(few) >= _HALF * len(many)


def _is_titled(one: str, other: str) -> bool:
    """'Mr Harrow' and 'Tom Harrow'."""
    match = _TITLED.fullmatch(one)
    core = _CORE.split(other, maxsplit=1)[0].split()
    return match is not None and len(core) > 1 and core[-1] == match[1] and not _TITLED.fullmatch(" ".join(core))


def told(question: str, items: Sequence[Item], *, counts: bool) -> list[Line]:
    """One line each; a count is that of the lines."""
    head = [Line(phrases_for(question).counted.format(count=len(items)))] if counts else []
    return [*head, *(Line(f"- {item.text}", item.places) for item in items)]


def _stands(name: str, passages: Sequence[Passage]) -> bool:
    """Word for word: then there is nothing more to verify."""
    wanted = " ".join(name.casefold().split()).strip(" .;")
    return any(wanted in " ".join(passage.text.casefold().split()) for passage in passages)


def _text(window: cite.Window, passage: Passage) -> Text:
    spans = tuple(pieces(passage.spans, window.start, window.end))
    return Text(passage.document, passage.file, -1, window.text, spans)
