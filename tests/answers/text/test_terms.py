"""Two texts that write a thing differently have equal terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.text.terms import terms, values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a loss of $2.1bn", "2.1 billion in losses"),
        ("31 August 2009", "August 31, 2009"),
        ("on 2009-08-31", "31st of August 2009"),
        ("5,194 ft", "5194 ft"),
        ("seven museums", "7 museums"),
        ("the 3rd floor", "floor 3"),
        ("O-360-A1A-5", "o360a1a5"),
        ("500k readers", "500 thousand readers"),
        ("3,5 Mio", "3.5 million"),
    ],
)
def test_the_same_value_written_differently_is_the_same(one: str, other: str) -> None:
    assert terms(one).values & terms(other).values


@pytest.mark.parametrize(
    ("one", "other"),
    [("2.1 billion", "2.1 million"), ("1934", "1943"), ("31 August 2009", "30 August 2009"), ("5,194", "5.194"), ("12 km", "1 2 km")],
)  # fmt: skip
def test_different_values_stay_different(one: str, other: str) -> None:
    assert not {v.key for v in values(one)} & {v.key for v in values(other)}


def test_a_date_says_its_year() -> None:
    assert "2009" in terms("as of 31 August 2009").values


def test_stems_join_the_forms_of_a_word() -> None:
    assert terms("The agreements were terminated").stems == terms("terminating this agreement").stems


def test_a_name_is_a_capital_inside_a_sentence() -> None:
    assert terms("Yesterday the director Mara Quist resigned.").names == terms("x Mara x Quist").names


def test_function_words_say_nothing() -> None:
    assert not terms("it is what it was, and that is all there is to it").all


@given(st.text(max_size=300))
def test_any_text_has_terms_and_values_stand_where_they_say(text: str) -> None:
    terms(text)
    for value in values(text):
        assert text[value.start : value.end].strip() == text[value.start : value.end] != ""
