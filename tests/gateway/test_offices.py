"""Networks as offices have them: a proxy in between, certificates of the company's own, pages to sign in on."""

import datetime
import sys

import pytest

from app.errors import UserFixable
from app.gateway.proxies import Settings
from app.words import Kind
from tests.gateway.conftest import Authority
from tests.gateway.material import CONTENT, HUB_PATH, Heard, Setting, pull, running
from tests.gateway.proxy import proxying
from tests.gateway.server import Hub, serving

BEHIND = "https://hub.example/{repository}/{revision}/{path}"
"""A name that only the proxy knows."""


def cause_of(heard: Heard) -> str:
    cause: str = heard.failure["values"]["cause"]
    return cause


def said(heard: Heard) -> UserFixable:
    kind: Kind = heard.failure["kind"]
    return UserFixable(kind, **heard.failure["values"])


def test_a_certificate_of_the_systems_own_is_enough(lone: Setting, secure: Hub, authority: Authority) -> None:
    assert pull(lone, secure.address, authority=authority.path)[0] == 0
    assert lone.target.read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the system's store is no file")
def test_the_systems_store_is_what_counts(
    lone: Setting, secure: Hub, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    assert pull(lone, secure.address)[0] == 0


def test_an_authority_that_the_machine_does_not_know_is_named_as_that(lone: Setting, secure: Hub) -> None:
    status, heard = pull(lone, secure.address)
    assert (status, heard.failure["kind"], cause_of(heard)) == (3, "network", "certificate")
    assert "authority that this machine does not know" in said(heard).message
    assert "certificate store" in said(heard).hint
    assert secure.ranges == [] and not lone.target.exists()


def test_a_certificate_for_another_name(lone: Setting, authority: Authority) -> None:
    with serving(authority.certificate("elsewhere.example")) as other:
        status, heard = pull(lone, other.address, authority=authority.path)
    assert status == 3 and cause_of(heard) == "login_page" and "another name" in said(heard).message


def test_a_certificate_that_has_run_out(lone: Setting, authority: Authority) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    context = authority.certificate("127.0.0.1")
    authority.ca.issue_cert("127.0.0.1", not_after=past).configure_cert(context)
    with serving(context) as old:
        status, heard = pull(lone, old.address, authority=authority.path)
    assert status == 3 and cause_of(heard) == "clock" and "not valid today" in said(heard).message


def test_an_address_without_encryption_is_not_spoken_to_as_if_it_had(lone: Setting, hub: Hub) -> None:
    status, heard = pull(lone, hub.address.replace("http:", "https:"))
    assert status == 3 and "no encrypted connection" in said(heard).message and hub.ranges == []


def test_through_a_proxy(lone: Setting, secure: Hub, authority: Authority) -> None:
    with proxying(secure.port) as proxy:
        assert pull(lone, BEHIND, proxies=proxy.settings(), authority=authority.path)[0] == 0
    assert proxy.asked == ["CONNECT hub.example:443"]
    assert secure.hosts == ["hub.example"] and lone.target.read_bytes() == CONTENT


def test_through_a_proxy_with_a_password(lone: Setting, secure: Hub, authority: Authority) -> None:
    with proxying(secure.port) as proxy:
        proxy.password = "wren:p@ss word"
        status, _ = pull(lone, BEHIND, proxies=proxy.settings("wren:p%40ss%20word@"), authority=authority.path)
    assert status == 0 and lone.target.read_bytes() == CONTENT


def test_the_way_to_the_proxy_may_be_encrypted_itself(lone: Setting, secure: Hub, authority: Authority) -> None:
    with proxying(secure.port, authority.certificate("127.0.0.1")) as proxy:
        assert pull(lone, BEHIND, proxies=proxy.settings(), authority=authority.path)[0] == 0
    assert proxy.asked == ["CONNECT hub.example:443"] and lone.target.read_bytes() == CONTENT


def test_the_environment_names_the_proxy(lone: Setting, secure: Hub, authority: Authority) -> None:
    with proxying(secure.port) as proxy:
        environment = {"HTTPS_PROXY": f"127.0.0.1:{proxy.own_port}", "NO_PROXY": "elsewhere.example"}
        with running(lone, BEHIND, environment=environment, authority=str(authority.path)) as run:
            assert run.rest() == 0
    assert proxy.asked == ["CONNECT hub.example:443"] and lone.target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("sign", "refusal", "cause", "words"),
    [
        ("", None, "proxy_password", "asks for a user and password"),
        ("wren:wrong@", None, "proxy_password", "does not take"),
        ("wren:right@", "403 Forbidden", "proxy_refused", "refuses the connection (403)"),
        ("wren:right@", "502 Bad Gateway", "proxy", "cannot reach it (502)"),
    ],
)
def test_what_a_proxy_refuses(
    lone: Setting, secure: Hub, sign: str, refusal: str | None, cause: str, words: str
) -> None:
    with proxying(secure.port) as proxy:
        proxy.password, proxy.refusal = "wren:right", refusal
        status, heard = pull(lone, BEHIND, proxies=proxy.settings(sign))
    assert (status, heard.failure["kind"], cause_of(heard)) == (3, "network", cause)
    assert words in said(heard).message and "127.0.0.1" in said(heard).message
    assert "--print-url" in said(heard).hint and "wren" in said(heard).hint  # the model's id
    assert "right" not in str(heard.messages) and "wrong" not in str(heard.messages)


def test_a_proxy_that_is_not_there(lone: Setting) -> None:
    status, heard = pull(lone, BEHIND, proxies=Settings({"https": "http://127.0.0.1:1"}))
    assert status == 3 and cause_of(heard) == "proxy" and "cannot be reached" in said(heard).message


def test_a_proxy_of_a_kind_that_is_not_spoken(lone: Setting) -> None:
    status, heard = pull(lone, BEHIND, proxies=Settings({"all": "socks5://proxy.example:1080"}))
    assert status == 3 and cause_of(heard) == "proxy" and "socks5" in said(heard).message


def test_a_name_that_nobody_knows(lone: Setting) -> None:
    status, heard = pull(lone, BEHIND.replace("hub.example", "no-such-name.invalid"))
    assert status == 3 and cause_of(heard) == "unreachable" and "its name is not known" in said(heard).message


def test_a_script_that_would_choose_the_proxy_is_told(lone: Setting) -> None:
    status, heard = pull(lone, "https://127.0.0.1:1/{path}", proxies=Settings({}, script=True))
    assert status == 3 and cause_of(heard) == "script" and "by a script" in said(heard).hint


@pytest.mark.parametrize("status", [200, 511])
def test_a_page_to_sign_in_on_is_not_taken_for_the_file(lone: Setting, hub: Hub, status: int) -> None:
    hub.content[HUB_PATH] = b"<!DOCTYPE html>".ljust(len(CONTENT))  # the right length, even
    hub.head = {"Content-Type": "text/html; charset=utf-8"}
    hub.faults = [status] if status != 200 else []
    code, heard = pull(lone, hub.address)
    assert code == 3 and cause_of(heard) == "login_page" and "web page" in said(heard).message
    assert not lone.target.exists()


def test_an_encrypted_address_does_not_lead_to_a_plain_one(
    lone: Setting, secure: Hub, hub: Hub, authority: Authority
) -> None:
    secure.faults = [f"http://127.0.0.1:{hub.port}{HUB_PATH}"]
    with proxying(secure.port) as proxy:
        status, heard = pull(lone, BEHIND, proxies=proxy.settings(), authority=authority.path)
    assert status == 3 and "not encrypted" in said(heard).message and hub.ranges == []


def test_a_proxy_that_cuts_connections_is_borne(lone: Setting, secure: Hub, authority: Authority) -> None:
    """A handshake is about 2,000 bytes here; then a piece or two comes with each connection."""
    with proxying(secure.port) as proxy:
        proxy.cuts = [4000, 5500, 4500, 6000]
        status, _ = pull(lone, BEHIND, proxies=proxy.settings(), authority=authority.path)
    assert status == 0 and lone.target.read_bytes() == CONTENT and len(proxy.asked) > 2


def test_a_server_that_stops_answering_is_asked_again_and_then_left(lone: Setting, hub: Hub) -> None:
    hub.stall_after = 3000
    assert pull(lone, hub.address, read_seconds=0.1)[0] == 0  # each time something more came
    assert hub.ranges == [None, "bytes=3000-", "bytes=6000-", "bytes=9000-"]
    lone.target.unlink()
    hub.stall_after = 0
    status, heard = pull(lone, hub.address, read_seconds=0.1)
    assert status == 3 and "stopped answering" in said(heard).message
