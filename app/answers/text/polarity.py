"""Whether a statement says the same way round as its evidence and its question: words and their opposites, and the order of
two figures.

Words only, no grammar: what cannot be told that way is let pass.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from app.answers.text.kinds import kind_of
from app.answers.text.remembered import remembered
from app.answers.text.terms import stem
from app.answers.text.values import values

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
    """By its first word, or that of a clause that follows what says where."""
    return _YES_OR_NO.match(question) is not None or kind_of(question) == "yes or no"


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


@remembered(256)
def _stemmed(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def _words(text: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _WORD.finditer(text))


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
