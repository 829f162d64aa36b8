"""Lines of a table of contents, which are no part of a summary."""

import pytest

from app.answers.summaries.contents import entries, without_leader


def _entries(text: str, section: str = "") -> list[str]:
    return [text[start:end] for start, end in entries(text, section)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ferries and their crews ........ 13\n4.4.\nThe ferry sails.",
            ["Ferries and their crews ........ 13", "4.4."],
        ),
        ("Ferries.......13 4.4.", ["Ferries.......13 4.4."]),
        ("Coffee ........ £2.50", []),
        ("The ferry sails at nine... or not.", []),
        ("Contents\n\nFerries 3\nGulls 7\nBells of the town 12", ["Ferries 3", "Gulls 7", "Bells of the town 12"]),
        ("Catch by boat\n\nFerries 3\nGulls 7\nBells 12", []),
        ("Built in 1999\nRebuilt in 1987\nSold in 1999", []),
    ],
)
def test_lines_that_lead_to_pages(text: str, found: list[str]) -> None:
    assert _entries(text) == found


def test_a_heading_glued_from_contents_loses_its_dots() -> None:
    assert without_leader("Ferries ........ 13 4.4.") == "Ferries"
    assert without_leader("4.4. Ferries") == "4.4. Ferries"
