"""Values have one normal form, units stand with them, and a table's cells know their names."""

import pytest

from app.answers.text.amounts import unit_of, unit_of_label
from app.answers.text.tables import rows
from app.answers.text.values import months, values
from tests.answers.material import passage


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


def _columns(text: str) -> list[list[tuple[str, str | None]]]:
    found = rows(passage(text, table=True))
    return [[(cell.text, cell.column) for cell in row.cells] for row in found if not row.is_head]


def test_cells_are_named_by_their_columns() -> None:
    (row,) = _columns(" | 2023 | 2024\nSkell | 1,127 | 1,204")
    assert row[1:] == [("1,127", "2023"), ("1,204", "2024")]


def test_empty_cells_between_columns_do_not_shift_the_names() -> None:
    (row,) = _columns(" | 2-pole |  | 4-pole\nWeight, kg |  | 63 |  | 78")
    assert row[1:] == [("63", "2-pole"), ("78", "4-pole")]


def test_two_names_in_one_cell_are_parted() -> None:
    (row,) = _columns("Headcount | 2025 | 2024 Wages 2025 |  | Wages 2024\nUpland | 250 | 236 | 11,884 |  | 11,780")
    assert row[1:] == [("250", "2025"), ("236", "2024"), ("11,884", "Wages 2025"), ("11,780", "Wages 2024")]


def test_where_the_names_do_not_fit_no_column_is_told() -> None:
    (row,) = _columns(" | 2023 | 2024\nSkell | 1,127 | 1,204 | 5 | 6")
    assert {column for _, column in row} == {None}


def test_a_table_that_goes_on_keeps_the_names_of_its_columns() -> None:
    found = rows(passage("Skell | 1,127 | 1,204", section="Routes › p. 2 › Route | 2023 | 2024", table=True))
    assert [cell.column for cell in found[0].cells] == ["Route", "2023", "2024"]
