"""What a provider says instead of an answer, in our words where there are any, else in its own: as plain text, short, and without
anything of the key."""

import email.utils
import json
import re
import time
from collections.abc import Iterator, Mapping

import httpx

from app.errors import UserFixable
from app.gateway.cloud.dialects import shown
from app.gateway.cloud.letter import Letter
from app.words import Cause

BUSY = frozenset({429, 503, 529})
"""Statuses after which the same may be asked again; 529 is Anthropic's for too many at once."""

_WORDS = 300
"""Characters of a provider's own words."""
_PIECE = 6
"""Characters in a row that a word has in common with the key before it is left out."""

_OF_THE_KEY = re.compile(r"authentication|invalid_api_key|permission_error|unauthorized")
_OF_THE_PLAN = re.compile(r"insufficient_quota|billing|credit")
_OF_THE_MOMENT = re.compile(r"overloaded|rate_limit|server_error|api_error|timeout|unavailable")
"""Names of errors in the dialects' references, where no status tells."""


def of_status(answer: httpx.Response, content: bytes, letter: Letter, key: str) -> UserFixable:
    """For an answer that is none. `content` is what it has, or its beginning."""
    status, error = answer.status_code, _error_in(content)
    if answer.is_redirect or answer.headers.get("content-type", "").lower().startswith(
        ("text/html", "application/xhtml")
    ):
        return of_page(answer, letter)
    if status == 401:
        return letter.failure("it refuses this one (401)", "cloud_key")
    if status == 407 or status == 511:
        return letter.failure(
            f"it answers {status}", "cloud_network", "proxy_password" if status == 407 else "login_page"
        )
    said = words_of(error, key)
    if status == 403:
        return letter.failure(
            f"it refuses this one (403): ‘{said}’" if said else "it refuses this one (403)", "cloud_key"
        )
    if status in BUSY and not _OF_THE_PLAN.search(_names(error)):
        return letter.failure(f"it is too busy ({status})", "cloud_busy")
    if status >= 500:
        return letter.failure(f"it answers {status}: ‘{said}’" if said else f"it answers {status}", "cloud_busy")
    return letter.failure(f"‘{said}’ ({status})" if said else f"it answers {status}", "cloud_refused")


def of_page(answer: httpx.Response, letter: Letter) -> UserFixable:
    """A web page, or the way to another address: a network that wants somebody to sign in, or a mistaken address."""
    if not answer.is_redirect:
        return letter.failure("a web page comes instead of an answer", "cloud_network", "login_page")
    elsewhere = answer.url.join(answer.headers.get("location", "")).host != answer.url.host
    cause: Cause = "login_page" if elsewhere else "changed"
    return letter.failure("it leads to another address, which is not followed", "cloud_network", cause)


def of_complaint(error: object, letter: Letter, key: str) -> UserFixable:
    """For what a stream said before any word of an answer."""
    names, said = _names(error), words_of(error, key)
    if _OF_THE_KEY.search(names):
        return letter.failure("it refuses this one", "cloud_key")
    told = f"‘{said}’" if said else "it gives no reason"
    busy = _OF_THE_MOMENT.search(names) and not _OF_THE_PLAN.search(names)
    return letter.failure(told, "cloud_busy" if busy else "cloud_refused")


def words_of(error: object, key: str) -> str:
    """The provider's own words about it; empty where there are none."""
    match error:
        case str(text) | {"message": str(text)} | {"error": str(text)} | {"detail": str(text)}:
            return _plain(text, key)
    return ""


def wait_asked(answer: httpx.Response) -> float | None:
    """Seconds that the server wants to be left alone; None where it does not say."""
    asked = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", asked):
        return float(asked)
    try:
        return max(email.utils.parsedate_to_datetime(asked).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError, OSError):  # the last: Windows' answer to a time before 1970
        return None


def _plain(text: str, key: str) -> str:
    words = ["…" if _has_part(word, key) else word for word in shown(text).split()]
    said = " ".join(words)
    return said.rstrip(".") if len(said) <= _WORDS else said[:_WORDS] + "…"


def _has_part(word: str, key: str) -> bool:
    """Whether anything of the key stands in it; providers like to show its beginning and its end."""
    return any(key[at : at + _PIECE] in word for at in range(len(key) - _PIECE + 1))


def _error_in(content: bytes) -> object:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return told.get("error") or told if isinstance(told, dict) else None


def _names(error: object) -> str:
    """The words by which programs know an error."""
    return " ".join(_strings(error)).lower() if isinstance(error, Mapping) else ""


def _strings(error: Mapping[str, object]) -> Iterator[str]:
    for name in ("type", "code", "status"):
        value = error.get(name)
        if isinstance(value, int):
            yield {401: "authentication", 403: "permission_error", 429: "rate_limit"}.get(
                value, "server_error" if value >= 500 else ""
            )
        elif isinstance(value, str):
            yield value
