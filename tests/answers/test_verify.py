"""Each altered value of a right answer is caught, and right answers pass."""

import pytest

from app.answers import cite
from app.answers.verify import Verdict, verify
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
