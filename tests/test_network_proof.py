"""Nothing leaves: the real program is followed while it adds, answers, summarises and prepares letters, and while it works without any
network. The whole of it is a command, `packaging/network_proof.py`; these are its shorter journeys.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.cloud.provider import Provider, providing
from tests.proof import trace
from tests.proof.journeys import Place, against_the_rule, commands, control, short_window
from tests.proof.trace import Traced, follow

__all__ = ["follow"]

_LACKING = trace.why_not() if sys.platform == "linux" else "strace and network namespaces are Linux's"
pytestmark = pytest.mark.skipif(_LACKING is not None, reason=_LACKING or "")


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.mark.model
@pytest.mark.embedder
def test_the_command_line_connects_once_with_consent_and_never_without(tmp_path: Path, provider: Provider) -> None:
    results = list(commands(Place(tmp_path, provider), short=True))
    assert {result.name: result.wrong for result in results if result.wrong} == {}
    (sent,) = [result.traced for result in results if result.traced is not None and result.traced.gateway]
    assert sent.connections == provider.connections == 1
    assert sum(result.traced.processes for result in results if result.traced is not None) > 2 * len(results)


@pytest.mark.model
@pytest.mark.embedder
def test_the_window_makes_no_socket_but_to_its_screen(tmp_path: Path, provider: Provider) -> None:
    """As a person has it: on a screen, by keys; a PDF is added and asked about, and the system ends the program."""
    result = short_window(Place(tmp_path, provider))
    assert result.wrong == [] and result.traced is not None
    assert result.traced.local["the screen"], "not even its screen was connected to"


@pytest.mark.model
@pytest.mark.embedder
def test_everything_works_in_an_empty_network(tmp_path: Path, provider: Provider) -> None:
    lacking = trace.why_no_namespace()
    if lacking is not None:
        pytest.skip(lacking)
    results = list(commands(Place(tmp_path, provider, empty=True), short=True))
    assert {result.name: result.wrong for result in results if result.wrong} == {}
    assert provider.connections == 0


def test_the_proof_would_see_a_socket(tmp_path: Path, provider: Provider) -> None:
    assert control(Place(tmp_path, provider)).wrong == []


@pytest.mark.parametrize(
    "call",
    [
        "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
        "socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP <unfinished ...>",
        "socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 4",
        "socket(AF_PACKET, SOCK_RAW, htons(0x3)) = -1 EPERM (Operation not permitted)",
        "connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr(\"192.0.2.1\")}, 16) = 0",
        "io_uring_setup(8, {flags=0}) = 7",
    ],
)  # fmt: skip
def test_each_kind_of_socket_is_against_the_rule(tmp_path: Path, call: str) -> None:
    found = _read(tmp_path, f'10 execve("/usr/bin/python", ["python"], 0x1 /* 3 vars */) = 0\n10 {call}\n')
    assert len(against_the_rule(found, consented=False)) == 1


def test_a_socket_of_the_gateways_thread_is_the_gateways(tmp_path: Path) -> None:
    """Born in two lines, as strace writes them when others come between; a thread of a thread."""
    found = _read(
        tmp_path,
        "10 clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD, stack=0x7f} <unfinished ...>\n"
        '11 execve("/usr/bin/python", ["python", "-m", "app.gateway"], 0x1 /* 3 vars */ <unfinished ...>\n'
        "10 <... clone3 resumed>) = 11\n"
        "11 <... execve resumed>) = 0\n"
        "11 clone3({flags=CLONE_VM|CLONE_THREAD} => {parent_tid=[12]}, 88) = 12\n"
        "12 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 5\n"
        '12 connect(5, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = 0\n',
    )
    assert found.forbidden == [] and found.connections == 1 and found.gateways == 1
    assert against_the_rule(found, consented=True) == []
    assert len(against_the_rule(found, consented=False)) == 2


def _read(folder: Path, text: str) -> Traced:
    (folder / "trace").write_text(text)
    return trace.read(folder / "trace")
