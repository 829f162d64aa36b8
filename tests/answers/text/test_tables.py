"""Tables in the text of a chunk, read once for all that ask for cells."""

from app.answers.text.tables import rows


def _columns(text: str) -> list[list[tuple[str, str | None]]]:
    found = rows(text, "")
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
    found = rows("Skell | 1,127 | 1,204", "Routes › p. 2 › Route | 2023 | 2024")
    assert [cell.column for cell in found[0].cells] == ["Route", "2023", "2024"]


def test_a_head_inside_a_table_names_the_columns_below_it() -> None:
    found = rows(
        "Balance | Note | 2024 | 2023\nVessels | 4 | 310 | 295\nCash | Note | 2023 | 2022\nBank | 7 | 81 | 66", ""
    )
    assert [row.is_head for row in found] == [True, False, True, False]
    assert [cell.column for cell in found[3].cells] == ["Cash", "Note", "2023", "2022"]


def test_a_row_with_a_figure_among_words_is_no_head() -> None:
    found = rows("Buyer | Since | Terms\nHavn | 2014 | 9,240 each year\nOrrin | 2019 | 5,650 each year", "")
    assert [row.is_head for row in found] == [True, False, False]
    assert [cell.column for cell in found[1].cells] == ["Buyer", "Since", "Terms"]


def test_names_above_codes_and_dates_are_a_head() -> None:
    found = rows("Invoice | Month | Due\n24-118 | January | 19 February", "")
    assert found[0].is_head
    assert found[1].stub == "Invoice"


def test_the_line_above_a_table_is_its_caption_unless_it_is_long() -> None:
    long = "x" * 120
    found = rows(f"Births in the year\n | 2023\nMill Hill | 12\n\n{long}\n | 2023\nMill Hill | 4", "")
    assert [(row.table, row.caption) for row in found if not row.is_head] == [(0, "Births in the year"), (1, "")]


def test_cells_stand_where_they_are_said_to() -> None:
    text = "Routes\nSkell |  | 1,127"
    (row,) = rows(text, "")
    assert [(text[cell.start : cell.end], cell.place) for cell in row.cells] == [("Skell", 0), ("1,127", 2)]
