"""Questions that no search answers, because they are of the whole: told from others by their words.

'How many days of leave are there in 2024?' asks for one value and is looked for; 'How many invoices are there?' has to be
counted. A question that gives a time, a number or a name says where to look, so it is not taken for one of the whole unless
it says 'all'.
"""

import re
from typing import Literal

from app.answers.text.measures import units_asked
from app.answers.text.terms import terms

Whole = Literal["changes", "outline", "mentions", "occurrences", "comparison", "count", "list"]

_UNITS = r"(?:sections?|chapters?|parts?|clauses?|articles?|pages?|kapitel|abschnitte?n?|paragrafen|seiten?|sections|chapitres?|secciones|apartados|artículos|capítulos|páginas)"
_TEXT = r"(?:documents?|texts?|files?|pdfs?|papers?|reports?|contracts?|agreements?|rules|versions?|drafts?|dokumente?n?|fassungen|versionen|textes?|contrats?|rapports?|documentos?|textos?|contratos?|informes?|versiones)"
_DO = r"list|enumerate|name|give|show|find|extract|collect|identify|gather|note|state|summari[sz]e"
_TOLD: tuple[tuple[Whole, str], ...] = (
    (
        "occurrences",
        r"^how (?:often|many times) (?:is|are|was|were|does|do|did)\b.*\b(?:mention|nam|appear|occur|us|call|refer)\w*"
        r"|^wie (?:oft|häufig) (?:wird|werden|kommt|kommen|steht)\b.*\b(?:erwähnt|genannt|vor)\b"
        r"|^combien de fois\b|^(?:cuántas veces|con qué frecuencia)\b|^quante volte\b|^quantas vezes\b",
    ),
    (
        "mentions",
        rf"^(?:in )?(?:which|what|on which) {_UNITS} (?:\w+ )?(?:mention|contain|name|use|refer to|speak of|talk about|deal with|are about|is about|say)s?\b"
        rf"|^(?:where|on which pages?) (?:is|are|does|do)\b.*\b(?:mentioned|named|used|appear|occur)\w*"
        rf"|^welche {_UNITS} (?:erwähnen|nennen|behandeln|enthalten|handeln von)\b|^wo (?:wird|werden)\b.*\b(?:erwähnt|genannt)\b"
        rf"|^(?:dans |à )?quel(?:le)?s {_UNITS} (?:mentionne|contien|nomme|cite|parle|traite)\w*\b(?! (?:le|ce|ces|les) {_TEXT}\b)|^(?:où|à quelles? pages?) (?:est|sont)\b.*\b(?:mentionn|nomm|cit)ée?s?\b"
        rf"|^(?:en )?qué {_UNITS} (?:se )?(?:menciona|contiene|nombra|habla|trata)n?\b|^dónde se (?:menciona|nombra)n?\b",
    ),
    (
        "outline",
        rf"^(?:which|what) {_UNITS} (?:does|do|has|have|are|is)\b(?:.*\b(?:have|has|there|of|in)\b)?"
        rf"|\b(?:list|name|show)\b(?: me)?(?: all)?(?: of)?(?: the| its)? {_UNITS}\b(?! (?:that|which|where|on|about|with))"
        rf"|\btable of contents\b|\binhaltsverzeichnis\b|^welche {_UNITS} (?:hat|gibt)\b|^how many {_UNITS} (?:does|has|have|are)\b"
        rf"|^(?:what is|how is) the (?:structure|outline) of\b|^how is (?:the|this) {_TEXT} (?:structured|divided|organi[sz]ed)\b"
        rf"|^quel(?:le)?s {_UNITS} (?:a|y a-t-il|comporte|contient|compte)\b|\btable des matières\b|^qué {_UNITS} (?:tiene|hay)\b|\btabla de contenidos?\b",
    ),
    (
        "changes",
        rf"\bwhat (?:has |have |was |were )?(?:been )?(?:changed|altered|amended)\b.*\bbetween\b"
        rf"|\b(?:differences?|changes)\b.*\bbetween\b.*\b(?:two|both|these|the)\b.*{_TEXT}"
        rf"|\bhow do(?:es)?\b.*\b(?:two|both|these)\b.*{_TEXT}.*\bdiffer\b|^(?:list|show|name)\b.*\b(?:changes|differences)\b"
        rf"|\bcompare (?:the|these|both)(?: two)? {_TEXT}\b|\bunterschiede?\b.*\bzwischen\b.*(?:beiden|{_TEXT})"
        rf"|\bwas (?:hat|haben) sich\b.*\bgeändert\b.*\bzwischen\b|\bqu['’]est-ce qui a changé entre\b"
        rf"|\bdifférences?\b.*\bentre\b.*(?:\bdeux\b|{_TEXT})|\bqué (?:ha )?cambi(?:ó|ado) entre\b|\bdiferencias?\b.*\bentre\b.*(?:\bdos\b|{_TEXT})",
    ),
    (
        "comparison",
        r"^(?:please )?(?:compare|contrast|vergleiche|comparez|compara)\b|^(?:(?:give|show) me )?(?:an? |the )?comparison (?:of|between)\b",
    ),
    (
        "list",
        rf"^(?:please |can you |could you )*(?:{_DO})\b(?: me)?(?: (?:the|an?)(?: full| complete)? (?:list|overview|summary) of)?(?: an?| the)? (?:all|every|each|everyone|everybody|complete|full)\b"
        r"|^(?:please )?(?:list|enumerate)\b|^(?:what|which|who) (?:are|were) all\b|\blist of (?:all|every)\b|\bname them all\b|\b(?:which|what|who) all\b"
        rf"|^(?:what|which) (?!{_UNITS}\b)(?:[\w'-]+ ){{0,3}}?[\w'-]+s (?:are|were) (?:all )?(?:there|listed|named|mentioned|described)\b"
        r"|\b(?:liste|zähle|nenne|finde|zeige)\b.*\b(?:alle|sämtliche|jede[nrs]?)\b|^was sind alle\b"
        rf"|^welche (?!{_UNITS}\b)(?:[\w-]+ ){{0,2}}?[\w-]+ (?:gibt es|(?:sind|werden) .*\b(?:genannt|erwähnt|aufgeführt|aufgelistet|beschrieben))\b"
        r"|^(?:liste|énumère|donne|cite|nomme|trouve)\w*\b.*\b(?:tous|toutes)\b|^quel(?:le)?s sont tou(?:te)?s\b|^quel(?:le)?s [\w' -]+ y a-t-il\b"
        r"|\b(?:enumera|lista|nombra|enumere)\b.*\btod[oa]s\b|^cuáles son tod[oa]s\b|^qué [\w -]+ hay\b"
        r"|\b(?:elenca|elencami)\b.*\btutt[ie]\b|^quali sono tutt[ie]\b|^(?:che|quali) [\w' -]+ ci sono\b"
        r"|\b(?:liste|enumere)\b.*\btod[oa]s\b|^quais são tod[oa]s\b|^(?:que|quais) [\w -]+ (?:há|existem)\b"
        r"|列出|列举|列舉|列挙|挙げて|一覧|リストアップ",
    ),
    (
        "count",
        r"^how many (?!.*\bof (?:them|these)\b)[\w' -]+? (?:are|were|is) (?:there|listed|named|mentioned)\b"
        rf"|^how many (?:different )?[\w' -]+? (?:does|do|did) (?:the|this|these|it) ?{_TEXT}? ?(?:list|name|mention|contain|describe|have|include)\b"
        r"|^how many different\b|\b(?:count|number of) (?:all|the different)\b|^wie viele? (?:verschiedene )?[\w -]+? gibt es\b"
        r"|^combien d(?:e |['’])[\w' -]+ y a-t-il\b|^cuánt[oa]s [\w -]+ hay\b|^quant[ie] [\w' -]+ ci sono\b|^quant[oa]s [\w -]+ (?:há|existem)\b",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TOLD)
_ALL = re.compile(
    r"\b(?:all|every|each|everybody|everyone|alle|sämtliche|tous|toutes|todos|todas|tutti|tutte)\b", re.IGNORECASE
)
_TIME = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_COUNTED = re.compile(
    r"^(?:how many|wie viele?|combien d(?:e |['’])|cuánt[oa]s|quant[ieoa]s?)\s*(?P<what>.+?)(?=\s(?:of|are|were|is|do|does|did|gibt|y a|hay|ci|há|existem|von|de|di)\b|$)",
    re.IGNORECASE,
)
_GERMAN = re.compile(r"^wie viele?\b", re.IGNORECASE)
_THERE = re.compile(
    rf"\bgibt es\b.*\b(?:in|im|bei|beim|am|an|auf|von|vom|für)\b(?! (?:de[mnr] |diese[mnr] |unsere[mnr] )?{_TEXT}\b)",
    re.IGNORECASE,
)
"""'Wie viele Gärten gibt es im Westteil?' German nouns have capitals, so that names cannot be told by them."""


def kind_of(question: str) -> Whole | None:
    """None for a question that is looked for."""
    tidy = " ".join(question.split()).strip(" ¿?？。.")
    for kind, pattern in _PATTERNS:
        if pattern.search(tidy) and not (kind == "count" and (_is_measured(tidy) or _says_where(tidy))):
            return kind
    return None


def counted_in(question: str) -> str:
    """What a question wants counted: 'open invoices' of 'How many open invoices are there?'; '' for none."""
    match = _COUNTED.search(" ".join(question.split()).strip(" ¿?"))
    return match["what"] if match is not None and kind_of(question) == "count" else ""


def _is_measured(question: str) -> bool:
    """'How many days of leave are there?': days are a value that stands somewhere, not things to be counted."""
    match = _COUNTED.search(question)
    return match is not None and bool(
        units_asked(re.split(r"[\s-]", match["what"])[-1]) or _ends_in_unit(match["what"])
    )


def _ends_in_unit(words: str) -> bool:
    """Of a German compound: 'Urlaubstage', 'Arbeitsstunden'."""
    return re.search(r"[a-zäöüß]{3}(?:tage|wochen|monate|jahre|stunden|minuten)$", words, re.IGNORECASE) is not None


def _says_where(question: str) -> bool:
    """A time or a name says which value is meant; a numbered thing ('Lot 4') does not."""
    if _ALL.search(question):
        return False
    if _TIME.search(question):
        return True
    if _GERMAN.search(question):
        return _THERE.search(question) is not None
    return bool(terms(re.sub(r"\b[A-Z]\w+ \d+\b", "", question)).names)
