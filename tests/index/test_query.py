import pytest

from app.index.query import parse, stems_of


def _terms(question: str) -> list[tuple[str, ...]]:
    return [term.stems for term in parse(question).terms]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What is the monthly rent?", [("monthli",), ("rent",)]),
        ("How many cubic feet does it receive?", [("cubic",), ("feet",), ("receiv",)]),
        ("Is it over 2,400.50?", [("2", "400", "50")]),
        ("the high-pressure engine", [("high",), ("pressur",), ("engin",)]),
        ("What does form A-12/b say?", [("form",), ("a", "12", "b"), ("sai",)]),
        ("the U.S. agency's plan", [("u", "s"), ("agenc",), ("plan",)]),
        ("café CAFE", [("cafe",)]),
        ("plans, planning and planned", [("plan",)]),
        ("What is it?", [("what",), ("is",), ("it",)]),
        ("", []),
        ("?! --", []),
    ],
)
def test_a_question_becomes_its_terms(question: str, terms: list[tuple[str, ...]]) -> None:
    assert _terms(question) == terms


@pytest.mark.parametrize("question", ['" OR *', "text:x", "NEAR(a b)", "a AND NOT b", '"""', "x^2 + (y"])
def test_nothing_in_a_question_is_an_operator(question: str) -> None:
    for term in parse(question).terms:
        assert term.match.startswith('"')
        assert term.match.endswith('"')
        assert '"' not in term.text


def test_stems_come_from_the_tokenizer_of_the_index() -> None:
    assert stems_of(["Agencies", "", "one two"]) == [("agenc",), (), ("on", "two")]
