"""What is said the other way round, of another model or month, or in another language than the text."""

import pytest

from app.answers.citing import cite
from app.answers.citing.verify import beside_the_point, verify
from app.types import Passage
from tests.answers.material import passage

MODELS = passage(
    "The seal of the pump is replaced after 400 hours at a torque of 92 Nm. It is tightened with an M20 bolt.",
    number=4,
    section="3 RX-50",
)
RULES = passage(
    "The winch must not be used before 07:00 or after 19:00. In no event shall the fee after review exceed 130 per cent of "
    "the fee before. Samples were lost when a fan failed, and have not been estimated. The hire is £58 per week. If the "
    "tenant has not answered within 35 days, consent is given. The hall was full on 38 days for 211 hours in all (the year "
    "before: 52 days, 304 hours).",
    number=6,
    chunk=2,
)
READINGS = passage(
    "Month | Nitrate (mg/l) | Oxygen (mg/l)\nJun | 40.5 | 9.1\nJul | 37.6 | 8.6\nAug | 38.2 | 8.2",
    number=9,
    chunk=3,
    table=True,
)
GERMAN = passage(
    "Bei Auflösung fällt das Vermögen an die Stadt Brachfeld, die es für Spielplätze verwenden muss.", number=2
)


def _faults(answer: str, question: str, *read: Passage) -> tuple[str, ...]:
    verdict = verify(cite.place(answer, question, read), question, read)
    return (*verdict.unsupported, *beside_the_point(question, verdict.sound, read))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (
            "When is the seal of the RX-50 replaced?",
            "The seal of the RX-50 is replaced after 400 hours.",
            "The seal of the RX-65L is replaced after 400 hours.",
        ),
        (
            "How tight is the seal of the RX-50?",
            "The seal of the RX-50 has a torque of 92 Nm.",
            "The seal of the RX-50 has a torque of 92 N.",
        ),
    ],
)
def test_another_model_or_unit_is_caught(question: str, right: str, wrong: str) -> None:
    other = passage("The RX-65L has chapters of its own.", number=5, chunk=1)
    assert _faults(right, question, MODELS, other) == ()
    assert _faults(wrong, question, MODELS, other)


def test_a_place_that_names_no_model_holds_for_all() -> None:
    general = passage("If a phase is missing, the panel shows F33 and the fuse of size M20 is replaced.", number=1)
    question = "What does the panel of the RX-50 show if a phase is missing?"
    assert _faults("The panel of the RX-50 shows F33 if a phase is missing.", question, general) == ()


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (
            "Until when may the winch be used?",
            "The winch must not be used after 19:00.",
            "The winch may be used after 19:00.",
        ),
        (
            "How far can the fee rise?",
            "The fee after review cannot exceed 130 per cent of the fee before.",
            "The fee after review is at least 130 per cent of the fee before.",
        ),
        (
            "Why are values missing?",
            "The samples were lost when a fan failed.",
            "The samples were not lost when a fan failed.",
        ),
        ("What is the hire?", "The hire is £58 per week.", "The hire is £58 per month."),
        (
            "How many days has the tenant to answer?",
            "The tenant has 35 days to answer.",
            "The tenant has 53 days to answer.",
        ),
    ],
)
def test_what_is_turned_about_is_caught(question: str, right: str, wrong: str) -> None:
    assert _faults(right, question, RULES) == ()
    assert _faults(wrong, question, RULES)


def test_a_word_of_the_question_is_not_answered_by_its_opposite() -> None:
    table = passage("House | 2024\nElm | 285\nOak | 312", number=3, table=True)
    question = "What did the Elm house sell in 2024?"
    assert _faults("The Elm house sold 285 in 2024.", question, table) == ()
    assert _faults("The Elm house bought 285 in 2024.", question, table)


def test_figures_that_lie_the_other_way_than_the_verb_are_caught() -> None:
    question = "What became of the hire?"
    said = passage("The hire was £20 a week at first. The hire is £15 a week now.", number=2)
    assert _faults("The hire was raised from £20 to £15 a week.", question, said)


def test_months_of_a_table_are_told_apart_however_short_they_are() -> None:
    question = "What was the nitrate reading in July?"
    assert _faults("The nitrate reading in July was 37.6 mg/l.", question, READINGS) == ()
    assert _faults("The nitrate reading in July was 40.5 mg/l.", question, READINGS)[0] == "40.5"
    assert _faults("The nitrate reading in June was 37.6 mg/l.", question, READINGS)


def test_the_year_before_may_be_told_by_its_number() -> None:
    heading = passage("The year 2024 was wet.", number=6, chunk=1)
    question = "For how many hours was the hall full in 2023?"
    assert _faults("The hall was full for 304 hours in 2023.", question, heading, RULES) == ()


def test_a_statement_in_another_language_stands_by_its_names() -> None:
    question = "What becomes of the money if the club is wound up?"
    assert _faults("If the club is wound up, its money goes to the city of Brachfeld.", question, GERMAN) == ()
    assert _faults("If the club is wound up, its money goes to the city of Lindau.", question, GERMAN)
