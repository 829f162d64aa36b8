"""From tokens to text: whole characters, and nothing from an end mark on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language.writing import Writing, goes_round


def _feed(raw: bytes, sizes: list[int], end_at: tuple[str, ...] = ()) -> tuple[str, Writing]:
    writing, given_out, at = Writing(end_at), "", 0
    for size in [*sizes, len(raw)]:
        if writing.ended:
            break
        given_out += writing.add(raw[at : at + size])
        at += size
    return given_out + writing.close(), writing


@given(st.text(), st.lists(st.integers(0, 5)))
def test_however_a_text_is_cut_it_comes_out_whole(text: str, sizes: list[int]) -> None:
    text = text.encode(errors="replace").decode()
    given_out, writing = _feed(text.encode(), sizes)
    assert given_out == writing.text == text
    assert not writing.ended


@given(st.text("ab\n", max_size=30), st.lists(st.integers(0, 3), max_size=30), st.text("ab\n", min_size=1, max_size=4))
def test_an_end_mark_ends_it_wherever_it_is_cut(text: str, sizes: list[int], mark: str) -> None:
    given_out, writing = _feed(text.encode(), sizes, (mark, "\x00never"))
    assert given_out == writing.text == text.partition(mark)[0]
    assert writing.ended == (mark in text)


def test_half_a_character_is_held_back() -> None:
    writing = Writing()
    euro = "€".encode()
    assert writing.add(euro[:2]) == ""
    assert writing.add(euro[2:]) == "€"


def test_half_a_character_at_the_end_is_shown_as_damaged() -> None:
    writing = Writing()
    writing.add("€".encode()[:2])
    assert writing.close() == "\ufffd"


def test_the_start_of_an_end_mark_is_held_back_until_it_is_none() -> None:
    writing = Writing(["\n\nQuestion:"])
    assert writing.add(b"One.\n") == "One."
    assert writing.add(b"Two.") == "\nTwo."


@pytest.mark.parametrize("period", [1, 2, 7, 40, 64])
def test_a_loop_is_seen(period: int) -> None:
    tokens = list(range(100, 150)) + list(range(period)) * 60
    assert goes_round(tokens)


@pytest.mark.parametrize("tokens", [[], [1], list(range(500)), [1, 2, 3] * 10, list(range(65)) * 3])
def test_what_does_not_repeat_for_long_is_no_loop(tokens: list[int]) -> None:
    assert not goes_round(tokens)
