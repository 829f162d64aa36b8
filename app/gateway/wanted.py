"""What is asked of a web server, and whether what it answers is that: the rest of this file and of no other."""

import re

import httpx

from app.gateway.failed import Interrupted, SourceFailed
from app.gateway.partial import Partial

_OTHER_LENGTH = "its file has another length than the one that was expected"
_PAGE = "a web page comes instead of the file"
_OTHER_FILE = "its file is not the one that was expected (its checksum differs)"


class Wanted:
    """The first gap of a file. `address` is what the server's ETag is remembered by."""

    def __init__(self, partial: Partial, address: str) -> None:
        self._partial = partial
        self._address = address
        self._start, self._end = partial.gap
        self._etag = partial.journal.etag(address)

    @property
    def headers(self) -> dict[str, str]:
        """If-Range: a server whose file has changed sends all of it instead of a rest that does not fit."""
        total = self._partial.file.bytes
        if self._start == 0 and self._end == total:
            return {}
        last = "" if self._end == total else str(self._end - 1)
        asked = {"Range": f"bytes={self._start}-{last}"}
        return {**asked, "If-Range": self._etag} if self._etag else asked

    def look(self, answer: httpx.Response) -> None:
        """The model hub tells size and SHA-256 of a large file with its first answer, which leads to where the bytes are."""
        size, digest = answer.headers.get("x-linked-size"), answer.headers.get("x-linked-etag", "").strip('W/"')
        if size is not None and size != str(self._partial.file.bytes):
            raise SourceFailed(_OTHER_LENGTH, "changed")
        if re.fullmatch(r"[0-9a-f]{64}", digest) and digest != self._partial.file.sha256:
            raise SourceFailed(_OTHER_FILE, "changed")

    def beginning(self, answer: httpx.Response) -> int | None:
        """Where its content belongs; None where the file there has changed since it was begun, so that all begins anew.

        Raises SourceFailed for an answer that is not the file's, Interrupted for one that may be later.
        """
        _require_success(answer.status_code)
        if answer.headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml")):
            raise SourceFailed(_PAGE, "login_page")
        partly = answer.status_code == httpx.codes.PARTIAL_CONTENT
        _require_length(answer, partly, self._start, self._partial.file.bytes)
        if self._has_changed(answer):
            self._partial.drop("The file there has changed since the download began; it begins anew.")
            if partly:
                return None
        return self._start if partly else 0

    def _has_changed(self, answer: httpx.Response) -> bool:
        """Remembers the ETag. A weak one says nothing about bytes."""
        etag = answer.headers.get("etag", "")
        if not etag.startswith('"'):
            return False
        changed = self._etag is not None and self._etag != etag and not self._partial.is_listed
        if self._etag != etag:
            self._partial.journal.record_etag(self._address, etag)
        return changed


def _require_success(status: int) -> None:
    if status in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        return
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        raise Interrupted(f"it is too busy ({status})")
    if status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED:
        raise SourceFailed(_PAGE, "login_page")
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        raise Interrupted(f"it answers {status}")
    if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise SourceFailed(f"the file is not there ({status})", "changed")
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise SourceFailed(_OTHER_LENGTH, "changed")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.UNAVAILABLE_FOR_LEGAL_REASONS):
        raise SourceFailed(f"it does not give the file out ({status})", "blocked")
    raise SourceFailed(f"it answers {status}")


def _require_length(answer: httpx.Response, partly: bool, start: int, total: int) -> None:
    """A part may be shorter than asked for; the rest is then asked for again."""
    if partly:
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", answer.headers.get("content-range", ""))
        fits = found is not None and int(found[1]) == start and found[3] in (str(total), "*")
    else:
        fits = answer.headers.get("content-length", str(total)) == str(total)
    if not fits:
        raise SourceFailed(_OTHER_LENGTH, "changed")
