"""Questions that follow one another."""

from collections.abc import Sequence

import pytest

from app.answers.conversation.follow import Understood, leans, plausible, understood
from app.answers.conversation.slots import filled
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Answer, Follows, Scope, TokenCount
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
    assert understood(question, [before], engine, Prompts(), Stop()) == Understood(question)
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


def _meant(question: str, turns: Sequence[Answer], engine: FakeEngine | None = None) -> Understood:
    return understood(question, turns, engine or FakeEngine(), Prompts(), Stop())


def test_by_rule_no_model_is_asked_and_a_chain_goes_on() -> None:
    engine = FakeEngine()
    first = _answer("What did Oak Bakery earn in 2022?", "Oak Bakery earned 5 crowns.")
    second = _meant("And in 2021?", [first], engine)
    assert second.question == "What did Oak Bakery earn in 2021?"
    later = _answer("And in 2021?", "It earned 4.", meant=second.question)
    third = _meant("And Elm Bakery in the same year?", [first, later], engine)
    assert third.question == "What did Elm Bakery earn in 2021?"
    assert not engine.prompts


def test_what_no_rule_knows_is_written_by_the_model_and_checked() -> None:
    before = _answer("Who voted against the pump?", "Mr Harrow voted against it. [1]")
    engine = FakeEngine(["Who is Mr Harrow's deputy?\nBecause"])
    assert _meant("Who is his deputy?", [before], engine).question == "Who is Mr Harrow's deputy?"
    (prompt,) = engine.prompts
    assert "Mr Harrow voted against it." in prompt.messages[-1].content and "[1]" not in prompt.messages[-1].content


@pytest.mark.parametrize(
    "written",
    [
        "Who was Mr Harrow's deputy in 1911?",
        "Who is Ms Quayle's deputy?",
        "Who is his deputy?",
        "Mr Harrow voted against it.",
        "Who voted against the pump?",
        "",
    ],
)
def test_a_rewriting_with_words_of_its_own_is_not_believed(written: str) -> None:
    earlier, said = "Who voted against the pump?", "Mr Harrow voted against it."
    assert not plausible(written, "Who is his deputy?", earlier, said)
    made = _meant("Who is his deputy?", [_answer(earlier, said)], FakeEngine([written]))
    assert (made.question, made.before) == ("Who is his deputy?", (earlier, said))


def test_a_rewriting_keeps_the_values_of_the_question() -> None:
    earlier, said = "Who owns Oak Mill?", "Ada Quayle owns Oak Mill."
    assert plausible("What did Ada Quayle pay for Oak Mill in 2019?", "What did she pay for it in 2019?", earlier, said)
    assert not plausible("What did Ada Quayle pay for Oak Mill?", "What did she pay for it in 2019?", earlier, said)


def test_a_question_that_is_asked_again_means_what_it_meant() -> None:
    before = _answer("Why?", "The money was short.", meant="Mr Harrow voted against the pump. Why?")
    engine = FakeEngine()
    assert _meant("Why?", [before], engine).question == "Mr Harrow voted against the pump. Why?"
    assert not engine.prompts


@pytest.mark.parametrize(
    ("question", "turns", "meant"),
    [
        # what was answered, with the question behind it
        ("Why?", [("Who left?", "Mr Harrow left the board. [1]")], "Mr Harrow left the board. Why?"),
        ("Why not?", [("Is paint sold?", "No, paint is not sold here. [1]")], "Paint is not sold here. Why not?"),
        ("Seit wann?", [("Wer leitet?", "Ada Quayle leitet den Verein.")], "Ada Quayle leitet den Verein. Seit wann?"),
        ("Why?", [("How far did it fall?", "14 cm. [2]")], "How far did it fall? 14 cm. Why?"),
        # a time moved by one
        ("And the year before?", [("What was paid in 2019/20?", "5.")], "What was paid in 2018/19?"),
        ("Und im Folgejahr?", [("Was kostete es 2020?", "5.")], "Was kostete es 2021?"),
        ("And the month before?", [("What came in January 2020?", "5.")], "What came in December 2019?"),
        # several at once
        (
            "Both together?",
            [("How many cats has Mill 1?", "4."), ("How many cats has Mill 3?", "5.")],
            "How many cats has Mill 1 and Mill 3? Both together?",
        ),
        (
            "What is the difference between the two?",
            [("What was paid in 2019?", "4."), ("What was paid in 2020?", "5.")],
            "What was paid in 2019 and 2020? What is the difference between the two?",
        ),
        # from further back
        (
            "And of Mill 4?",
            [("How many cats has Mill 1?", "4."), ("Who is the vet?", "Ada Quayle."), ("When is it open?", "Always.")],
            "How many cats has Mill 4?",
        ),
        (
            "And the year before?",
            [("How many cats were there in 2022?", "4."), ("Who is the vet?", "Ada Quayle.")],
            "How many cats were there in 2021?",
        ),
        # by name
        (
            "Back to the lease: and its deposit?",
            [("How long does the lease run?", "Five years."), ("Who is the vet?", "Ada Quayle.")],
            "The lease: its deposit?",
        ),
        (
            "Back to the cats: and in 2021?",
            [("How many cats were there in 2022?", "4."), ("What was paid in 2022?", "5.")],
            "How many cats were there in 2021?",
        ),
        (
            "In your first answer: why?",
            [("Who left?", "Mr Harrow left the board."), ("Who is the vet?", "Ada Quayle is the vet.")],
            "Mr Harrow left the board. Why?",
        ),
    ],
)
def test_a_question_of_its_own_is_made_by_rule(question: str, turns: list[tuple[str, str]], meant: str) -> None:
    engine = FakeEngine()
    assert _meant(question, [_answer(*turn) for turn in turns], engine).question == meant
    assert not engine.prompts


@pytest.mark.parametrize(
    ("question", "turns"),
    [
        ("And the year before?", [("Who is the vet?", "Ada Quayle.")]),
        ("Both together?", [("Who is the vet?", "Ada Quayle."), ("How many cats has Mill 3?", "5.")]),
        ("Both together?", [("How many cats has Mill 3?", "5.")]),
        ("Why?", [("Who is the vet?", "")]),
    ],
)
def test_what_fits_nowhere_is_left_to_the_model(question: str, turns: list[tuple[str, str]]) -> None:
    engine = FakeEngine([""])
    made = _meant(question, [_answer(*turn) for turn in turns], engine)
    assert made.before is not None and len(engine.prompts) == 1


def test_a_whole_question_about_both_brings_nothing_along() -> None:
    turns = [_answer("How many cats has Mill 1?", "4."), _answer("How many cats has Mill 3?", "5.")]
    for question in ("Which vet looks after both mills?", "Are both vets from Oak Hill?"):
        assert _meant(question, turns) == Understood(question)


def test_it_is_told_what_a_question_was_understood_from_and_what_was_left_out() -> None:
    turns = [
        _answer("How many cats has Mill 1?", "4."),
        _answer("Who is the vet?", "Ada Quayle is the vet."),
        _answer("When is it open?", "It is always open. " * 40),
    ]
    assert _meant("And of Mill 4?", turns).follows == Follows("How many cats has Mill 1?", 3, 2)
    assert _meant("In your second answer: since when?", turns).follows == Follows("Who is the vet?", 2, 2)
    assert _meant("Who is her deputy?", turns).follows == Follows("When is it open?", 1, 2, cut=True)
    assert _meant("What did it say at the beginning?", turns).follows == Follows(
        "When is it open?", 1, 2, cut=True, missed=True
    )
    assert _meant("Which price have you told me, as you said of Mill 1?", turns).follows == Follows(
        "", 0, 3, missed=True
    )
    assert _meant("Who is the vet of Mill 4?", turns).follows is None
