"""An answer that says itself that it does not know."""

import pytest

from app.answers.deciding.enough import echoes, says_not


@pytest.mark.parametrize(
    "answer",
    [
        "The excerpts do not mention who owns the boat.",
        "The provided excerpts don't specify a price.",
        "The name of the buyer is not stated in the excerpts.",
        "There is no information about the widow.",
        "The document does not provide the number of cats registered in Elm Row.",
        "Die Auszüge nennen keinen Namen, und er wird im Text nicht erwähnt.",
        "Les extraits ne mentionnent pas le prix.",
        "Los documentos no mencionan el precio.",
    ],
)
def test_an_answer_that_says_that_the_documents_do_not(answer: str) -> None:
    assert says_not(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "No, the tenant may not keep a dog.",
        "The deposit is not paid back before the documents are signed.",
        "The division has no order book in the sense of this report.",
        "According to the excerpts, 171 tonnes were delivered.",
        "Three: the boat, the pier and the shed. The excerpts do not mention others."[:36],
        "Nein, Hunde sind nicht erlaubt.",
    ],
)
def test_a_plain_no_is_an_answer(answer: str) -> None:
    assert not says_not(answer)


@pytest.mark.parametrize(
    ("question", "answer", "echoed"),
    [
        ("Which insurer covers the harbour against storms?", "The harbour's insurance covers storms.", True),
        ("Which insurer covers the harbour against storms?", "Kestrel Mutual covers storms.", False),
        ("Does the insurance cover storms?", "The insurance covers storms.", False),
        ("Which covers storms, the policy or the lease?", "The policy covers storms.", False),
    ],
)
def test_an_answer_that_says_the_question_again_is_none(question: str, answer: str, echoed: bool) -> None:
    assert echoes(question, answer) is echoed
