"""What the words of a question and of a table's names say besides what they name: that something is counted, left out, cut off
at a bound, or nothing at all. In English, German, French and Spanish."""

import re

from app.answers.text.measures import units_asked
from app.answers.text.terms import stem, terms

_IDLE_WORDS = """
many much number amount figure value total get got give given go make made reach allow stand stood show exist come came have had take
took count thousand thousands million millions end beginning start point points lie change changed differ difference different exceed
fall short rise rose grow grew increase increased decrease decreased drop dropped up down higher lower larger smaller greater bigger
longer shorter heavier lighter older younger faster slower cheaper dearer fewer less become together altogether combined average mean
percent percentage share proportion times two both highest lowest largest smallest greatest biggest longest shortest most fewest least
beim zum zur wie viel viele hoch groß welche welcher welches war waren ist sind hat hatte gab es im in der die das dem den des von für
um mehr weniger als zwischen und unterschied ende wurde wurden zusammen hatten haben gesamt insgesamt alle allen
combien quel quelle quels quelles est était ont été avait le la les un une des du de au aux en dans pour il elle plus moins que qu entre
différence fin avaient avait eu tous toutes ensemble total
cuánto cuánta cuántos cuántas qué cuál fue fueron es el los las una del por hubo más menos diferencia tenían tuvieron tuvo tenía había todos todas juntos
quanti quante quanto avevano hanno ha aveva tutti tutte insieme quantos quantas tinham tiveram teve tinha todos todas juntos
"""
IDLE = frozenset(stem(word) for word in _IDLE_WORDS.split())
"""Stems of words that ask and name nothing; a figure need not be called by them."""
RATES = frozenset(["unit %", "unit £", "unit €", "unit $", "unit cent", "unit penny"])
"""Units of what is measured or priced, and not counted."""
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|dell|all|nell|sull)['’](?=\w)", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|except|without|excluding|other than|apart from|(?:all|every\w*|none)(?: \w+)? but|nicht|nie|kein\w*|ohne|außer|bis auf|pas|sans|sauf|hors"
    r"|sin|excepto|salvo|no (?:t[ui][ev]\w+|hubo|había)|senza|tranne|não|sem|exceto)\b|n['’]t\b",
    re.IGNORECASE,
)
_OF_CHANGE = re.compile(
    r"\b(?:increas\w+|decreas\w+|rise|rises|rose|risen|fall|falls|fell|fallen|drop\w*|gain\w*|declin\w+|grow|grows|grew|grown|growth|chang\w+|differ\w+"
    r"|anstieg\w*|(?:ge)?stieg\w*|rückgang\w*|zunahme\w*|abnahme\w*|veränder\w*|zuwachs\w*|gesunken|sank|sanken|gewachsen|wuchs\w*|unterschied\w*"
    r"|hausse|baisse|augment\w*|diminu\w*|croissance|aument\w*|crec\w+|cambi\w*|variation|variación)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:how many|wie viele|combien de|cuánt[oa]s)\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:(?:and|or) (?:more|over|above|older)|over|above|more than|at least|mehr als|über|mindestens|plus de|más de)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:(?:and|or) (?:fewer|less|under|younger)|under|below|fewer than|less than|at most|up to|weniger als|unter|höchstens"
    r"|moins de|menos de)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?!\d|[.,]\d)")
_RANGE = re.compile(
    r"\b((?:1[89]|20)\d\d)\s*(?:[-–/]|to|until|through|and|bis|und|à|au|et|a|al|y|e)\s*((?:(?:1[89]|20)\d\d)|(?<=[-–/])\d\d)\b",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\s*+(?:[A-Z]{0,2}\d*(?:\.\d+)*[.)]?\s++|(?<=\s))(?=\S)")


def plain(text: str) -> str:
    """Without the articles that French and Italian write in one with a word, which would hide it."""
    return _ELISION.sub(" ", text)


def negated(text: str) -> bool:
    """Whether something is left out, which names alone do not tell."""
    return _NEGATED.search(text) is not None


def of_change(text: str) -> bool:
    """Whether it is about how much something grew or fell: another figure than how much it is."""
    return _OF_CHANGE.search(text) is not None


def counted(question: str) -> bool:
    """Whether things are counted, and nothing is measured in units."""
    return _COUNTED.search(question) is not None and not units_asked(question)


def bounds(text: str) -> frozenset[str]:
    """The sides on which a part is cut off: 'under 18', '65 and over'."""
    return frozenset(side for side, pattern in (("up", _UP), ("down", _DOWN)) if pattern.search(text))


def unit_words(question: str) -> frozenset[str]:
    """Stems of its words that name a unit."""
    return frozenset(stem(word) for word in re.findall(r"[^\W\d_]+", question) if units_asked(word))


def label_words(label: str) -> frozenset[str]:
    """Stems of a label without its unit."""
    return terms(plain(re.split(r"[,(]", label)[0])).stems


def years_in(text: str) -> frozenset[str]:
    """The years that a text names, and those between two of them: 'from 2021 to 2023', '2021/22'."""
    found = set(_YEAR.findall(text))
    for match in _RANGE.finditer(text):
        last = match[1][: 4 - len(match[2])] + match[2]
        found |= {str(year) for year in range(int(match[1]), int(last) + 1)}
    return frozenset(found)


def unnumbered(title: str) -> str:
    """Without the number that a heading begins with."""
    return _NUMBERING.sub("", title)
