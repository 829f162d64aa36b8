"""Kinds of statements that words alone tell, in English, German, French and Spanish: what marks them in a sentence, how a question
calls them, and how a list of them is headed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.answers.summaries.cues import CUES
from app.answers.text.values import values

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
_REACH = 60
"""Characters before a date in which that stands."""
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
    r"\b(?:resolved|agreed|decided|approved|adopted|rejected|refused|carried|upheld|elected|appointed|awarded|accepted|set at|fixed at|postponed|deferred|put off"
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


def places(pattern: re.Pattern[str]) -> Callable[[str], Iterable[int]]:
    return lambda text: (match.start() for match in pattern.finditer(text))


def _deadline(text: str) -> Iterable[int]:
    yield from places(_LIMITED)(text)
    yield from (
        value.start
        for value in values(text)
        if value.kind == "date" and _DAY_SET.search(text[max(0, value.start - _REACH) : value.start])
    )


def _date(text: str) -> Iterable[int]:
    return (value.start for value in values(text) if value.kind == "date")


def _asked(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


KINDS = (
    Kind(
        "deadline",
        _asked("deadlines?|time limits?|due dates|notice periods|fristen|échéances|délais|plazos|fechas límite"),
        _deadline,
    ),
    Kind(
        "duty",
        _asked("obligations?|duties|requirements|pflichten|verpflichtungen|obligaciones|deberes|devoirs"),
        places(_DUTY),
    ),
    Kind(
        "decision",
        _asked("decisions|resolutions|beschlüsse|entscheidungen|décisions|decisiones|acuerdos"),
        places(_DECIDED),
    ),
    Kind("date", _asked("dates|kalenderdaten|datumsangaben|termine|fechas"), _date),
    Kind(
        "sum",
        _asked(
            "amounts|sums(?: of money)?|monetary values|beträge|geldbeträge|summen|montants|sommes|importes|cantidades de dinero"
        ),
        places(_SUM),
    ),
    Kind("percentage", _asked("percentages|prozentsätze|pourcentages|porcentajes"), places(_PERCENT)),
    Kind(
        "warning",
        _asked("warnings|safety notices|warnhinweise|warnungen|avertissements|advertencias"),
        places(_SIGN),
    ),
)
"""The languages whose words for duties, limits and decisions are known."""
HEADS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "en": (
        "{count} × {name}, found by the wording; what is worded otherwise may be missing:",
        "And {count} in which nobody is named:",
        {"duty": "duty", "sum": "sum of money", "value": "value in {unit}"},
    ),
    "de": (
        "{count} × {name}, am Wortlaut erkannt; was anders formuliert ist, kann fehlen:",
        "Und {count}, wo niemand genannt ist:",
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
        "Et {count} où personne n'est nommé :",
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
        "Y {count} donde no se nombra a nadie:",
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
UNITS: Mapping[str, re.Pattern[str]] = {
    "£": re.compile(r"£\s?\d|\d\s?(?:pounds?\b|GBP\b)", re.IGNORECASE),
    "€": re.compile(r"€\s?\d|\d\s?(?:€|euros?\b|EUR\b)", re.IGNORECASE),
    "$": re.compile(r"\$\s?\d|\d\s?(?:dollars?\b|USD\b)", re.IGNORECASE),
    "%": _PERCENT,
}
