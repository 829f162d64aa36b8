"""What the prompts ask for, and that they share their beginning."""

import pytest

from app.language.prompts import Prompts
from app.types import Kind
from tests.answers.material import passage

READ = [passage("A lodger may keep a cat, but no dog.", section="Animals")]


def _text(question: str, *, language: str = "", kind: Kind = "open") -> str:
    return Prompts().answer(question, READ, language, kind).messages[-1].content


def test_what_differs_by_kind_stands_behind_the_question() -> None:
    question = "May a lodger keep a dog?"
    texts = [_text(question, kind=kind) for kind in ("open", "yes or no")]
    before, behind = zip(*(text.split(f"Question: {question}\n\n") for text in texts), strict=True)
    assert before[0] == before[1] and behind[0] != behind[1]


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("May a lodger keep a dog?", "", "Yes or No"),
        ("Darf der Untermieter in der Wohnung einen Hund halten?", "", "Ja or Nein"),
        ("May a lodger keep a dog?", "fr", "Oui or Non"),
    ],
)
def test_yes_and_no_are_asked_for_in_the_language_of_the_answer(question: str, language: str, words: str) -> None:
    assert words in _text(question, language=language, kind="yes or no")
