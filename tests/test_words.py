"""Every kind of error has its sentence and its hint, and crosses a process unharmed."""

import pickle
import string
from typing import get_args

import pytest

from app.errors import KINDS, Refused, UserFixable
from app.words import _SENTENCES, Kind


def test_every_kind_is_worded_and_nothing_else_is() -> None:
    assert set(_SENTENCES) == set(get_args(Kind)) == set(KINDS)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_sentence_ends_and_so_does_its_hint(kind: Kind) -> None:
    error = UserFixable(kind, file="a.pdf")
    assert error.message.endswith(".") and error.hint.endswith(".")
    for text in _SENTENCES[kind]:
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


def test_an_error_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(Refused("policy", reason="downloads are forbidden")))
    assert isinstance(copy, Refused)
    assert (copy.kind, copy.message) == ("policy", "Not allowed here: downloads are forbidden.")
