"""How many there are, where a sentence says so."""

import pytest

from app.answers.everything import bycode
from tests.answers.everything.wholes import whole

_FILE = whole(
    ("File", "This file holds twelve invoices, two credit notes and a statement. Three invoices were late."),
    ("Lots", "There are four options for Lot 4. There are two options for Lot 1."),
    ("Ships", "The fleet has nine ships. Its yard has three ships of its own."),
)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many invoices are there?", "This file holds twelve invoices, two credit notes and a statement."),
        ("How many credit notes are there?", "This file holds twelve invoices, two credit notes and a statement."),
        ("How many options are there for Lot 4?", "There are four options for Lot 4."),
    ],
)
def test_the_sentence_that_says_it_is_the_answer(question: str, sentence: str) -> None:
    assert [line.text for line in bycode.lines_for(question, [_FILE])] == [sentence]


@pytest.mark.parametrize(
    "question", ["How many ships are there?", "How many cranes are there?", "How many options are there?"]
)
def test_two_numbers_or_none_are_no_answer(question: str) -> None:
    assert bycode.lines_for(question, [_FILE]) == []


@pytest.mark.parametrize("what", ["-", "'", "_"])
def test_signs_are_no_things_to_be_counted(what: str) -> None:
    assert bycode.lines_for(f"How many {what} are there?", [whole(("Stock", "There are three vans."))]) == []
