"""An answer's Markdown becomes blocks, and what is unsupported is found in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.blocks import Block, Code, Heading, Item, Paragraph, Table, parsed
from app.export.clean import by_direction, clean, is_right_to_left
from app.export.doubt import marked
from app.export.inline import SIGN, Inline, Run, runs, text_of


def _shown(block: Block) -> str:
    """A block in short: its kind and its text, with the doubtful in guillemets."""
    match block:
        case Heading():
            return f"h{block.level} {_line(block.runs)}"
        case Item():
            return f"{'  ' * block.depth}{block.number or '-'} {_line(block.runs)}"
        case Table():
            return "table " + " / ".join(", ".join(map(_line, row)) for row in (block.head, *block.rows))
        case Code():
            return f"code {block.text}"
        case Paragraph():
            return f"{block.role} {_line(block.runs)}"


def _line(found: Inline) -> str:
    return "".join(f"«{run.text}»" if run.doubtful else run.text for run in found)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One line\nand its end.\n\nAnother.", ["text One line and its end.", "text Another."]),
        ("## Head ##\nbody", ["h2 Head", "text body"]),
        ("#no heading", ["text #no heading"]),
        ("- a\n- b\n  goes on\n* c", ["- a", "- b goes on", "- c"]),
        ("3. a\n4) b\n   - c\n      - d\n   - e\n5. f", ["3 a", "4 b", "  - c", "    - d", "  - e", "5 f"]),
        ("Causes:\n- a\n\nEnd", ["text Causes:", "- a", "text End"]),
        ("    - deep\ntext", ["- deep text"]),
        ("- a\n\n  stands alone\n\n  - b", ["- a", "text stands alone", "- b"]),
        ("|A|B|\n|-|-|\n|1|\n|2|3|4|\nx", ["table A, B / 1,  / 2, 3 | 4", "text x"]),
        ("A | B\n--- | :-:\n1 \\| 2 | 3", ["table A, B / 1 | 2, 3"]),
        ("a | b\nc | d", ["text a | b c | d"]),
        ("```py\n- a\n```\nb", ["code - a", "text b"]),
        ("~~~\nnever closed\n```", ["code never closed\n```"]),
        ("> a\n> b\nc", ["quote a b c"]),
        ("a\n\n---\n\nb", ["text a", "text b"]),
        ("", []),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert [_shown(block) for block in parsed(text)] == blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", [Run("a "), Run("b", bold=True), Run(" c")]),
        ("*a* _b_", [Run("a", italic=True), Run(" "), Run("b", italic=True)]),
        ("**a *b***", [Run("a ", bold=True), Run("b", bold=True, italic=True)]),
        ("`*a*` ``b`c``", [Run("*a*", code=True), Run(" "), Run("b`c", code=True)]),
        ("snake_case_name 5 * 3 * 2, 5*3*2", [Run("snake_case_name 5 * 3 * 2, 5*3*2")]),
        (r"\*a\* \_", [Run("*a* _")]),
        ("**open [a](http://b) ![c](d) <b>", [Run("**open [a](http://b) ![c](d) <b>")]),
    ],
)
def test_runs(text: str, expected: list[Run]) -> None:
    assert list(runs(text)) == expected


def test_markup_in_markup_without_end_is_text() -> None:
    text = "**" * 3000 + "a" + "*_" * 3000
    assert "a" in text_of(runs(text))


@pytest.mark.parametrize(
    ("text", "unsupported", "blocks"),
    [
        ("It paid 5. It rained. [1]", ["It rained."], [f"text It paid 5. «It rained.»«{SIGN}» [1]"]),
        ("5 of 15 or 5.2, 5, [5]", ["5"], [f"text «5»«{SIGN}» of 15 or 5.2, «5»«{SIGN}», [5]"]),
        ("- a **b** c\n- d", ["- a **b** c"], [f"- «a »«b»« c»«{SIGN}»", "- d"]),
        ("|A|\n|-|\n| 7 |", ["| 7 |"], [f"table A / «7»«{SIGN}»"]),
        ("Rain fell\non the roof.", ["Rain fell\non the roof."], [f"text «Rain fell» «on the roof.»«{SIGN}»"]),
        ("**Rain fell. It was wet.**", ["It was wet."], [f"text Rain fell. «It was wet.»«{SIGN}»"]),
        ("In 1999 and 2000", ["In 1999 and", "1999"], [f"text «In 1999 and»«{SIGN}» 2000"]),
        ("```\n5\n```", ["5"], ["code 5"]),
        ("# 5", ["# 5"], [f"h1 «5»«{SIGN}»"]),
    ],
)
def test_what_is_unsupported_is_marked_where_it_stands(text: str, unsupported: list[str], blocks: list[str]) -> None:
    with_doubt, elsewhere = marked(text, unsupported)
    assert [_shown(block) for block in parsed(with_doubt)] == blocks
    assert elsewhere == []


def test_what_does_not_stand_there_is_told() -> None:
    assert marked("It rained.", ["It snowed.", "rain", " "]) == ("It rained.", ["It snowed.", "rain"])


def test_what_no_page_shows_is_dropped() -> None:
    assert clean("a\x00b\x1bc\u202ed\ufdd0e\ud800\r\nf\tg\ufeff") == "abcde\nf\tg"
    assert clean("é\u200d👩\u200d🚢") == "é\u200d👩\u200d🚢"


def test_direction() -> None:
    assert not is_right_to_left("12: Ship שלום") and is_right_to_left("12: שלום Ship") and not is_right_to_left("12")
    assert by_direction("שלום 12 Ship, עולם") == [("שלום 12 ", True), ("Ship, ", False), ("עולם", True)]


_LETTERS = "ABCDEFGH"
_SIGNS = "*_`|-#>+.)[]\\\\ \n1"


@given(st.text(_LETTERS + _SIGNS), st.lists(st.text(_LETTERS + _SIGNS, min_size=1, max_size=5), max_size=4))
def test_no_letter_is_lost(text: str, unsupported: list[str]) -> None:
    text = text.replace("```", "``")  # the name of a language may go
    blocks = parsed(marked(text, unsupported)[0])
    found = "".join(map(_shown, blocks))
    assert [letter for letter in found if letter in _LETTERS] == [letter for letter in text if letter in _LETTERS]


@given(st.text())
def test_directions_make_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in by_direction(text)) == text
