"""Lists of statements of a kind that words alone tell: deadlines, duties, decisions, dates, sums of money, percentages, warnings.

All text is gone through, so none that is worded as such is missed, and each stands as the document has it. It knows nothing of what is
worded otherwise, and the answer says so. A question that names somebody or something besides ('of the tenant') gets those in whose
sentence, or in whose section's title, that stands. One that names a year, a number or a bound, or leaves something out, wants some of
them, which words alone do not tell.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from app.answers.everything.lines import Line, Text, Whole
from app.answers.everything.statedkinds import HEADS, KINDS, UNITS, Kind, places
from app.answers.places import pieces
from app.answers.summaries.parts import cut
from app.answers.summaries.telling import follows, leans
from app.answers.summaries.units import Unit, units
from app.answers.text.denial import denies
from app.answers.text.measures import units_asked
from app.answers.text.terms import stem, terms, values
from app.stop import Stop
from app.tongues import language_of
from app.types import Chunk

_MOST = 80
"""So many are listed."""
_PLAINLY = frozenset(["deadline", "duty", "decision", "warning"])
_WHICH = re.compile(r"(?:what|which|welche|was sind|quel(?:le)?s|cuáles|qué)\b", re.IGNORECASE)
_MOST_WORDS, _MOST_TOPIC = 9, 1
"""Words of such a question, and of what it names besides: with more it asks for one of them."""
_ABOUT = """all every each list name give show find extract collect identify gather note state summarise summarize enumerate me the of in a an and
    that which what are is were was there mentioned listed named described contain contained set out given document documents text file contract agreement
    lease report minutes paper manual rules policy overview complete full limit limits value values figure figures
    alle liste auf nenne zeige gibt es welche sind im in dem vertrag dokument toutes tous les liste sont quelles document contrat todas todos las los
    lista enumera cuáles son documento contrato hay qué"""
_NO_TOPIC = frozenset(stem(word) for word in _ABOUT.split()) | frozenset(_ABOUT.split())
_CLAUSE_END = re.compile(r"[;:]\s")
_JOINED = 400
"""Characters of a sentence and the one that it leans on."""
_PARTY = re.compile(r"\b(?:[Tt]he|[Ll][ea]|[Ee]l) ([A-ZÉÁ]\w+) (?:must|shall|may|need|doit|peut|debe|puede)\b")
"""Somebody with a capital who does something: a party to a contract."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or row as it is told, with where it stands; what it leans on comes with it."""

    text: str
    places: tuple[Text, ...]
    of_nobody: bool = False
    """A duty that names nobody who has it, where those of somebody are asked for."""


def statements(question: str, everything: Sequence[Whole]) -> list[Statement]:
    """In reading order; none where the question asks for no such kind, or for something besides that stands nowhere. Raises Stopped."""
    kind = _kind(question)
    if kind is None:
        return []
    wanted = _topic(question, kind)
    found = [one for whole in everything for one in _of_document(whole, kind, wanted) if one.places]
    return sorted(found, key=lambda one: one.of_nobody)


def _of_document(whole: Whole, kind: Kind, wanted: frozenset[str]) -> list[Statement]:
    chunks = _with_any(kind, [chunk for chunk in whole.chunks if chunk.section >= 0], whole.way.stop)
    whole.way.gone(len(whole.chunks) - len(chunks))
    known = terms(whole.title).stems
    parts = cut(chunks, whole.sections, document=whole.document, file=whole.file)
    all_units = units(parts, on_passage=lambda: whole.way.gone(1))
    chosen = [unit for unit in all_units if _is_one(unit, kind, wanted - known)]
    others = _of_nobody(all_units, kind, wanted) if chosen and kind.name == "duty" else []
    taken = {unit.number for unit in [*chosen, *others]}
    found = [_statement(unit, all_units, taken) for unit in chosen]
    return found + [replace(_statement(unit, all_units, taken), of_nobody=True) for unit in others]


def _of_nobody(all_units: Sequence[Unit], kind: Kind, wanted: frozenset[str]) -> list[Unit]:
    """Duties without a party: 'Waste must be removed weekly.'"""
    parties = frozenset(stem(match[1]) for unit in all_units for match in _PARTY.finditer(unit.text))
    if not wanted or not wanted <= parties:
        return []
    return [
        unit
        for unit in all_units
        if not parties & _stems(unit.section) and any(not parties & _stems(unit.text[:at]) for at in kind.at(unit.text))
    ]


def _with_any(kind: Kind, chunks: Sequence[Chunk], stop: Stop) -> list[Chunk]:
    """Chunks that have such a statement, each with the one before it, where its table or its first sentence may begin: what is cut
    into sentences takes 0.1 s for a page."""
    able = []
    for chunk in chunks:
        stop.check()
        able.append(any(True for _ in kind.at(" ".join(chunk.text.split()))))
    return [chunk for at, chunk in enumerate(chunks) if able[at] or able[at + 1 : at + 2] == [True]]


def told(question: str, found: Sequence[Statement]) -> list[Line]:
    """A line for each, under one that says how they were found, in the question's language where it is one of these."""
    kind = _kind(question)
    if kind is None or not found:
        return []
    head, nobody, names = HEADS.get(language_of(question), HEADS["en"])
    name = names.get(kind.name.split()[0], kind.name).format(unit=kind.name.split()[-1])
    lines = [Line(head.format(count=sum(not one.of_nobody for one in found), name=name))]
    for before, one in zip([None, *found], found[:_MOST], strict=False):
        if one.of_nobody and not (before and before.of_nobody):
            lines.append(Line(nobody.format(count=sum(one.of_nobody for one in found))))
        lines.append(Line(f"- {one.text}", one.places))
    if len(found) > _MOST:
        lines.append(Line(f"- … + {len(found) - _MOST}"))
    return lines


def is_of_a_kind(question: str, *, all_of: bool) -> bool:
    """Whether statements of a kind are asked for: `all_of` them, or plainly, as in 'What are the tenant's obligations?'."""
    kind = _kind(question)
    if kind is None or all_of:
        return kind is not None
    short = len(question.split()) <= _MOST_WORDS and len(_topic(question, kind)) <= _MOST_TOPIC
    return short and kind.name in _PLAINLY and _WHICH.match(question.strip(" ¿")) is not None


def _kind(question: str) -> Kind | None:
    if values(question) or any(map(str.isdigit, question)) or denies(question):
        return None
    for kind in KINDS:
        if kind.asked.search(question):
            return kind
    unit = next((one for one in sorted(units_asked(question)) if one in UNITS), None)
    return None if unit is None else Kind(f"value {unit}", re.compile(r"(?!)"), places(UNITS[unit]))


def _topic(question: str, kind: Kind) -> frozenset[str]:
    """Stems of what the question names besides the kind."""
    rest = kind.asked.sub(" ", re.sub(r"['’]s\b", " ", question.strip(" ?.!")))
    words = [word for word in _WORD.findall(rest) if terms(f"x {word}").stems and not units_asked(word)]
    return frozenset(map(stem, words)) - _NO_TOPIC


def _is_one(unit: Unit, kind: Kind, wanted: frozenset[str]) -> bool:
    """Who is asked for stands before what is said of him in the same clause, or in the title of the section."""
    places = kind.at(unit.text)
    if not wanted:
        return any(True for _ in places)
    title = _stems(unit.section)
    return any(wanted <= title | _stems(_CLAUSE_END.split(unit.text[:at])[-1]) for at in places)


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, _WORD.findall(text)))


def _statement(unit: Unit, all_units: Sequence[Unit], taken: Container[int]) -> Statement:
    """With the sentence before it where it leans on that one, which is not told itself."""
    before = all_units[unit.number - 1] if unit.number else None
    told = [unit]
    if before is not None and leans(unit) and follows(unit, before) and before.number not in taken:
        told = [before, unit] if len(before.text) + len(unit.text) <= _JOINED else told
    return Statement(" ".join(one.text for one in told), tuple(text for one in told if (text := _text(one)).spans))


def _text(unit: Unit) -> Text:
    passage = unit.passage
    spans = tuple(pieces(passage.spans, unit.start, unit.end))
    return Text(passage.document, passage.file, -1, passage.text[unit.start : unit.end], spans)
