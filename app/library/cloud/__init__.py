"""Models elsewhere, for window and command line alike: who may be asked, what would leave, and that it leaves once, as it was approved."""

from collections.abc import Callable

from app.cloud.compose import Letter
from app.cloud.consent import Consent
from app.cloud.draft import Draft, Part
from app.cloud.prices import Cost
from app.cloud.shown import PlacedMask, Shown
from app.errors import Refused
from app.host import children
from app.host.policy import Policy
from app.library.cloud import keys, providers
from app.library.cloud.keys import Key
from app.library.errand import StartGateway
from app.library.rooms import Rooms
from app.types import Provider

__all__ = ["Cloud", "Consent", "Cost", "Draft", "Key", "Letter", "Part", "PlacedMask", "Provider", "Shown"]


class Cloud:
    """`policy` and `start` are for tests, which bring a policy and a gateway of their own."""

    def __init__(
        self, rooms: Rooms, *, policy: Callable[[], Policy] = Policy.load, start: StartGateway = children.start_gateway
    ) -> None:
        self.rooms = rooms
        self._policy = policy
        self._start = start

    def locked(self) -> str | None:
        """Why nothing may be sent from here at all; None if it may. The words are among `words.REASONS`."""
        return providers.shut(self._policy())

    def forbidden(self, provider: Provider) -> str | None:
        """Why nothing may be sent to this one; None if it may."""
        return self.locked() or self._policy().may_send(provider.address, provider.model)

    def providers(self) -> tuple[Provider, ...]:
        """Those that are set up; the first one is asked where none is named."""
        return providers.listed(self.rooms)

    def provider(self, name: str | None = None) -> Provider:
        """By id or name; the first one without a name. Raises `cloud_none`, `cloud_unknown`."""
        return providers.named(self.rooms, name)

    def add(self, provider: Provider) -> Provider:
        """As it is kept, its address tidied; one of the same id is replaced. Raises `cloud_setup`, Refused `policy`."""
        return providers.add(self.rooms, provider, self._policy())

    def put_first(self, ident: str) -> None:
        """Raises `cloud_none`, `cloud_unknown`."""
        providers.put_first(self.rooms, ident)

    def remove(self, ident: str) -> None:
        """With its key. Where that cannot be forgotten, nothing is removed. Raises `cloud_none`, `cloud_unknown`, `keyring`."""
        provider = providers.named(self.rooms, ident)
        if self.has_key(provider.id).kept:
            self.forget_key(provider.id)
        providers.take_away(self.rooms, provider.id)

    def set_key(self, ident: str, key: str) -> Key:
        """Into the system's keyring. Raises `cloud_none`, `cloud_unknown`, `keyring`, `cloud_key`, Refused `policy`."""
        provider = providers.named(self.rooms, ident)
        self._require_open()
        return keys.keep(provider.id, key, self._start)

    def has_key(self, ident: str) -> Key:
        """Raises `cloud_none`, `cloud_unknown`."""
        return keys.look(providers.named(self.rooms, ident).id, self._start)

    def forget_key(self, ident: str) -> Key:
        """Raises `cloud_none`, `cloud_unknown`, `keyring`."""
        return keys.forget(providers.named(self.rooms, ident).id, self._start)

    def needs_key(self, provider: Provider) -> bool:
        """Whether it is no use to send without one: servers without encryption, which people run themselves, mostly have none."""
        return not providers.is_plain(provider)

    def _require_open(self) -> None:
        reason = self.locked()
        if reason is not None:
            raise Refused("policy", reason=reason)
