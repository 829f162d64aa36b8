"""A statement is placed where its support stands, and nowhere else."""

from collections.abc import Sequence

from app.answers.citing import cite
from app.types import Citation, Passage, Span
from tests.answers.material import Pages, boxes, passage

LEASE = passage(
    "The tenant pays a rent of 1,250 euros each month. The deposit is 3,750 euros. The lease ends on 30 June 2027.",
    number=4,
)
HISTORY = passage(
    "The company was founded in 1934 in Lund. Its first mill opened in 1951 beside the river.", number=2, chunk=1
)


def _marked(text: str, question: str, passages: Sequence[Passage]) -> tuple[str, tuple[Citation, ...]]:
    statements = cite.place(text, question, passages)
    return cite.mark(text, statements, passages, Pages(passages), boxes)


def test_a_value_is_cited_at_the_sentence_that_has_it() -> None:
    text, citations = _marked("The deposit is EUR 3,750.", "How much is the deposit?", [HISTORY, LEASE])
    assert text == "The deposit is EUR 3,750. [1]"
    assert [(c.page, c.quote) for c in citations] == [(4, "The deposit is 3,750 euros.")]


def test_a_bare_value_is_placed_by_the_question() -> None:
    _, citations = _marked("1934", "When was the company founded?", [LEASE, HISTORY])
    assert citations[0].quote == "The company was founded in 1934 in Lund."


def test_boxes_lie_on_the_quoted_words_only() -> None:
    _, citations = _marked("The lease ends on 30 June 2027.", "When does the lease end?", [LEASE])
    before = len(
        [
            "The",
            "tenant",
            "pays",
            "a",
            "rent",
            "of",
            "1,250",
            "euros",
            "each",
            "month.",
            "The",
            "deposit",
            "is",
            "3,750",
            "euros.",
        ]
    )
    assert [box[0] for box in citations[0].boxes] == [10.0 * (before + i) for i in range(7)]


def test_text_without_spaces_is_cited_by_the_sentence() -> None:
    passages = [passage("全年鲜叶产量一千二百四十吨，比上年减少。夏季高温使白茶品质下降。秋茶以手工采摘为主。")]
    text, citations = _marked("白茶的品质下降了。", "为什么白茶不好？", passages)
    assert text == "白茶的品质下降了。 [1]"
    assert [citation.quote for citation in citations] == ["夏季高温使白茶品质下降。"]


def test_text_that_runs_from_right_to_left_is_cited_by_the_sentence() -> None:
    passages = [passage("האולם הגדול מושכר לערב. יש לשלם מקדמה של שלושים אחוזים. הציוד נמצא במרתף.")]
    text, citations = _marked("יש לשלם מקדמה של שלושים אחוזים.", "כמה משלמים מראש?", passages)
    assert text == "יש לשלם מקדמה של שלושים אחוזים. [1]"
    assert [citation.quote for citation in citations] == ["יש לשלם מקדמה של שלושים אחוזים."]
    assert [box[0] for box in citations[0].boxes] == [40.0, 50.0, 60.0, 70.0, 80.0, 90.0]


def test_what_nothing_supports_gets_no_mark() -> None:
    text, citations = _marked("Dogs are forbidden in the garden.", "Are dogs allowed?", [LEASE, HISTORY])
    assert (text, citations) == ("Dogs are forbidden in the garden.", ())


def test_repeating_the_question_is_not_support() -> None:
    statements = cite.place("The company was sold to Ferrand.", "Who was the company sold to?", [HISTORY])
    assert not statements[0].windows


def test_two_values_in_two_places_are_cited_twice() -> None:
    _, citations = _marked(
        "It was founded in 1934, and the rent is 1,250 euros.",
        "When was it founded and what is the rent?",
        [LEASE, HISTORY],
    )
    assert {c.page for c in citations} == {2, 4}


def test_one_place_has_one_mark() -> None:
    text, citations = _marked(
        "The deposit is 3,750 euros. A deposit of 3,750 euros is due.", "What is the deposit?", [LEASE]
    )
    assert text.count("[1]") == 2
    assert len(citations) == 1


def test_a_quote_across_a_page_break_is_two_citations_with_one_mark() -> None:
    first, second = "The notice period is", "six months for both parties."
    broken = Passage(
        "d", "d.pdf", 0, "", "", f"{first}\n{second}", (Span(1, 0, len(first)), Span(2, 0, len(second))), 1.0
    )
    _, citations = _marked("The notice period is six months for both parties.", "How long is the notice?", [broken])
    assert [(c.mark, c.page, c.quote) for c in citations] == [(1, 1, first), (1, 2, second)]


def test_marks_that_the_model_invented_are_dropped() -> None:
    assert (
        cite.without_marks("It was founded in 1934 [3] in Lund【2】 (Excerpt 1).") == "It was founded in 1934 in Lund."
    )


def test_a_paraphrase_is_cited_by_meaning_when_the_embedder_says_so() -> None:
    def similar(text: str, others: Sequence[str]) -> list[float]:
        return [0.9 if "river" in other else 0.1 for other in others]

    statements = cite.place("A grinding plant started up on the waterside.", "What started?", [HISTORY], similar)
    assert statements[0].windows
    assert "river" in statements[0].windows[0].text


def test_meaning_never_overrides_a_value() -> None:
    statements = cite.place(
        "A plant started in 1999.", "When did it start?", [HISTORY], lambda text, others: [0.99] * len(others)
    )
    assert not statements[0].windows


def test_a_quote_does_not_take_in_the_end_of_another_paragraph() -> None:
    source = passage("Filed in the harbour archive.\n\nThe strike began in October 1973. It closed every port.")
    (statement,) = cite.place("The strike of the harbour began in October 1973.", "What is this about?", [source])
    assert statement.windows[0].text == "The strike began in October 1973."
    assert {window.text for window in cite.windows([source])} == {
        "Filed in the harbour archive.",
        "The strike began in October 1973.",
        "It closed every port.",
        "The strike began in October 1973. It closed every port.",
    }
