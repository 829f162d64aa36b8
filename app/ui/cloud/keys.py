"""Keys of providers that no keyring keeps: in memory, until the window closes. They are never shown, written or told."""


class SessionKeys:
    """By the id of the provider."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def keep(self, provider: str, key: str) -> None:
        self._keys[provider] = key

    def forget(self, provider: str) -> None:
        self._keys.pop(provider, None)

    def of(self, provider: str) -> str | None:
        """None where none was entered: then the keyring is asked."""
        return self._keys.get(provider)

    def __contains__(self, provider: str) -> bool:
        return provider in self._keys

    def __repr__(self) -> str:
        return f"SessionKeys({len(self._keys)})"
