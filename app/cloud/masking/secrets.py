"""Secrets by their shape: keys with a known beginning, private keys, bearer tokens, and what stands after 'password:'.

The beginnings are those that the issuers publish so that leaked keys can be found (GitHub's, GitLab's, Slack's, AWS's,
Google's, Stripe's, OpenAI's and Anthropic's documentation).
"""

import re
from collections.abc import Iterator

from app.cloud.masking.kinds import Finding

_KNOWN = re.compile(
    r"(?<![\w-])(?:sk-(?:proj-|ant-|live-|svcacct-)?[\w-]{16,200}|gh[oprsu]_\w{30,255}|github_pat_\w{22,255}|glpat-[\w-]{18,64}"
    r"|xox[abeoprs]-[\w-]{10,255}|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,255}|hf_\w{20,64}|npm_\w{30,64}"
    r"|pypi-[\w-]{40,255}|SG\.[\w-]{16,32}\.[\w-]{16,64}|(?:sk|rk|pk|whsec)_(?:live|test)_\w{16,128}|whsec_\w{20,128}"
    r"|dop_v1_\w{60,70}|shpat_\w{30,40}|eyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{4,1000})?)(?![\w-])"
)
_BLOCK = re.compile(
    r"(?<=-----BEGIN)(?: [A-Z0-9]{1,12}){0,4} PRIVATE KEY(?: BLOCK)?-----\s*([A-Za-z0-9+/=\s:,.-]{16,8000}?)\s*(?=-----END|\Z)"
)
_BEARER = re.compile(r"\b(?:bearer|basic)\s+([\w.~+/=-]{16,4000})", re.IGNORECASE)
_LABEL = (
    r"(?:pass ?word|pass ?phrase|passwd|passcode|pwd|pin(?:[ -]?code)?|kennwort|passwort|zugangscode|mot de passe|mdp|code secret|contraseña"
    r"|clave(?: de acceso)?|parola d['’]ordine|parola chiave|senha|wachtwoord|hasło|(?:api|access|secret|private|auth|account)[ _-]?(?:access[ _-]?)?(?:key|token)"
    r"|client[ _-]?secret|secret|token|api[ _-]?schlüssel)"
)
_TOLD = re.compile(
    rf"(?<![^\W_])(?:[A-Za-z0-9]{{1,32}}_){{0,4}}{_LABEL}\s{{0,3}}(?:[:=]|\bis\b|\bist\b|\blautet\b|\best\b)\s{{0,3}}[\"'“„«]?([^\s\"'“”„«»|]{{4,256}})",
    re.IGNORECASE,
)
_MIXED = re.compile(r"(?=\S*[^\W\d_])(?=\S*[\d!#$%&*+?@^~_])|\d{4,}")
"""Not a word as in 'password: required'."""


def found_secrets(text: str) -> Iterator[Finding]:
    for match in _KNOWN.finditer(text):
        yield Finding(match.start(), match.end(), "secret", 1.0)
    for pattern in (_BLOCK, _BEARER):
        for match in pattern.finditer(text):
            yield Finding(match.start(1), match.end(1), "secret", 1.0)
    for match in _TOLD.finditer(text):
        value = match.group(1).rstrip(".,;)]}")
        if len(value) > 3 and _MIXED.match(value):
            yield Finding(match.start(1), match.start(1) + len(value), "secret", 0.9)
