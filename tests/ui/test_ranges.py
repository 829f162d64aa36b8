"""Ranges of pages as people write them."""

import pytest

from app.ui.ranges import page_range


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3-7", (3, 7)),
        (" 3 – 7 ", (3, 7)),
        ("5", (5, 5)),
        ("12", (12, 12)),
        ("7-3", None),
        ("0-2", None),
        ("-2", None),
        ("3-13", None),
        ("", None),
        ("3,7", None),
        ("all", None),
        ("99999999999", None),
    ],
)
def test_ranges_of_a_document(text: str, found: tuple[int, int] | None) -> None:
    assert page_range(text, 12) == found


def test_ranges_of_any_document() -> None:
    assert page_range("3-4000") == (3, 4000)
    assert page_range("7-3") is None
