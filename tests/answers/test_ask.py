"""From passages to an answer or a refusal, with a fake engine that says what the test wants said."""

from collections.abc import Sequence

import pytest

from app.answers import ask
from app.answers.everything import thorough
from app.errors import UserFixable
from app.language.prompts import Prompts
from app.stop import Stop, Stopped
from app.types import Answer, Chunk, Passage, Scope
from tests.answers.material import Pages, boxes, passage
from tests.fakes import FakeEngine

LEASE = passage("The tenant pays a rent of 1,250 euros each month. The deposit is 3,750 euros.", number=4)
SURE, UNSURE = {"Yes": 0.95, "No": 0.05}, {"Yes": 0.1, "No": 0.9}
SCOPE = Scope(1, 9, 0, 9)


def _means(engine: FakeEngine, passages: Sequence[Passage] = (LEASE,)) -> ask.Means:
    chunks: dict[str, list[Chunk]] = {}
    for one in passages:
        chunks.setdefault(one.document, []).append(Chunk(one.chunk, 0, one.header, one.text, one.spans, 20))
    return ask.Means(engine, Prompts(), None, Pages(passages), boxes, chunks)


def _ask(
    engine: FakeEngine, question: str = "How much is the deposit?", passages: Sequence[Passage] = (LEASE,)
) -> Answer:
    return ask.ask(question, passages, SCOPE, _means(engine, passages), stop=Stop())


def test_a_supported_answer_is_cited() -> None:
    answer = _ask(FakeEngine(["The deposit is 3,750 euros."], shares=SURE))
    assert answer.found
    assert answer.text == "The deposit is 3,750 euros. [1]"
    assert [(c.page, c.quote) for c in answer.citations] == [(4, "The deposit is 3,750 euros.")]
    assert answer.scope.read == 1


def test_whether_to_answer_is_decided_before_the_first_word() -> None:
    engine, words = FakeEngine(["The deposit is 3,750 euros."], shares=UNSURE), list[str]()
    answer = ask.ask(
        "Who owns the garage next door?", [LEASE], SCOPE, _means(engine), stop=Stop(), on_text=words.append
    )
    assert not answer.found
    assert words == []
    assert answer.citations == ()
    assert "does not say" in answer.text


def test_an_answer_that_nothing_supports_is_withdrawn() -> None:
    answer = _ask(FakeEngine(["The landlord keeps two dogs in Lisbon."], shares=SURE))
    assert not answer.found
    assert answer.withdrawn == "The landlord keeps two dogs in Lisbon."
    assert "does not say" in answer.text and answer.citations == ()


def test_a_wrong_value_beside_a_right_statement_is_named() -> None:
    answer = _ask(
        FakeEngine(["The rent is 1,250 euros each month. The deposit is 3,570 euros."], shares=SURE),
        "What is to be paid?",
    )
    assert answer.found
    assert any("3,570" in one for one in answer.unsupported)


def test_no_passages_no_generation() -> None:
    engine = FakeEngine(shares=SURE)
    answer = ask.ask("What is it?", [], SCOPE, _means(engine), stop=Stop())
    assert (answer.found, engine.prompts) == (False, [])


def test_the_engine_reads_the_passages_once_for_both_looks() -> None:
    engine = FakeEngine(["The deposit is 3,750 euros."], shares=SURE)
    answer = _ask(engine)
    assert answer.tokens.reused > 0.5 * answer.tokens.prompt


@pytest.mark.parametrize(("question", "kind"), [("  \n", "question_empty"), ("word " * 5000, "question_too_long")])
def test_a_question_that_cannot_be_asked(question: str, kind: str) -> None:
    with pytest.raises(UserFixable) as raised:
        ask.check(question, FakeEngine())
    assert raised.value.kind == kind


def test_a_stop_is_no_answer() -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        ask.ask("How much?", [LEASE], SCOPE, _means(FakeEngine(shares=SURE)), stop=stop)


def test_an_answer_is_shown_as_it_is_written() -> None:
    words: list[str] = []
    engine = FakeEngine(["The deposit is 3,750 euros."], shares=SURE)
    answer = ask.ask("How much is the deposit?", [LEASE], SCOPE, _means(engine), stop=Stop(), on_text=words.append)
    assert len(words) > 3 and "".join(words) == "The deposit is 3,750 euros."
    assert answer.found and len(engine.prompts) == 2


def test_one_page_is_read_after_the_other_until_one_says_it() -> None:
    deposit = passage("The deposit is 3,750 euros, " + "as was agreed with care " * 120 + "in May.", number=4)
    garden = passage("The garden is open to all. It was laid out by Odo Fenn.", number=5, chunk=1)
    for shares, reply, page in (
        ([SURE], "The garden was laid out by Odo Fenn.", 5),
        ([UNSURE, SURE], "The deposit is 3,750 euros.", 4),
    ):
        engine = FakeEngine([reply], shares=shares)
        question = "Who laid out the garden, and how much is the deposit?"
        answer = ask.ask(question, [garden, deposit], SCOPE, _means(engine, [deposit, garden]), stop=Stop())
        assert answer.found and [one.page for one in answer.passages] == [page]


def test_a_refusal_names_what_nothing_mentions_and_quotes_the_nearest() -> None:
    answer = _ask(FakeEngine(["The deposit is 3,750 euros."], shares=UNSURE), "How much was the deposit in 1987?")
    assert not answer.found and answer.missing == ("1987",)
    assert answer.nearest is not None and answer.nearest.quote == "The deposit is 3,750 euros."
    assert "Nothing near it mentions 1987." in answer.text and "is not an answer" in answer.text


def test_an_answer_that_says_that_the_documents_do_not_tell_is_a_refusal() -> None:
    answer = _ask(FakeEngine(["The excerpts do not mention who owns the deposit of 3,750 euros."], shares=SURE))
    assert not answer.found and answer.citations == ()


def test_an_answer_about_another_year_than_the_question_is_refused() -> None:
    report = passage("In 2021 the revenue was 412 million euros.", number=2)
    elsewhere = passage("The plan for 2022 was drawn up by the board.", number=3, chunk=1)
    engine = FakeEngine(["The revenue was 412 million euros."], shares=SURE)
    answer = _ask(engine, "What was the revenue in 2022?", [report, elsewhere])
    assert not answer.found


def test_the_answers_of_several_runs_are_put_together() -> None:
    facts = [f"Station {n} lies at {n * 111} metres above the sea." for n in range(1, 7)]
    texts = [passage(fact, number=n + 1, chunk=n) for n, fact in enumerate(facts)]
    engine = FakeEngine([facts[0], facts[3]], shares=SURE, context=2000)
    made = [
        ask.ask("How high do the stations lie?", [texts[n]], SCOPE, _means(engine, texts), stop=Stop()) for n in (0, 3)
    ]
    together = thorough.together(made)
    assert together.text == f"{facts[0]} [1]\n\n{facts[3]} [2]"
    assert [(c.mark, c.page) for c in together.citations] == [(1, 1), (2, 4)]
