"""Keys, in the keyring of the system: Windows' Credential Manager, macOS' Keychain, the Secret Service of a Linux desktop (GNOME's
keyring, KWallet, KeePassXC).

The gateway's process alone calls this. The keyring is taken by name: what `keyring` would choose by itself, by a file or a variable,
may be one that keeps keys in a plain file.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.words import NO_KEYRING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "inglenook"
NAME = {"win32": "Credential Manager", "darwin": "Keychain"}.get(sys.platform, "Secret Service")
"""What the system calls it."""


class NoKeyring(UserFixable):
    """This system has none, or none that runs."""

    def __init__(self) -> None:
        super().__init__("keyring", reason=NO_KEYRING)

    def __reduce__(self) -> tuple[object, ...]:
        return (NoKeyring, ())


def keep(provider: str, key: str) -> None:
    """In place of one that is there already. Raises UserFixable `keyring`."""
    with _opened() as ring:
        ring.set_password(_SERVICE, provider, key)


def read(provider: str) -> str | None:
    """None where none is kept. Raises UserFixable `keyring`."""
    with _opened() as ring:
        return ring.get_password(_SERVICE, provider)


def forget(provider: str) -> None:
    """Nothing where none is kept. Raises UserFixable `keyring`."""
    with _opened() as ring:
        while ring.get_password(_SERVICE, provider) is not None:
            ring.delete_password(_SERVICE, provider)


@contextmanager
def _opened() -> Iterator["KeyringBackend"]:
    """Foreign errors become `keyring`, without their texts."""
    from keyring.errors import KeyringError, KeyringLocked

    refusals: tuple[type[Exception], ...] = (KeyringError, OSError, *_foreign_errors())
    try:
        yield _ring()
    except KeyringLocked as error:
        raise UserFixable("keyring", reason="it is locked") from error
    except refusals as error:
        raise UserFixable("keyring", reason="it does not answer as it should") from error


if sys.platform == "win32":

    def _ring() -> "KeyringBackend":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()

    def _foreign_errors() -> tuple[type[Exception], ...]:
        from win32ctypes.pywin32 import pywintypes

        return (pywintypes.error,)

elif sys.platform == "darwin":

    def _ring() -> "KeyringBackend":
        from keyring.backends.macOS import Keyring

        return Keyring()

    def _foreign_errors() -> tuple[type[Exception], ...]:
        return ()

else:

    def _ring() -> "KeyringBackend":
        from keyring.backends.SecretService import Keyring

        try:
            Keyring.priority  # noqa: B018  # looks whether a service runs, or can be started
        except (RuntimeError, OSError) as error:
            raise NoKeyring from error
        ring: KeyringBackend = Keyring()  # type: ignore[no-untyped-call]
        return ring

    def _foreign_errors() -> tuple[type[Exception], ...]:
        from jeepney.wrappers import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException

        return (SecretStorageException, DBusErrorResponse)
