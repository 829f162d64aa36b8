"""Which proxy is found, in the environment and in the settings of desktops."""

import os
import stat
import sys
from pathlib import Path

import httpx
import pytest

from app.gateway.proxies import Proxies, Settings, of_this_machine, passes_over

HUB = httpx.URL("https://huggingface.co/us/wren")
GNOME = """org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '*.corp.example']
org.gnome.system.proxy mode '{mode}'
org.gnome.system.proxy.http host 'plain.example'
org.gnome.system.proxy.http port 3128
org.gnome.system.proxy.http use-authentication {signed}
org.gnome.system.proxy.http authentication-user 'wren'
org.gnome.system.proxy.http authentication-password 'a b'
org.gnome.system.proxy.https host '{host}'
org.gnome.system.proxy.https port 8443
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
"""
KDE = """[Proxy Settings]
NoProxyFor=localhost,.corp.example
ProxyType={kind}
httpsProxy=http://kde.example 3128
"""


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that says nothing of a proxy."""
    for name in list(os.environ):
        if name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def put_gnome(folder: Path, *, mode: str = "manual", signed: str = "false", host: str = "secure.example") -> None:
    program = folder / "gsettings"
    program.write_text("#!/bin/sh\n/bin/cat <<'END'\n" + GNOME.format(mode=mode, signed=signed, host=host) + "END\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of Linux")


@linux
def test_a_desktop_that_answers_nonsense_names_no_proxy(tmp_path: Path) -> None:
    put_gnome(tmp_path)
    (tmp_path / "gsettings").write_text("#!/bin/sh\nprintf '\\377\\376 mode'\n")
    assert Proxies().to(HUB) is None


def test_no_proxy_is_found_where_there_is_none() -> None:
    assert Proxies().to(HUB) is None


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_comes_first(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_gnome(tmp_path)
    monkeypatch.setenv(name, "http://env.example:8080")
    assert Proxies().to(HUB) == httpx.URL("http://env.example:8080")


def test_a_proxy_without_a_scheme_is_spoken_to_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "env.example:8080")
    assert Proxies().to(HUB) == httpx.URL("http://env.example:8080")


@linux
def test_gnomes_settings(tmp_path: Path) -> None:
    put_gnome(tmp_path)
    proxies = Proxies()
    assert proxies.to(HUB) == httpx.URL("http://secure.example:8443")
    assert proxies.to(httpx.URL("https://models.corp.example/wren")) is None


@linux
def test_gnomes_name_and_password(tmp_path: Path) -> None:
    put_gnome(tmp_path, signed="true")
    found = Proxies().to(HUB)
    assert found is not None and (found.username, found.password) == ("wren", "a b")


@linux
def test_no_proxy_of_the_environment_holds_for_the_desktops_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_gnome(tmp_path)
    monkeypatch.setenv("NO_PROXY", "huggingface.co")
    assert Proxies().to(HUB) is None


@linux
@pytest.mark.parametrize(("mode", "script"), [("none", False), ("auto", True)])
def test_gnomes_other_ways(mode: str, script: bool, tmp_path: Path) -> None:
    put_gnome(tmp_path, mode=mode)
    assert of_this_machine().script == script and Proxies().to(HUB) is None


@linux
@pytest.mark.parametrize(
    ("kind", "found", "script"), [(0, None, False), (1, "http://kde.example:3128", False), (2, None, True)]
)
def test_kdes_settings(kind: int, found: str | None, script: bool, tmp_path: Path) -> None:
    (tmp_path / "kioslaverc").write_text(KDE.format(kind=kind))
    proxies = Proxies()
    assert proxies.to(HUB) == (None if found is None else httpx.URL(found))
    assert proxies.settings.script == script
    assert proxies.to(httpx.URL("https://models.corp.example/")) is None


@linux
def test_a_file_of_kdes_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "kioslaverc").write_bytes(b"\xff\xfe no ini [")
    assert of_this_machine().proxies == {}


@pytest.mark.parametrize(
    ("hosts", "passed"),
    [
        ("", False),
        ("*", True),
        ("huggingface.co", True),
        (".co", True),
        ("*.co", True),
        ("huggingface.co:443", True),
        ("other.example, HuggingFace.co", True),
        ("face.co", False),
        ("10.0.0.0/8", False),
    ],
)
def test_what_is_passed_over(hosts: str, passed: bool) -> None:
    assert passes_over(hosts, "huggingface.co") == passed


@pytest.mark.parametrize(("hosts", "passed"), [("10.0.0.0/8", True), ("10.1.2.3", True), ("10.1.2.4", False)])
def test_addresses_are_passed_over_by_network(hosts: str, passed: bool) -> None:
    assert passes_over(hosts, "10.1.2.3") == passed


def test_this_machine_is_never_reached_through_a_proxy() -> None:
    proxies = Proxies(lambda: Settings({"http": "http://env.example:8080"}))
    assert proxies.to(httpx.URL("http://127.0.0.1:80/")) is None
    assert proxies.to(httpx.URL("http://elsewhere.example/")) is not None
