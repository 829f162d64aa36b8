"""Whether a question can be understood alone, told by its words: fragments, and pronouns that stand for nothing in it.

English, German, French, Spanish, Italian and Portuguese; for other scripts a few words and the length.
"""

import re
from collections.abc import Sequence

from app.answers.text.terms import terms

_OPENER = re.compile(
    r"^[\s¿]*(?:and|or|but|also|what about|how about|und|oder|aber|was ist mit|wie steht es mit|wie ist es mit"
    r"|et|ou|mais|qu['’]en est-il|y(?! a\b)|o|pero|e|ed|ma|mas)(?=[\s,])[\s,]*",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?:(?<!\s)\s++)?\b(?:(?:in|at|for|on|im|zur|zum|en|dans|à) (?:the |la |le |der |dem )?(?:same|selben|gleichen|même|mismo|stesso|mesmo) \w+"
    r"|too|as well|also|instead|auch|aussi|también|anche|também)\b",
    re.IGNORECASE,
)
_THAT_OF = re.compile(
    r"^(?:that|those|the ones?|celle|celui|ceux) (?=(?:of|for|in|at|from|de|du|des)\b)", re.IGNORECASE
)
_ASK = """
    who whom whose what when where which why how is are was were do does did has have had can could may must will
    would shall should in to from by until since for at on within under over about after before up wer wen wem
    wessen was wann wo woher wohin welche welcher welches welchen welchem warum wieso weshalb wie wieviel qui que
    qu quoi quand où quel quelle quels quelles pourquoi comment combien est quién quiénes qué cuándo dónde cuál
    cuáles cómo cuánto cuánta cuántos cuántas chi che quando dove quale quali perché come quanto quanta quanti
    quante quem onde qual quais quantos quantas list name compare give show tell find extract collect identify gather
    state explain describe summarise summarize enumerate count note please nenne liste zähle zeige finde erkläre beschreibe énumère donne
    cite trouve explique décris enumera nombra explica describe elenca spiega descrivi enumere explique descreva
    kann können darf dürfen muss müssen soll sollen wird werden hat haben ist sind war waren gibt gilt gelten peut doit peuvent doivent
    y hay puede pueden debe deben può devono deve pode podem"""
_ASKING = frozenset(_ASK.split())
"""What a whole question may begin with; a preposition may stand before the word that asks."""
_LEAD = """
    in to from by until since for at on within under over about after before up"""
_LEADING = frozenset(_LEAD.split())
_PRONOUN = """
    he she it they them him his her hers its their theirs these those this that then there er ihn ihm ihr ihre
    ihren ihrem ihrer sie sein seine seinen seinem seiner dies diese dieser dieses diesen davon dafür darin daran
    damit dazu dort dabei derselbe dieselbe dasselbe elle ils elles lui leur leurs son sa ses celui celle ceux
    cela ça su sus él ella ellos ellas eso esto suyo allí suo sua suoi loro ciò seu seus suas ele ela eles elas
    isso"""
_PRONOUNS = frozenset(_PRONOUN.split())
_POSSESSIVE = """
    his her its their ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner son sa ses leur leurs su sus suo
    sua suoi seu seus suas"""
_POSSESSIVES = frozenset(_POSSESSIVE.split())
_ITSELF = re.compile(
    r"\b(?:this|these|diese[rsmn]?|ce|cet|cette|ces|este|esta|estos|questo|questa) "
    r"(?:two |both |beiden )?(?:\w+ )?(?:documents?|texts?|reports?|contracts?|agreements?|papers?|files?|pdfs?|pages?|sections?|rules|minutes|manuals?"
    r"|dokumente?n?|bericht\w*|vertr\w+|texte?|seiten?|contrat|rapport|documento\w*|informe)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bit (?:takes?|costs?|is|was|possible|necessary|allowed|permitted|forbidden|required|true|compulsory|worth|mean)\b.*\b(?:to|that|for)\b"
    r"|\b(?:cuáles|quiénes|cuánt[oa]s|qué|dónde|cómo) (?:\w+ )?son\b|\bfor it to\b|\bbetween them\b|\bgibt es\b|\b(?:il y a|il faut|il est|y a-t-il|faut-il|est-il)\b|\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"\bthe (?:others?|former|latter|same)\b|\b(?:that|this) one\b|\bwhich of (?:them|these|those|the two (?:is|are|was|were|has|had|does|did))\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bone\b|\bsame\b.*\bas\b|\bother\b.*\bthan\b|\b(?:two|both)\b.*\bthe same\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:those|that) (?:who|that|which|whose|of)\b", re.IGNORECASE)
_BEFORE = """
    is are was were does did do has had have can could will would shall should must of for in at from by about with
    to and like than what how why when"""
_BEFORE_THAT = frozenset(_BEFORE.split())
"""Behind these 'that' points back; behind other words it opens a clause."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_NOUN = re.compile(
    r"\b(?:the|an?|each|every|any|no|all|which|what(?! (?:happens|happened|if|else)\b)|whose|many|der|die|das|den|dem|ein\w*|le|la|les|un\w*|el|los|las|il|lo|gli|os|as|del|della|du|des|dos|das|im|zum|zur|au|al)\s+(\w{2,})",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[,.;:]\s")
_SUBORDINATE = re.compile(
    r"\b(?:if|when|before|after|while|because|since|than|and|that|until|once|what|which|who|how|where|each|all|both|most|wenn|und|bevor|dass|weil|quand|si|que|et|cuando|y|quando|se|e)\s+(?:\w+\s+)?(?:of\s+)?$",
    re.IGNORECASE,
)
_AUXILIARY = """
    is are was were do does did has have had can could may must will would shall should"""
_AUXILIARIES = frozenset(_AUXILIARY.split())
_EMPTY = """
    many much long often come far old so else viel viele lange oft"""
_POLITE = frozenset(("Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer"))
"""German for 'you': it stands for nobody who was named."""
_NO_CONTENT = frozenset(_EMPTY.split())
_COMPARED = re.compile(
    r"^which(?: one)? (?:is|are|was|were|has|had|costs?) (?:the )?\w+(?: \w+)?[\s?]*$", re.IGNORECASE
)
_SHORTEST = 4
"""Words. Without one that asks, a question as short as this is a fragment."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BACK = re.compile(
    r"^(?:那|那么|那麼|还有|還有|另外|では|じゃあ|それでは|それで|それは|그럼|그리고)|呢$|它|他们|他們|她|其中|这个|這個|那个|那個|上述"
    r"|それ|これ|その|この|そこ|彼|그것|그는|그의"
)
"""Chinese, Japanese and Korean for 'and', 'it', 'they' and 'this'."""
_FEWEST_SIGNS, _FEWEST_WORDS = 4, 2
"""Without Latin letters, whose words are not known here: so many signs, or words, are a fragment ('为什么', 'ולמה')."""


def leans(question: str) -> bool:
    """Whether a question needs what came before it."""
    if not _LATIN.search(question):
        return _leans_elsewhere(question)
    body = bare(question)
    return is_fragment(question) or _COMPARED.match(body) is not None or not _contents(body) or dangles(body)


def _leans_elsewhere(question: str) -> bool:
    """The same in other scripts."""
    if _EAST_ASIAN.search(question):
        tidy = re.sub(r"\W", "", question)
        return len(tidy) <= _FEWEST_SIGNS or _BACK.search(tidy) is not None
    return len(words(question)) <= _FEWEST_WORDS


def is_fragment(question: str) -> bool:
    """No whole question: 'And in 2021?', 'Northern Cable?', 'Why?'"""
    said = words(bare(question))
    if len(said) == 1:
        return True
    is_asking = _is_asking(said)
    return not is_asking and (_OPENER.match(question) is not None or len(said) <= _SHORTEST)


def bare(question: str) -> str:
    """Without 'and' in front, 'too' and 'in the same year'."""
    body = _SAME.sub("", _OPENER.sub("", question.strip(), count=1))
    return _THAT_OF.sub("", body.strip())


def whole(question: str) -> str:
    """Without 'and' in front, for one that was taken as it is."""
    body = _OPENER.sub("", question.strip(), count=1)
    return body[:1].upper() + body[1:]


def words(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(text)]


def _is_asking(said: Sequence[str]) -> bool:
    """'In which year' asks, 'in 2021' does not."""
    first = [word.lower() for word in said[:4]]
    if not first or first[0] not in _ASKING:
        return False
    return first[0] not in _LEADING or any(word in _ASKING - _LEADING for word in first[1:])


def _contents(text: str) -> bool:
    """Whether it has a word that is neither grammar nor asks."""
    found = terms(text)
    return bool(found.values) or any(
        word.lower() not in _NO_CONTENT | _ASKING for word in words(text) if terms(word).stems
    )


def dangles(text: str) -> bool:
    """Whether a pronoun stands for nothing that was named before it in the same question."""
    if _OF_TWO.search(text) and not _ONE.search(text):
        return True
    text = _RELATIVE.sub(" ", _EXPLETIVE.sub(" ", _ITSELF.sub(" the thing ", text)))
    said = [match for match in _WORD.finditer(text) if match.group() not in _POLITE]
    found = [match for match in said if match.group().lower() in _PRONOUNS or text[: match.end()].endswith("-il")]
    return any(not _is_bound(match.group().lower(), text[: match.start()], text[match.end() :]) for match in found)


def _is_bound(pronoun: str, before: str, behind: str) -> bool:
    """By a name or a noun: directly for a possessive, else over a border of clauses."""
    said = [word.lower() for word in words(before)]
    if pronoun == "that" and said and said[-1] not in _BEFORE_THAT and behind.strip(" ?"):
        return True
    if not _names(before):
        return False
    if before.endswith("-"):
        return True  # 'la poire a-t-elle été payée'
    if pronoun in _POSSESSIVES or _BORDER.search(before):
        return True
    return _SUBORDINATE.search(before) is not None and said[-1] not in _AUXILIARIES


def _names(text: str) -> bool:
    return any(word[0].isupper() for word in words(text)[1:]) or _NOUN.search(text) is not None
