"""Whether a statement says the same way round as its evidence: negation, direction, bounds, and the order of two figures.

Words only, no grammar: a contradiction is told where both sides speak of the thing and only one of them denies it, or one
says 'at least' where the other says 'at most'. What cannot be told that way is let pass.
"""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from app.answers.terms import stem, terms
from app.answers.values import Value, values

_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|nicht|nichts|kein\w*|nie|niemals|niemand|ohne|weder"
    r"|ne|pas|jamais|aucune?|sans|nunca|sin|ning[uú]n\w*|nessun\w*|senza|não|nenhum\w*|sem)\b|n['’]t\b|\bn['’](?=\w)",
    re.IGNORECASE,
)
_NEARLY_NOT = re.compile(
    r"\b(?:refus\w+|reject\w+|forb\w+|prohibit\w+|fail\w*|lack\w*|absent|unless|except\w*|only|exclu\w+|lost|withdr\w+|ceas\w+|stopp?\w*"
    r"|empty|blank|vacant|instead|free of|un\w{4,}|in\w{3,}able|less|fewer|beyond|against|rather|too|longer|deni\w+|declin\w+|zero|nil"
    r"|abgelehnt|verboten|untersagt|außer|nur|statt|refus\w*|interdit\w*|sauf|seulement|dis\w{4,})\b|(?<!\d)0(?![\d.,])",
    re.IGNORECASE,
)
_OF_NOUNS = frozenset(
    ["no", "kein", "keine", "keinen", "keiner", "without", "ohne", "sans", "aucun", "aucune", "sin", "sem"]
)
_OPENING = re.compile(r"\s*(?:yes|no|ja|nein|oui|non|sí|si|sì|sim|não)\b\s*[,.:;–-]\s*", re.IGNORECASE)
_BOUND_NOT = re.compile(
    r"\b(?:not|no|never|nicht|kein\w*|pas) (?:more|less|fewer|later|earlier|above|below|over|under|mehr|weniger|später|früher|über|unter|plus|moins)\b"
    r"|\b(?:must|may|shall|should|can|does|do|did|will|is|are)? ?not (?:to )?(?:exceed|be (?:higher|lower|more|less|fewer|longer|shorter) than|fall below)"
    r"|\bcannot exceed|\bnot only\b|\bwhether or not\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"\b(?:at (?:the )?most|at the latest|up to|no(?:t)? (?:more|later|longer|higher|above|over)(?: than)?|never (?:more|above)(?: than)?|less than|fewer than"
    r"|within|not (?:to )?exceed(?:ing)?|exceed(?:s)? .{0,4}not|maxim\w+|max|cannot exceed|limited to|limit\w*|cap(?:ped)?|höchstens|maximal|längstens|spätestens"
    r"|bis zu|nicht mehr als|weniger als|au plus|jusqu['’]à|moins de|maximum|largest|highest|a lo sumo|hasta|como máximo|al massimo|no máximo)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:at (?:the )?least|at the earliest|no(?:t)? (?:less|fewer|earlier|before|below|under)(?: than)?|never (?:fewer|less|below)(?: than)?|more than"
    r"|minim\w+|not fall below|cannot fall below|mindestens|wenigstens|frühestens|nicht weniger als|mehr als|au moins|plus de|smallest|lowest"
    r"|al menos|por lo menos|almeno|pelo menos)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|bis(?: zum)?|jusqu['’]\w+|hasta|fino|até|ends?|through)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|since|starting|beginning|ab(?: dem)?|seit|depuis|desde|dal|a partir)\b", re.IGNORECASE)
_BOUNDS = (("upper", _UPPER), ("lower", _LOWER), ("until", _UNTIL), ("from", _FROM))
_BEHIND = re.compile(
    r"\s*\S*\s*(or more|or less|at most|at least|oder mehr|oder weniger|und mehr|at the latest)\b", re.IGNORECASE
)
_REACH = 42
"""Characters before a value in which its bound stands."""
_OPPOSITES = [
    tuple(frozenset(side.split()) for side in pair.split("|"))
    for pair in (
        "rise rises rose risen rising increase increases increased increasing grew grow grown growth raised raise raises up upward gain gained erhöht gestiegen steigt stieg zunahme"
        "|fall falls fell fallen falling decrease decreases decreased decreasing decline declined shrank drop dropped lowered lowers down downward reduced reduces reduction cut gesenkt gesunken sinkt sank abnahme",
        "higher höher|lower niedriger",
        "high hoch|low niedrig",
        "highest höchste|lowest niedrigste",
        "larger bigger größer|smaller kleiner",
        "largest biggest größte|smallest kleinste",
        "longer länger|shorter kürzer",
        "longest|shortest",
        "faster schneller|slower langsamer",
        "more mehr|less fewer weniger",
        "most|fewest least",
        "many|few",
        "above over über|below under beneath unter",
        "before vor|after nach",
        "upper obere oberen|lower untere unteren",
        "first|last",
        "day daytime tags|night nachts",
        "dry|oiled oil wet",
        "hot hottest|cold coldest",
        "bought buy purchase purchased|sold sell sale",
        "income|expense expenditure",
        "profit gain earned earn|loss lost lose",
        "clockwise|anticlockwise counterclockwise",
        "left|right",
        "open opened|closed shut",
        "import imports imported|export exports exported",
        "accepted approved allowed permitted|refused rejected forbidden prohibited",
        "easy|difficult hard",
        "early earlier|late later",
        "internal|external",
        "north|south",
        "east|west",
        "wholesale|retail",
        "gross|net",
    )
]
_WORD = re.compile(r"[^\W\d_]+")
_FROM_TO = re.compile(
    r"\b(?P<up>rose|risen|raised|increased|grew|went up|gone up|up|climbed)?(?P<down>fell|fallen|lowered|reduced|decreased|dropped|cut|went down|gone down|down)?\b[^.;]{0,24}?\bfrom\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:higher|larger|bigger|longer|more|heavier|louder|dearer|faster|greater|größer|höher|länger|mehr)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:lower|smaller|shorter|less|fewer|lighter|quieter|cheaper|slower|kleiner|niedriger|kürzer|weniger)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:against|than|versus|vs|compared (?:with|to)|gegen|gegenüber|als|contre)\b", re.IGNORECASE)


def body_of(statement: str) -> str:
    """The statement without the 'Yes' or 'No' that answers the question before it says anything."""
    return _OPENING.sub("", statement, count=1)


def contradicts(statement: str, evidence: Sequence[str], *, asked: str = "") -> bool:
    """Whether the statement denies what the evidence says, or says what that denies. What the question itself denies may be
    denied in the answer with its words."""
    body = body_of(statement)
    denied = [_denied(text) for text in evidence]
    if _denies(body):
        return not _denies(asked) and not any(_NOT.search(text) or _NEARLY_NOT.search(text) for text in evidence)
    said = terms(body).stems
    if not said or _NEARLY_NOT.search(body):
        return False
    return bool(evidence) and all(len(said & stems) > 0 for stems in denied)


def _denies(text: str) -> bool:
    return _NOT.search(_BOUND_NOT.sub(" ", text)) is not None


def _denied(text: str) -> frozenset[str]:
    """Stems of the two words of content behind each negation of a text."""
    plain = _BOUND_NOT.sub(" ", text)
    found: set[str] = set()
    for match in _NOT.finditer(plain):
        behind = re.split(r"[.;:,]", plain[match.end() : match.end() + 60])[0]
        words = [stem(word) for word in re.findall(r"[^\W\d_]{2,}", behind)]
        content = terms(behind).stems
        found.update([word for word in words if word in content][: 2 if match.group().lower() in _OF_NOUNS else 1])
    return frozenset(found)


def reversed_in(statement: str, evidence: Sequence[str]) -> str | None:
    """A word of the statement whose opposite the evidence has, and not it."""
    said = _words(statement)
    told = frozenset().union(*(_words(text) for text in evidence)) if evidence else frozenset()
    for one, other in _OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if said & mine and not said & theirs and told & theirs and not told & mine:
                return next(m.group() for m in _WORD.finditer(statement) if m.group().lower() in mine)
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _WORD.finditer(text))


def bound(text: str, value: Value) -> str:
    """'upper', 'lower', 'until', 'from' or '': how the words before a value, or right behind it, bound it."""
    since = max([0, *(other.end for other in values(text) if other.end <= value.start)])
    before = re.split(r"[.;]\s", text[max(since, value.start - _REACH) : value.start])[-1]
    if since and re.fullmatch(r"\s*(?:to|bis|à|a)\s*", before):
        return "until"
    behind = _BEHIND.match(text, value.end)
    around = before + (" " + behind.group(1) if behind else "")
    found = [(match.end(), name) for name, pattern in _BOUNDS for match in pattern.finditer(around)]
    if re.search(r"\bor more\b|\boder mehr\b|\bund mehr\b", around[len(before) :]):
        return "lower"
    if not found:
        return ""
    last = max(found)
    overlapping = [one for one in found if one[0] == last[0]]
    return overlapping[0][1]


def bound_of_label(label: str) -> str:
    """The same of the names of a row and column: 'Starts an hour, at most', 'Runs until'."""
    found = [name for name, pattern in _BOUNDS if pattern.search(label)]
    return found[0] if found else ""


def bounds_differ(one: str, other: str) -> bool:
    return {one, other} in ({"upper", "lower"}, {"until", "from"})


def out_of_order(statement: str) -> bool:
    """Whether the statement's own figures give its comparison the lie: 'rose from 36 to 34', '7.1 is more than 7.7'."""
    figures = [value for value in values(statement) if value.kind == "number"]
    for one, other in itertools.pairwise(figures):
        between = statement[one.end : other.start]
        first, second = Decimal(one.key), Decimal(other.key)
        if re.fullmatch(r"\D{0,14}\bto\b\D{0,4}", between) and re.search(r"\bfrom\b\D{0,4}$", statement[: one.start]):
            way = _FROM_TO.search(statement)
            if way and ((way["up"] and first > second) or (way["down"] and first < second)):
                return True
    return False
