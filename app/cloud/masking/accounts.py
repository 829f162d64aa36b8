"""Bank accounts: IBAN (ISO 13616: mod 97), national numbers with check digits, and what a label calls one.

Check digits: Poland's 26 digits are an IBAN without its country, Spain's 20 (CCC) and Belgium's 12 have their own (mod 11 and mod
97), as the national banks publish them. Without one, a number is an account, or a bank's code, only right behind a word that
says so, and only of the length that such a number has; an amount behind such a word is none.
"""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.es import ccc

from app.cloud.masking.kinds import Finding

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d ?\d(?:[  -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_BANK = re.compile(r"iban|konto|account|compte|cuenta|conto|rekening|rachun", re.IGNORECASE)
_POLISH = re.compile(r"(?<![\w.,/-])\d\d(?: ?\d{4}){6}(?![\w/-])")
_SPANISH = re.compile(r"(?<![\w.,/-])\d{4}[ -]?\d{4}[ -]?\d\d[ -]?\d{10}(?![\w/-])")
_BELGIAN = re.compile(r"(?<![\w.,/-])(\d{3})-(\d{7})-(\d\d)(?![\w/-])")
_LINK = r"(?:[ ]?(?:n[o°º]|no|nr|num|núm|numm?er|number|numéro|número|numero|is|ist|est|es|è|bancaria|corriente|corrente|bancaire)\b\.?|[ ]?n\.?[°º]|[ ]?[:#=.)]){0,4}[ ]{0,2}"
_ACCOUNT = re.compile(
    r"(?<![^\W_])(?:(?:bank[ ])?account|acct\b\.?|a/c|(?:bank|giro)?konto(?:[ -]?(?:nummer|nr\.?|num))?|kto\b\.?(?:-?nr\.?)?|(?:numéro|n°|no)[ ]de[ ]compte|compte(?:[ ]bancaire)?|cuenta|cta\b\.?|c/c|conto|rekening(?:nummer)?|rek\b\.?|nr[ ]konta"
    rf"|numer[ ]konta|konta|rachun(?:ek|ku)){_LINK}(?P<value>\d(?:[ -]?\d){{5,25}})(?![\w/-]|[.,]\d)(?![ ]?(?:€|\$|£|%|EUR|USD|GBP|CHF|PLN|euros?\b|zł))",
    re.IGNORECASE,
)
_CODES = tuple(
    re.compile(rf"(?<![^\W_])(?:{label}){_LINK}(?P<value>{shape})(?![\w/-]|[.,]\d)", re.IGNORECASE)
    for label, shape in (
        (r"sort[ -]?code|s/c", r"\d\d[ -]?\d\d[ -]?\d\d"),
        (r"blz|bankleitzahl", r"\d{3}[ ]?\d{3}[ ]?\d\d"),
        (r"(?:aba[ ]?)?routing(?:[ ]transit)?|aba|rtn", r"\d{9}|\d{4}[ -]\d{4}[ -]\d"),
        (r"code[ ](?:banque|guichet|établissement)|abi|cab", r"\d{5}"),
        (r"clé(?:[ ]rib)?", r"\d\d"),
        (r"bsb", r"\d{3}[ -]?\d{3}"),
    )
)
"""Codes of banks and branches: United Kingdom, Germany, United States, France and Italy, the check of a French account, Australia."""

_SPOKEN_OF = re.compile(
    r"acc|a/c|kont|kto|compte|cuenta|cta|c/c|rek|rachun|sort|s/c|blz|bankl|routing|aba|rtn|code|abi|cab|clé|bsb",
    re.IGNORECASE,
)
"""What one of these words begins with: most texts have none, and are not gone through ten times."""


def found_accounts(text: str) -> Iterator[Finding]:
    yield from _international(text)
    for match in _POLISH.finditer(text):
        if iban.is_valid("PL" + match.group(), check_country=False):
            yield Finding(match.start(), match.end(), "iban", 1.0)
    for match in _SPANISH.finditer(text):
        if ccc.is_valid(match.group()):
            yield Finding(match.start(), match.end(), "iban", 1.0)
    for match in _BELGIAN.finditer(text):
        if int(match[1] + match[2]) % 97 == int(match[3]) % 97:
            yield Finding(match.start(), match.end(), "iban", 0.9)
    for pattern in (_ACCOUNT, *_CODES) if _SPOKEN_OF.search(text) else ():
        for match in pattern.finditer(text):
            yield Finding(match.start("value"), match.end("value"), "iban", 0.96)


def _international(text: str) -> Iterator[Finding]:
    for match in _IBAN.finditer(text):
        start, written = match.start(), match.group()
        ends = [at for at in range(len(written), 15, -1) if at == len(written) or not written[at].isalnum()]
        end = next((at for at in ends if iban.is_valid(written[:at], check_country=False)), None)
        if end is not None:
            yield Finding(start, start + end, "iban", 1.0)
        elif _BANK.search(text[max(0, start - 20) : start]):
            yield Finding(start, match.end(), "iban", 0.7)
