"""The lock, tried in plain child processes: libraries behave differently under a test runner, and the hook is for good."""

import subprocess
import sys

import pytest

_TRIALS = {
    "a name": "socket.getaddrinfo('example.invalid', 443)",
    "an address": "socket.socket().connect(('127.0.0.1', 9))",
    "a port": "socket.socket().bind(('127.0.0.1', 0))",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "six": "socket.socket(socket.AF_INET6).connect(('::1', 9))",
    "the library's way": "socket.create_connection(('127.0.0.1', 9))",
    "the web": "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
}


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("trial", _TRIALS.values(), ids=_TRIALS.keys())
def test_every_way_out_is_refused_and_recorded(trial: str) -> None:
    code = f"""
import socket
from app.host import network
network.close()
try:
    {trial}
except PermissionError as error:
    print("refused", bool(network.attempts()), isinstance(error, network.NetworkClosed))
except OSError as error:
    print("refused" if "network is closed" in str(error) else "open", bool(network.attempts()), True)
"""
    assert _python(code) == "refused True True"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no AF_UNIX socketpair")
def test_local_channels_stay_open() -> None:
    code = """
import socket
from app.host import network
network.close()
one, other = socket.socketpair()
one.send(b"x")
print(other.recv(1), network.attempts())
"""
    assert _python(code) == "b'x' ()"


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("socketpair", "socket.py", "open ()"),
        ("_fallback_socketpair", "socket.py", "open ()"),
        ("fetch", "socket.py", "refused ('socket.bind',)"),
        ("socketpair", "other.py", "refused ('socket.bind',)"),
    ],
)
def test_windows_own_way_to_a_local_channel_stays_open_and_no_other(name: str, file: str, said: str) -> None:
    """Windows is played: the frames between the hook and whoever connects are the same everywhere."""
    code = f"""
import socket, sys
from app.host import network
exec(compile("def {name}(one): one.bind(('127.0.0.1', 0))", {file!r}, "exec"))
one = socket.socket()
sys.platform = "win32"
network.close()
try:
    {name}(one)
    print("open", network.attempts())
except network.NetworkClosed:
    print("refused", network.attempts())
"""
    assert _python(code) == said


def test_a_child_is_born_with_a_closed_network() -> None:
    code = """
from app.host import children
from tests.host.work import try_to_connect
if __name__ == "__main__":
    child = children.start(try_to_connect, name="trial")
    print(child.channel.recv())
    child.end()
"""
    assert _python(code) == "NetworkClosed"
