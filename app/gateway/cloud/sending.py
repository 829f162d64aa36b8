"""The way of a letter: one connection to one address, the approved bytes and the documented headers, and the answer's words as they come.

It is sent once. Only where no connection came about, or the server itself says that it takes nothing now, is it tried again.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path

import httpx

from app.errors import UserFixable
from app.gateway import asking, faults, roads
from app.gateway.asking import Connection, TooLate, TooMuch, Trace
from app.gateway.cloud import trouble
from app.gateway.cloud.dialects import DIALECTS, Complaint, Dialect, Outcome, Reading
from app.gateway.cloud.events import Events, Garbled
from app.gateway.cloud.letter import Letter
from app.gateway.failed import Interrupted, SourceFailed
from app.gateway.proxies import Proxies
from app.gateway.roads import CONNECT_SECONDS
from app.stop import Stop

SILENCE_SECONDS = 300.0
"""Seconds without a byte: models that think for minutes send none meanwhile."""
LONGEST = 1800.0
"""Seconds for a whole answer; at ten words a second, the slowest of large models, 18,000 words."""
ANSWER_LIMIT = 64 * 2**20
"""Bytes of a whole answer with all that is around its words: 128,000 tokens at some 400 bytes each."""

_TRIES = 3
_LONGEST_WAIT = 20.0
"""Seconds that a server may ask to be left alone before the user is told instead."""
_COMPLAINT_LIMIT = 2**16
_COMPLAINT_SECONDS = 10.0
"""Bytes of what comes instead of an answer, and seconds that it is waited for."""

OnText = Callable[[str], None]
OnNote = Callable[[str], None]


class Later(Exception):
    """The same may be sent again: nothing was taken. `after`: seconds, None where nobody said. `error` is what to say if it is not."""

    def __init__(self, error: UserFixable, after: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.after = after


class Sending:
    """`pause` is the wait in seconds before the second try, twice as long before the third. `longest`: seconds for a whole answer.
    `authority`: a certificate that is trusted beside the system's, for tests."""

    def __init__(
        self,
        *,
        proxies: Proxies | None = None,
        authority: Path | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
        longest: float = LONGEST,
        limit: int = ANSWER_LIMIT,
        pause: float = 1.0,
    ) -> None:
        self._proxies = proxies or Proxies()
        self._authority = authority
        self._connect_seconds = connect_seconds
        self._silence_seconds = silence_seconds
        self._longest = longest
        self._limit = limit
        self._pause = pause

    def send(self, letter: Letter, key: str, *, on_text: OnText, on_note: OnNote, stop: Stop) -> Outcome:
        """Raises UserFixable, Stopped. What came before either was given to `on_text`."""
        with ExitStack() as closing:
            client = closing.enter_context(self._client())
            tries = 0
            while True:
                try:
                    return self._try(client, letter, key, on_text=on_text, stop=stop)
                except Later as later:
                    tries += 1
                    wait = self._pause * 2 ** (tries - 1) if later.after is None else later.after
                    if tries == _TRIES or wait > _LONGEST_WAIT:
                        raise later.error from later
                    on_note(f"{later.error.values['reason']}; it is tried again in {wait:.0f} seconds")
                    stop.wait(wait)
                    stop.check()

    def _client(self) -> httpx.Client:
        return roads.client(
            self._proxies, self._authority, connect_seconds=self._connect_seconds, read_seconds=self._silence_seconds
        )

    def _try(self, client: httpx.Client, letter: Letter, key: str, *, on_text: OnText, stop: Stop) -> Outcome:
        dialect = DIALECTS[letter.dialect]
        url = httpx.URL(letter.address.rstrip("/") + dialect.path)
        asked = asking.response(
            _posting(client, url, letter, dialect.headers(key)),
            connect_seconds=self._connect_seconds,
            stop=stop,
            seconds=self._longest,
            on_connected=_stay_here if letter.must_stay_here else None,
            once=True,
        )
        try:
            with asked as answer:
                self._require_answer(answer, letter, key, stop)
                return self._read(answer, letter, key, on_text=on_text, dialect=dialect, stop=stop)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._unanswered(error, letter) from error
        except TimeoutError as error:
            failed = faults.unreachable(self._proxies.to(url), self._proxies)
            raise Later(letter.failure(str(failed), "cloud_network", failed.cause)) from error
        except TooLate as error:
            raise letter.failure("it stopped answering") from error
        except SourceFailed as error:
            raise letter.failure(str(error), "cloud_network", error.cause) from error

    def _unanswered(self, error: httpx.TransportError | httpx.InvalidURL, letter: Letter) -> Exception:
        failed = faults.reason_of(error, self._proxies)
        told = letter.failure(str(failed), "cloud_network", failed.cause)
        never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)
        return Later(told) if never_sent and isinstance(failed, Interrupted) else told

    def _require_answer(self, answer: httpx.Response, letter: Letter, key: str, stop: Stop) -> None:
        kind = answer.headers.get("content-type", "").lower()
        if answer.status_code == httpx.codes.OK and not kind.startswith(("text/html", "application/xhtml")):
            return
        content = b"" if answer.is_redirect else _beginning(answer, stop)
        if answer.status_code == httpx.codes.OK:
            raise trouble.of_page(answer, letter)
        error = trouble.of_status(answer, content, letter, key)
        if answer.status_code in trouble.BUSY and error.kind == "cloud_busy":
            raise Later(error, trouble.wait_asked(answer))
        raise error

    def _read(
        self, answer: httpx.Response, letter: Letter, key: str, *, on_text: OnText, dialect: Dialect, stop: Stop
    ) -> Outcome:
        """All of the stream. Raises UserFixable `cloud_broken` for one that is not whole."""
        reading, said = dialect.reading(), _Said(on_text)
        try:
            self._follow(answer, reading, said, stop)
        except Complaint as complaint:
            raise _complained(complaint.error, letter, key, said.any) from complaint
        except (httpx.TransportError, TooLate, TooMuch, Garbled) as error:
            if not reading.outcome.complete:
                raise letter.failure(_why_broken(error), "cloud_broken") from error
        if not reading.outcome.complete:
            raise letter.failure(
                "the connection broke off" if said.any else "what it sends is no answer", "cloud_broken"
            )
        return reading.outcome

    def _follow(self, answer: httpx.Response, reading: Reading, said: "_Said", stop: Stop) -> None:
        if answer.headers.get("content-encoding", "identity") != "identity":  # which nobody asked for
            raise Garbled
        events = Events()
        for block in asking.blocks(answer, limit=self._limit, seconds=self._longest, stop=stop):
            for data in events.put(block):
                said.put(reading.take(data))
                if reading.outcome.over:
                    return
        for data in events.end():
            said.put(reading.take(data))


class _Said:
    """Hands the words on, and knows whether there were any."""

    def __init__(self, on_text: OnText) -> None:
        self.any = False
        self._on_text = on_text

    def put(self, text: str) -> None:
        if text:
            self.any = True
            self._on_text(text)


def _posting(client: httpx.Client, url: httpx.URL, letter: Letter, of_dialect: Mapping[str, str]) -> asking.Ask:
    """The request: these headers, and no others."""
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Connection": "close"}

    def ask(trace: Trace) -> httpx.Response:
        request = client.build_request(
            "POST", url, content=letter.body, headers={**headers, **of_dialect}, extensions={"trace": trace}
        )
        return client.send(request, stream=True, auth=None)

    return ask


def _stay_here(connection: Connection) -> None:
    """A name may lead anywhere: what goes without encryption goes only where this machine itself answers."""
    there = connection.get_extra_info("server_addr")[0]
    if not ip_address(there.partition("%")[0]).is_loopback:
        raise SourceFailed("its address is not encrypted", "blocked")


def _beginning(answer: httpx.Response, stop: Stop) -> bytes:
    """Of what comes instead of an answer, as far as it comes."""
    content = b""
    try:
        for block in asking.blocks(answer, limit=_COMPLAINT_LIMIT, seconds=_COMPLAINT_SECONDS, stop=stop):
            content += block
    except (httpx.TransportError, TooLate, TooMuch):
        pass
    return content


def _complained(error: object, letter: Letter, key: str, begun: bool) -> UserFixable:
    if not begun:
        return trouble.of_complaint(error, letter, key)
    said = trouble.words_of(error, key)
    return letter.failure(f"it broke off: ‘{said}’" if said else "the connection broke off", "cloud_broken")


def _why_broken(error: Exception) -> str:
    if isinstance(error, TooMuch):
        return "it sends more than an answer has"
    if isinstance(error, Garbled):
        return "what it sends is no answer"
    if isinstance(error, TooLate):
        return "it did not come to an end in time"
    return "it stopped answering" if isinstance(error, httpx.TimeoutException) else "the connection broke off"
