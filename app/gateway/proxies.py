"""Which proxy leads to an address: what the environment says, else what the system says.

Windows' and macOS' own settings come through Python's standard library; a Linux desktop keeps them where its programs look
(GNOME and its kin in their settings, KDE in a file), and a program that the desktop starts has no variables of a shell.
"""

import configparser
import ipaddress
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import httpx

from app.gateway.failed import SourceFailed

_SCHEMA = "org.gnome.system.proxy"
_ASK_SECONDS = 5.0
"""Seconds that the desktop's settings are waited for; they answer within a tenth of one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`proxies` by the scheme of the address that is wanted, or `all`; `passed_over`: hosts that are reached without, as in NO_PROXY.
    `script`: the system has a script that chooses (PAC), which is not run here."""

    proxies: Mapping[str, str]
    passed_over: str = ""
    script: bool = False


Find = Callable[[], Settings]


class Proxies:
    """Read once, when the first address is asked for."""

    def __init__(self, find: Find | None = None) -> None:
        self._find = find or of_this_machine

    @cached_property
    def settings(self) -> Settings:
        return self._find()

    def to(self, url: httpx.URL) -> httpx.URL | None:
        """The proxy for this address, None for a direct way. Raises SourceFailed for one of a kind that is not spoken here."""
        proxy = self.settings.proxies.get(url.scheme) or self.settings.proxies.get("all")
        if not proxy or is_here(url.host) or self._is_passed_over(url.host):
            return None
        try:
            made = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
        except httpx.InvalidURL as error:
            raise SourceFailed("this machine's proxy settings cannot be used", "proxy") from error
        if made.scheme not in ("http", "https") or not made.host:
            raise SourceFailed(f"the proxy {made.host} is of a kind that is not spoken here ({made.scheme})", "proxy")
        return made

    def _is_passed_over(self, host: str) -> bool:
        # The second: the system's own list (Windows' registry, macOS' settings), where the environment names no proxy.
        return passes_over(self.settings.passed_over, host) or bool(urllib.request.proxy_bypass(host))


def passes_over(hosts: str, host: str) -> bool:
    """Whether NO_PROXY's `hosts`, with commas between, name this one: itself, a domain that it is in, a network of addresses, or `*`."""
    return any(_names(entry.strip().lower(), host.lower().rstrip(".")) for entry in hosts.split(",") if entry.strip())


def _names(entry: str, host: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        domain = re.sub(r":\d+$", "", entry).removeprefix("*").lstrip(".")
        return entry == "*" or (bool(domain) and (host == domain or host.endswith(f".{domain}")))


def is_loopback(host: str) -> bool:
    """Whether it is an address of this machine; a name never is, whoever answers for it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_here(host: str) -> bool:
    """Whether it says that it is this machine: a loopback address, or the name that stands for one (RFC 6761, 6.3). Who relies on it
    has to look at what the name led to."""
    return is_loopback(host) or host.lower().rstrip(".") == "localhost"


def of_this_machine() -> Settings:
    given = urllib.request.getproxies()
    named = {scheme: proxy for scheme, proxy in given.items() if scheme in ("http", "https", "all")}
    passed_over = given.get("no", "")
    if named or not sys.platform.startswith("linux"):
        return Settings(named, passed_over, script=not named and _has_script())
    found = _of_gnome() or _of_kde(_kde_file()) or Settings({})
    return replace(found, passed_over=f"{found.passed_over},{passed_over}")


def _of_gnome() -> Settings | None:
    """None where there is no such desktop, or it leaves the proxy to others."""
    values = _gnome_values()
    mode = values.get(f"{_SCHEMA} mode")
    if mode == "manual":
        return Settings(
            _gnome_proxies(values), ",".join(re.findall(r"'([^']*)'", values.get(f"{_SCHEMA} ignore-hosts", "")))
        )
    return Settings({}, script=True) if mode == "auto" else None


def _gnome_values() -> dict[str, str]:
    """‘schema key’ and the value, a text without its quotation marks."""
    try:
        said = subprocess.run(
            ["gsettings", "list-recursively", _SCHEMA],
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", timeout=_ASK_SECONDS, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return {}
    found = re.findall(r"^(\S+ \S+) (.*)$", said, re.MULTILINE)
    return {name: value[1:-1] if value.startswith("'") else value for name, value in found}


def _gnome_proxies(values: Mapping[str, str]) -> dict[str, str]:
    def address(scheme: str) -> str | None:
        host, port = values.get(f"{_SCHEMA}.{scheme} host"), values.get(f"{_SCHEMA}.{scheme} port", "0")
        return f"{host}:{port}" if host and port != "0" else None

    user, password = (quote(values.get(f"{_SCHEMA}.http authentication-{what}", "")) for what in ("user", "password"))
    signed = user and values.get(f"{_SCHEMA}.http use-authentication") == "true"
    sign = f"{user}:{password}@" if signed else ""
    proxies = {scheme: f"http://{sign}{place}" for scheme in ("http", "https") if (place := address(scheme))}
    socks = address("socks")
    return {**proxies, "all": f"socks5://{socks}"} if socks and not proxies else proxies


def _kde_file() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "kioslaverc"


def _of_kde(path: Path) -> Settings | None:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return None
    section = dict(parser["Proxy Settings"]) if parser.has_section("Proxy Settings") else {}
    kind = section.get("proxytype", "0")
    if kind == "1":  # by hand: ‘http://proxy 8080’ or ‘http://proxy:8080’
        named = {scheme: section.get(f"{scheme}proxy", "").strip() for scheme in ("http", "https")}
        proxies = {scheme: re.sub(r"\s+(\d+)$", r":\1", proxy) for scheme, proxy in named.items() if proxy}
        return Settings(proxies, section.get("noproxyfor", ""))
    return Settings({}, script=True) if kind in ("2", "3") else None


def _has_script() -> bool:
    """Whether Windows or macOS leaves the choice to a script."""
    if sys.platform == "win32":
        import winreg

        path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return bool(winreg.QueryValueEx(key, "AutoConfigURL")[0])
        except OSError:
            return False
    if sys.platform == "darwin":
        try:
            said = subprocess.run(["scutil", "--proxy"], capture_output=True, timeout=_ASK_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return False
        return bool(re.search(rb"ProxyAuto(?:Config|Discovery)Enable : 1", said.stdout))
    return False
