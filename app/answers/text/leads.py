"""What a small model says about its excerpts instead of about the thing: 'According to the excerpts, …', 'Excerpt 2 states that …',
'…, as mentioned in Excerpt 1.' The reader never saw an excerpt, and the place is cited."""

import re

_EXCERPT = (
    r"(?:(?:provided |given |above )?(?:excerpts?|passages?|text|context|document)(?: \d+)?(?:,? and \d+)?(?: (?:provided|given))?|auszug|auszügen?|extraits?"
    r"|extractos?|estratt[oi]|trechos?)(?: \d+)?"
)
_THE = r"(?:the |den |dem |des |les |l['’]|los |el |gli |lo |os |o )?"
_AS = (
    r"(?:according to|based on|as (?:stated|mentioned|described|shown|specified|indicated|given) (?:in|by)|laut|gemäß|nach|selon|d['’]après|según|secondo"
    r"|segundo)"
)
_TOLD = r"(?:(?:provided |given )?(?:information|details?|data)(?: (?:provided|given|contained))?(?: in| from| of)? ?)"
_SAYS = r"(?:clearly |explicitly |also )?(?:states?|says?|indicates?|mentions?|shows?|specif(?:y|ies)|explains?|indique(?:nt)?|indican?|indicano?)"
_LEAD = re.compile(
    rf"^\s*(?:{_AS} {_THE}(?:{_TOLD}?{_THE}{_EXCERPT}|{_TOLD}), |(?:the answer(?: to the question)? is|answer|antwort|réponse|respuesta|risposta|resposta) ?: ?"
    rf"|{_THE}{_EXCERPT} {_SAYS} (?:that|que|che) )",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"(?<=[.!?] )(?:{_AS} {_THE}{_EXCERPT}, |(?:the|these) {_EXCERPT} {_SAYS} that )(?P<next>\w)", re.IGNORECASE
)
_TAIL = re.compile(
    rf"(?<=[.!?]) (?:this|that|it) is (?:also )?(?:stated|mentioned|described|shown|specified) in {_THE}{_EXCERPT}\b[^.!?]*[.!]?(?=\s*$)"
    rf"|,? (?:{_AS} {_THE}(?:{_TOLD}?{_THE}{_EXCERPT}|{_TOLD}(?<! ))|(?:which|as) is (?:stated|mentioned|described|shown) in {_THE}{_EXCERPT})(?=[.!]?\s*$)",
    re.IGNORECASE,
)


def without_leads(text: str) -> str:
    """The text as it is where it does not speak of excerpts; else without that, beginning with a capital. Never nothing."""
    made = _TAIL.sub("", _INSIDE.sub(lambda match: match["next"].upper(), text))
    lead = _LEAD.match(made)
    if lead is not None:
        made = _capital(made[lead.end() :])
    return made if re.search(r"\w", made) else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
