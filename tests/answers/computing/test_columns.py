"""Three figures and more, whole columns, and rows that are counted."""

import pytest

from app.answers.computing.figures import Manner
from app.answers.computing.thresholds import threshold
from tests.answers.computing.test_calculate import _told
from tests.answers.material import passage

PLANTS = passage(
    "Staff of the plants\n\nPlant | 2021 | 2022 | 2023\nAldmoor | 41 | 48 | 55\nBirkby | 62 | 60 | 71\nCresswell | 18 | 22 | 30\n"
    "Dunholm | 50 | 51 | 49",
    number=2,
    section="Staff of the plants",
    table=True,
)
SHOPS = passage(
    "Sales of the shops\n\nShop | 2022 | 2023\nHarbour | 120 | 131\nMarket | 80 | 95\nStation | 60 | 58\nTotal | 260 | 284",
    number=4,
    chunk=1,
    section="Sales of the shops",
    table=True,
)
HIDDEN = passage(
    "Books lent by the libraries\n\nLibrary | 2022 | 2023\nMill Road | 410 | 420\nThe Green | 300 | 310\nWharf | 90 | 70\nBorough | 801 | 799",
    number=5,
    chunk=2,
    section="Books lent by the libraries",
    table=True,
)
FERRIES = passage(
    "Northern Ferries: four years\n\n | 2024 | 2023 | 2022 | 2021\nRevenue | 4,210 | 3,985 | 4,002 | 3,870\nHeadcount | 77 | 81 | 80 | 79",
    number=3,
    chunk=3,
    section="Northern Ferries: four years",
    table=True,
)
CLUBS = passage(
    "Mitglieder der Vereine\n\nVerein | 2021 | 2022\nTurnen | 310 | 322\nSchach | 41 | 38\nRudern | 304 | 310\nChor | 77 | 80",
    document="g",
    section="Mitglieder der Vereine",
    table=True,
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "How many plants had more than 50 staff in 2023?",
            ["Number: 2 of 4", "- Aldmoor, 2023 (Staff of the plants): 55", "- Birkby, 2023 (Staff of the plants): 71"],
        ),
        (
            "How many plants had 50 or more staff in 2021?",
            ["Number: 2 of 4", "- Birkby, 2021 (Staff of the plants): 62", "- Dunholm, 2021 (Staff of the plants): 50"],
        ),
        (
            "How many plants had a staff of over 90 in 2022?",
            ["Number: 0 of 4", "- Birkby, 2022 (Staff of the plants): 60 (highest of 4)"],
        ),
        (
            "How many shops had sales under 100 in 2022?",
            ["Number: 2 of 3", "- Market, 2022 (Sales of the shops): 80", "- Station, 2022 (Sales of the shops): 60"],
        ),
        (
            "In how many years did the revenue of Northern Ferries exceed 4,000?",
            [
                "Number: 2 of 4",
                "- Revenue, 2024 (Northern Ferries: four years): 4,210",
                "- Revenue, 2022 (Northern Ferries: four years): 4,002",
            ],
        ),
        (
            "In how many years between 2022 and 2024 was the revenue of Northern Ferries below 4,000?",
            ["Number: 1 of 3", "- Revenue, 2023 (Northern Ferries: four years): 3,985"],
        ),
    ],
)
def test_rows_and_years_are_counted(question: str, told: list[str]) -> None:
    assert [line for line in _told(question, PLANTS, SHOPS, HIDDEN, FERRIES).split("\n") if line] == told


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        ("What was the staff of Aldmoor, Birkby and Cresswell together in 2022?", "Sum: 48 + 60 + 22 = 130"),
        ("What was the staff of all plants in total in 2022?", "Sum: 48 + 60 + 22 + 51 = 181"),
        ("What was the total revenue of Northern Ferries from 2022 to 2024?", "Sum: 4,002 + 3,985 + 4,210 = 12,197"),
        (
            "What was the average headcount of Northern Ferries in 2021, 2022 and 2023, on average?",
            "Average: (79 + 80 + 81) ÷ 3 = 80",
        ),
        ("What were the sales of all shops together in 2023?", "Total, 2023 (Sales of the shops): 284"),
    ],
)
def test_three_and_more_are_put_together(question: str, first_line: str) -> None:
    assert _told(question, PLANTS, SHOPS, FERRIES).split("\n")[0] == first_line


def test_each_figure_of_a_total_is_named() -> None:
    text = _told("How many staff had all plants together in 2023?", PLANTS)
    assert [line.rsplit(": ", 1)[1] for line in text.split("\n") if line.startswith("- ")] == ["55", "71", "30", "49"]


@pytest.mark.parametrize(
    "question",
    [
        "How many plants had more than 50 staff?",
        "How many plants had more than 50 staff in 2020?",
        "How many depots had more than 50 staff in 2023?",
        "How many plants had more than 50 apprentices in 2023?",
        "What was the staff of Aldmoor, Birkby and Egton together in 2022?",
        "What was the total revenue of Northern Ferries from 2019 to 2024?",
        "How many books were lent by all libraries together in 2022?",
        "How many libraries lent more than 350 books in 2022?",
        "In how many years did the revenue of Southern Ferries exceed 4,000?",
    ],
)
def test_what_is_not_wholly_there_is_left_alone(question: str) -> None:
    assert _told(question, PLANTS, SHOPS, HIDDEN, FERRIES) == ""


def test_counts_in_german() -> None:
    assert _told("Wie viele Vereine hatten 2022 mehr als 50 Mitglieder?", CLUBS).split("\n")[0] == "Anzahl: 3 von 4"


@pytest.mark.parametrize(
    ("question", "side", "value"),
    [
        ("How many had no more than 1,200 visits?", "at most", 1200),
        ("How many sites used 5 % or more?", "at least", 5),
        ("Combien de villes ont plus de 300 écoles ?", "over", 300),
        ("¿Cuántas plantas tienen al menos 20 empleados?", "at least", 20),
        ("Quante scuole hanno meno di 90 alunni?", "under", 90),
    ],
)
def test_bounds(question: str, side: str, value: int) -> None:
    found = threshold(question, Manner())
    assert found is not None and found.side == side and found.value == value


@pytest.mark.parametrize(
    "question", ["How many had 50 visits?", "What is more than 50?", "How many had 5 or more and under 9?"]
)
def test_no_bound_or_several(question: str) -> None:
    assert threshold(question, Manner()) is None


_TWO = (
    "Burglaries in the northern wards\nWard | Burglaries\nHarbour | 92\nMill | 51\nChurch | 40\n\n"
    "Burglaries in the southern wards\nWard | Burglaries\nAsh | 21\nElm | 52\nOak | 43"
)
_BAGS = "Weights of the bags\n\nBag | Weight\nRed | 5.5 kg\nBlue | 900 g\nGreen | 3 kg\nGold | 2 kg"
_FIRST = "Burglaries\n\nWard | Burglaries\nHarbour | 12\nMill | 5\nChurch | 4\nQuay | 3"
_GAPS = "Burglaries\n\nWard | Burglaries\nHarbour | 12\nMill | 5\nChurch | 6\nQuay | n/a"
_MILLIONS = "Sales in £ million\n\nShop | 2022 | 2023\nHarbour | 1.5 | 1.6\nMarket | 2.7 | 2.8\nPier | 0.4 | 0.5"


def _of(text: str, question: str) -> str:
    return _told(question, passage(text, section=text.split("\n")[0], table=True))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param(_TWO, "Which southern ward had the most burglaries?", id="another table of the section, most"),
        pytest.param(_TWO, "How many southern wards had more than 50 burglaries?", id="another table, counted"),
        pytest.param(_TWO, "How many burglaries did all southern wards have together?", id="another table, summed"),
        pytest.param(_BAGS, "Which bag has the highest weight?", id="grams beside kilograms"),
        pytest.param(_FIRST, "Which ward had the most burglaries?", id="a row that is as much as the others"),
        pytest.param(_FIRST, "How many burglaries did all wards have together?", id="the same, summed"),
        pytest.param(_GAPS, "How many burglaries did all wards have together?", id="a row without a figure, summed"),
        pytest.param(_GAPS, "How many wards had more than 5 burglaries?", id="a row without a figure, counted"),
        pytest.param(PLANTS.text, "How many plants did not have more than 50 staff in 2023?", id="not more than"),
        pytest.param(PLANTS.text, "Which plant did not have the most staff in 2023?", id="not the most"),
        pytest.param(PLANTS.text, "Which plant had the largest increase in staff in 2023?", id="an increase"),
        pytest.param(PLANTS.text, "How many plants had a staff increase of over 5 in 2023?", id="an increase, counted"),
        pytest.param(PLANTS.text, "What is the average staff of all plants but the largest in 2023?", id="all but one"),
        pytest.param(PLANTS.text, "How many plants had a staff of over 5 % in 2023?", id="a percentage of counts"),
        pytest.param(
            PLANTS.text, "How many staff did plants with more than 50 staff have in 2023?", id="staff counted"
        ),
        pytest.param(SHOPS.text, "How many shops had sales of over £100 in 2023?", id="pounds where none are named"),
        pytest.param(_MILLIONS, "How many shops had sales of over £2 million in 2023?", id="figures in millions"),
        pytest.param(FERRIES.text, "In how many years was the revenue not over 4,000?", id="years, not over"),
    ],
)
def test_what_code_might_tell_wrongly_is_left_to_the_model(text: str, question: str) -> None:
    assert not _of(text, question)


def test_the_same_tables_are_told_where_nothing_is_in_the_way() -> None:
    assert _of(_GAPS, "Which ward had the most burglaries?").startswith("Harbour, Burglaries")
    assert _of(SHOPS.text, "How many shops had sales of over 100 in 2023?").startswith("Number: 1 of 3")
