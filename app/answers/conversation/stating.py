"""'Why?' and 'Since when?' asked of what was answered: its statement with the question behind it can be understood alone.

In every language, and without a model: a question word has no place in the earlier question that it could take.
"""

import re

from app.answers.text.sentences import sentences

_ASKS = re.compile(
    r"^(?:and |but )?(?:why|how|when|where|how (?:come|so|long|often|many|much)|what for|(?:since|until|till|by|from) when|by whom|for whom|with whom|to whom|who says so|says who)"
    r"(?: (?:not|so|exactly|is (?:that|this)|was (?:that|this)|(?:so|that) \w+))?$"
    r"|^(?:und |aber )?(?:warum|wieso|weshalb|wie|wann|wo|wozu|wodurch|seit wann|bis wann|ab wann|von wem|für wen|mit wem|wie (?:lange|oft|viele?))(?: (?:nicht|genau|so \w+|ist das(?: so)?))?$"
    r"|^(?:et |mais )?(?:pourquoi|comment|quand|où|depuis quand|jusqu['’]à quand|à partir de quand|par qui|pour qui|avec qui|combien)(?: (?:pas|cela|ça))?$"
    r"|^(?:y |pero )?(?:por qué|cómo|cuándo|dónde|desde cuándo|hasta cuándo|por quién|para quién|con quién|cuánto)(?: no)?$"
    r"|^(?:e |ma )?(?:perché|come|quando|dove|da quando|fino a quando|da chi|per chi|con chi|quanto)(?: (?:no|mai))?$"
    r"|^(?:e |mas )?(?:por ?qu[eê]|como|quando|onde|desde quando|até quando|por quem|para quem|com quem|quanto)(?: não)?$",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^(?:yes|no|ja|nein|oui|non|sí|no|sì|sim|não)[,.:]?\s+", re.IGNORECASE)
_SHORTEST = 4
"""Words of a statement. A shorter answer ('14 cm') says what it is about only together with its question."""
_LONGEST = 40
"""Words. A longer statement would ask for too much at once."""


def asks_of_statement(question: str) -> bool:
    return _ASKS.match(question.strip(" ?¿.!")) is not None


def stated(question: str, earlier: str, said: str) -> str | None:
    """`said` is what was answered to `earlier`. None where nothing was, or its first sentence is too long."""
    found = sentences(said)
    if not found:
        return None
    statement = _YES_NO.sub("", " ".join(said[slice(*found[0])].split()))
    statement = statement[:1].upper() + statement[1:]
    if len(statement.split()) < _SHORTEST:
        statement = f"{earlier} {statement}"
    if len(statement.split()) > _LONGEST:
        return None
    asks, end = question.strip(), "" if statement[-1:] in ".!?" else "."
    return f"{statement}{end} {asks[:1].upper()}{asks[1:]}"
