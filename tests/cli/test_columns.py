"""An answer's text in the columns of a terminal."""

import pytest

from app.cli.columns import laid_out, wrapped

_TABLE = "| | Central | Ashby Road |\n|---|---|---|\n| Visits | 318,900 [1] | 128,400 |\n| Hours | 58 | 40 |"


def test_words_are_not_cut_and_items_stand_under_their_first_word() -> None:
    text = "One sentence that goes on and on.\n\n- an item that goes on and on [1]\n12. and another one"
    assert laid_out(text, 20).split("\n") == [
        "One sentence that",
        "goes on and on.",
        "",
        "- an item that goes",
        "  on and on [1]",
        "12. and another one",
    ]


def test_a_table_has_its_columns() -> None:
    assert laid_out(f"Row by row:\n\n{_TABLE}\n\nEnd", 60).split("\n") == [
        "Row by row:",
        "",
        "        Central      Ashby Road",
        "──────  ───────────  ──────────",
        "Visits  318,900 [1]  128,400",
        "Hours   58           40",
        "",
        "End",
    ]


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    assert laid_out(_TABLE, 24).split("\n") == [
        "Visits",
        "  - Central: 318,900 [1]",
        "  - Ashby Road: 128,400",
        "Hours",
        "  - Central: 58",
        "  - Ashby Road: 40",
    ]


@pytest.mark.parametrize("text", ["| a | b", "|", "||", "|---|", "| a \\| b |\n|-|", "| 2 |\n| 3 | 4 |", "x" * 90, ""])
def test_nothing_is_lost_whatever_the_table_looks_like(text: str) -> None:
    told = laid_out(text, 30)
    assert [sign for sign in told if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


def test_letters_of_east_asia_take_two_columns() -> None:
    assert laid_out("| 年 | a |\n|-|-|\n| bcd | e |", 40).split("\n") == ["年   a", "───  ─", "bcd  e"]


def test_what_goes_on_stands_under_an_indented_line_or_further_right() -> None:
    assert wrapped("   a passage that is indented", 20) == ["   a passage that is", "   indented"]
    assert wrapped("report.pdf  86 pages, ready", 20, hang=4) == ["report.pdf  86", "    pages, ready"]
    assert wrapped("1. report.pdf, p. 3  Risks of the year", 20, hang=4) == [
        "1. report.pdf, p. 3",
        "   Risks of the year",
    ]
    assert wrapped("", 20) == [""] and wrapped("x" * 50, 20) == ["x" * 50]


def test_text_without_spaces_is_broken_between_letters_two_columns_each() -> None:
    assert wrapped("会议在星期一上午九点开始", 20) == ["会议在星期一上午九点", "开始"]
    assert wrapped("Report 会议 of Monday 会议", 20) == ["Report 会议 of", "Monday 会议"]
