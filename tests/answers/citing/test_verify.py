"""Each altered value of a right answer is caught, and right answers pass."""

import pytest

from app.answers.citing import cite
from app.answers.citing.verify import Verdict, verify
from tests.answers.material import passage

REPORT = passage(
    "Revenue rose to 412.5 million euros in 2021. On 14 March 2021 the board named Ines Varga as chief executive. "
    "The plant in Graz closed, and 240 people lost their jobs. Engine type VK-12B remains in use.",
    number=7,
)


def _verdict(answer: str, question: str = "What happened?") -> Verdict:
    return verify(cite.place(answer, question, [REPORT]), question, [REPORT])


@pytest.mark.parametrize(
    "answer",
    [
        "Revenue rose to 412.5 million euros in 2021.",
        "Ines Varga was named chief executive on March 14, 2021.",
        "240 people lost their jobs when the plant in Graz closed.",
        "The engine type is VK-12B.",
    ],
)
def test_a_right_answer_is_borne(answer: str) -> None:
    assert _verdict(answer).unsupported == ()


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("Revenue rose to 421.5 million euros in 2021.", "421.5 million"),
        ("Revenue rose to 412.5 billion euros in 2021.", "412.5 billion"),
        ("Revenue rose to 412.5 million euros in 2020.", "2020"),
        ("On 14 May 2021 the board named Ines Varga as chief executive.", "14 May 2021"),
        ("The board named Ines Vargas Bauer as chief executive.", "Bauer"),
        ("The plant in Linz closed, and 240 people lost their jobs.", "Linz"),
        ("Engine type VK-13B remains in use.", "VK-13B"),
    ],
)
def test_an_altered_value_is_named(answer: str, wrong: str) -> None:
    assert any(wrong in one or one in wrong for one in _verdict(answer).unsupported)


def test_a_swapped_year_of_the_question_is_not_excused_by_the_question() -> None:
    question = "What was the revenue in 2019?"
    assert "2019" in " ".join(_verdict("Revenue was 412.5 million euros in 2019.", question).unsupported)


def test_a_figure_from_here_and_a_year_from_there_are_not_one_statement() -> None:
    table = passage("Route | 2023 | 2024\nSkell | 1,127 | 1,204\nVarn | 310 | 298", number=3, table=True)
    plan = passage("The pier was closed for repairs in 2022.", number=9, chunk=4)
    question = "How many passengers did Skell have in 2022?"
    answer = "Skell had 1,127 passengers in 2022."
    assert "2022" in verify(cite.place(answer, question, [table, plan]), question, [table, plan]).unsupported
    right = "Skell had 1,127 passengers in 2023."
    question = "How many passengers did Skell have in 2023?"
    assert verify(cite.place(right, question, [table, plan]), question, [table, plan]).unsupported == ()


TABLE = passage(
    "Passengers by route, thousands\n\n | 2022 | 2023 | 2024\nSkell | 1,127 | 1,204 | 1,377\nVarn | 310 | 298 | 305\n"
    "Skell Isles | 88 | 91 | 97",
    number=3,
    section="Routes",
    table=True,
)
RULES = passage(
    "4.1 The upper bearing takes 13 g of grease; the lower takes 22 g. The cover must not be opened under load. "
    "A hedge may be at most 1.25 m high. The fee rose from £34 to £36 a night. Ships are written off over 25 years, tugs over 22. "
    "In clause 9.3 the figure of 10 per cent is replaced by 8 per cent.",
    number=8,
    chunk=1,
)


def _of_table(answer: str, question: str = "How many passengers had Skell in 2023?") -> tuple[str, ...]:
    return verify(cite.place(answer, question, [TABLE, RULES]), question, [TABLE, RULES]).unsupported


def test_a_cell_is_borne_where_its_row_and_column_meet() -> None:
    assert _of_table("Skell had 1,204 passengers in 2023.") == ()


def test_a_figure_of_a_table_in_thousands_may_be_told_in_full() -> None:
    assert _of_table("Skell had 1,204 thousand passengers in 2023.") == ()


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("Skell had 1,127 passengers in 2023.", "1,127"),
        ("Skell had 1,377 passengers in 2023.", "1,377"),
        ("Skell had 298 passengers in 2023.", "298"),
        ("Skell had 91 passengers in 2023.", "91"),
        ("Skell had 1,204 million passengers in 2023.", "1,204 million"),
        ("Skell had 1,204 passengers in 2022.", "2022"),
    ],
)
def test_a_figure_of_another_column_or_row_is_not_borne(answer: str, wrong: str) -> None:
    assert any(wrong in one or one in wrong for one in _of_table(answer))


@pytest.mark.parametrize(
    "answer",
    [
        "The lower bearing takes 22 g of grease.",
        "The cover must not be opened under load.",
        "A hedge may be at most 1.25 m high.",
        "The fee was raised from £34 to £36 a night.",
        "Tugs are written off over 22 years.",
        "The figure is now 8 per cent.",
    ],
)
def test_what_the_rules_say_is_borne(answer: str) -> None:
    assert _of_table(answer, "What do the rules say?") == ()


@pytest.mark.parametrize(
    "answer",
    [
        "The lower bearing takes 22 kg of grease.",
        "The upper bearing takes 22 g of grease.",
        "The cover must be opened under load.",
        "A hedge may be at least 1.25 m high.",
        "A hedge may not be 1.25 m high, and never 1.25 km.",
        "The fee was lowered from £34 to £36 a night.",
        "The fee rose from €34 to €36 a night.",
        "Tugs are written off over 25 years.",
        "Tugs are written off over 22 months.",
        "The figure is 10 per cent.",
    ],
)
def test_what_the_rules_do_not_say_is_named(answer: str) -> None:
    found = _of_table(answer, "What do the rules say?")
    assert found
    assert all(one in answer for one in found)


def test_an_announcement_is_neither_borne_nor_unsupported() -> None:
    answer = "The document states the following:\n\n- A hedge may be at most 1.25 m high."
    statements = cite.place(answer, "How high may a hedge be?", [RULES])
    verdict = verify(statements, "How high may a hedge be?", [RULES])
    assert [statement.empty for statement in statements] == [True, False]
    assert (verdict.unsupported, verdict.borne) == ((), 1)


def test_where_columns_cannot_be_told_nothing_is_flagged_within_the_row() -> None:
    odd = passage(" | 2022 | 2023\nSkell | 1,127 | 1,204 | 5 | 6", section="Routes", table=True)
    question = "How many passengers had Skell in 2023?"
    answer = "Skell had 1,127 passengers in 2023."
    assert verify(cite.place(answer, question, [odd]), question, [odd]).unsupported == ()


_NOTICES = "16.1 A notice must be in writing and need not be signed.\n\nNo notice is given by telephone."


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("A notice must be in writing and need not be signed.", ()),
        ("a notice must be in writing and need not be signed", ()),
        ("A notice must be in writing by 3 people.", ("A notice must be in writing by 3 people.",)),
    ],
)
def test_a_sentence_of_the_page_is_borne_as_it_stands(said: str, faults: tuple[str, ...]) -> None:
    read = [passage(_NOTICES)]
    asked = "How is a notice given?"
    assert verify(cite.place(said, asked, read), asked, read).unsupported == faults
