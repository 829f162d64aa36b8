"""Which words of a page are a table, and which make a cell of it."""

from collections.abc import Sequence

import pytest

from app.documents.compose import Composer, vocabulary_of
from app.documents.fragments import Fragment
from app.documents.layout import arrange

_SIZE = 10.0
_LETTER = 5.0


def _fragment(*words: tuple[str, float], y: float) -> Fragment:
    """Words, each with the place where it begins; every letter is half as wide as high."""
    placed = [(word, (x, y, x + _LETTER * len(word), y + _SIZE)) for word, x in words]
    return Fragment(placed[0][1][0], y, placed[-1][1][2], y + _SIZE, _SIZE, False, placed)


def _text(text: str, x: float, y: float) -> Fragment:
    words, at = [], x
    for word in text.split():
        words.append((word, at))
        at += _LETTER * (len(word) + 0.6)
    return _fragment(*words, y=y)


def _columns(rows: Sequence[Sequence[str]], places: Sequence[float]) -> list[Fragment]:
    """Drawn column after column."""
    return [
        _text(row[column], x, 14.0 * number)
        for column, x in enumerate(places)
        for number, row in enumerate(rows)
        if row[column]
    ]


def _written(fragments: list[Fragment]) -> list[str]:
    blocks = arrange(fragments)
    page = Composer(vocabulary_of(blocks)).page(blocks, number=1, width=600, height=800)
    return page.text.splitlines()


_FAULTS = [
    ("P7", "rattles at low speed", "coupling worn, or a stone in the wheel", "no"),
    ("P9", "no light", "lamp, fuse", "yes, once"),
    ("K2", "water under the frame", "seal worn", "after 5 min"),
    ("K4", "smells", "belt slips", "no"),
    ("P1", "stops under load", "voltage too low, or a phase missing", "yes, once"),
]


def test_a_table_of_words_is_read_by_its_rows() -> None:
    assert _written(_columns(_FAULTS, [10, 60, 220, 460])) == [" | ".join(row) for row in _FAULTS]


def test_words_with_amounts_beside_them_are_read_by_rows() -> None:
    rows = [
        ("pump", "12.50"),
        ("valve of the tank", "7.00"),
        ("lamp", "3.80"),
        ("cover, painted", "41.20"),
        ("key", "1.10"),
    ]
    assert _written(_columns(rows, [10, 300])) == [" | ".join(row) for row in rows]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [
        "the river was low in summer and",
        "nobody could say whether it was",
        "the weir or the weather that had",
        "done it, so both were blamed by",
        "all who lived below the old mill",
    ]
    right = [
        "a year later the weir was moved",
        "by forty metres, and the water",
        "came back as it had been before",
        "the mill was built, to the great",
        "surprise of those who had doubted",
    ]
    rows = list(zip(left, right, strict=True))
    found = _written(_columns(rows, [10, 260]))
    assert [line for line in found if line] == [*left, *right]


def test_a_figure_and_a_word_close_together_are_two_cells() -> None:
    table = []
    for row, (name, hours, every) in enumerate([("look", "1,500", "6 months"), ("grease", "200", "3 months"), ("bolts", "800", "month"), ("seals", "12,000", "5 years")]):  # fmt: skip
        y = 14.0 * row
        table.append(_text(name, 10, y))
        first, *rest = every.split()
        placed = [(hours, 200 - _LETTER * len(hours)), (first, 206.0), *((word, 214.0) for word in rest)]
        table += [_fragment(*placed, y=y), _text("anybody", 330, y)]
    assert _written(table) == [
        "look | 1,500 | 6 months | anybody",
        "grease | 200 | 3 months | anybody",
        "bolts | 800 | month | anybody",
        "seals | 12,000 | 5 years | anybody",
    ]


def test_a_wide_gap_in_one_row_alone_parts_nothing() -> None:
    rows = [("Ash", "seen in May"), ("Elm", "not seen"), ("Oak", "seen twice"), ("Fir", "felled")]
    table = [_text(name, 10, 14.0 * row) for row, (name, _) in enumerate(rows)]
    table += [_text("4", 150, 14.0 * row) for row in range(len(rows))]
    table += [_text(said, 250, 14.0 * row) for row, (_, said) in enumerate(rows) if row]
    table.append(_fragment(("seen", 250), ("in", 276), ("May", 290), y=0))
    assert _written(table)[0] == "Ash | 4 | seen in May"


def test_the_number_of_a_row_is_not_parted_from_its_text() -> None:
    table = []
    for row, name in enumerate(["Mill Lane", "The Green", "Station Road", "Quay"]):
        y = 14.0 * row
        first, *rest = name.split()
        words = [(str(row + 1), 10.0), (first, 21.0), *((word, 23.0 + _LETTER * (len(first) + 0.6)) for word in rest)]
        table += [_fragment(*words, y=y), _text("40", 200, y), _text("7", 300, y)]
    assert _written(table)[0] == "1 Mill Lane | 40 | 7"


def _placed(rows: Sequence[Sequence[str]], x: float, y: float) -> list[Fragment]:
    return [_text(cell, x + 60 * c, y + 14.0 * r) for r, row in enumerate(rows) for c, cell in enumerate(row)]


_LEFT = [("Ward", "2021", "2022"), ("Mill", "12", "14"), ("Quay", "3", "9"), ("Hill", "7", "8")]
_RIGHT = [("Marsh", "Few", "Many"), ("Oster", "122", "268"), ("Wend", "88", "59"), ("Sele", "201", "65")]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    found = _written([*_placed(_LEFT, 10, 0), *_placed(_RIGHT, 260, 6)])
    assert [line for line in found if line] == [" | ".join(row) for row in (*_LEFT, *_RIGHT)]


def test_rows_that_are_level_are_one_table() -> None:
    found = _written([*_placed(_LEFT, 10, 0), *_placed(_RIGHT, 260, 0)])
    assert found == [" | ".join((*one, *other)) for one, other in zip(_LEFT, _RIGHT, strict=True)]


@pytest.mark.parametrize("beside", [0, 1])
def test_a_name_of_two_lines_is_one_row_whichever_the_amounts_stand_beside(beside: int) -> None:
    lines = [
        "What",
        "Hire of a scaffold tower",
        "with boards and ties",
        "Delivery",
        "Sheeting of the north",
        "side, with cord",
        "Keys",
    ]
    table = [_text(line, 10, 12.0 * number) for number, line in enumerate(lines)]
    for number, amount in ((0, "Euro"), (1 + beside, "37.50"), (3, "40.00"), (4 + beside, "14.56"), (6, "2.10")):
        table += [_text("1", 200, 12.0 * number), _text(amount, 300, 12.0 * number)]
    assert _written(table) == [
        "What | 1 | Euro",
        "Hire of a scaffold tower with boards and ties | 1 | 37.50",
        "Delivery | 1 | 40.00",
        "Sheeting of the north side, with cord | 1 | 14.56",
        "Keys | 1 | 2.10",
    ]


def test_a_title_above_rows_in_small_letters_is_a_row_of_its_own() -> None:
    lines = ["Lots", "Lot A", "burner of the boiler", "pump", "valve"]
    table = [_text(line, 10, 12.0 * number) for number, line in enumerate(lines)]
    for number in (0, 2, 3, 4):
        table += [_text("1", 200, 12.0 * number), _text("7.50", 300, 12.0 * number)]
    assert _written(table) == ["Lots | 1 | 7.50", "Lot A", *(f"{line} | 1 | 7.50" for line in lines[2:])]
