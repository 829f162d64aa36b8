"""Lists of statements of a kind that words alone tell: deadlines, duties, decisions, dates, sums of money, percentages, warnings.

All text is gone through, so none that is worded as such is missed, and each stands as the document has it. It knows nothing of what is
worded otherwise, and the answer says so. A question that names somebody or something besides ('of the tenant') gets those in whose
sentence, or in whose section's title, that stands.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.answers.everything.lines import Line, Text, Whole
from app.answers.places import pieces
from app.answers.summaries.cues import CUES
from app.answers.summaries.parts import cut
from app.answers.summaries.telling import follows, leans
from app.answers.summaries.units import Unit, units
from app.answers.text.measures import units_asked
from app.answers.text.terms import stem, terms
from app.answers.text.values import values
from app.tongues import language_of
from app.types import Chunk

_MOST = 80
"""So many are listed."""
_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty(?:-\w+)?|thirty(?:-\w+)?|forty(?:-\w+)?|sixty|ninety"
    r"|eine[snrm]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|vierzehn|dreißig|une?|deux|trois|quatre|cinq|six|huit|dix|quinze|trente"
    r"|una?|dos|tres|cuatro|cinco|seis|ocho|diez|quince|treinta)"
)
_UNIT = (
    r"(?:(?:working|business|calendar|clear|full|whole|further|more|volle[nr]?|weitere[nr]?) )?"
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|tage?n?|wochen?|monate?n?s?|jahre?n?s?|stunden?|jours?|semaines?|mois|ans?|heures?|días?|semanas?|mes(?:es)?|años?|horas?)\b"
)
_TIME = rf"\b{_NUMBER} {_UNIT}"
_BEFORE_TIME = (
    r"(?:within|inside|no later than|not later than|not less than|at least|at the latest|giving|binnen|innerhalb(?: von)?|spätestens|frist von|mindestens"
    r"|dans(?: un délai de| les)?|délai de|au moins|au plus tard|dentro de|plazo de|al menos|a más tardar)"
)
_AFTER_TIME = r"['’]?s?,? (?:\w+ )?(?:notice|before|after|later|in advance|ahead|vor(?:her)?|nach|später|avant|après|antes|después)\b"
_LIMITED = re.compile(
    rf"\b{_BEFORE_TIME} (?:\S+ ){{0,2}}?{_NUMBER} {_UNIT}|{_TIME}{_AFTER_TIME}|\bnotice of {_NUMBER} {_UNIT}"
    r"|\b(?:due|payable) (?:on|by|at|in)\b|\b(?:by|before|until) the end of\b|\bbis (?:zum|spätestens) ende\b|\bavant la fin\b|\bantes del fin\b",
    re.IGNORECASE,
)
_DAY_SET = re.compile(
    r"\b(?:by|until|before|due|due on|no later than|bis|bis zum|zum|vor dem|spätestens am|avant le|jusqu['’]au|au plus tard le|antes del|hasta el)\s+(?:the |dem |le |el )?$",
    re.IGNORECASE,
)
"""What stands before a date that is a limit."""
_DUTY = re.compile(
    r"\b(?:shall|must|has to|have to|(?:is|are) (?:required|obliged)|undertakes?|agrees? to|may only|may not|never|forbidden|prohibited|not (?:allowed|permitted)"
    r"|muss|müssen|(?:darf|dürfen)\b.{0,50}\b(?:nicht|kein\w*|niemand|nur|höchstens)|verpflichtet|verboten|untersagt|bedarf|bedürfen|ist zu|sind zu|hat .{0,60} zu|haben .{0,60} zu"
    r"|doit|doivent|interdite?s?|obligatoire|tenue?s? de|debe|deben|deberán?|prohibid[oa]s?|obligad[oa]s?)\b(?! nicht überschritten)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d\s?(?:%|per cent\b|percent\b|prozent\b|pour cent\b|por ciento\b)", re.IGNORECASE)
_SUM = re.compile(
    rf"{CUES['money'].pattern}|(?<![\d.,])\d{{1,3}}(?:[., ’']\d{{3}})*[.,]\d{{2}}(?![\d.,]*\d)", re.IGNORECASE
)
_DECIDED = re.compile(
    r"\b(?:resolved|agreed|decided|approved|adopted|rejected|refused|carried|upheld|elected|appointed|awarded|set at|fixed at|postponed|deferred|put off"
    r"|beschloss(?:en)?|genehmigt|abgelehnt|vertagt|gewählt|angenommen|décidé|adopté|approuvé|refusé|reporté|repoussé|élue?s?"
    r"|acordó|acordaron|aprobó|aprobad[oa]|rechazó|aplazó|eligió|decidió)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"\b(?:(?:DANGER|WARNING|CAUTION|GEFAHR|WARNUNG|VORSICHT|ACHTUNG|ATTENTION|AVERTISSEMENT|PELIGRO|ADVERTENCIA|ATENCIÓN)\b"
    r"|(?:Danger|Warning|Caution|Gefahr|Warnung|Vorsicht|Achtung|Attention|Peligro|Advertencia|Atención)\s?[:!])"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`asked` is how a question calls it, `at` where in a sentence it is said, `name` what it is called here."""

    name: str
    asked: re.Pattern[str]
    at: Callable[[str], Iterable[int]]


def _places(pattern: re.Pattern[str]) -> Callable[[str], Iterable[int]]:
    return lambda text: (match.start() for match in pattern.finditer(text))


def _deadline(text: str) -> Iterable[int]:
    yield from _places(_LIMITED)(text)
    yield from (value.start for value in values(text) if value.kind == "date" and _DAY_SET.search(text[: value.start]))


def _date(text: str) -> Iterable[int]:
    return (value.start for value in values(text) if value.kind == "date")


def _asked(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_KINDS = (
    Kind(
        "deadline",
        _asked("deadlines?|time limits?|due dates|notice periods|fristen|échéances|délais|plazos|fechas límite"),
        _deadline,
    ),
    Kind(
        "duty",
        _asked("obligations?|duties|requirements|pflichten|verpflichtungen|obligaciones|deberes|devoirs"),
        _places(_DUTY),
    ),
    Kind(
        "decision",
        _asked("decisions|resolutions|beschlüsse|entscheidungen|décisions|decisiones|acuerdos"),
        _places(_DECIDED),
    ),
    Kind("date", _asked("dates|daten|termine|fechas"), _date),
    Kind(
        "sum",
        _asked(
            "amounts|sums(?: of money)?|monetary values|beträge|geldbeträge|summen|montants|sommes|importes|cantidades"
        ),
        _places(_SUM),
    ),
    Kind("percentage", _asked("percentages|prozentsätze|pourcentages|porcentajes"), _places(_PERCENT)),
    Kind(
        "warning",
        _asked("warnings|safety notices|warnhinweise|warnungen|avertissements|advertencias"),
        _places(_SIGN),
    ),
)
"""The languages whose words for duties, limits and decisions are known."""
_HEADS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "en": (
        "{count} × {name}, found by the wording; what is worded otherwise may be missing:",
        {"duty": "duty", "sum": "sum of money", "value": "value in {unit}"},
    ),
    "de": (
        "{count} × {name}, am Wortlaut erkannt; was anders formuliert ist, kann fehlen:",
        {
            "deadline": "Frist",
            "duty": "Pflicht",
            "decision": "Beschluss",
            "date": "Datum",
            "sum": "Geldbetrag",
            "percentage": "Prozentsatz",
            "warning": "Warnung",
            "value": "Wert in {unit}",
        },
    ),
    "fr": (
        "{count} × {name}, d'après les mots du texte ; ce qui est dit autrement peut manquer :",
        {
            "deadline": "échéance",
            "duty": "obligation",
            "decision": "décision",
            "date": "date",
            "sum": "montant",
            "percentage": "pourcentage",
            "warning": "avertissement",
            "value": "valeur en {unit}",
        },
    ),
    "es": (
        "{count} × {name}, según las palabras del texto; lo dicho de otro modo puede faltar:",
        {
            "deadline": "plazo",
            "duty": "obligación",
            "decision": "decisión",
            "date": "fecha",
            "sum": "importe",
            "percentage": "porcentaje",
            "warning": "advertencia",
            "value": "valor en {unit}",
        },
    ),
}
_UNITS: Mapping[str, re.Pattern[str]] = {
    "£": re.compile(r"£\s?\d|\d\s?(?:pounds?\b|GBP\b)", re.IGNORECASE),
    "€": re.compile(r"€\s?\d|\d\s?(?:€|euros?\b|EUR\b)", re.IGNORECASE),
    "$": re.compile(r"\$\s?\d|\d\s?(?:dollars?\b|USD\b)", re.IGNORECASE),
    "%": _PERCENT,
}
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
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or row as it is told, with where it stands; what it leans on comes with it."""

    text: str
    places: tuple[Text, ...]


def statements(question: str, everything: Sequence[Whole]) -> list[Statement]:
    """In reading order; none where the question asks for no such kind, or for something besides that stands nowhere."""
    kind = _kind(question)
    if kind is None:
        return []
    wanted = _topic(question, kind)
    found: list[Statement] = []
    for whole in everything:
        chunks = _with_any(kind, [chunk for chunk in whole.chunks if chunk.section >= 0])
        known = terms(whole.title).stems
        all_units = units(cut(chunks, whole.sections, document=whole.document, file=whole.file))
        chosen = [unit for unit in all_units if _is_one(unit, kind, wanted - known)]
        taken = {unit.number for unit in chosen}
        found += [_statement(unit, all_units, taken) for unit in chosen]
    return [one for one in found if one.places]


def _with_any(kind: Kind, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks that have such a statement, each with the one before it, where its table or its first sentence may begin: what is cut
    into sentences takes 0.1 s for a page."""
    able = [any(True for _ in kind.at(" ".join(chunk.text.split()))) for chunk in chunks]
    return [chunk for at, chunk in enumerate(chunks) if able[at] or able[at + 1 : at + 2] == [True]]


def told(question: str, found: Sequence[Statement]) -> list[Line]:
    """A line for each, under one that says how they were found, in the question's language where it is one of these."""
    kind = _kind(question)
    if kind is None or not found:
        return []
    head, names = _HEADS.get(language_of(question), _HEADS["en"])
    name = names.get(kind.name.split()[0], kind.name).format(unit=kind.name.split()[-1])
    lines = [Line(head.format(count=len(found), name=name))]
    lines += [Line(f"- {one.text}", one.places) for one in found[:_MOST]]
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
    for kind in _KINDS:
        if kind.asked.search(question):
            return kind
    unit = next((one for one in sorted(units_asked(question)) if one in _UNITS), None)
    return None if unit is None else Kind(f"value {unit}", re.compile(r"(?!)"), _places(_UNITS[unit]))


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
