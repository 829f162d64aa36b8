"""A field of a form is the one's under whose name it stands."""

import pytest

from app.answers.citing import cite
from app.answers.deciding.persons import of_another
from app.types import Chunk
from tests.answers.material import passage

FORM = passage(
    "Moorgate Homes - Application\n\nReference: MH-311\nApplicant (full name): Judith Harlan\nEmployer: Wend Dairy Ltd\n"
    "Annual salary (GBP): 28,300\nDeposit (GBP): 940\nGuarantor: Peter Harlan\nGuarantor's telephone: 01584 550 331\nPets: one cat"
)
PARTS = passage(
    "Applicant: Judith Harlan\nAnnual salary: 28,300\n\nGuarantor: Peter Harlan\nAnnual salary: not stated\nOccupation: surveyor"
)


def _of_another(question: str, answer: str, of: str = "form") -> tuple[str, ...]:
    one = FORM if of == "form" else PARTS
    chunk = Chunk(0, 0, one.header, one.text, one.spans, 90, False)
    return of_another(question, cite.place(answer, question, [one]), [one], {one.document: [chunk]})


@pytest.mark.parametrize(
    ("question", "answer", "of"),
    [
        ("What is Peter Harlan's annual salary?", "The annual salary is 28,300.", "form"),
        ("What is the annual salary of Peter Harlan?", "The annual salary is GBP 28,300.", "form"),
        ("How much does Peter Harlan earn as annual salary?", "28,300 is the annual salary.", "form"),
        ("What is Judith Harlan's occupation?", "Her occupation is surveyor.", "parts"),
    ],
)
def test_the_field_is_another_ones(question: str, answer: str, of: str) -> None:
    assert _of_another(question, answer, of)


@pytest.mark.parametrize(
    ("question", "answer", "of"),
    [
        ("What is Judith Harlan's annual salary?", "The annual salary is 28,300.", "form"),
        ("What are Judith Harlan's pets?", "Her pets are one cat.", "form"),
        ("What is Peter Harlan's telephone number?", "The guarantor's telephone is 01584 550 331.", "form"),
        ("What is the annual salary of the applicant of Peter Harlan?", "The annual salary is 28,300.", "form"),
        ("Who is the guarantor?", "The guarantor is Peter Harlan.", "form"),
        ("What is the annual salary?", "The annual salary is 28,300.", "form"),
        ("What is Peter Harlan's occupation?", "His occupation is surveyor.", "parts"),
        ("What is Ruth Selwyn's annual salary?", "The annual salary is 28,300.", "form"),
    ],
)
def test_the_field_may_be_theirs(question: str, answer: str, of: str) -> None:
    assert not _of_another(question, answer, of)
