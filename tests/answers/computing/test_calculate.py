"""Figures found by their names, and what is worked out from them."""

from dataclasses import replace

import pytest

from app.answers import ask
from app.answers.computing.calculate import by_expression, by_table
from app.answers.computing.operations import operation_of
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Chunk, Passage, Scope
from tests.answers.material import Pages, boxes, passage
from tests.fakes import FakeEngine

NORTH = passage(
    "Northern Ferries: three years\n\n | 2024 | 2023 | 2022\nRevenue | 4,210 | 3,985 | 4,002\nReturn on capital, % | 9.5 | 8.1 | 7.0\n"
    "Order book at 30 September | 1,100 | 1,480 | 990\nHeadcount | 77 | 81 | 80",
    number=3,
    section="Northern Ferries: three years",
    table=True,
)
SOUTH = passage(
    "Southern Ferries: three years\n\n | 2024 | 2023 | 2022\nRevenue | 2,010 | 2,185 | 1,999\nReturn on capital, % | 4.5 | 6.1 | 5.2\n"
    "Order book at 30 September | 700 | 640 | 555\nHeadcount | 41 | 39 | (40)",
    number=5,
    chunk=1,
    section="Southern Ferries: three years",
    table=True,
)
WARDS = passage(
    "B2 Residents of 85 and over\n\nWard | 2023 | 2024\nMillbank | 70 | 74\nOldgate | 91 | 88",
    number=8,
    chunk=2,
    section="B2 Residents of 85 and over",
    table=True,
)
WATER = passage(
    "Verbrauch der Gärten\n\n | 2021 | 2022\nWasser, Kubikmeter | 2.310 | 3.075\nStrom, kWh | 812,5 | 900,0",
    document="g",
    section="Verbrauch der Gärten",
    table=True,
)
PARTS = passage(
    "Parts of the M-20\n\nPart | Number | Euro each\nshaft seal | 65-50 | 100.27\ngasket | 65-51 | 12.10",
    document="m",
    section="Parts of the M-20",
    table=True,
)


def _told(question: str, *passages: Passage) -> str:
    chunks: dict[str, list[Chunk]] = {}
    for one in passages:
        chunks.setdefault(one.document, []).append(Chunk(one.chunk, 0, one.header, one.text, one.spans, 90, one.table))
    worked = by_table(question, passages, chunks)
    return "" if worked is None else worked.text


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        (
            "By how much did the order book of Northern Ferries change between September 2023 and September 2024?",
            "Change: 1,100 − 1,480 = −380",
        ),
        (
            "By how many people did the headcounts of Northern Ferries and Southern Ferries differ in 2023?",
            "Difference: 81 − 39 = 42",
        ),
        (
            "What was the revenue of Northern Ferries and Southern Ferries together in 2024?",
            "Sum: 4,210 + 2,010 = 6,220",
        ),
        (
            "By what percentage did the revenue of Southern Ferries rise from 2022 to 2023?",
            "Change in per cent: (2,185 − 1,999) ÷ 1,999 = 9.3 % (rounded)",
        ),
        (
            "How many points lie between the returns on capital of Northern Ferries and Southern Ferries in 2022?",
            "Difference: 7.0 − 5.2 = 1.8 percentage points",
        ),
        ("What is the average of the headcount of Northern Ferries in 2022 and 2023?", "Average: (80 + 81) ÷ 2 = 80.5"),
    ],
)
def test_two_figures_are_put_together(question: str, first_line: str) -> None:
    assert _told(question, NORTH, SOUTH, WARDS).split("\n")[0] == first_line


def test_a_calculation_names_its_figures() -> None:
    text = _told("How much more revenue had Northern Ferries than Southern Ferries in 2022?", NORTH, SOUTH)
    assert text.split("\n") == [
        "Difference: 4,002 − 1,999 = 2,003",
        "",
        "- Revenue, 2022 (Northern Ferries: three years): 4,002",
        "- Revenue, 2022 (Southern Ferries: three years): 1,999",
    ]


def test_figures_are_written_as_the_document_writes_them() -> None:
    text = _told("Wie viele Kubikmeter Wasser wurden 2022 mehr verbraucht als 2021?", WATER)
    assert text.split("\n")[0] == "Veränderung: 3.075 − 2.310 = 765 Kubikmeter"


def test_one_figure_that_the_question_names_is_told() -> None:
    assert _told("What was the revenue of Southern Ferries in 2023?", NORTH, SOUTH) == (
        "Revenue, 2023 (Southern Ferries: three years): 2,185"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What was the revenue of Southern Ferries in 2019?",
        "What was the revenue of Western Ferries in 2023?",
        "What was the revenue of Southern Ferries in the first half of 2023?",
        "What did Southern Ferries pay its directors in 2023?",
        "What was the headcount of Southern Ferries in 2022?",
        "How many residents did Millbank have in 2024?",
        "How many residents of Millbank under 85 were there in 2024?",
        "By how many residents did Millbank grow between 2023 and 2024?",
        "By how much did the order book of Northern Ferries change between 2019 and 2024?",
        "How many more tugs than barges had Northern Ferries in 2023?",
        "What was the revenue of Southern Ferries in 2023 without freight?",
    ],
)
def test_what_is_not_wholly_named_is_left_to_the_model(question: str) -> None:
    assert _told(question, NORTH, SOUTH, WARDS) == ""


def test_every_figure_is_cited_and_no_model_is_asked() -> None:
    engine, said = FakeEngine(), list[str]()
    chunks = {"d": [Chunk(p.chunk, 0, p.header, p.text, p.spans, 90, True) for p in (NORTH, SOUTH)]}
    means = ask.Means(engine, Prompts(), None, Pages([NORTH, SOUTH]), boxes, chunks)
    question = "By how many people did the headcounts of Northern Ferries and Southern Ferries differ in 2024?"
    answer = ask.ask(question, [NORTH, SOUTH], Scope(1, 9, 0, 9), means, stop=Stop(), on_text=said.append)
    assert answer.found and not answer.unsupported and not engine.prompts
    assert answer.text.split("\n")[0] == "Difference: 77 − 41 = 36 [1] [2]"
    assert [(one.page, one.quote) for one in answer.citations] == [
        (3, "Headcount | 77 | 81 | 80"),
        (5, "Headcount | 41 | 39 | (40)"),
    ]
    assert "".join(said) == answer.text.replace(" [1]", "").replace(" [2]", "")
    assert answer.scope.read == 2


HIRE = passage(
    "Another ferry was hired at £3,150 a day for 26 of these days. The pier was closed for 41 days. The dividend of the year is 13.3 "
    "pence. Last year it was 12.8 pence.",
    number=7,
)


@pytest.mark.parametrize(
    ("question", "written", "line"),
    [
        (
            "What did hiring another ferry come to altogether?",
            "£3,150 × 26 = £80,900",
            "Product: £3,150 × 26 = £81,900",
        ),
        ("By how many pence was the dividend raised?", "13.3 - 12.8 = 0.5", "Difference: 13.3 − 12.8 = 0.5 pence"),
        ("What do two new shaft seals for the M-20 cost?", "100.27 * 2", "Product: 100.27 × 2 = 200.54"),
        ("By how many residents did Millbank grow between 2023 and 2024?", "74 - 70", "Change: 74 − 70 = 4"),
    ],
)
def test_the_model_names_the_figures_and_code_calculates(question: str, written: str, line: str) -> None:
    worked = by_expression(
        question, written, [HIRE, PARTS, replace(WARDS, section="B1 Residents", text=WARDS.text[28:])]
    )
    assert worked is not None and worked.text.split("\n")[0] == line


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("By how many pence was the dividend raised?", "13.3 - 9.2"),
        ("By how many pence was the dividend raised?", "13.3 + 12.8"),
        ("By how many pence was the dividend raised?", "It was raised by 0.5 pence."),
        ("By how many pence was the dividend of Southern Ferries raised?", "13.3 - 12.8"),
        ("By how many pence was the dividend raised in 2019?", "13.3 - 12.8"),
        ("How did the order book of Northern Ferries change?", "1,480 - 1,100"),
        ("By how much did the order book of Northern Ferries change between 2023 and 2024?", "3,985 - 1,100"),
        ("By how much did the order book of Northern Ferries change between 2023 and 2024?", "1,480 - 990"),
    ],
)
def test_a_calculation_that_does_not_fit_is_not_done(question: str, written: str) -> None:
    assert by_expression(question, written, [HIRE, NORTH]) is None


def test_the_figures_of_a_written_calculation_are_cited() -> None:
    engine = FakeEngine(["13.3 - 12.8 = 0.6"])
    chunks = {"d": [Chunk(0, 0, "", HIRE.text, HIRE.spans, 60)]}
    means = ask.Means(engine, Prompts(), None, Pages([HIRE]), boxes, chunks)
    answer = ask.ask("By how many pence was the dividend raised?", [HIRE], Scope(1, 9, 0, 9), means, stop=Stop())
    assert answer.text == "Difference: 13.3 − 12.8 = 0.5 pence [1] [2]"
    assert [one.quote for one in answer.citations] == [
        "The dividend of the year is 13.3 pence.",
        "Last year it was 12.8 pence.",
    ]


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("How many more births than deaths were there?", "difference"),
        ("Um wie viel Prozent ist der Umsatz gestiegen?", "percent change"),
        ("Combien de tonnes en moins qu'en 2022 ont été livrées ?", "difference"),
        ("¿Cuántos socios más que en 2022 hay?", "difference"),
        ("Welcher Anteil der Gärten ist verpachtet?", "share"),
        ("How many times as many tugs as barges are there?", "ratio"),
        ("How much grease goes into the lower bearing?", None),
        ("How heavy is the larger pump?", None),
        ("Which fuse has the HX-65?", None),
    ],
)
def test_a_calculation_is_told_by_the_words_of_the_question(question: str, operation: str | None) -> None:
    assert operation_of(question) == operation


def test_which_of_two_is_more_is_told_with_a_table() -> None:
    question = "Which had the higher revenue in 2023, Northern Ferries or Southern Ferries?"
    assert _told(question, NORTH, SOUTH).split("\n") == [
        "Revenue, 2023 (Northern Ferries: three years): 3,985, against 2,185",
        "",
        "| | |",
        "|---|---|",
        "| Revenue, 2023 (Northern Ferries: three years) | 3,985 |",
        "| Revenue, 2023 (Southern Ferries: three years) | 2,185 |",
    ]
    less = "Was the headcount lower at Northern Ferries or at Southern Ferries in 2023?"
    assert _told(less, NORTH, SOUTH).startswith("Headcount, 2023 (Southern Ferries: three years): 39, against 81\n")


BURGLARIES = passage(
    "D4 Burglaries\n\nWard | 2023 | 2024\nMillbank | 70 | 74\nOldgate | 91 | 88\nQuay | 12 | (99)",
    number=9,
    chunk=3,
    section="D4 Burglaries",
    table=True,
)
REST = passage("Fenside | 103 | 60\nCity | 276 | 321", number=10, chunk=4, section="D4 Burglaries", table=True)
CONTINUED = (
    replace(BURGLARIES, header="In figures › D4 Burglaries › p. 9"),
    replace(REST, header="In figures › D4 Burglaries › p. 10 › Ward | 2023 | 2024"),
)


def test_the_most_and_the_fewest_are_told_by_all_rows_of_a_table() -> None:
    assert _told("Which ward had the most burglaries in 2023, and which the fewest?", *CONTINUED).split("\n") == [
        "- Fenside, 2023 (D4 Burglaries): 103 (highest of 4)",
        "- Quay, 2023 (D4 Burglaries): 12 (lowest of 4)",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Which ward had the most burglaries in 2024?",
        "Which ward had the most burglaries in 2021?",
        "Which ward had the most fires in 2023?",
        "Which street had the most burglaries in 2023?",
    ],
)
def test_nothing_stands_out_where_it_is_not_sure(question: str) -> None:
    assert _told(question, *CONTINUED) == ""


def test_one_place_is_not_taken_from_itself() -> None:
    fees = passage("The entry fee is 400 crowns and is paid once.", number=7)
    assert by_expression("How much of the entry fee does a skipper get back?", "400 - 400", [fees]) is None
