"""What leaves, and what comes back, with a provider on this machine that answers as it is told. What reached it is looked at after every
test (conftest.py)."""

import datetime
import hashlib
import ipaddress
import json
from pathlib import Path
from typing import Any

import pytest

from app.gateway.cloud import sending
from app.gateway.proxies import Settings
from app.host.policy import Policy
from tests.gateway.cloud.conftest import Desk
from tests.gateway.cloud.provider import (
    KEY,
    Step,
    answer,
    chunk,
    endlessly,
    events,
    head,
    messages,
    providing,
    refusal,
    reset,
    until_left,
)  # fmt: skip
from tests.gateway.conftest import Authority
from tests.gateway.proxy import proxying


@pytest.mark.parametrize(("dialect", "made"), [("openai", answer), ("anthropic", messages)])
@pytest.mark.parametrize("key", [KEY, ""])
def test_an_answer_comes_as_it_is_written(desk: Desk, dialect: str, made: Any, key: str) -> None:
    desk.provider.answers = [made("The tenant ", "pays. ", "🐦")]
    sent = desk.send(dialect=dialect, key=key)
    assert sent.status == 0 and sent.text == "The tenant pays. 🐦"
    assert [message["text"] for message in sent.heard.messages if "text" in message] == ["The tenant ", "pays. ", "🐦"]
    finish = "end_turn" if dialect == "anthropic" else "stop"
    tokens = {"prompt": 42, "generated": 7}
    assert sent.done == {"model": "wren-large", "ended": True, "finish": finish, "tokens": tokens}
    assert len(desk.provider.seen) == 1


def test_over_https_with_the_systems_certificates(secure: Desk) -> None:
    secure.provider.answers = [answer("Yes.")]
    assert secure.send().text == "Yes." and len(secure.provider.seen) == 1


def test_through_the_machines_proxy(secure: Desk) -> None:
    secure.provider.answers = [answer("Yes.")]
    with proxying(secure.provider.port) as proxy:
        secure.proxies = proxy.settings()
        assert secure.send(address="https://api.example/v1").text == "Yes."
    assert proxy.asked == ["CONNECT api.example:443"]


def test_a_slash_at_the_end_of_the_address_is_one(desk: Desk) -> None:
    desk.provider.answers = [answer("Yes.")]
    assert desk.send(address=desk.provider.address + "/").text == "Yes."


def test_the_name_of_this_machine_is_this_machine(desk: Desk) -> None:
    desk.provider.answers = [answer("Yes.")]
    desk.proxies = Settings({"http": "http://127.0.0.1:1"})
    assert desk.send(address=f"http://localhost:{desk.provider.port}/v1").text == "Yes."


# What is not as it was approved: nothing is reached at all.


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"digest": "0" * 64}, "consent"),
        ({"digest": ""}, "consent"),
        ({"body": '{"model": "wren-large", "messages": ["another"]}'}, "consent"),
        ({"model": "wren-huge"}, "consent"),
        ({"body": "\ud800"}, "consent"),
    ],
)
def test_what_was_not_approved_is_not_sent(desk: Desk, changes: dict[str, Any], kind: str) -> None:
    sent = desk.send(**changes)
    assert sent.status == 4 and sent.error.kind == kind
    assert desk.provider.connections == 0


@pytest.mark.parametrize(
    "body",
    [
        '{"model": "other", "messages": []}',
        '{"model": "other", "model": "wren-large"}',
        "{}",
        "[]",
        "wren-large",
        '{"model": ["wren-large"]}',
    ],
)
def test_a_body_that_does_not_name_the_model_is_not_sent(desk: Desk, body: str) -> None:
    sent = desk.send(body=body, digest=hashlib.sha256(body.encode()).hexdigest())
    assert sent.status == 4 and sent.error.kind == "consent" and "another model" in sent.error.message
    assert desk.provider.connections == 0


@pytest.mark.parametrize(
    "text",
    [
        "network = false",
        "cloud = false",
        'cloud_addresses = ["https://api.example/v1"]',
        'cloud_models = ["wren-small"]',
        "cloud = 3",
        "cloud_models = []",
    ],
)
def test_a_policy_is_asked_before_anything_is_reached(desk: Desk, tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    desk.policy = Policy.load(path)
    sent = desk.send()
    assert sent.status == 4 and sent.error.kind == "policy" and desk.provider.connections == 0


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1/v1", "http://api.example/v1", "http://localhost.example:{port}/v1"]
)
def test_without_encryption_nothing_leaves_this_machine(desk: Desk, address: str) -> None:
    sent = desk.send(address=address.format(port=desk.provider.port))
    assert sent.status == 3 and "not encrypted" in sent.error.message and "https" in sent.error.hint
    assert desk.provider.connections == 0


def test_a_name_that_only_says_that_it_is_this_machine_gets_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever answers for it, the connection itself is looked at."""
    elsewhere = ipaddress.IPv4Address("192.0.2.1")
    monkeypatch.setattr(sending, "ip_address", lambda _: elsewhere)
    desk.provider.answers = [answer("Yes.")]
    sent = desk.send(address=f"http://localhost:{desk.provider.port}/v1")
    assert "not encrypted" in sent.error.message and desk.provider.seen == []


@pytest.mark.parametrize(
    "address",
    ["", "api.example", "ftp://127.0.0.1/v1", "http://user:secret@127.0.0.1:{port}/v1", "http://127.0.0.1:{port}/v1?x=1", "http://127.0.0.1:{port}/v1#x",
     "http://[::1/v1", "http://127.0.0.1:99999/v1", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_none(desk: Desk, address: str) -> None:
    sent = desk.send(address=address.format(port=desk.provider.port))
    assert sent.status == 3 and sent.error.kind == "cloud_network" and desk.provider.connections == 0


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ümlaut", "x" * 5000])
def test_a_key_that_no_header_can_hold(desk: Desk, key: str) -> None:
    sent = desk.send(key=key)
    assert sent.status == 3 and sent.error.kind == "cloud_key" and desk.provider.connections == 0
    assert key not in json.dumps(sent.heard.messages, ensure_ascii=False)


# What goes wrong.


@pytest.mark.parametrize(
    ("steps", "kind", "said"),
    [
        (refusal("401 Unauthorized", {"error": {"message": f"Incorrect API key provided: {KEY[:9]}****{KEY[-4:]}."}}), "cloud_key", "(401)"),
        (refusal("403 Forbidden", {"error": {"message": f"Not for {KEY} in your country."}}), "cloud_key", "Not for … in your country"),
        (refusal("400 Bad Request", {"error": {"message": "max_tokens is \x1b[31mtoo large. "}}), "cloud_refused", "max_tokens is [31mtoo large’ (400)"),
        (refusal("404 Not Found", {"detail": "Not Found"}), "cloud_refused", "‘Not Found’ (404)"),
        (refusal("422 Unprocessable", {"detail": [{"loc": "body"}]}), "cloud_refused", "it answers 422"),
        (refusal("413 Too Large", {"error": "x" * 5000}), "cloud_refused", "x" * 300 + "…"),
        (refusal("429 Too Many", {"error": {"type": "insufficient_quota", "message": "Buy more."}}), "cloud_refused", "Buy more"),
        (refusal("500 Internal", {"error": {"message": KEY}}), "cloud_busy", "500"),
        (refusal("429 Too Many", Retry_After="3600"), "cloud_busy", "too busy (429)"),
        (refusal("503 Busy", Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"), "cloud_busy", "too busy (503)"),
        ([head("200 OK", "text/html; charset=utf-8") + b"<html>Sign in</html>"], "cloud_network", "a web page comes"),
        ([head("403 Forbidden", "text/html") + b"<html>Blocked</html>"], "cloud_network", "a web page comes"),
        ([head("511 Network Authentication Required", "text/plain")], "cloud_network", "511"),
        ([head("302 Found", Location="/v2/chat/completions")], "cloud_network", "leads to another address"),
        ([head("307 Moved", Location="https://elsewhere.example/v1")], "cloud_network", "leads to another address"),
        ([head("308 Moved", Location="http://192.0.2.1/v1")], "cloud_network", "leads to another address"),
        ([head("307 Moved", Location="http://[::")], "cloud_network", "the connection broke off"),
        ([head(), b"\xff\xfe\x00garbage" * 100], "cloud_broken", "no answer"),
        ([head(), events("not json")], "cloud_broken", "no answer"),
        ([head()], "cloud_broken", "no answer"),
        ([head("200 OK", "application/json"), b'{"choices": [{"message": {"content": "Yes."}}]}'], "cloud_broken", "no answer"),
        ([head(Content_Encoding="gzip"), b"\x1f\x8b"], "cloud_broken", "no answer"),
        ([head(), events({"error": {"message": "Overloaded", "type": "overloaded_error"}})], "cloud_busy", "‘Overloaded’"),
        ([head(), events({"error": {"message": KEY, "type": "invalid_request_error"}})], "cloud_refused", "‘…’"),
        ([head(), events({"error": {"type": "authentication_error"}})], "cloud_key", "it refuses this one"),
        ([reset], "cloud_network", "the connection broke off"),
        ([b"HTTP/1.1 200 OK\r\nX-Bomb: " + b"x" * 200_000 + b"\r\n\r\n"], "cloud_network", "the connection broke off"),
        ([b"SSH-2.0-OpenSSH_9.2\r\n"], "cloud_network", "the connection broke off"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_and_not_asked_for_again(desk: Desk, steps: list[Step], kind: str, said: str) -> None:
    desk.provider.answers = [steps]
    sent = desk.send()
    assert sent.status == 3 and sent.text == ""
    assert (sent.error.kind, said in sent.error.message) == (kind, True), sent.error.message
    assert sent.error.message.endswith(".") and "…" not in sent.error.hint
    assert len(desk.provider.seen) == 1


def test_a_status_that_passes_is_asked_again_as_often_as_that(desk: Desk) -> None:
    desk.provider.answers = [refusal("503 Busy"), refusal("429 Too Many", Retry_After="0"), answer("Yes.")]
    sent = desk.send()
    assert sent.text == "Yes." and len(desk.provider.seen) == 3
    assert [note.partition(";")[0] for note in sent.heard.notes] == ["it is too busy (503)", "it is too busy (429)"]


def test_after_three_times_it_is_told(desk: Desk) -> None:
    desk.provider.answers = [refusal("529 Overloaded")] * 4
    sent = desk.send()
    assert sent.error.kind == "cloud_busy" and len(desk.provider.seen) == 3


def test_what_cannot_be_reached_is_tried_again_and_told(desk: Desk) -> None:
    sent = desk.send(address="http://127.0.0.1:1/v1")
    assert sent.status == 3 and "cannot be reached" in sent.error.message and "proxy" in sent.error.hint
    assert len(sent.heard.notes) == 2


BROKEN: list[tuple[list[Step], str]] = [
    ([head() + events(chunk("The tenant "))], "broke off"),
    ([head() + events(chunk("The tenant ")), reset], "broke off"),
    ([head(Content_Length="900") + events(chunk("The tenant "))], "broke off"),
    ([head() + events(chunk("The tenant "), "garbage")], "no answer"),
    ([head() + events(chunk("The tenant ")) + b'data: {"choices": [{"ind'], "no answer"),
    (
        [head() + events(chunk("The tenant "), {"error": {"message": f"Out of memory for {KEY}."}})],
        "it broke off: ‘Out of memory for …’",
    ),
]


@pytest.mark.parametrize(("steps", "said"), BROKEN)
def test_what_came_before_a_cut_is_kept_and_the_cut_is_told(desk: Desk, steps: list[Step], said: str) -> None:
    desk.provider.answers = [steps]
    sent = desk.send()
    assert sent.text == "The tenant " and sent.error.kind == "cloud_broken" and said in sent.error.message
    assert len(desk.provider.seen) == 1


def test_a_head_that_never_comes_to_its_end_is_left(desk: Desk) -> None:
    desk.options = {"longest": 0.5}
    desk.provider.answers = [[endlessly(desk.provider, b"HTTP/1.1 102 Processing\r\n\r\n")]]
    sent = desk.send()
    assert sent.error.kind == "cloud_network" and "stopped answering" in sent.error.message
    assert desk.provider.left.wait(60)


@pytest.mark.parametrize(
    "ending", [b"", events(chunk(finish="stop")) + b": ping\r\n\r\n", events("[DONE]"), b"data: [DONE]"]
)
def test_an_end_without_ceremony_is_one(desk: Desk, ending: bytes) -> None:
    finished = events(chunk("Yes.", finish="stop" if not ending else None), ends="\r\n")
    desk.provider.answers = [[head() + b": ping\r\n\r\n" + finished + ending]]
    sent = desk.send()
    assert sent.text == "Yes." and sent.done["tokens"] == {"prompt": None, "generated": None}


def test_what_breaks_after_the_end_is_no_fault(desk: Desk) -> None:
    desk.provider.answers = [[head(Content_Length="9999") + events(chunk("Yes.", finish="length"))]]
    sent = desk.send()
    assert sent.text == "Yes." and sent.done["finish"] == "length" and not sent.done["ended"]


def test_a_trickle_is_an_answer(desk: Desk) -> None:
    whole = answer("The ", "tenant ", "pays.")[0]
    assert isinstance(whole, bytes)
    desk.provider.answers = [[whole[at : at + 1] for at in range(len(whole))]]
    assert desk.send().text == "The tenant pays."


def test_silence_before_the_first_byte_and_after_it_has_an_end(desk: Desk) -> None:
    desk.options = {"silence_seconds": 0.2}
    desk.provider.answers = [[desk.provider.go_on], [head() + events(chunk("The ")), desk.provider.go_on]]
    first = desk.send()
    assert first.error.kind == "cloud_network" and "stopped answering" in first.error.message
    second = desk.send()
    assert second.error.kind == "cloud_broken" and "stopped answering" in second.error.message and second.text == "The "
    assert len(desk.provider.seen) == 2


def test_an_answer_has_a_longest_size_and_a_longest_time(desk: Desk) -> None:
    desk.options = {"limit": 100_000}
    desk.provider.answers = [[head(), endlessly(desk.provider, events(chunk("and ")))]]
    sent = desk.send()
    assert (
        sent.error.kind == "cloud_broken" and "more than an answer has" in sent.error.message and len(sent.text) > 100
    )
    assert desk.provider.left.wait(60)
    desk.options = {"longest": 0.2}
    desk.provider.answers = [[head() + events(chunk("and ")), desk.provider.go_on]]
    late = desk.send()
    assert "did not come to an end" in late.error.message and late.text == "and "


def test_a_stop_before_the_answer_ends_the_connection(desk: Desk) -> None:
    for steps in ([], [head()]):
        desk.provider.left.clear()
        desk.provider.answers = [[*steps, lambda *_: desk.stop(), until_left(desk.provider)]]
        assert desk.send().status == 130 and desk.provider.left.wait(60)


def test_a_stop_in_mid_answer_keeps_what_came(desk: Desk) -> None:
    desk.provider.answers = [[head() + events(chunk("The ")), until_left(desk.provider)]]
    sent = desk.send(on_message=lambda message: "text" in message)
    assert sent.status == 130 and sent.text == "The " and desk.provider.left.wait(60)


def test_a_stop_ends_an_endless_answer_over_https(secure: Desk) -> None:
    secure.provider.answers = [[head(), endlessly(secure.provider, events(chunk("and ")))]]
    sent = secure.send(on_message=lambda message: "text" in message)
    assert sent.status == 130 and secure.provider.left.wait(60)


def test_a_stop_ends_the_wait_for_another_try(desk: Desk) -> None:
    desk.provider.answers = [refusal("503 Busy", Retry_After="19")]
    assert desk.send(on_message=lambda message: "note" in message).status == 130
    assert len(desk.provider.seen) == 1


# Certificates.


def test_an_authority_that_this_machine_does_not_know(secure: Desk) -> None:
    secure.authority = None
    sent = secure.send()
    assert sent.status == 3 and "authority that this machine does not know" in sent.error.message
    assert "certificate store" in sent.error.hint and secure.provider.seen == []


def test_a_certificate_that_has_run_out(desk: Desk, authority: Authority) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    context = authority.certificate("127.0.0.1")
    authority.ca.issue_cert("127.0.0.1", not_after=past).configure_cert(context)
    with providing(context) as old:
        sent = Desk(old, authority.path).send()
    assert sent.status == 3 and "not valid today" in sent.error.message and old.seen == []


def test_a_certificate_for_another_name(desk: Desk, authority: Authority) -> None:
    with providing(authority.certificate("elsewhere.example")) as other:
        sent = Desk(other, authority.path).send()
    assert sent.status == 3 and "another name" in sent.error.message and other.seen == []


def test_encryption_is_not_given_up_where_there_is_none(desk: Desk) -> None:
    sent = desk.send(address=desk.provider.address.replace("http:", "https:"))
    assert sent.status == 3 and "no encrypted connection" in sent.error.message and desk.provider.seen == []
