"""Questions that follow one another."""

import pytest

from app.answers.conversation.follow import Understood, leans, plausible, understood
from app.answers.conversation.slots import filled
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Answer, Scope, TokenCount
from tests.fakes import FakeEngine


def _answer(question: str, text: str = "", *, meant: str | None = None) -> Answer:
    scope, found = Scope(1, 1, 1, 1), bool(text)
    return Answer(question, text, found, (), (), (), scope, "", "", None, TokenCount(), understood=meant)


@pytest.mark.parametrize(
    "question",
    [
        "And in 2021?",
        "In 2021?",
        "Why?",
        "Who signed it?",
        "And that of the other division?",
        "How many weeks would they need?",
        "Who is her deputy?",
        "And her deputy?",
        "How many working days before must they be signed?",
        "What does that mean?",
        "Which is higher?",
        "How many are there?",
        "Which of them is older?",
        "Et de cerises ?",
        "Und der Beitrag für Paare?",
        "Wie lange gilt sie?",
        "Upper Mill?",
        "那黑茶呢？",
        "为什么？",
        "それはいつですか。",
        "ומתי?",
    ],
)
def test_what_cannot_be_understood_alone_leans_on_what_came_before(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "When did the board choose its chair?",
        "What does this document say about cats?",
        "Which company sold its mill in 2020?",
        "If the lease ends early, does it cost anything?",
        "How long does it take to renew a permit?",
        "Is there a charge for parking?",
        "How many cats are there in Upper Mill?",
        "What is the flat that was let on 4 March?",
        "And who signs forms for countries on the red list?",
        "Wie viele Gebühren gibt es?",
        "Welche Frist gilt für die Kündigung?",
        "E-mail address of the agent in Elm House?",
        "Wie kündigen Sie den Vertrag?",
        "Have the tenants who pay late lost their flats?",
        "Find all dates.",
        "Summarise all decisions.",
        "Do the two drafts say the same about cats?",
        "¿Cuáles son todas las fechas?",
        "黑茶的产量是多少?",
        "自転車は何台登録できますか。",
        "מי המציל בבריכה?",
    ],
)
def test_a_question_of_its_own_is_taken_as_it_is(question: str) -> None:
    engine = FakeEngine(["What did the cat cost in 1911?"])
    before = _answer("What did the cat cost?", "The cat cost 3 crowns. [1]")
    assert understood(question, before, engine, Prompts(), Stop()) == Understood(question)
    assert not engine.prompts, "no model is asked"


@pytest.mark.parametrize(
    ("fragment", "earlier", "whole"),
    [
        ("in 2021", "What was the profit of Mill Hill in 2022?", "What was the profit of Mill Hill in 2021?"),
        ("in 2021", "What was the profit of Mill Hill?", "What was the profit of Mill Hill in 2021?"),
        ("in March", "What was the balance in April 2023?", "What was the balance in March 2023?"),
        ("in May 2024", "What was the balance in 2023?", "What was the balance in May 2024?"),
        ("in May", "What was the balance in 2023?", "What was the balance in May 2023?"),
        ("of Lot 3", "Who is the builder of Lot 4?", "Who is the builder of Lot 3?"),
        ("for the QX-80", "Which oil goes into the QX-40?", "Which oil goes into the QX-80?"),
        ("Elm Bakery", "What did Oak Bakery ask for the bread?", "What did Elm Bakery ask for the bread?"),
        ("Elm", "What is Oak's price?", "What is Elm's price?"),
        ("in Weavers", "How many cats lived in Mill Hill in 2023?", "How many cats lived in Weavers in 2023?"),
        (
            "of Mill Lane",
            "What did Oak Bakery pay for the house of Mill Hill?",
            "What did Oak Bakery pay for the house of Mill Lane?",
        ),
        (
            "with the faster motor",
            "What weighs the pump with the slow motor?",
            "What weighs the pump with the faster motor?",
        ),
        (
            "in its low zone",
            "How fast did the high zone rise with sheep?",
            "How fast did the low zone rise with sheep?",
        ),
        ("for heavy goods vans", "What is the fee for light goods vans?", "What is the fee for heavy goods vans?"),
        ("in the capital", "How much is paid for hotels?", "How much is paid for hotels in the capital?"),
        ("the price", "What is the weight of the QX-50?", "What is the price of the QX-50?"),
        ("der Beitrag für Paare", "Wie hoch ist die Gebühr?", "Wie hoch ist der Beitrag für Paare?"),
        ("en 2021 ", "Combien de poires en 2023 ?", "Combien de poires en 2021?"),
    ],
)
def test_a_fragment_takes_the_place_of_what_it_is_like(fragment: str, earlier: str, whole: str) -> None:
    assert filled(fragment, earlier) == whole


@pytest.mark.parametrize(
    ("fragment", "earlier"),
    [
        ("in 2021", "How did the profit change from 2019 to 2020?"),
        ("Elm", "What did Oak sell to Ash?"),
        ("in Weavers", "How many cats lived in the north in the winter?"),
        ("the cats", "What did the council decide about the boilers?"),
    ],
)
def test_a_fragment_with_more_places_than_one_is_left_to_the_model(fragment: str, earlier: str) -> None:
    assert filled(fragment, earlier) is None


def test_by_rule_no_model_is_asked_and_a_chain_goes_on() -> None:
    engine = FakeEngine()
    first = _answer("What did Oak Bakery earn in 2022?", "Oak Bakery earned 5 crowns.")
    second = understood("And in 2021?", first, engine, Prompts(), Stop())
    assert second == Understood("What did Oak Bakery earn in 2021?")
    later = _answer("And in 2021?", "It earned 4.", meant=second.question)
    third = understood("And Elm Bakery in the same year?", later, engine, Prompts(), Stop())
    assert third == Understood("What did Elm Bakery earn in 2021?")
    assert not engine.prompts


def test_what_no_rule_knows_is_written_by_the_model_and_checked() -> None:
    before = _answer("Who voted against the pump?", "Mr Harrow voted against it. [1]")
    engine = FakeEngine(["Why did Mr Harrow vote against the pump?\nBecause"])
    assert understood("Why?", before, engine, Prompts(), Stop()) == Understood(
        "Why did Mr Harrow vote against the pump?"
    )
    (prompt,) = engine.prompts
    assert "Mr Harrow voted against it." in prompt.messages[-1].content and "[1]" not in prompt.messages[-1].content


@pytest.mark.parametrize(
    "written",
    [
        "Why did Mr Harrow vote against the pump in 1911?",
        "Why did Ms Quayle vote against the pump?",
        "Why did he vote against it?",
        "Mr Harrow voted against it.",
        "Who voted against the pump?",
        "",
    ],
)
def test_a_rewriting_with_words_of_its_own_is_not_believed(written: str) -> None:
    earlier, said = "Who voted against the pump?", "Mr Harrow voted against it."
    assert not plausible(written, "Why?", earlier, said)
    before = _answer(earlier, said)
    assert understood("Why?", before, FakeEngine([written]), Prompts(), Stop()) == Understood("Why?", (earlier, said))


def test_a_rewriting_keeps_the_values_of_the_question() -> None:
    earlier, said = "Who owns Oak Mill?", "Ada Quayle owns Oak Mill."
    assert plausible("What did Ada Quayle pay for Oak Mill in 2019?", "What did she pay for it in 2019?", earlier, said)
    assert not plausible("What did Ada Quayle pay for Oak Mill?", "What did she pay for it in 2019?", earlier, said)


def test_a_question_that_is_asked_again_means_what_it_meant() -> None:
    before = _answer("Why?", "The money was short.", meant="Why did Mr Harrow vote against the pump?")
    engine = FakeEngine()
    assert understood("Why?", before, engine, Prompts(), Stop()) == Understood(
        "Why did Mr Harrow vote against the pump?"
    )
    assert not engine.prompts
