"""A real Secret Service on a bus of its own: GNOME's keyring over an empty home, unlocked or not."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("dbus-daemon", "gnome-keyring-daemon")
"""packaging/apt.txt lists them."""

NOWHERE = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
"""A machine without a keyring."""

# Without folders of services: nothing is started but what a test starts.
_BUS = """<busconfig><type>session</type><listen>unix:path={folder}/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_PATIENCE = 60.0


def lacking() -> str | None:
    """What is missing of it on this machine."""
    return next((f"{name} is not installed" for name in NEEDED if shutil.which(name) is None), None)


@contextmanager
def keyring(home: Path, *, unlocked: bool = True) -> Iterator[dict[str, str]]:
    """The variables by which a program finds it. It keeps its files below `home`, whose path has to be short enough for a socket."""
    config = home / "bus.conf"
    config.write_text(_BUS.format(folder=home))
    with _started("dbus-daemon", f"--config-file={config}", "--nofork", environment={}):
        _until((home / "bus").exists)
        found = {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/bus",
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "share"),
            "XDG_RUNTIME_DIR": str(home),
        }
        options = ["--unlock"] if unlocked else []
        with _started("gnome-keyring-daemon", "--foreground", "--components=secrets", *options, environment=found):
            _until(lambda: _answers(found["DBUS_SESSION_BUS_ADDRESS"]))
            yield found


@contextmanager
def _started(*command: str, environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    ) as process:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # the bus has no use for it
            process.stdin.write(b"the password of the keyring")
            process.stdin.close()
        try:
            yield
        finally:
            process.kill()


def _answers(address: str) -> bool:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
    with open_dbus_connection(address) as connection:
        reply = connection.send_and_get_reply(new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",)))
    return bool(reply.body[0])


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not come up"
        threading.Event().wait(0.02)
