"""Answers by code are in the language of the question; what they quote stays as it is."""

import pytest

from app.answers.everything.bycode import abbreviation, lines_for, may_answer
from tests.answers.everything.wholes import whole

_RULES = whole(
    ("1 Wege", "Die Leiterin, Frau Quayle, unterschreibt. Frau Quayle reist zweiter Klasse."),
    ("2 Nächte", "Hotels kosten bis 115 Euro. Das Frühstück ist im Preis."),
    name="alt",
)
_LATER = whole(
    ("1 Wege", "Die Leiterin, Frau Quayle, unterschreibt. Frau Quayle reist zweiter Klasse."),
    ("2 Nächte", "Hotels kosten bis 125 Euro. Das Frühstück ist im Preis. Hunde zahlen nichts."),
    name="neu",
)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("How often is Quayle mentioned in this document?", "“Quayle” stands in the text 2 times:"),
        ("Wie oft wird Quayle in dem Dokument erwähnt?", "„Quayle“ steht 2-mal im Text:"),
        ("Combien de fois Quayle est mentionnée dans le document ?", "« Quayle » figure 2 fois dans le texte :"),
        ("¿Cuántas veces se menciona Quayle en el documento?", "«Quayle» aparece 2 veces en el texto:"),
        ("Wie oft wird Frühstück erwähnt?", "„Frühstück“ steht einmal im Text:"),
        ("Which sections mention Quayle?", "“Quayle” stands in 1 section:"),
        ("Welche Abschnitte nennen die Leiterin?", "„die Leiterin“ steht in 1 Abschnitt:"),
        ("Quelles sections mentionnent Quayle ?", "« Quayle » figure dans 1 section :"),
        ("¿En qué secciones se menciona Quayle?", "«Quayle» aparece en 1 sección:"),
        ("Which sections does the document have?", "2 sections:"),
        ("Welche Abschnitte hat das Dokument?", "2 Abschnitte:"),
        ("Quelles sections contient le document ?", "2 sections :"),
        ("¿Qué secciones tiene el documento?", "2 secciones:"),
    ],
)
def test_what_stands_where_is_told_in_the_language_of_the_question(question: str, head: str) -> None:
    assert lines_for(question, [_RULES])[0].text == head


@pytest.mark.parametrize(
    ("question", "head", "changed", "added"),
    [
        ("What changed between these two documents?", "2 differences from", "“115” became “125”", "added: “Hunde"),
        ("Was hat sich geändert?", "2 Unterschiede von", "aus „115“ wurde „125“", "hinzugekommen: „Hunde"),
        (
            "Qu'est-ce qui a changé entre les deux versions ?",
            "2 différences de",
            "est devenu « 125 »",
            "ajouté : « Hunde",
        ),
        (
            "¿Qué ha cambiado entre los dos documentos?",
            "2 diferencias de",
            "«115» pasó a ser «125»",
            "añadido: «Hunde",
        ),
    ],
)
def test_changes_are_told_in_the_language_of_the_question(question: str, head: str, changed: str, added: str) -> None:
    assert may_answer(question, 2)
    first, second, third = [line.text for line in lines_for(question, [_RULES, _LATER])]
    assert first.startswith(head) and changed in second and added in third


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does MOU stand for?", "MOU stands for Mill Owners' Union."),
        ("Wofür steht MOU?", "MOU steht für Mill Owners' Union."),
        ("Que signifie le sigle MOU ?", "MOU signifie Mill Owners' Union."),
        ("¿Qué significan las siglas MOU?", "MOU significa Mill Owners' Union."),
    ],
)
def test_an_abbreviation_is_told_in_the_language_of_the_question(question: str, said: str) -> None:
    words = whole(("Words", "The Mill Owners' Union (MOU) met in May."))
    (line,) = abbreviation(question, "MOU", [(words.document, words.file, chunk) for chunk in words.chunks])
    assert line.text == said


def test_pages_and_what_is_left_out_are_named_in_that_language_too() -> None:
    many = whole(*((f"Abschnitt {n}", "Der Ofen ist alt.") for n in range(1, 64)))
    lines = [line.text for line in lines_for("Welche Abschnitte nennen den Ofen?", [many])]
    assert lines[1] == "- Abschnitt 1 (S. 1): „Der Ofen ist alt.“" and lines[-1] == "- und 3 weitere."
