"""Which calculation a question asks for, told by its words, in English, German, French and Spanish."""

import re
from typing import Literal

Operation = Literal["difference", "percent change", "share", "sum", "average", "ratio", "product"]

_PERCENT = r"(?:per ?cent(?:age)?(?: points?)?|percentage|prozent|pour ?cent(?:age)?|porcentaje|por ciento|%)"
_MORE = (
    r"(?:more|less|fewer|higher|lower|larger|smaller|greater|bigger|longer|shorter|heavier|lighter|older|younger|faster|slower"
    r"|cheaper|dearer|better|worse)"
)
_COUNT = (
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|deux|trois|quatre|cinq"
    r"|sept|huit|neuf|dix|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez) [^\W\d]{3,}|(?<![\w.,-] )(?<![\w.,-])[1-9]\d? [^\W\d]{3,}s\b)"
)
"""A number of things with their name."""
_PAID = r"\b(?:cost|price|pay|paid|kosten|kostet|zahlen|bezahlen|coûte(?:nt|r|raient)?|payer|cuestan?|costar|pagar)\b"
_PATTERNS: tuple[tuple[Operation, str], ...] = (
    (
        "percent change",
        rf"\bby (?:what|which|how many|how much of a) {_PERCENT}|\bby what share did|\bhow many {_PERCENT} (?:more|less|higher|lower|fewer)\b"
        rf"|\b{_PERCENT} (?:change|increase|decrease|rise|fall|growth|decline|drop)\b"
        r"|\bum wie ?viel(?:e)? prozent\b|\bde (?:quel pourcentage|combien de pour ?cent)\b|\ben qué porcentaje\b"
        r"|\bin what proportion did\b",
    ),
    (
        "ratio",
        r"\bhow many times (?:as|more|larger|higher|greater|bigger)\b|\bwie ?viel ?mal\b|\bdas wievielfache\b|\bcombien de fois plus\b"
        r"|\bcuántas veces (?:más|mayor)\b",
    ),
    (
        "difference",
        rf"\bhow (?:much|many|far)(?: (?!of\b|with\b|in\b)\w+){{0,2}} {_MORE}\b|\bhow (?:much|far)\b[^?]*\b(?:exceed|differ|fall short)\b"
        rf"|\bby how (?:much|many)\b|\bby what (?:amount|sum|number)\b|\bdifferen(?:ce|t) (?:in|of|between)\b[^?]*\bbetween\b|\bdifference between\b"
        r"|\bhow many \w+ (?:lie|are there|is it)? ?between\b|\bhow (?:much|many)\b[^?]*\bdid\b[^?]*\b(?:change|grow|rise|fall|increase|decrease|shrink|drop)\b"
        r"|\bby how\b[^?]*\bdiffer\b"
        r"|\bum wie ?viel(?:e)?\b|\bwie ?viel(?:e)?\b[^?]*\b(?:mehr|weniger)\b[^?]*\bals\b|\bwie ?viel(?:e)?(?: \w+){0,2} (?:mehr|weniger|höher|niedriger|größer|kleiner|teurer|billiger)\b"
        r"|\bunterschied zwischen\b|\bdifferenz\b|\bunterscheide[tn]\b[^?]*\bum\b"
        r"|\bcombien\b[^?]*\b(?:de plus|de moins|en plus|en moins|plus|moins)\b|\bde combien\b|\bdifférence entre\b|\bquel est l['’]écart\b"
        r"|\b(?:once|after|when|with)\b[^?]*\bdeduct(?:ed|ing|ion)|\bnet of\b|\b(?:left|remain\w*|remaining) to (?:pay|be paid)\b|\b(?:get|gets|got) back\b"
        r"|\bnach abzug\b|\babgezogen\b|\bdédui(?:te?s?|re|sant)\b|\breste(?:nt)? à payer\b|\bdescontad[oa]s?\b"
        r"|\bcuánt[oa]s?\b[^?]*\b(?:más|menos)\b|\ben cuánto\b|\bdiferencia entre\b",
    ),
    (
        "share",
        rf"\bwhat (?:share|{_PERCENT}|proportion|part|fraction) of\b|\bwhich (?:share|proportion) of\b|\bwelcher? (?:anteil|prozentsatz)\b"
        r"|\bwie ?viel prozent\b|\bquel(?:le)? (?:part|proportion|pourcentage)\b|\bqué (?:parte|porcentaje|proporción)\b",
    ),
    (
        "average",
        r"\b(?:average|mean) (?:[\w-]+ ){1,3}of [^?,]+, [^?]+ and\b|\b(?:average|mean) of\b|\bon average\b|\bwhat is the (?:average|mean)\b|\bim (?:durchschnitt|mittel)\b|\ben moyenne\b|\bmoyenne (?:de|des)\b"
        r"|\b(?:en|de) promedio\b|\bpromedio de\b",
    ),
    (
        "sum",
        r"\b(?:together|altogether|combined|in all|in total|all told|sum of|total of|add up|come to)\b"
        r"|\b(?:total|gesamt\w*|totale?s?) [^?]*\b(?:19|20)\d\d (?:to|until|through|and|bis|und|à|et|a|al|y|e) (?:19|20)\d\d\b"
        r"|\b(?:zusammen|insgesamt|die summe)\b|\b(?:au total|en tout|ensemble|la somme)\b|\b(?:en total|juntos|juntas|la suma|sumados)\b",
    ),
    (
        "product",
        rf"\b(?:what|how much|was|wie ?viel|combien|cuánto)\b[^?]*{_PAID}[^?]*{_COUNT}"
        rf"|\b(?:what|how much|combien|cuánto)\b[^?]*{_COUNT}[^?]*{_PAID}|{_COUNT}[^?]*\b(?:was|wie ?viel)\b[^?]*{_PAID}",
    ),
)
_LESS = (
    r"(?:less|fewer|lower|smaller|shorter|lighter|younger|slower|cheaper|earlier|weniger|niedriger\w*|kleiner\w*|kürzer\w*|billiger\w*"
    r"|moins|plus petite?|menos|menor)"
)
_RATHER = rf"(?:{_MORE}|later|{_LESS}|mehr|höher\w*|größer\w*|länger\w*|teurer\w*|plus|más|mayor)"
_COMPARES = re.compile(
    rf"\b(?:which|who|what|was|is|were|are|did|does|welche[rsn]?|wer|war|ist|quel(?:le)?s?|est|était|cuál|qué)\b[^?]{{0,300}}\b{_RATHER}\b[^?]{{0,300}}\b(?:or|oder|ou|o)\b"
    rf"|\bcompared? (?:with|to)\b|^\W*(?:compare|vergleiche|comparez|compara)\b|\bhow did\b[^?]{{0,300}}\bcompare\b|\bim vergleich (?:zu|mit)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:can|could|may|should|kann|können|darf|peut|peuvent|puede|pueden)\b", re.IGNORECASE)
_COMPILED = tuple((operation, re.compile(pattern, re.IGNORECASE)) for operation, pattern in _PATTERNS)


def operation_of(question: str) -> Operation | None:
    """None where no calculation is asked for; what is asked for may still be stated in the documents as it is."""
    return next((operation for operation, pattern in _COMPILED if pattern.search(question)), None)


def compares(question: str) -> bool:
    """Whether it asks which of two is more or less, or how they stand beside each other."""
    return _COMPARES.search(question) is not None and not _MAY.search(question)


def asks_for_less(question: str) -> bool:
    return re.search(rf"\b{_LESS}\b", question, re.IGNORECASE) is not None
