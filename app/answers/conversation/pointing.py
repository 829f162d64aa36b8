"""'Back to the lease: and its deposit?' and 'In your first answer: why?': a question that says itself which earlier turn it goes on from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.text.terms import terms
from app.types import Answer

_MOST_WORDS = 8
"""Of a topic; what is longer is a clause of the question."""
_RETURN = (
    r"(?:(?:let(?:['’]s| us)|can we|could we|please|i(?:['’]d| would) like to) )?(?:go(?:ing)?|com(?:e|ing)|get(?:ting)?|turn(?:ing)?|jump(?:ing)?) back (?:again )?to"
    r"|(?:let(?:['’]s| us) )?return(?:ing)? to|(?:once )?back to"
    r"|(?:noch ?(?:ein)?mal |wieder |nun )?zurück (?:zu[mr]?|auf)|noch ?(?:ein)?mal zu[mr]?|um auf"
    r"|revenons(?:-en)? (?:à|au|aux)|(?:pour|en) (?:revenir|revenant) (?:à|au|aux)|retour (?:à|au|aux)"
    r"|volv(?:iendo|amos) a(?:l)?|de vuelta a(?:l)?|regresando a(?:l)?"
    r"|torn(?:ando|iamo) a(?:l|lla|llo|i|gli|lle|ll['’])?"
    r"|volt(?:ando|emos) (?:a|à|ao|aos|às)|de volta (?:a|à|ao|aos|às)"
)
_REGARDING = r"in|from|about|regarding|concerning|as (?:for|to)|on|zu|in|bei|bezüglich|zur|dans|sur|concernant|quant à|à propos de|en|sobre|respecto a|su|nella|riguardo a|alla|na|em"
_OF_MINE = r"(?:the|your|my|our|that|die|der|deine[rn]?|ihre[rn]?|meine[rn]?|unsere[rn]?|la|ta|votre|ma|notre|tu|su|mi|nuestra|tua|sua|mia|nostra|a|minha)"
_NUMBERS = {
    0: r"(?:very )?first|(?:aller)?erste[nr]?|première|primera|prima|primeira",
    1: r"second|zweite[nr]?|deuxième|seconde|segunda|seconda",
    2: r"third|dritte[nr]?|troisième|tercera|terza|terceira",
    3: r"fourth|vierte[nr]?|quatrième|cuarta|quarta",
    -1: r"last|previous|letzte[nr]?|vorige[nr]?|dernière|précédente|última|anterior|ultima|precedente",
}
_TURN = r"(?:answer|question|antwort|frage|réponse|question|respuesta|pregunta|risposta|domanda|resposta|pergunta)"
_ORDINALS = tuple(
    (at, re.compile(rf"{_OF_MINE} (?:(?:{words}) {_TURN}|{_TURN} (?:{words}))", re.I)) for at, words in _NUMBERS.items()
)
_ORDINAL = rf"{_OF_MINE} (?:[\w]+ ){{1,2}}{_TURN}|{_OF_MINE} {_TURN} \w+"
_ENDS = r"(?:\s*[:;,]|\s+[–—-])\s+"
_BACK = re.compile(
    rf"^(?:and |und |et |y |e |so |now )?(?:{_RETURN})\s*(?P<topic>[^:;,–—?]{{2,80}}?){_ENDS}(?P<rest>.+)$", re.I | re.S
)
_AT_FIRST = re.compile(
    rf"^(?:and |und |et |y |e )?(?:{_REGARDING}) (?P<topic>{_ORDINAL}){_ENDS}(?P<rest>.+)$", re.I | re.S
)
_AT_LAST = re.compile(rf"^(?P<rest>.+?),? (?:{_REGARDING}) (?P<topic>{_ORDINAL})\s*\??$", re.I | re.S)
_QUOTES = re.compile(
    r"\byou (?:just )?(?:said|told|mentioned|wrote|answered)\b|\b(?:the|your|my) (?:very )?(?:first|earlier|previous) (?:answer|question)\b"
    r"|\b(?:du|sie) (?:hast|haben|sagtest|sagten|erwähnte\w*)\b.*\b(?:gesagt|erwähnt|geschrieben|genannt)\b|\b(?:ersten|vorigen|früheren) (?:antwort|frage)\b"
    r"|\b(?:tu as|vous avez|as-tu|avez-vous) (?:dit|mentionné|écrit|répondu)\b|\bpremière (?:réponse|question)\b"
    r"|\b(?:dijiste|dijo usted|has dicho|ha dicho|mencionaste)\b|\bprimera (?:respuesta|pregunta)\b"
    r"|\b(?:hai|ha) (?:detto|scritto|menzionato)\b|\bprima (?:risposta|domanda)\b"
    r"|\b(?:disseste|você disse|mencionaste|você mencionou)\b|\bprimeira (?:resposta|pergunta)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\bearlier\b|\bat the (?:beginning|start|outset)\b(?! of\b)|\b(?:vorhin|am anfang|zu beginn)\b(?! de[rs]\b)|\b(?:tout à l['’]heure|au début)\b(?! d)"
    r"|\bal (?:principio|comienzo)\b(?! de)|\ball['’]inizio\b(?! d)|\bno (?:início|começo)\b(?! d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """`rest` is asked of the turn about `topic`, or of the `number`-th turn (from 0; -1 is the last)."""

    rest: str
    topic: str
    number: int | None


def pointer(question: str) -> Pointer | None:
    """None where the question does not say which turn it means."""
    tidy = " ".join(question.split())
    for pattern in (_BACK, _AT_FIRST, _AT_LAST):
        match = pattern.match(tidy)
        if match is None or len(match["topic"].split()) > _MOST_WORDS:
            continue
        number = _number(match["topic"])
        if number is None and pattern is not _BACK:
            continue
        return Pointer(_tidy(match["rest"]), match["topic"].strip(), number)
    return None


def quotes(question: str) -> bool:
    """Whether it speaks of what was asked or answered ('you said', 'the first answer')."""
    return _QUOTES.search(question) is not None


def hints(question: str) -> bool:
    """Whether it does, or may do so, if it leans ('at the beginning')."""
    return quotes(question) or _EARLIER.search(question) is not None


def chosen(said: Pointer, turns: Sequence[Answer]) -> int | None:
    """Which of `turns` (in order) is meant: by number, else the last that has the most words of the topic; None where none has half."""
    if said.number is not None:
        return range(len(turns))[said.number] if -len(turns) <= said.number < len(turns) else None
    wanted = terms(said.topic).all
    shared = [len(wanted & terms(f"{one.question}\n{one.understood or ''}\n{one.text}").all) for one in turns]
    best = max(shared, default=0)
    return len(shared) - 1 - shared[::-1].index(best) if wanted and 2 * best >= len(wanted) else None


def _number(topic: str) -> int | None:
    return next((at for at, pattern in _ORDINALS if pattern.fullmatch(topic.strip())), None)


def _tidy(rest: str) -> str:
    rest = rest.strip(" ,;:")
    return rest if rest.endswith(("?", ".", "!")) else f"{rest}?"
