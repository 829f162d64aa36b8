"""Keys of providers that no keyring keeps: in memory, until the window closes. They are never shown, written or told."""

from app.types import Provider


class SessionKeys:
    """By the provider's id and address: a key is for where it was given for, even if somebody sets the same provider up elsewhere."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], str] = {}

    def keep(self, provider: Provider, key: str) -> None:
        self._keys[provider.id, provider.address] = key

    def forget(self, provider: str) -> None:
        """All that were given for the provider of this id."""
        self._keys = {known: key for known, key in self._keys.items() if known[0] != provider}

    def of(self, provider: Provider) -> str | None:
        """None where none was entered: then the keyring is asked."""
        return self._keys.get((provider.id, provider.address))

    def __contains__(self, provider: Provider) -> bool:
        return (provider.id, provider.address) in self._keys

    def __repr__(self) -> str:
        return f"SessionKeys({len(self._keys)})"
