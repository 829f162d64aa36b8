"""What kind of answer a question wants."""

import pytest

from app.answers.text.kinds import kind_of
from app.types import Kind

QUESTIONS: dict[Kind, list[str]] = {
    "yes or no": [
        "May a lodger keep a dog?",
        "By the rules of the club, can the treasurer sign alone?",
        "Under clause 4, is the tenant liable if the roof leaks?",
        "Has any of the members resigned?",
        "Darf ein Gast im Garten übernachten?",
        "Beim Ruderverein Oststrand: Müssen Kinder einen Beitrag zahlen?",
        "Le locataire peut-il sous-louer ?",
        "Est-ce que le prix comprend la livraison ?",
        "Faut-il un badge ?",
        "¿Puede un socio votar por correo?",
        "¿Hay un límite?",
        "Può un socio votare per posta?",
        "È vietato fumare?",
        "Pode um sócio votar por correio?",
        "Há um limite?",
    ],
    "list": [
        "Which tools come with the machine?",
        "With which three firms was a contract signed?",
        "Name the members of the panel.",
        "In the study, on which islands were nests counted?",
        "What are the conditions for a loan?",
        "Welche Unterlagen müssen eingereicht werden?",
        "Nennen Sie die Mitglieder des Vorstands.",
        "Quels documents faut-il joindre ?",
        "¿Qué documentos hay que presentar?",
        "¿Cuáles son los requisitos?",
        "Quali documenti servono?",
        "Quais são os requisitos?",
    ],
    "value": [
        "How many days of leave does a clerk have?",
        "Two doors stick on one day. How many faults is that?",
        "When does the lease end?",
        "Who signed the minutes?",
        "How tight must the nut be?",
        "What revenue did the division make in 2021?",
        "What were the sales of the shop in 2020?",
        "Which ward had the most burglaries in 2023?",
        "At what rate is interest paid?",
        "Wie hoch ist der Beitrag?",
        "Wer leitet den Verein?",
        "Jemand hat drei Stunden zu wenig geleistet. Was muss er zahlen?",
        "Welche Frist gilt?",
        "Combien coûte un badge ?",
        "À la coopérative, quel est le prix du kilo ?",
        "¿Cuánto cuesta?",
        "¿Quién firma?",
        "Quanto costa?",
        "Quando termina o contrato?",
    ],
    "definition": [
        "What does E7 on the display mean?",
        "What is meant by 'working day'?",
        "What counts as a grave fault?",
        "Was bedeutet ein Strich in der Tabelle?",
        "Was versteht man unter Laube?",
        "Qu'entend-on par « jour ouvré » ?",
        "¿Qué se entiende por día hábil?",
        "Cosa si intende per giorno lavorativo?",
        "O que significa o código E7?",
    ],
    "comparison": [
        "Which is louder, the R-2 or the R-3?",
        "With a long hose, which needs more power: the R-2 or the R-3?",
        "Compare option A and option B.",
        "What is the difference between the two rates?",
        "How did rents of old tenants compare with those of new ones?",
        "Welche Pumpe ist lauter, die R-2 oder die R-3?",
        "Quelle pompe est plus lourde, la R-2 ou la R-3 ?",
        "¿Cuál es más alta, la torre A o la torre B?",
    ],
    "procedure": [
        "How do I change the filter?",
        "What must the tenant do before leaving?",
        "Wie kann ich den Filter wechseln?",
        "Comment faire pour changer le filtre ?",
        "¿Cómo se debe limpiar el filtro?",
        "Come si fa a cambiare il filtro?",
    ],
    "open": [
        "Why was the figure corrected?",
        "What happens to the deposit at the end?",
        "Warum wurde der Preis geändert?",
        "And in its low zone?",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, of_it in QUESTIONS.items() for one in of_it])
def test_kinds(kind: Kind, question: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When the pump stops, may it be started again?", "yes or no"),
        ("Ist jemand krank, wer vertritt ihn?", "value"),
        ("Can the sales of 2021 be compared with those of 2023?", "yes or no"),
        ("Can you tell me how long the lease runs?", "value"),
    ],
)
def test_the_clause_that_asks_decides(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind
