from dataclasses import replace

import pytest

from app.index.query import names_something, parse, stems_of


def _terms(question: str) -> list[tuple[str, ...]]:
    return [term.stems for term in parse(question).terms]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What is the monthly rent?", [("monthli",), ("rent",)]),
        ("How many cubic feet does it receive?", [("cubic",), ("feet",), ("receiv",)]),
        ("Is it over 2,400.50?", [("2", "400", "50")]),
        ("the high-pressure engine", [("high",), ("pressur",), ("engin",)]),
        ("What does form A-12/b say?", [("form",), ("a", "12", "b"), ("sai",)]),
        ("the U.S. agency's plan", [("u", "s"), ("agenc",), ("plan",)]),
        ("café CAFE", [("cafe",)]),
        ("plans, planning and planned", [("plan",)]),
        ("What is it?", [("what",), ("is",), ("it",)]),
        ("", []),
        ("?! --", []),
    ],
)
def test_a_question_becomes_its_terms(question: str, terms: list[tuple[str, ...]]) -> None:
    assert _terms(question) == terms


@pytest.mark.parametrize("question", ['" OR *', "text:x", "NEAR(a b)", "a AND NOT b", '"""', "x^2 + (y"])
def test_nothing_in_a_question_is_an_operator(question: str) -> None:
    for reading in (reading for term in parse(question).terms for reading in term.readings):
        assert replace(reading, also=()).match == f'"{reading.text}"'
        assert '"' not in reading.text


def test_stems_come_from_the_tokenizer_of_the_index() -> None:
    assert stems_of(["Agencies", "", "one two"]) == [("agenc",), (), ("on", "two")]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is this document about?", False),
        ("Worum geht es in diesem Bericht?", False),
        ("Was ist der Inhalt dieser Datei?", False),
        ("What is on these pages?", False),
        ("What does the report say about fines?", True),
        ("Who signed this contract?", True),
        ("What happened in 2009?", True),
        ("???", True),
        ("", True),
    ],
)
def test_whether_a_question_names_something_to_look_for(question: str, names: bool) -> None:
    assert names_something(question) is names
