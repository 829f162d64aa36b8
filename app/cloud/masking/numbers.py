"""Payment cards (ISO/IEC 7812: Luhn) and telephone numbers (Google's libphonenumber)."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import luhn

from app.cloud.masking.kinds import Finding
from app.tongues import language_of

_CARD = re.compile(r"(?<![\w.,/-])(?:[2-6]\d{3})(?:[ -]?\d){9,15}(?![\w/-]|[.,]\d)")
_CARD_SAID = re.compile(r"card|visa|master|amex|karte|carte|tarjeta|carta", re.IGNORECASE)
_ISSUER = re.compile(r"4|5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)|3[47]|30[0-5]|3[68]|35|6(?:011|4[4-9]|5|2)|5[06-8]|6[37]")
"""First digits of the card networks (ISO/IEC 7812-1 ranges, as the networks publish them)."""
_NUMBER = re.compile(r"(?<![\w.,/+-])(?:\+ ?|\()?\d(?:[  ./()–-]{0,3}\d){5,16}(?![\w/-]|[.,]\d)")
_CALLED = re.compile(
    r"(?:\b(?:t[eé]l[eé]?(?:f|ph)on\w*|t[eé]l|telf|tlf|fon|phone|call(?: me)? (?:on|at)|mobil\w*|mob|móvil|cell\w*|handy\w*|portable|ligne|"
    r"joindre au|fax|hotline|durchwahl|[TMF])|☎|✆)\s?[.:)=]{0,2}\s?(?:n[.°º]|nr\.?|number|nummer|no\.?|es el|è|ist|is|au|unter|al|:|\s|-){0,3}\s?$",
    re.IGNORECASE,
)
_TO_CALL = re.compile(
    r"(?:\b(?:call|ring|reach|phone|text|contact|whatsapp|ruf\w*|anruf\w*|rückruf\w*|zurückruf\w*|erreich\w*|joindre|joignable|appel\w+|rappel\w+|llam\w+|localiza\w*|chiam\w+|trova|contatt\w+|bel(?:t|len)?"
    r"|bereik\w*|dzwo\w+|kontakt\w*|emergency|notfall\w*)\b)[^\n\d]{0,32}$",
    re.IGNORECASE,
)
"""Words before a number that is there to be called, with a name or so between."""
_WHOLE = 9
"""Digits of nearly every number with its area: what is called with fewer may go on in the next line."""
_PHONES = re.compile(
    r"\b(?:t[eé]l|phone|telefon|teléfono|téléphone|mobil|móvil|movil|cellulare|handy|portable|telef\w*)", re.IGNORECASE
)
"""A column or a word of that kind somewhere in the text."""
_NUMBERED = re.compile(
    r"(?:\b(?:no|nr|num|number|nummer|nº|ref\w*|réf\w*|order|invoice|rechnung\w*|facture|factura|fattura|artikel\w*|article|part|batch|lot|lote|lotto|lieferschein"
    r"|commande|pedido|ordine|dossier|expediente|pratica|colis|pieza|pezzo|pièce|isbn|ean|doi|seriennummer|serial|kundennummer|vertrag\w*|contra[ct]t?o?|contrat|albarán|ddt|bon de livraison"
    r"|code|código|codice|case|claim|po|port|kennziffer|az|aktenzeichen|rechange)|[#№§])\.?\s?[.:°º]?\s?(?:de\s)?$",
    re.IGNORECASE,
)
_SHAPED = re.compile(r"(?=(?:\D{0,2}\d){9,11}$)0\d{2,4}(?:[  ]\d{2,8}){1,4}|\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}")
"""Parted as people write them, with nine digits and more, or as in North America; a number nobody has been given yet, too."""
_AMERICAN = re.compile(r"\(\d{3}\) ?\d{3}[.-]\d{4}")
"""Nothing else is written so."""
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}")
_REGIONS = {
    "en": ("GB", "US", "IE"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX"), "it": ("IT", "CH"),
    "pt": ("PT", "BR"), "nl": ("NL", "BE"), "pl": ("PL",),
}  # fmt: skip
_ALL = ("DE", "FR", "IT", "ES", "GB", "AT", "CH", "US", "BE", "NL", "PT", "PL")
_WITHOUT_ZERO = {"ES": 9, "PT": 9, "PL": 9, "IT": 10, "US": 10, "MX": 10}
"""Digits of a number where it is dialled without a leading zero (an Italian mobile one)."""
_ZERO_LED = re.compile(r"\(?0[1-9]|00[1-9]")
_EVEN = re.compile(r"(?=(?:\D?\d){9}$|3)\d{2,3}(?:[ .-]\d{2,3}){2,3}|\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}")
"""How such a number is parted: nine digits, a mobile one of Italy, one of North America."""
_GROUPED = re.compile(r"\d{1,3}(?:[.]\d{3})+|\d+(?:\.\d+)+(?: \d+(?:\.\d+)*)+")
"""Thousands, and a row of decimals."""
_FEWEST, _MOST = 7, 15
"""Digits of a telephone number (the most after ITU-T E.164)."""


def found_numbers(text: str) -> Iterator[Finding]:
    yield from _cards(text)
    yield from _phones(text)


def is_whole(written: str) -> bool:
    """Whether a telephone number has as many digits as one has with its area."""
    return sum(map(str.isdigit, written)) >= _WHOLE


def _cards(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        said = _CARD_SAID.search(text[max(0, match.start() - 30) : match.start()])
        if len(digits) < 13 or not _ISSUER.match(digits):
            continue
        if luhn.is_valid(digits):
            yield Finding(match.start(), match.end(), "card", 1.0 if said else 0.9)
        elif said and len(digits) in (15, 16):
            yield Finding(match.start(), match.end(), "card", 0.7)


def _phones(text: str) -> Iterator[Finding]:
    regions = _REGIONS.get(language_of(text), _ALL)
    told = bool(_PHONES.search(text))
    for match in _NUMBER.finditer(text):
        certainty = _as_phone(match, text[max(0, match.start() - 48) : match.start()], regions, told)
        if certainty:
            yield Finding(match.start(), match.end() - _tail(match.group()), "phone", certainty)


def _tail(written: str) -> int:
    return len(written) - len(written.rstrip(" (-/."))


def _as_phone(match: re.Match[str], before: str, regions: tuple[str, ...], told: bool) -> float:
    """How certainly it is one; 0.0 if it is none."""
    written = match.group()
    digits = sum(map(str.isdigit, written))
    if not _FEWEST <= digits <= _MOST + 2 or _DATE.search(written):
        return 0.0
    if _CALLED.search(before):
        return 0.95
    if written.startswith("+"):
        return 0.95 if _is_number(written, "ZZ", strict=False) else 0.0
    if _AMERICAN.fullmatch(written.strip()):
        return 0.8
    if _NUMBERED.search(before) or _GROUPED.fullmatch(written.strip("() ")):
        return 0.0
    if (
        digits >= _WHOLE
        and _TO_CALL.search(before)
        and any(_is_number(written, each, strict=False) for each in regions)
    ):
        return 0.9
    if not _looks_dialled(written, told):
        return 0.0
    near = _ALL if told else regions
    if not _ZERO_LED.match(written):
        near = (
            tuple(region for region in near if digits == _WITHOUT_ZERO.get(region))
            if _EVEN.fullmatch(written) or (told and written.isdigit())
            else ()
        )
    if any(_is_number(written, region, strict=True) for region in near):
        return 0.8
    return (
        0.6 if _SHAPED.fullmatch(written) and any(_is_number(written, region, strict=False) for region in near) else 0.0
    )


def _looks_dialled(written: str, told: bool) -> bool:
    """Parted like a number to dial: unbroken digits are as often a number of something, unless a telephone is spoken of."""
    return (told or not written.isdigit()) and (written[0] in "(0+" or told or len(re.findall(r"\d+", written)) > 2)


def _is_number(written: str, region: str, *, strict: bool) -> bool:
    try:
        number = phonenumbers.parse(written.replace("(0)", ""), region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) if strict else phonenumbers.is_possible_number(number)
