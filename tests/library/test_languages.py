"""A question in another language than the document, from the question to the answer."""

from pathlib import Path

import pymupdf
import pytest

from app.stop import Stop
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = pytest.mark.embedder

_TEXT = (
    "Die Miete für den Saal ist im Voraus zu zahlen und beträgt 60 Euro für jede Woche. Der Schlüssel liegt bei der "
    "Verwaltung, die ihn nur gegen Unterschrift gibt."
)
_QUESTION = "How much is the rent of the hall?"


@pytest.fixture
def german(tmp_path: Path) -> Path:
    document = pymupdf.open()
    document.new_page().insert_textbox((60, 60, 500, 400), _TEXT, fontsize=11)
    path = tmp_path / "saal.pdf"
    document.save(path)
    return path


def test_it_is_translated_answered_in_the_document_s_language_and_put_back(
    make_library: MakeLibrary, german: Path
) -> None:
    engine = FakeEngine(
        [
            "Wie hoch ist die Miete für den Saal?",
            "Die Miete für den Saal beträgt 60 Euro für jede Woche.",
            "The rent of the hall is 60 euros a week.",
        ],
        shares={"Yes": 0.95, "No": 0.05},
    )
    shown: list[str] = []
    answer = make_library(engine).ask(_QUESTION, files=[german], stop=Stop(), on_text=shown.append)
    assert answer.found
    assert answer.text == "The rent of the hall is 60 euros a week. [1]"
    assert "".join(shown) == "The rent of the hall is 60 euros a week."
    assert answer.citations[0].quote in _TEXT
    assert answer.question == _QUESTION
    asked = [prompt.messages[-1].content for prompt in engine.prompts]
    assert "into German" in asked[0] and asked[-1].endswith("Die Miete für den Saal beträgt 60 Euro für jede Woche.")
    assert any(content.endswith("Antworte auf Deutsch.") for content in asked)


def test_a_question_in_the_document_s_language_is_not_translated(make_library: MakeLibrary, german: Path) -> None:
    engine = FakeEngine(["Die Miete für den Saal beträgt 60 Euro."], shares={"Yes": 0.95, "No": 0.05})
    answer = make_library(engine).ask("Wie hoch ist die Miete für den Saal?", files=[german], stop=Stop())
    assert answer.text == "Die Miete für den Saal beträgt 60 Euro. [1]"
    assert not any("Translate" in prompt.messages[-1].content for prompt in engine.prompts)


def test_a_question_without_an_answer_is_declined_in_its_own_language(make_library: MakeLibrary, german: Path) -> None:
    engine = FakeEngine(["What does the piano cost?"], shares={"Yes": 0.05, "No": 0.95})
    answer = make_library(engine).ask("Was kostet das Klavier?", files=[german], stop=Stop())
    assert not answer.found
    assert answer.text.startswith("Das Dokument sagt es nicht.")
