"""The year that a question names, the columns that figures stand in, and tables that stand beside each other."""

import pytest

from app.answers.computing.calculate import by_expression, by_table
from app.answers.computing.grid import cells
from app.answers.computing.tablepieces import manners_of
from app.types import Chunk, Passage
from tests.answers.material import passage

BESIDE = passage(
    "Discounts 2026 |  | Output (t)\nOrder from EUR | Discount | Yard | 2023 | 2024 | 2025\n500 | 2 % | Hexley | 310 | 322 | 341\n"
    "1,500 | 4 % | Marden | 208 | 215 | 199\n5,000 | 7 % | Torvale | 95 | 101 | 118\n\nOrders must reach us by 20 April 2026.",
    section="Prices, valid from 1 May 2026",
    table=True,
)
TWICE = passage(
    "Item | Size | Price | Item | Size | Price\nSpar | 24 x 48 | 0.95 | Plank | 30 x 200 | 74.00\n"
    "Beam | 60 x 120 | 6.40 | Panel | 19 x 600 | 58.50\nBoard | 27 x 143 | 8.75 | Strip | 20 x 100 | 66.20",
    section="Timber",
    table=True,
)
SHORT = passage(
    "Yard | 2023 | 2024 | 2025\nHexley | 310 | 322 | 341\nMarden | 208 | 215 | 199\nTorvale | 95 | 118\nWoldham | 60 | 61 | 62",
    section="Output of the yards",
    table=True,
)
REPORT = passage(
    "Yard | 2023 | Staff\nHexley | 310 | 12\nMarden | 208 | 11\nTorvale | 95 | 4", section="Report for 2025", table=True
)
TOGETHER = "What was the output of Hexley, Marden and Torvale together in 2025?"


def _told(question: str, one: Passage) -> str | None:
    chunk = Chunk(one.chunk, 0, one.header, one.text, one.spans, 90, one.table)
    worked = by_table(question, [one], {one.document: [chunk]})
    return worked.text if worked else None


@pytest.mark.parametrize("written", ["310 + 208 + 95", "310 + 208 + 118", "341 + 199 + 101", "2 + 4 + 7"])
def test_no_sum_of_another_year_or_column(written: str) -> None:
    assert by_expression(TOGETHER, written, [BESIDE]) is None


def test_a_sum_that_the_model_wrote_names_what_was_summed() -> None:
    worked = by_expression(TOGETHER, "341 + 199 + 118", [BESIDE])
    assert worked is not None
    lines = worked.text.splitlines()
    assert lines[0] == "Sum: 341 + 199 + 118 = 658"
    assert [line.split(" (")[0] for line in lines[2:]] == ["- Hexley, 2025", "- Marden, 2025", "- Torvale, 2025"]
    assert len(worked.statements[0].windows) == 3


def test_no_sum_where_nothing_tells_the_column() -> None:
    question = "What was the output of Hexley, Marden and Torvale together?"
    assert by_expression(question, "310 + 208 + 95", [BESIDE]) is None


def test_no_sum_of_sentences_about_another_year() -> None:
    told = passage("Hexley made 310 t in 2023. Marden made 208 t in 2023. Torvale made 118 t in 2025.")
    assert by_expression(TOGETHER, "310 + 208 + 118", [told]) is None


def test_a_row_over_the_years_is_summed() -> None:
    worked = by_expression("What did Hexley make from 2023 to 2025 altogether?", "310 + 322 + 341", [BESIDE])
    assert worked is not None and worked.text.startswith("Sum: 310 + 322 + 341 = 973")


@pytest.mark.parametrize(
    "question",
    [
        "What was the output of Hexley and Marden together in 2025?",
        "How much more did Hexley make than Marden in 2025?",
    ],
)
def test_the_year_of_a_report_is_not_the_year_of_its_columns(question: str) -> None:
    assert _told(question, REPORT) is None
    assert by_expression(question, "310 + 208", [REPORT]) is None
    assert by_expression(question, "310 - 208", [REPORT]) is None


def test_rows_beside_each_other_have_their_own_names() -> None:
    found = {f"{one.figure.value}": (one.row, one.stub) for one in cells([BESIDE, TWICE], manners_of([BESIDE]))}
    assert found["2"] == ("500", "Order from EUR") and found["341"] == ("Hexley", "Yard")
    assert found["0.95"] == ("Spar", "Item") and found["74.00"] == ("Plank", "Item")


def test_nothing_is_told_of_a_row_by_a_name_beside_it() -> None:
    assert _told("What is the discount of Hexley?", BESIDE) is None
    assert _told("Which yard had the largest figure in 2025?", BESIDE) in (
        None,
        "Hexley, 2025 (Prices, valid from 1 May 2026): 341 (highest of 3)",
    )


def test_no_extreme_of_a_column_that_stands_there_twice() -> None:
    assert _told("Which item has the highest price?", TWICE) is None
    assert _told("Which has the highest price?", TWICE) is None


def test_no_column_is_gone_through_in_which_a_figure_may_stand_or_not() -> None:
    assert _told("Which yard had the lowest output in 2025?", SHORT) is None
    assert _told("What was the output of Torvale in 2024?", SHORT) is None
