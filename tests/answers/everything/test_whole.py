"""Which questions are of the whole, and what an abbreviation stands for."""

import pytest

from app.answers.everything.abbreviations import asked_for, long_form
from app.answers.everything.whole import kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("List all builders.", "list"),
        ("Name every chapter head.", "list"),
        ("Nenne alle Gebühren.", "list"),
        ("Find all dates.", "list"),
        ("Give me a list of every person.", "list"),
        ("Which risks are described?", "list"),
        ("Welche Fristen gibt es?", "list"),
        ("Quelles sont toutes les échéances ?", "list"),
        ("¿Qué plazos hay?", "list"),
        ("Quali sono tutte le scadenze?", "list"),
        ("請列出所有期限", "list"),
        ("Wie viele Rechnungen gibt es?", "count"),
        ("Combien de factures y a-t-il ?", "count"),
        ("¿Cuántas facturas hay?", "count"),
        ("How many invoices are there?", "count"),
        ("How many options are there for Lot 4?", "count"),
        ("How many different pumps does the manual describe?", "count"),
        ("Which sections does the document have?", "outline"),
        ("Which sections mention noise?", "mentions"),
        ("How often is the chair mentioned?", "occurrences"),
        ("What changed between these two documents?", "changes"),
        ("What are the differences between the two versions?", "changes"),
        ("Compare Oak Bakery and Elm Bakery.", "comparison"),
    ],
)
def test_questions_of_the_whole_are_told_by_their_words(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    "question",
    [
        "How many days of leave are there in 2024?",
        "How many days of leave does a clerk have?",
        "How many days of leave are there?",
        "Wie viele Urlaubstage gibt es?",
        "Wie viele Gärten gibt es im Westteil?",
        "¿Cuántos días de vacaciones hay?",
        "Give me the price of all three pumps.",
        "Summarise the document.",
        "How many children are there in Mill Hill?",
        "How many people worked for Oak Bakery in 2021?",
        "Who chairs the board?",
        "What did the list cost?",
        "How did the profit change between 2019 and 2020?",
        "Name the two tugs and what each of them cost.",
    ],
)
def test_a_question_for_a_value_is_looked_for(question: str) -> None:
    assert kind_of(question) is None


def test_only_abbreviations_are_looked_up() -> None:
    assert asked_for("What does SPF stand for?") == "SPF"
    assert asked_for("What is the meaning of CoW?") == "CoW"
    assert asked_for("Wofür steht die Abkürzung BGB?") == "BGB"
    assert asked_for("What does breakfast mean?") is None


@pytest.mark.parametrize(
    ("short", "text", "words"),
    [
        ("MOU", "the Mill Owners' Union (MOU) met", "Mill Owners' Union"),
        ("EPA", "EPO, EPA (Environmental Protection Agency)", "Environmental Protection Agency"),
        ("CoW", "SPF: seasonal\nCoW: clerk of works\n", "clerk of works"),
        ("BGB", "im BGB (Bürgerliches Gesetzbuch) steht", "Bürgerliches Gesetzbuch"),
        ("SPF", "SPF | seasonal performance factor | 2.9", "seasonal performance factor"),
        ("PAS", "PAS: the retrofit standard we work to", None),
        ("EPA", "It rained. (EPA) was shut.", None),
    ],
)
def test_the_letters_must_fit_the_words(short: str, text: str, words: str | None) -> None:
    found = long_form(short, text)
    assert (found and found[0]) == words
