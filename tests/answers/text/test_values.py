"""Values have one normal form, units stand with them, and a table's cells know their names."""

import pytest

from app.answers.text.amounts import unit_of, unit_of_label
from app.answers.text.values import months, values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("11/27/2007", "27 November 2007"),
        ("27.11.2007", "November 27, 2007"),
        ("bis zum 31. August 2027", "31 August 2027"),
        ("le 6 juin 2023", "6 June 2023"),
        ("1 204 tonnes", "1,204 tonnes"),
        ("22:00", "10 pm"),
        ("drei Nächte", "three nights"),
        ("twenty-two", "22"),
        ("35g", "35 g"),
        ("(1,065)", "1,065"),
        ("1.2 million", "1,200 thousand"),
        ("the 500-million-page goal", "500 million pages"),
        ("a 12-month lease", "for twelve months"),
    ],
)
def test_a_value_written_in_another_way_is_the_same(one: str, other: str) -> None:
    assert any(mine.borne_by(theirs) for mine in values(one) for theirs in values(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("17 February", "17 March"),
        ("24-1372", "24-1373"),
        ("1.25 m", "1.25 million"),
        ("31,000 102,000", "31,000,102,000"),
    ],
)
def test_different_values_stay_different(one: str, other: str) -> None:
    assert not any(mine.borne_by(theirs) for mine in values(one) for theirs in values(other))


def test_both_days_of_a_span_are_dates() -> None:
    assert [value.key for value in values("on 17 and 26 February")] == ["--02-17", "--02-26"]


def test_a_month_alone_is_told_and_the_verb_may_is_not() -> None:
    assert [value.key for value in months("the invoice of May was paid, as it may be")] == ["--05"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("£5,000", "£"),
        ("78 kg", "kg"),
        ("50 A, slow", "a"),
        ("5 percentage points", "pp"),
        ("4 Millionen Pfund", "£"),
        ("1.25 m", "m"),
    ],
)
def test_the_unit_beside_a_value(text: str, unit: str) -> None:
    (value,) = values(text)
    assert unit_of(text, value) == unit


def test_the_unit_that_a_label_ends_in() -> None:
    assert unit_of_label("Weight, kg") == "kg"
    assert unit_of_label("hire, tower, per week") == ""
