"""E-mail addresses, IP addresses, and web addresses that tell a secret or a person."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from app.cloud.masking.kinds import Finding

_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w%+][\w.%+'-]{0,63}\s?(?:@|[(\[]\s?(?:at|ät)\s?[)\]])\s?(?:[\w-]{1,63}\s?\.\s?){1,6}[^\W\d_]{2,24}(?![\w-])",
    re.IGNORECASE,
)
"""Also as scanned ('a @ b . de') and as disguised ('a (at) b.de')."""
_SPACED = re.compile(r"\s")
_PLAIN_EMAIL = re.compile(r"[\w%+][\w.%+'-]{0,63}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}")
_IP4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?=[0-9a-f]{0,4}:)[0-9a-f:]{6,39}(?![\w:])", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:version|vers\.?|ver\.?|firmware|build|release|chapter|section|clause|kapitel|abschnitt|ziffer|chapitre|article|capítulo|"
    r"apartado|capitolo|paragrafo|versión|versione|cap\.|art\.|no\.|nr\.|§|\bv)\s{0,2}$",
    re.IGNORECASE,
)
"""Before four numbers with dots that are no address."""
_URL = re.compile(r"(?:\b(?:https?|ftp|wss?|ssh|git|sftp)://|(?<![\w/.:])/(?=[\w./%-]{0,200}\?))[^\s<>\"'|]{1,2000}")
_TELLING = re.compile(
    r"token|key|cle|clé|clave|chiave|pwd|pass|secret|sess|sid|sig|auth|code|user|usr|uid|email|mail|login|name|account|ticket|jwt",
    re.IGNORECASE,
)
_PERSONAL_PATH = re.compile(
    r"/(?:u|user|users|profile|profiles|member|members|~[\w.-]+|people|account|accounts|home)/[\w.%@-]+", re.IGNORECASE
)
_RANDOM = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w-]{20,}")
_CLOSING = ".,;:!?)]}"


def found_on_the_web(text: str) -> Iterator[Finding]:
    yield from _emails(text)
    yield from _addresses(text)
    yield from _urls(text)


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        plain = _PLAIN_EMAIL.match(text, match.start())
        spaced = _SPACED.search(match.group())
        if plain and spaced:
            match = plain
        yield Finding(match.start(), match.end(), "email", 0.8 if spaced and not plain else 1.0)


def _addresses(text: str) -> Iterator[Finding]:
    for pattern in (_IP4, _IP6):
        for match in pattern.finditer(text):
            start, end = match.span()
            if _is_address(match.group()) and not _COUNTED.search(text[max(0, start - 14) : start]):
                yield Finding(start, end, "ip", 0.95)


def _is_address(written: str) -> bool:
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def _urls(text: str) -> Iterator[Finding]:
    for match in _URL.finditer(text):
        written = match.group().rstrip(_CLOSING)
        if _tells(written):
            yield Finding(match.start(), match.start() + len(written), "url", 1.0)


def _tells(url: str) -> bool:
    """Whether there is a user, a key or a person in it. One that cannot be read is taken for telling."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    asked = parse_qsl(parts.query, keep_blank_values=True)
    return bool(
        "@" in parts.netloc
        or any(_TELLING.search(key) or _RANDOM.fullmatch(value) or "@" in value for key, value in asked)
        or _PERSONAL_PATH.search(parts.path)
        or "@" in parts.path
        or any(_RANDOM.fullmatch(piece) for piece in [*parts.path.split("/"), parts.fragment])
    )
