"""A year, a code or a part of a name that was swapped in the question; and what is no swap."""

from dataclasses import replace

import pytest

from app.answers.citing.cite import Window, windows
from app.answers.deciding.swapped import absent, opposite, other_bounds, other_years
from app.answers.text import polarity
from app.types import Chunk, Passage
from tests.answers.material import passage

FERRY = passage("The ferry Lady Ann made 412 crossings in 2021. Pier 7 was closed.", section="Ferries")
TABLE = passage(
    "Crossings by ferry\nFerry |  | 2020 | 2021\nLady Ann |  | 398 | 412\nLady Jane |  | 77 | 80", section="Traffic"
)
KNOWN = [
    [
        Chunk(
            0,
            0,
            "Ferries",
            "The ferries Lady Ann and Lady Jane cross how often? Many a time, and did so with ease.",
            FERRY.spans,
            20,
        )
    ]
]


def _cited(read: Passage, quote: str) -> list[Window]:
    return [window for window in windows([read]) if window.text == quote]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many crossings did the ferry make in 2019?", ("2019",)),
        ("What is the draught of the KX-40 at pier 8?", ("KX-40", "8")),
        ("How many crossings did the Lady Rose make?", ("Lady Rose",)),
        ("What did a crossing cost from April 2019?", ("April 2019",)),
        ("How many crossings were there by September 2021?", ()),
        ("How often did Lady Ann cross?", ()),
        ("Does she sail to Spain or to Brittany?", ()),
        ("We are 60 people. When does Lady Ann sail?", ()),
        ("Is seven the number of a pier?", ()),
        ("Wie oft fuhr das Schiff Lady Ann im Jahr 2021?", ()),
    ],
)
def test_what_stands_nowhere_is_named_as_the_question_writes_it(question: str, missing: tuple[str, ...]) -> None:
    assert absent(question, [FERRY], KNOWN) == missing


def test_a_sentence_about_another_year() -> None:
    cited = _cited(FERRY, "The ferry Lady Ann made 412 crossings in 2021.")
    assert other_years("How many crossings did she make in 2019?", cited, [FERRY]) == ("2019",)
    assert other_years("How many crossings did she make in 2021?", cited, [FERRY]) == ()
    assert other_years("How many crossings did she make?", cited, [FERRY]) == ()


def test_a_sentence_without_a_year_speaks_against_none() -> None:
    assert other_years("Which pier was closed in 2019?", _cited(FERRY, "Pier 7 was closed."), [FERRY]) == ()


def test_a_table_that_has_columns_for_other_years() -> None:
    row = _cited(TABLE, "Lady Jane |  | 77 | 80")
    assert row
    assert other_years("How often did Lady Jane cross in 2022?", row, [TABLE]) == ("2022",)
    assert other_years("How often did Lady Jane cross in 2020?", row, [TABLE]) == ()


def test_a_heading_speaks_for_the_year_that_is_asked_for() -> None:
    read = passage("Compared with 2021 there were more crossings.", section="The year 2022")
    assert other_years("Were there more crossings in 2022?", windows([read]), [read]) == ()


def test_the_opposite_of_what_was_asked_is_no_answer() -> None:
    told = ["Lower doses are given together with a second medicine."]
    assert polarity.turned("What are higher doses given with?", told) == ("higher",)
    assert polarity.turned("What are lower doses given with?", told) == ()
    assert polarity.turned("Are higher doses given alone?", told) == (), "it may be answered by 'No'"
    assert polarity.turned("Are they given in higher or lower doses?", told) == ()
    assert polarity.turned("Which of higher and lower doses come with another?", told) == ()


def test_prefixes_turn_words_about() -> None:
    assert polarity.turned("Which group is overrepresented?", ["Farmers are underrepresented."]) == ("overrepresented",)
    assert polarity.turned("Which bills are unsettled?", ["All settled bills are in the red folder."]) == ("unsettled",)
    assert polarity.turned("Which bills are under review?", ["All bills over a limit."]) == ("under",)


def test_parts_of_two_names_make_none_of_their_own() -> None:
    marshes = passage("How fast did they rise? Orford Ness rose by 5 mm and Fenland Creek by 4 mm.")
    known = [[Chunk(0, 0, "Marshes", marshes.text, marshes.spans, 20)]]
    assert absent("How fast did Fenland Ness rise?", [marshes], known) == ("Fenland Ness",)
    assert absent("How fast did Orford Ness rise?", [marshes], known) == ()
    assert absent("How fast did Orford Ness's Fenland Creek rise?", [marshes], known) == ()


def test_a_name_may_be_half_in_the_name_of_the_file() -> None:
    rules = replace(passage("What do the rules pay? The Institute pays for the night."), file="hartwell-rules.pdf")
    known = [[Chunk(0, 0, "Rules", rules.text, rules.spans, 20)]]
    assert absent("What do the rules of the Hartwell Institute pay?", [rules], known) == ()
    assert absent("What do the rules of the Bexley Institute pay?", [rules], known) == ("Bexley Institute",)


def test_a_number_that_is_bounded_the_other_way_round() -> None:
    firms = passage("Firms with ten people or more\nWard | 2021 | 2022\nQuay | 38 | 39", section="Work")
    row = _cited(firms, "Quay | 38 | 39")
    assert other_bounds("How many firms with fewer than ten people has Quay?", row, [firms]) == ("ten",)
    assert other_bounds("How many firms with at least ten people has Quay?", row, [firms]) == ()
    assert other_bounds("How many firms with fewer than nine people has Quay?", row, [firms]) == ()


def test_what_was_sold_was_bought() -> None:
    sale = passage("The piers were sold to Odo Fenn. Lower fares are paid on Sundays.")
    assert opposite("Who bought the piers?", _cited(sale, "The piers were sold to Odo Fenn.")) == ()
    assert opposite("Who pays higher fares?", _cited(sale, "Lower fares are paid on Sundays.")) == ("higher",)


def test_a_number_may_lie_in_a_range() -> None:
    heat = passage("Crop | up to 20 % | 20–24 % | above 24 %\nWheat | 65 | 60 | 55")
    assert absent("How hot may wheat be dried at 22 per cent?", [heat]) == ()
    assert absent("How hot may wheat be dried at 34 per cent?", [heat]) == ("34",)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("In 2019, what was the price of Lot No. 5?", ("2019",)),
        ("What did Mr. Fen pay in 2019 to Dr. Ness?", ("2019",)),
        ("The club has 3.5 members in 2019. How many pay?", ()),
        ("The club has 60 members! How many pay in 2019?", ("2019",)),
    ],
)
def test_a_dot_within_a_question_hides_nothing_before_it(question: str, missing: tuple[str, ...]) -> None:
    assert absent(question, [passage("Lot 5 cost 40. Fen paid Ness.")]) == missing
