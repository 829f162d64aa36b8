"""A question in another language than the documents: its translations, and the answer put back."""

from collections.abc import Sequence

import pytest

from app.answers import translate
from app.answers.citing.cite import Statement
from app.answers.text.carried import carries_names
from app.answers.text.terms import terms
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Passage, Span
from tests.fakes import FakeEngine


def _questions(question: str, languages: Sequence[str], *replies: str) -> dict[str, str]:
    engine = FakeEngine(list(replies))
    return translate.questions(
        question, languages, translate.Translations(), generator=engine, prompts=Prompts(), stop=Stop()
    )


def test_a_question_is_translated_into_the_languages_of_the_documents_that_are_not_its_own() -> None:
    made = _questions("How much is the rent?", ["en", "de", ""], "Wie hoch ist die Miete?")
    assert made == {"de": "Wie hoch ist die Miete?"}


def test_nothing_is_asked_where_the_languages_are_the_same_or_not_known() -> None:
    assert _questions("How much is the rent?", ["en"]) == {}
    assert _questions("Umsatz 2023", ["en", "de"]) == {}


def test_at_most_three_languages_are_asked_for() -> None:
    replies = ["Wie hoch ist die Miete?", "Combien coûte la location de la salle ?", "¿Cuánto cuesta el alquiler?"]
    assert list(_questions("How much is the rent?", ["de", "fr", "es", "it"], *replies)) == ["de", "fr", "es"]


def test_names_and_figures_that_a_translation_lost_stand_behind_it() -> None:
    made = _questions("What did the people of Erlenau pay in 2021?", ["de"], "Was haben die Leute gezahlt?")
    assert made == {"de": "Was haben die Leute gezahlt? Erlenau 2021"}


def test_what_is_no_translation_is_not_used() -> None:
    assert _questions("How much is the rent?", ["de"], "How much is the rent?") == {}
    assert _questions("How much is the rent?", ["de"], "The rent is what you pay for it.") == {}
    assert _questions("How much is the rent?", ["de"], "") == {}


def test_a_translation_is_asked_for_once() -> None:
    engine = FakeEngine(["Wie hoch ist die Miete?"])
    translations = translate.Translations()
    first, second = (translations.into("How much is the rent?", "de", engine, Prompts(), Stop()) for _ in range(2))
    assert first == second == "Wie hoch ist die Miete?"
    assert len(engine.prompts) == 1


def _passage(text: str) -> Passage:
    return Passage("d", "d.pdf", 0, "", "", text, (Span(1, 0, len(text)),), 1.0, 1.0, None)


def test_a_question_is_foreign_to_what_was_read_by_the_languages_of_both() -> None:
    german = [_passage("Die Miete ist am ersten Tag des Monats fällig und wird von der Stadt eingezogen.")]
    assert translate.foreign("Wie hoch ist die Miete?", german, {}) is None
    assert translate.foreign("Umsatz 2023", german, {}) is None
    assert translate.foreign("How much is the rent?", [_passage("Miete | 900 | für")], {}) is None
    made = translate.foreign("How much is the rent?", german, {"de": "Wie hoch ist die Miete?"})
    assert made == translate.Foreign("en", "de", "Wie hoch ist die Miete?")


def _put(text: str, *replies: str) -> tuple[str, list[Statement]]:
    sentences = [part for part in text.split("\n") if part]
    statements = [
        Statement(text.index(part), text.index(part) + len(part), part, terms(part), (), 1.0) for part in sentences
    ]
    engine = FakeEngine(list(replies))
    return translate.put_into(
        "en", text, statements, translate.Translations(), generator=engine, prompts=Prompts(), stop=Stop()
    )


def test_an_answer_is_put_back_sentence_by_sentence_in_its_places() -> None:
    text, statements = _put("Die Miete beträgt 40 Euro.\nSie ist fällig.", "The rent is 40 euros.", "It is due.")
    assert text == "The rent is 40 euros.\nIt is due."
    assert [text[one.start : one.end] for one in statements] == ["The rent is 40 euros.", "It is due."]


def test_a_sentence_that_would_lose_a_figure_stays_as_it_is() -> None:
    text, _ = _put("Die Miete beträgt 40 Euro.", "The rent is 14 euros.")
    assert text == "Die Miete beträgt 40 Euro."


def test_a_sentence_that_would_get_another_name_stays_as_it_is() -> None:
    text, _ = _put("Präsidentin ist Anna Huber.", "The president is Hans Meyer.")
    assert text == "Präsidentin ist Anna Huber."
    text, _ = _put("Präsidentin ist Anna Huber.", "The president is Anna Huber.")
    assert text == "The president is Anna Huber."


@pytest.mark.parametrize(
    ("made", "text"),
    [
        ("The mayor of Munich opened it on Friday.", "Der Bürgermeister von München öffnete es am Freitag."),
        ("Der Gemeinderat hat dem Vertrag zugestimmt.", "The Town Council agreed to the contract."),
        ("Der Vermieter ist Oakfield Estates Limited.", "The Landlord is OAKFIELD ESTATES LIMITED."),
        ("La présidente est Marie Duval.", "The chair is Marie Duval."),
        ("The chair is Zhou Wenhai.", "主席是周文海。"),
    ],
)
def test_names_may_be_spelled_as_the_language_does(made: str, text: str) -> None:
    assert carries_names(made, text, "")


@pytest.mark.parametrize(
    ("made", "text", "question"),
    [
        ("Präsident ist Hans Meyer.", "The president is Anna Huber.", "Wer ist Präsident?"),
        ("The boiler came from Thornby.", "Die Heizung kam von Calder Werke.", "What came from Calder Werke?"),
        ("The water of Elbruck is good.", "Das Wasser von Erlenbrück ist gut.", "How is the water of Erlenbrück?"),
    ],
)
def test_another_name_is_noticed(made: str, text: str, question: str) -> None:
    assert not carries_names(made, text, question)
