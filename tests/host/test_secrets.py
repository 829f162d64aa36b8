"""What becomes of a keyring's own errors; tests/gateway/cloud has a real keyring."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.errors import KeyringError, KeyringLocked, PasswordSetError

from app.errors import UserFixable
from app.host import secrets

SECRET = "what it quotes"


@pytest.mark.parametrize(
    ("error", "reason"),
    [(KeyringLocked(SECRET), "it is locked"), (PasswordSetError(SECRET), "it does not answer"), (KeyringError(SECRET), "it does not answer"),
     (OSError(SECRET), "it does not answer")],
)  # fmt: skip
def test_its_errors_are_told_without_their_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(secrets, "_ring", fail)
    actions: tuple[Callable[[], object], ...] = (
        lambda: secrets.keep("office", "key"),
        lambda: secrets.read("office"),
        lambda: secrets.forget("office"),
    )
    for action in actions:
        with pytest.raises(UserFixable) as raised:
            action()
        assert raised.value.kind == "keyring" and reason in raised.value.message and SECRET not in str(raised.value)


def test_that_there_is_none_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(secrets.NoKeyring()))
    assert isinstance(copy, secrets.NoKeyring) and "none that is running" in copy.message


def test_nobody_but_the_gateway_names_it() -> None:
    root = Path(secrets.__file__).parents[1]
    naming = {
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        if "import secrets" in path.read_text(encoding="utf-8")
    }
    assert naming == {"gateway"}
