"""Sentences and rows told in words."""

import pytest

from app.answers.summaries.parts import cut
from app.answers.summaries.units import units
from app.types import Chunk, Section, Span


def _told(*texts: str, title: str = "Figures") -> list[str]:
    chunks = [
        Chunk(n, 0, "", text, (Span(n + 1, 0, len(text)),), 100, table=" | " in text) for n, text in enumerate(texts)
    ]
    return [unit.text for unit in units(cut(chunks, [Section(title, 1, 1, 0, 9)], document="d", file="d.pdf"))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" | 2024 | 2023\nCatch | 96 | 94\nCost | – | 12", ["Catch: 96 (2024); 94 (2023)", "Cost: 12 (2023)"]),
        ("Pump | Small | Large\nWeight | 40 kg | 62 kg\nHeight | 1 m | 2 m", ["Weight: Small 40 kg; Large 62 kg", "Height: Small 1 m; Large 2 m"]),
        ("Term | Ten years from 1 May 2023\nRent | 900 crowns", ["Term: Ten years from 1 May 2023", "Rent: 900 crowns"]),
        ("Ticket wanted * | Start *\n12 months | 02/12/2024", ["Ticket wanted 12 months; Start 02/12/2024"]),
        ("No. Task | Who | By\n1 Mend the sluice gate | A. Finch | 9 April\n2 Ask both firms for prices | B. Wren | 2 May",
         ["Task: Mend the sluice gate; Who: A. Finch; By 9 April", "Task: Ask both firms for prices; Who: B. Wren; By 2 May"]),
        (" | North |  | South\nPrice |  | 12 | 14\nWeeks |  | 3 | 4", ["Price: North 12; South 14", "Weeks: North 3; South 4"]),
    ],
)  # fmt: skip
def test_a_row_is_told_with_the_names_of_its_columns(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_a_table_that_goes_on_in_the_next_chunk_keeps_its_names() -> None:
    chunks = ["Area | 2024 | 2023\nNorth | 1 | 2\nSouth | 3 | 4", "East | 5 | 6"]
    assert _told(*chunks)[-1] == "East: 5 (2024); 6 (2023)"


def test_headings_labels_without_content_and_fragments_are_left_out() -> None:
    assert _told("Figures\n\nNobody came to the ferry.\n\nSee below:") == ["Nobody came to the ferry."]


def test_lines_of_a_notice_are_apart_and_lines_of_a_paragraph_together() -> None:
    notice = "Questions to Harriet Quill, 01632 960 144\nThe parcel is to be kept flat for six weeks, and must not be opened before the glue has dried."
    assert len(_told(notice)) == 2
    paragraph = (
        "The parcel is to be kept flat for six weeks, and must not be opened before\nMonday, when the glue will be dry."
    )
    assert len(_told(paragraph)) == 1


def test_a_warning_keeps_the_sentence_that_says_what_to_do() -> None:
    assert _told("DANGER Grain holds like concrete. Never enter the hopper. The lamp is green.") == [
        "DANGER Grain holds like concrete. Never enter the hopper.",
        "The lamp is green.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Wind Direction: | Turbulence Forecast/Actual: /\nRunway Used: 21 | Surface: Grass", ["Runway Used: 21; Surface: Grass"]),
        ("Lowest Cloud: | Visibility\nOwner: Ada Sorrel | Power: 180 hp\nPlace: Otterby | Harm: None", ["Owner: Ada Sorrel; Power: 180 hp", "Place: Otterby; Harm: None"]),
        ("Rent: | 900 crowns\nTerm: | Ten years", ["Rent: 900 crowns", "Term: Ten years"]),
        ("E-mail: Employer: Telephone: ____", []),
        ("Given name of the owner:\nSurname of the owner:\nPlace of birth: ____", []),
        ("Next meeting: Tuesday 9 April, 19:00.", ["Next meeting: Tuesday 9 April, 19:00."]),
        ("Homes by lot (Lot 1: 70, Lot 2: 20)", ["Homes by lot (Lot 1: 70, Lot 2: 20)"]),
    ],
)  # fmt: skip
def test_fields_that_nobody_filled_in_say_nothing(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_contents_and_announced_lists_are_left_out() -> None:
    text = "Gulls and their nests .......... 7\n2.1.\n\nThe harbour has four plans in the coming years: 1. Mend the quay before spring."
    assert _told(text) == ["Mend the quay before spring."]
