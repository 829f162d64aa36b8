"""Questions that no search answers, because they are of the whole: told from others by their words.

'How many days of leave are there in 2024?' asks for one value and is looked for; 'How many invoices are there?' has to be
counted. A question that gives a time, a number or a name says where to look, so it is not taken for one of the whole unless
it says 'all'.
"""

import re
from typing import Literal

from app.answers.text.terms import terms

Whole = Literal["changes", "outline", "mentions", "occurrences", "comparison", "count", "list"]

_UNITS = r"(?:sections?|chapters?|parts?|clauses?|articles?|pages?|kapitel|abschnitte?n?|paragrafen|seiten?|sections|chapitres?|secciones|capítulos)"
_TEXT = r"(?:documents?|texts?|files?|pdfs?|papers?|reports?|contracts?|agreements?|rules|versions?|drafts?|dokumente?n?|fassungen|versionen|versiones)"
_TOLD: tuple[tuple[Whole, str], ...] = (
    (
        "occurrences",
        r"^how (?:often|many times) (?:is|are|was|were|does|do|did)\b.*\b(?:mention|nam|appear|occur|us|call|refer)\w*"
        r"|^wie (?:oft|häufig) (?:wird|werden|kommt|kommen|steht)\b.*\b(?:erwähnt|genannt|vor)\b"
        r"|^combien de fois\b",
    ),
    (
        "mentions",
        rf"^(?:in )?(?:which|what|on which) {_UNITS} (?:\w+ )?(?:mention|contain|name|use|refer to|speak of|talk about|deal with|are about|is about|say)s?\b"
        rf"|^(?:where|on which pages?) (?:is|are|does|do)\b.*\b(?:mentioned|named|used|appear|occur)\w*"
        rf"|^welche {_UNITS} (?:erwähnen|nennen|behandeln|enthalten|handeln von)\b|^wo (?:wird|werden)\b.*\b(?:erwähnt|genannt)\b",
    ),
    (
        "outline",
        rf"^(?:which|what) {_UNITS} (?:does|do|has|have|are|is)\b(?:.*\b(?:have|has|there|of|in)\b)?"
        rf"|\b(?:list|name|show)\b(?: me)?(?: all)?(?: of)?(?: the| its)? {_UNITS}\b(?! (?:that|which|where|on|about|with))"
        rf"|\btable of contents\b|\binhaltsverzeichnis\b|^welche {_UNITS} (?:hat|gibt)\b|^how many {_UNITS} (?:does|has|have|are)\b"
        rf"|^(?:what is|how is) the (?:structure|outline) of\b|^how is (?:the|this) {_TEXT} (?:structured|divided|organi[sz]ed)\b",
    ),
    (
        "changes",
        rf"\bwhat (?:has |have |was |were )?(?:been )?(?:changed|altered|amended)\b.*\bbetween\b"
        rf"|\b(?:differences?|changes)\b.*\bbetween\b.*\b(?:two|both|these|the)\b.*{_TEXT}"
        rf"|\bhow do(?:es)?\b.*\b(?:two|both|these)\b.*{_TEXT}.*\bdiffer\b|^(?:list|show|name)\b.*\b(?:changes|differences)\b"
        rf"|\bcompare (?:the|these|both)(?: two)? {_TEXT}\b|\bunterschiede?\b.*\bzwischen\b.*(?:beiden|{_TEXT})"
        rf"|\bwas (?:hat|haben) sich\b.*\bgeändert\b.*\bzwischen\b|\bqu'est-ce qui a changé entre\b",
    ),
    (
        "comparison",
        r"^(?:please )?(?:compare|contrast|vergleiche|comparez|compara)\b|\bcomparison (?:of|between)\b",
    ),
    (
        "list",
        r"^(?:please )?(?:list|enumerate|name|give|show)\b(?: me)?(?: an?| the)? (?:all|every|each|everyone|everybody|complete|full)\b"
        r"|^(?:please )?(?:list|enumerate)\b|^(?:what|which|who) (?:are|were) all\b|\blist of all\b|\bname them all\b|\b(?:which|what|who) all\b"
        r"|\b(?:liste|zähle|nenne)\b.*\b(?:alle|sämtliche|jede[nrs]?)\b|^(?:liste|énumère|donne)\w*\b.*\b(?:tous|toutes)\b"
        r"|\b(?:enumera|lista)\b.*\btod[oa]s\b|\belenca\b.*\btutt[ie]\b",
    ),
    (
        "count",
        r"^how many (?!.*\bof (?:them|these)\b)[\w' -]+? (?:are|were|is) (?:there|listed|named|mentioned)\b"
        rf"|^how many (?:different )?[\w' -]+? (?:does|do|did) (?:the|this|these|it) ?{_TEXT}? ?(?:list|name|mention|contain|describe|have|include)\b"
        r"|^how many different\b|\b(?:count|number of) (?:all|the different)\b|^wie viele? (?:verschiedene )?[\w -]+? gibt es\b",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TOLD)
_ALL = re.compile(
    r"\b(?:all|every|each|everybody|everyone|alle|sämtliche|tous|toutes|todos|todas|tutti|tutte)\b", re.IGNORECASE
)
_TIME = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def kind_of(question: str) -> Whole | None:
    """None for a question that is looked for."""
    tidy = " ".join(question.split()).strip(" ¿?")
    for kind, pattern in _PATTERNS:
        if pattern.search(tidy) and not (kind == "count" and _says_where(tidy)):
            return kind
    return None


def _says_where(question: str) -> bool:
    """A time or a name says which value is meant; a numbered thing ('Lot 4') does not."""
    if _ALL.search(question):
        return False
    found = terms(re.sub(r"\b[A-Z]\w+ \d+\b", "", question))
    return bool(_TIME.search(question) or found.names)
