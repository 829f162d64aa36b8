"""Keys of providers. The gateway alone holds them; here it is asked to keep, look for and forget them."""

from dataclasses import dataclass

from app.errors import Refused, UserFixable
from app.library import errand
from app.library.errand import Message, StartGateway
from app.stop import Stop
from app.words import NO_KEYRING

_MAY_HOLD_ONE = ("it is locked", "it does not answer as it should")
"""What is said of a keyring that is there and tells nothing."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whether the system's keyring holds a provider's key. `keyring` is what the system calls it, '' where that was not to be learnt;
    `why_not` says why not, '' where it can be used."""

    kept: bool
    keyring: str
    why_not: str = ""

    @property
    def none_runs(self) -> bool:
        """Whether there is no keyring at all: then there is nothing to unlock."""
        return self.why_not == NO_KEYRING


def keep(provider: str, key: str, start: StartGateway) -> Key:
    """Raises UserFixable `keyring`, `cloud_key`, Refused `policy`."""
    return _asked({"do": "set", "provider": provider, "key": key}, start)


def look(provider: str, start: StartGateway) -> Key:
    """Raises nothing that the user can mend: it is said in `why_not`."""
    try:
        return _asked({"do": "has", "provider": provider}, start)
    except UserFixable as error:
        return Key(False, "", str(error.values.get("reason", error.message)))


def forget(provider: str, start: StartGateway) -> Key:
    """Nothing where none is kept. Raises UserFixable `keyring`."""
    return _asked({"do": "forget", "provider": provider}, start)


def let_go(provider: str, start: StartGateway) -> bool:
    """Forgotten if one is kept; whether one was. Raises UserFixable `keyring` where a keyring that is closed may hold one."""
    key = look(provider, start)
    if key.why_not in _MAY_HOLD_ONE:
        raise UserFixable("keyring", reason=key.why_not)
    return key.kept and not forget(provider, start).kept


def _asked(wanted: Message, start: StartGateway) -> Key:
    try:
        done = errand.run({"key": wanted}, start, _heard, stop=Stop())
    except FileNotFoundError as error:
        raise Refused("policy", reason="this edition sends nothing to models elsewhere") from error
    return Key(done["has"], done["keyring"])


def _heard(message: Message) -> None:
    if "error" in message:
        raise errand.error_of(message)
    if "note" not in message:
        raise RuntimeError(f"the gateway failed: {message.get('fault', message)}")
