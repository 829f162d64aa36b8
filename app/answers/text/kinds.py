"""What kind of answer a question wants, told by its words in English, German, French, Spanish, Italian and Portuguese.

A question may begin with a clause that says where or when ('By the rules of the society, can …'), so its clauses are looked
at in order, and the first that asks decides. What no rule knows is open.
"""

import re
from itertools import takewhile

from app.answers.text.remembered import remembered
from app.types import Kind

_CLAUSE = re.compile(r"(?<=\w[,:;.!?])\s+|(?<=[¿¡])|(?<!\s)\s++[–—]\s+")
_LEADS = r"^(?:and |und |et |y |e |but |so |then )?"
_MORE = (
    r"(?:more|less|fewer|\w{2,}er|better|worse|mehr|weniger|plus|moins|meilleure?|más|menos|mayor|menor|mejor|più|meno|maggiore|minore"
    r"|mais|maior|melhor|pior)"
)
_OR = r"(?:or|oder|ou|o|oppure)"
_THINGS = (
    r"(?:which|what|who|is|are|was|were|does|do|did|has|have|welche[rsmn]?|wer|was|ist|sind|war|hat|quel(?:le)?s?|qui|est|cuál|qué|quién|es|quale|chi"
    r"|è|qual|quem|é)"
)
_COMPARISON = re.compile(
    rf"^(?:please )?(?:compare|contrast|vergleiche|vergleichen sie|comparez|compare[rz]?|compara|confronta)\b"
    r"|\bdifferences? between\b|\bhow (?:do|does|did)\b.{0,300}\b(?:compare|differ)\b|\bversus\b|\bvs\b"
    r"|\bunterschiede? zwischen\b|\bim vergleich (?:zu|mit)\b|\bdifférences? entre\b|\bpar rapport à\b|\bdiferencias? entre\b|\bdifferenz[ae] (?:tra|fra)\b"
    r"|\bdiferenças? entre\b"
    rf"|\b{_THINGS}\b.{{0,300}}\b{_MORE}\b.{{0,300}}[\s,:]{_OR}\s|^(?:which|what|welche[rs]?|quel(?:le)?|cuál|quale|qual) (?:of the two|von beiden|des deux|de los dos|dei due|dos dois)\b"
    rf"|^(?:which|welche[rs]?)\b.*\bof the two\b.*\b{_MORE}\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\bwhat (?:is|are) meant by\b|^what (?:do|does|did)\b.*\bmean\b|^what (?:counts|is counted|qualifies|is regarded|is treated) as\b|^define\b|\bdefinition of\b"
    r"|^what is an? (?!good\b)[\w -]+$|\bstand(?:s)? for$|^who (?:counts|is counted|qualifies|is regarded) as\b"
    r"|^was (?:bedeutet|bedeuten|heißt|versteht man unter|ist (?:ein|eine|mit)\b|gilt als)|^wer gilt als\b|\bist (?:\w+ ){0,2}zu verstehen\b|\bdefiniert\b"
    r"|^(?:que|qu['’]est-ce que) (?:signifie|veut dire)\b|\bqu['’]entend-on par\b|^qu['’]est-ce qu['’]une? |\bdéfinition d|\bcomment (?:est|sont) défini"
    r"|^qué (?:significa|quiere decir|se entiende por|es una? )|\bdefinición de\b|^(?:che )?cosa (?:significa|si intende)\b|^che cos['’]è\b|\bdefinizione d"
    r"|^o que (?:significa|se entende por|é uma? )|\bdefinição d",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"^how (?:do|does|can|should|must|would|may) (?:i|we|you|one|somebody|someone|the (?:user|operator|tenant|member|customer))\b|^how to\b"
    r"|\b(?:which|what) steps\b|^what (?:must|should|do|does) (?:i|we|you|one|the \w+) (?:have to |need to )?do\b"
    r"|^wie (?:kann|muss|soll|mache|geht|wechsle|stelle|beantrage|bekomme)\w* (?:ich|man|wir)?\b|^wie (?:macht|wechselt|stellt|beantragt|bekommt) man\b|\bwelche schritte\b"
    r"|^was (?:muss|soll) (?:ich|man) tun\b|^comment (?:faire|puis-je|peut-on|doit-on|dois-je|faut-il)\b|\bquelles étapes\b"
    r"|^cómo (?:se (?:puede|debe|hace)|puedo|debo|hago)\b|^come (?:si (?:fa|può|deve)|posso|devo|faccio)\b|^como (?:se (?:pode|deve|faz)|posso|devo|faço)\b",
    re.IGNORECASE,
)
_TELL_ALL = (
    r"(?:name|list|enumerate|mention|nenne|nennen sie|zähle|liste|listez?|énumère[zr]?|citez?|nommez?|enumer[ae]|nombra|cita|elenca|nomina"
    r"|liste|indique|indica)"
)
_LIST = re.compile(
    rf"^(?:please )?{_TELL_ALL}\b|^(?:what are|which (?:are|were)|who (?:are|were))\b|^which of (?:the|these|them|its)\b.*\b(?:are|were|have)\b"
    r"|^welche(?:n)? (?:(?:drei|zwei|vier|fünf|anderen|verschiedenen) )?[\w-]+(?: [\w-]+)? (?:sind|waren|haben|hatten|müssen|mussten|können|dürfen|sollen|werden|wurden|gelten|gehören|gibt)\b"
    r"|^(?:wer|was) (?:sind|waren|gehört alles)\b"
    r"|^(?:\w+ )?quel(?:le)?s\b|^qu['’]est-ce qui sont\b|^qui sont\b"
    r"|^(?:\w+ )?(?:cuáles|quiénes)\b|^(?:\w+ )?qué [\wà-ÿ]+s\b|^(?:\w+ )?quali\b|^chi sono\b|^(?:\w+ )?quais\b|^quem são\b|^(?:\w+ )?que [\wà-ÿ]+s (?!que\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"{_LEADS}(?:(?:with|on|in|for|to|from|by|at|of|under|against|about) )?(?:which|what|whose) (.+)", re.IGNORECASE
)
_VERBS = frozenset(
    [
        "are",
        "were",
        "have",
        "do",
        "is",
        "was",
        "does",
        "did",
        "has",
        "had",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
    ]
)
_NO_NOUNS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "if",
        "when",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "more",
        "less",
        "that",
        "this",
        "these",
        "and",
        "or",
        "not",
        "s",
    ]
)
_ODD_PLURALS = frozenset(["people", "men", "women", "children", "staff", "criteria"])
_NO_PLURALS = frozenset(
    [
        "happens",
        "causes",
        "makes",
        "applies",
        "counts",
        "means",
        "says",
        "follows",
        "percentage",
        "gross",
        "press",
        "loss",
        "process",
        "address",
        "status",
        "basis",
    ]
)
_VALUE = re.compile(
    rf"{_LEADS}(?:(?:by|for|at|from|to|in|on|with|until|after|since|within|of|under|up to) )?"
    r"(?:how (?!(?:do|does|did|can|could|is|are|was|were|should|must|may|might|would|will|to|come|has|have|had)\b)\w+|when|where|who|whom|whose|which|at what|what (?:year|date|day|price|amount|sum|number"
    r"|percentage|share|rate|time|temperature|page|size|length|weight|interval|torque|pressure|fee|fine|limit|was|were|is|did|\w+ (?:is|was|were|do|does|did|has|have|had|can|may|must|will|would)))\b"
    r"|^what (?:do|does|would|will|must|has|have)\b.* (?:cost|pay|paid|costs|earn|weigh)\b|^was (?:kostet|kosten|verdient|wiegt|zahlt)\b|^was (?:muss|müssen)\b.* zahlen\b"
    r"|^(?:bis |seit |ab |von |zu |um |für |in |mit |an |auf |nach )?(?:wie ?viele?n?|wie (?:hoch|lange|oft|groß|alt|weit|schwer|teuer|tief|breit|schnell|viel)|wann|wo|wer|wem|wen|wessen|welche[rsmn]?)\b"
    r"|^(?:de |à |en |pour |depuis |jusqu['’]à |sur |dans )?(?:combien|quand|où|qui|quel(?:le)?)\b"
    r"|^(?:de |a |en |por |desde |hasta |con )?(?:cuánt[oa]s?|cuándo|dónde|quién|cuál)\b"
    r"|^(?:di |a |da |in |per |fino a )?(?:quant[oaie]|quando|dove|chi|qual[e']?)\b|^(?:de |a |em |por |desde |até )?(?:quant[oa]s?|quando|onde|quem|qual)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    rf"{_LEADS}(?:is|are|was(?! (?:ist|sind|war|waren|hat|haben|kann|können|muss|müssen|darf|dürfen|soll|sollen|wird|werden|wurde|kostet|gilt|man)\b)|were|am|does|do|did|has|have|had|can|could|may|might|must|shall|should|will|would|need)(?:n['’]t)? (?!you (?:tell|list|name|explain|describe)\b)\w"
    r"|^(?:und |aber )?(?:ist|sind|war|waren|hat|haben|hatte|hatten|kann|können|darf|dürfen|muss|müssen|soll|sollen|sollte|wird|werden|wurde|wurden|gibt|gilt|gelten|braucht|brauchen"
    r"|gehört|gehören|zählt|zählen|bekommt|bekommen|besteht|bleibt|steht|reicht|enthält|umfasst|trägt|zahlt|haftet|liegt|lag|stimmt|erlaubt|verlangt) \w"
    r"|^est-ce qu|^(?:\w+ )?(?:y )?[\w'’]+-(?:t-)?(?:il|elle|ils|elles|on|ce|je|tu|nous|vous)\b|^(?:le|la|les|l['’]|un|une|des)\b ?[\w '’-]+?[\w'’]+-(?:t-)?(?:ils?|elles?)\b"
    r"|^(?:y )?(?:es|está|están|son|era|eran|fue|fueron|hay|había|hubo|puede[ns]?|debe[ns]?|tiene[ns]?|ha|han|se (?:puede|debe|permite|paga|aplica)|existe|existen|incluye|cubre|cuenta|pertenece) \w"
    r"|^(?:è|sono|era|erano|può|possono|deve|devono|ha|hanno|c['’]è|ci sono|si (?:può|deve|applica)|esiste|vale|spetta|serve|copre) ?\w"
    r"|^(?:é|são|foi|foram|está|estão|pode|podem|deve|devem|tem|têm|há|havia|existe|existem|inclui|cobre) \w",
    re.IGNORECASE,
)
_OFFERS = re.compile(rf"[\s,]{_OR}\s", re.IGNORECASE)
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("comparison", _COMPARISON),
    ("definition", _DEFINITION),
    ("procedure", _PROCEDURE),
    ("yes or no", _YES_OR_NO),
    ("list", _LIST),
    ("value", _VALUE),
)
_POLITE = re.compile(
    r"^(?:please )?(?:can|could|would) you (?:please )?(?:tell|say|explain)(?: to)?(?: me| us)?,? |^(?:do you know|i would like to know|tell me),? ",
    re.IGNORECASE,
)
_TIME = re.compile(r"^(?:when|where|wenn|wo|quand|cuando|quando|si|se|if)\b", re.IGNORECASE)


@remembered(256)
def kind_of(question: str) -> Kind:
    """'open' where no rule tells."""
    tidy = _POLITE.sub("", " ".join(question.split()).strip(" ?.!"))
    if _COMPARISON.search(tidy):
        return "comparison"
    clauses = [clause.strip(" ,:;.!?¿¡") for clause in _CLAUSE.split(tidy)]
    told = [(clause, kind) for clause in clauses if (kind := _of_clause(clause)) != "open"]
    if not told:
        return "open"
    clause, kind = told[0]
    if len(told) > 1 and (
        _TIME.match(clause) or (kind == "yes or no" and told[1][1] != kind and _is_condition(clause))
    ):
        return told[1][1]
    return kind


def _of_clause(clause: str) -> Kind:
    kind: Kind = next((kind for kind, pattern in _RULES if pattern.search(clause)), "open")
    return "list" if kind in ("value", "open") and _several(clause) else kind


def _several(clause: str) -> bool:
    """Whether an English question asks for things by their plural: 'which spare parts should', 'which owners pulled out'."""
    match = _WHICH.match(clause)
    if match is None:
        return False
    words = re.findall(r"[\w-]+", match[1].lower())
    run = list(takewhile(lambda word: word not in _VERBS and word not in _NO_NOUNS, words))
    behind = words[len(run)] if len(run) < len(words) else ""
    named = next((at for at, word in enumerate(run[:3]) if _is_plural(word)), None)
    return named is not None and (named < len(run) - 1 or behind in _VERBS)


def _is_plural(word: str) -> bool:
    return word in _ODD_PLURALS or (
        word.endswith("s") and word[-2:] not in ("ss", "us", "is") and word not in _NO_PLURALS
    )


def _is_condition(clause: str) -> bool:
    """'Hat jemand zu wenig geleistet, was …': a verb first, and it is no question of its own."""
    return re.match(r"(?:hat|ist|wird|muss|kann|darf|had|were|should) ", clause, re.IGNORECASE) is not None
