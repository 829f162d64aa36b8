"""Whether a statement says the same way round as its evidence: negation, direction, bounds, and the order of two figures.

Words only, no grammar: a contradiction is told where both sides speak of the thing and only one of them denies it, or one
says 'at least' where the other says 'at most'. What cannot be told that way is let pass.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from app.answers.text.terms import stem, terms
from app.answers.text.values import Value, values

_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|nicht|nichts|kein\w*|nie|niemals|niemand|ohne|weder"
    r"|ne|pas|jamais|aucune?|sans|nunca|sin|ning[uú]n\w*|nessun\w*|senza|não|nenhum\w*|sem)\b|n['’]t\b|\bn['’](?=\w)",
    re.IGNORECASE,
)
_NEARLY_NOT = re.compile(
    r"\b(?:refus\w+|reject\w+|forb\w+|prohibit\w+|fail\w*|lack\w*|absent|unless|except\w*|only|exclu\w+|instead|free of"
    r"|un(?:able|less|likely|paid|used|known|changed|limited|lawful)|deni\w+|declin\w+|zero|nil|missing|but"
    r"|abgelehnt|verboten|untersagt|außer|nur|statt|interdit\w*|sauf|seulement)\b|(?<!\d)0(?![\d.,])|(?:^|\|) [–-] (?:$|\|)",
    re.IGNORECASE,
)
_ASKS_NOT = re.compile(r"\b(?:not|never|without|nicht|nie|ohne|pas|sans)\b|n['’]t\b", re.IGNORECASE)
_OF_NOUNS = frozenset(
    ["no", "kein", "keine", "keinen", "keiner", "without", "ohne", "sans", "aucun", "aucune", "sin", "sem"]
)
_OPENING = re.compile(r"\s*(?:yes|no|ja|nein|oui|non|sí|si|sì|sim|não)\b\s*[,.:;–-]\s*", re.IGNORECASE)
_BOUND_NOT = re.compile(
    r"\b(?:not|no|never|nicht|kein\w*|pas) (?:more|less|fewer|later|earlier|above|below|over|under|mehr|weniger|später|früher|über|unter|plus|moins)\b"
    r"|\b(?:must|may|shall|should|can|does|do|did|will|is|are)? ?not (?:to )?(?:exceed|be (?:higher|lower|more|less|fewer|longer|shorter) than)"
    r"|\b(?:must|may|shall|cannot) (?:not )?fall below"
    r"|\bcannot exceed|\bnot only\b|\bwhether or not\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"\b(?:at (?:the )?most|at the latest|up to|no(?:t)? (?:more|later|longer|higher|above|over)(?: than)?|never (?:more|above)(?: than)?|less than|fewer than"
    r"|(?:not|never|nicht)\b[^.;,]{1,34}\b(?:more|higher|longer|mehr|höher|länger) (?:than|als)"
    r"|within|not (?:to )?exceed(?:ing)?|exceed(?:s)? .{0,4}not|maxim\w+|max|cannot exceed|limited to|limit\w*|cap(?:ped)?|höchstens|maximal|längstens|spätestens"
    r"|bis zu|nicht mehr als|weniger als|au plus|jusqu['’]à|moins de|maximum|largest|highest|a lo sumo|hasta|como máximo|al massimo|no máximo)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:at (?:the )?least|at the earliest|no(?:t)? (?:less|fewer|earlier|before|below|under)(?: than)?|never (?:fewer|less|below)(?: than)?|more than"
    r"|(?:not|never|nicht)\b[^.;,]{1,34}\b(?:less|fewer|weniger) (?:than|als)|(?<!not )(?<!cannot )(?<!not to )exceeds?"
    r"|minim\w+|not fall below|cannot fall below|mindestens|wenigstens|frühestens|nicht weniger als|mehr als|au moins|plus de|smallest|lowest"
    r"|al menos|por lo menos|almeno|pelo menos)\b",
    re.IGNORECASE,
)
_EXCEEDS = re.compile(r"\b(?:no|not|never|nothing|nor|cannot)\b[^.;]{1,80}\bexceed\b[^.;,]{0,20}$", re.IGNORECASE)
"""'in no event shall the rent after review exceed'"""
_UNTIL = re.compile(r"\b(?:until|till|bis(?: zum)?|jusqu['’]\w+|hasta|fino|até|ends?|through)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|since|starting|beginning|ab(?: dem)?|seit|depuis|desde|dal|a partir)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:before|prior to|vor|avant)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:after|nach|après)\b", re.IGNORECASE)
_BOUNDS = (
    ("upper", _UPPER),
    ("lower", _LOWER),
    ("until", _UNTIL),
    ("from", _FROM),
    ("before", _EARLIER),
    ("after", _LATER),
)
_CONDITION = re.compile(r"\b(?:if|unless|wenn|falls|sofern|si)\b[^.,;:]*", re.IGNORECASE)
"""What a text says of a case that may not be."""
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
        "bought buy buys purchase purchased|sold sell sells sale sales",
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
        "large big groß grande|small little klein petit pequeño",
        "maximum max|minimum min",
        "increase increased|decrease decreased",
        "strong stronger strongest|weak weaker weakest",
        "wide wider|narrow narrower",
        "heavy heavier heaviest|light lighter lightest",
        "indoor indoors|outdoor outdoors",
        "domestic|foreign",
        "urban|rural",
        "positive|negative",
        "public|private",
        "majority|minority",
        "major|minor",
        "summer|winter",
        "morning|afternoon evening",
        "men male boys|women female girls",
        "temporary|permanent",
        "inbound incoming|outbound outgoing",
        "advantage advantages|disadvantage disadvantages",
    )
]
_OF_TIME = frozenset(["before", "after", "vor", "nach", "early", "earlier", "late", "later", "first", "last"])
"""What order a question puts things in, its answer may tell from the other end."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 6
"""Letters of a word that a prefix may turn about: 'under' before four letters is mostly no prefix."""
_YES_OR_NO = re.compile(
    r"\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|will|would|should|shall"
    r"|ist|sind|war|waren|hat|haben|darf|dürfen|kann|können|muss|müssen|wird|est|sont|a|ont|es|son|está)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:(?P<up>rose|risen|raised|increased|grew|went up|gone up|up|climbed)|(?P<down>fell|fallen|lowered|reduced|decreased|dropped|cut|went down|gone down|down))\b[^.;]{0,60}?\bfrom\b",
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


def contradicts(statement: str, evidence: Sequence[str], *, asked: str = "", around: Sequence[str] = ()) -> bool:
    """Whether the statement denies what the evidence says, or says what that denies, clause by clause. What the question itself
    denies may be denied in the answer with its words, and so may what the captions `around` it deny."""
    plain = [_BOUND_NOT.sub(" ", text) for text in evidence]
    clauses = [_BOUND_NOT.sub(" ", clause) for clause in re.split(r"[,;]\s", body_of(statement)) if clause.strip()]
    for clause in clauses:
        there = [_part(clause, statement, text) for text in plain]
        if _NOT.search(clause):
            if not _ASKS_NOT.search(asked) and (
                _denies_alone(clause, [*plain, *around]) or _denies_another(clause, there)
            ):
                return True
        elif _hides(clause, there):
            return True
    return False


def _part(clause: str, statement: str, text: str) -> str:
    """The sentence or half sentence of a text that shares most words with a clause, and with the statement around it."""
    stems, whole = terms(clause).stems, terms(statement).stems
    parts = re.split(r"[.;]\s", text)
    return max(parts, key=lambda part: 2 * len(terms(part).stems & stems) + len(terms(part).stems & whole))


def _denies_alone(clause: str, evidence: Sequence[str]) -> bool:
    """Whether nothing at all is denied in the evidence of a clause that denies something."""
    said = clause.lower()
    told = [_NEARLY_NOT.sub(lambda m: " " if m.group().lower() in said else m.group(), text) for text in evidence]
    return not any(_NOT.search(text) or _NEARLY_NOT.search(text) for text in told)


def _denies_another(clause: str, evidence: Sequence[str]) -> bool:
    """Whether the evidence has the words that a clause denies, and denies others."""
    mine = _denied(clause)
    if any(mine & _denied(text) or _NEARLY_NOT.search(text) for text in evidence):
        return False
    return any(mine & terms(text).stems for text in evidence)


def _hides(clause: str, evidence: Sequence[str]) -> bool:
    """Whether the evidence denies what a clause says, each time that it speaks of it."""
    if _NEARLY_NOT.search(clause) or not evidence:
        return False
    stems = terms(clause).stems
    plain = [_CONDITION.sub(" ", text) for text in evidence]
    return all(any(term in stems and _always_denied(term, text) for term in _denied(text)) for text in plain)


def _always_denied(term: str, text: str) -> bool:
    """Whether the text has a word only where it denies it."""
    return sum(stem(match.group()) == term for match in _WORD.finditer(text)) == 1


def _denied(text: str) -> frozenset[str]:
    """Stems of what a text denies: the word of content behind a negation (two behind 'no'), or, where none follows in the
    clause, the two before it."""
    found: set[str] = set()
    for match in _NOT.finditer(text):
        behind = _content(re.split(r"[.;:,]", text[match.end() : match.end() + 60])[0])
        if behind:
            found.update(behind[: 2 if match.group().lower() in _OF_NOUNS else 1])
        elif match.group().lower() in ("not", "never", "nicht", "nie", "pas"):
            found.update(_content(re.split(r"[.;:,]", text[: match.start()])[-1])[-2:])
    return frozenset(found)


def _content(text: str) -> list[str]:
    stems = terms(text).stems
    return [found for match in _WORD.finditer(text) if (found := stem(match.group())) in stems]


def reversed_in(statement: str, evidence: Sequence[str]) -> bool:
    """Whether the statement has a word whose opposite the evidence has, and not it."""
    told = frozenset().union(*(_words(text) for text in evidence)) if evidence else frozenset()
    return _opposed(_words(statement), told, lambda words: words)


def turned_from(statement: str, question: str, evidence: Sequence[str]) -> bool:
    """Whether the statement has a word that is neither in the evidence nor in the question, and the question has its opposite:
    'which sold most?', 'X bought most'. A question for yes or no may be answered so."""
    if asks_yes_or_no(question):
        return False
    told = frozenset().union(*(_words(text) for text in evidence))
    asked = _words(question)
    return any(
        (said := _words(statement) & mine)
        and not said & told
        and not _words(statement) & theirs
        and asked & theirs
        and not asked & mine
        for pair in _OPPOSITES
        for mine, theirs in (pair, pair[::-1])
        if not mine & _OF_TIME
    )


def asks_yes_or_no(question: str) -> bool:
    """By its first word, in English, German, French and Spanish."""
    return _YES_OR_NO.match(question) is not None


def turned(question: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """Words of a question for which the evidence has the opposite only: 'higher doses' asked, 'lower doses' told. A question for
    yes or no, or one that names both, may be answered by the opposite."""
    if asks_yes_or_no(question) or not evidence:
        return ()
    told = frozenset().union(*(_words(text) for text in evidence))
    asked = [match.group() for match in _WORD.finditer(question)]
    said = frozenset(word.lower() for word in asked)
    return tuple(word for word in asked if _has_opposite_only(word.lower(), said, told))


def _has_opposite_only(word: str, said: frozenset[str], told: frozenset[str]) -> bool:
    pairs = [pair for sides in _OPPOSITES for pair in (sides, sides[::-1]) if word in pair[0] and word not in _OF_TIME]
    pairs.extend((frozenset({word}), frozenset({other})) for other in _by_prefix(word))
    return any(theirs & told and not mine & told and not theirs & said for mine, theirs in pairs)


def _by_prefix(word: str) -> list[str]:
    """What a word's opposite would be by its prefix: 'over…' and 'under…', 'un…' and without."""
    if len(word) < _SHORTEST:
        return []
    for one, other in (("over", "under"), ("under", "over")):
        if word.startswith(one):
            return [other + word[len(one) :]]
    return ["un" + word, *([word[2:]] if word.startswith("un") else [])]


def turned_about(clause: str, stems: frozenset[str]) -> bool:
    """The same of the stems beside a value, for the words beside it in the statement: 'the upper bearing' and 'the lower'."""
    return _opposed(_words(clause), stems, _stemmed)


def _opposed(said: frozenset[str], told: frozenset[str], form: Callable[[frozenset[str]], frozenset[str]]) -> bool:
    return any(
        said & mine and not said & theirs and form(theirs) & told and not form(mine) & told
        for pair in _OPPOSITES
        for mine, theirs in (pair, pair[::-1])
    )


@lru_cache(maxsize=256)
def _stemmed(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


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
    if re.search(r"\bor more\b|\boder mehr\b|\bund mehr\b", around[len(before) :]):
        return "lower"
    found = [
        (match.end(), match.end() - match.start(), name)
        for name, pattern in _BOUNDS
        for match in pattern.finditer(around)
    ]
    if found and max(found)[2] == "lower" and _EXCEEDS.search(text[: value.start]):
        return "upper"
    return max(found)[2] if found else ""


def bound_of_label(label: str) -> str:
    """The same of the names of a row and column: 'Starts an hour, at most', 'Runs until'."""
    found = [name for name, pattern in _BOUNDS if pattern.search(label)]
    return found[0] if found else ""


def bounds_differ(one: str, other: str) -> bool:
    return {one, other} in ({"upper", "lower"}, {"until", "from"}, {"before", "after"})


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
